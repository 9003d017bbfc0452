/**
 * One question into the parts that are searched for and answered apart: several sentences, joined clauses, joined question
 * words, names that share one verb, sides of a comparison. When the form leaves doubt, the question stays whole.
 */
import { auxiliaries, auxiliarySet, determiners, pronouns, questionWords, requests } from './grammar.js';
import { readComparison } from './operands.js';
import { maskPhrases, sliceMasked, type Masked } from './phrases.js';
import { shareVerb } from './shared-verb.js';
import { askedPlural, focusOf, lastPlural, replacePronouns, type NameFinder } from './subjects.js';
import { readWords } from './words.js';

export interface Piece {
  readonly text: string;
  readonly operand?: string;
  /** What the whole question is about, when this piece does not say so itself. */
  readonly focus?: string;
}

export interface DecomposeContext {
  readonly names: NameFinder;
  /** Lower-case names that hold "and", "or" or a comma. */
  readonly jointNames: readonly string[];
}

const mostParts = 6;
const mostJoints = 24;
const sentenceEnd = /\?+(?=\s|$)|(?<!\b(?:vs|e\.g|i\.e|etc|mr|dr|st|no|\p{L}))[.!;](?=\s+\S)/gu;
const asks = new RegExp(
  `^(?:(?:and|but|also|so|then|ok|okay|hi|hello|hey|thanks|please),? )*(?:(?:${questionWords}|${auxiliaries}|${requests})\\b|(?:in|on|at|by|for|from|to|with|under|since|of) (?:what|which|whom|whose|when|where)\\b)`,
);

/** Sentences; a statement is put in front of the question that follows it. */
function splitSentences(whole: Masked): Masked[] {
  const spans: { start: number; end: number; asks: boolean }[] = [];
  let start = 0;
  for (const match of [...whole.mask.matchAll(sentenceEnd), undefined]) {
    const stop = match === undefined ? whole.mask.length : match.index + match[0].length;
    const piece = sliceMasked(whole, start, stop);
    if (piece.text !== '') {
      const isQuestion = asks.test(piece.mask) || /\?$/.test(whole.mask.slice(start, stop).trim());
      const before = spans.at(-1);
      if (before !== undefined && !before.asks) Object.assign(before, { end: stop, asks: isQuestion });
      else if (before !== undefined && !isQuestion) before.end = stop;
      else spans.push({ start, end: stop, asks: isQuestion });
    }
    start = stop;
  }
  return spans.map((span, index) => {
    const sentence = sliceMasked(whole, span.start, span.end);
    const opening = index === 0 ? null : /^(?:and|but|also|so),? (?=\S+ \S)/.exec(sentence.mask);
    return opening === null ? sentence : sliceMasked(sentence, opening[0].length, sentence.text.length);
  });
}

const joint =
  /(?:,? (?:and|but|&)(?: also| then| if so,?| in that case,?)?,? |, (?:also |and )?|; |,? as well as |,? plus )/g;
const inverted = `(?:does|do|did) (?!not\\b)\\S+|(?:${auxiliaries}) (?:${pronouns}|${determiners})\\b`;
const clauseStart = new RegExp(
  `^(?:(?:why|how)\\b|(?:who|whom|whose|what|which)(?: |'s )\\S|(?:when|where) (?:${auxiliaries})\\b|(?:in|on|at|by|for|from|to|with|under|through) (?:what|which|whom|whose)\\b|${inverted})`,
);
const indirectStart = new RegExp(`^(?:${questionWords}|whether|if)\\b`);
const indirectFrame =
  /\b(?:tell me|tell us|explain|describe|show me|know|wonder|wondering|curious|understand|clarify|say|outline|walk me through)\b/;
const requestStart = new RegExp(`^(?:please )?(?:${requests})(?: me| us| it| them)?\\b(?! of\\b)`);
const requestFrame = new RegExp(
  `^(?:(?:hi|hello|hey|please),? )*(?:(?:can|could|would|will) you (?:please )?|please |i(?:'d| would) like you to |i want you to )?(?:${requests})\\b`,
);

/** True when what stands before a joint is a question of its own. */
function isWholeClause(mask: string): boolean {
  const words = readWords(mask);
  const last = words.at(-1)?.lower ?? '';
  if (
    words.length < 2 ||
    /^(?:and|or|of|in|on|at|the|a|an|both|between|from|to|for|with|by|how|why|what|which|who)$/.test(last)
  )
    return false;
  return (
    asks.test(mask) || indirectFrame.test(mask) || /\b(?:what|which|who|how|why|when|where)\b/.test(mask)
  );
}

function startsClause(left: string, right: string, mark: string): boolean {
  const comma = mark.startsWith(',') && !/[a-z&]/.test(mark);
  if (requestStart.test(right)) return requestFrame.test(left) || mark.startsWith(';');
  if (comma && indirectFrame.test(left) && indirectStart.test(right))
    return !/^(?:whether|if|when|where)\b/.test(right);
  if (
    comma &&
    !new RegExp(`^(?:why|how|what|who|which|when|where) (?:${auxiliaries}|many|much|long|often)\\b`).test(
      right,
    )
  )
    return false;
  if (clauseStart.test(right)) {
    return asks.test(left) || indirectFrame.test(left);
  }
  return !comma && indirectFrame.test(left) && indirectStart.test(right);
}

/** Subordinate openings: "When X happens, what does Y do" is one question. */
const opensSubordinate = new RegExp(
  `^(?:when|if|while|once|after|before|because|since|given|as|although|in|on|at|for|to|during|with|besides|along|according|under|from|by|suppose)\\b(?! (?:${auxiliaries}|what|which|whom)\\b)`,
);

function splitClauses(whole: Masked): Masked[] {
  const pieces: Masked[] = [];
  let start = 0;
  for (const match of [...whole.mask.matchAll(joint)].slice(0, mostJoints)) {
    const right = whole.mask.slice(match.index + match[0].length);
    if (match.index < start) continue;
    const left = sliceMasked(whole, start, match.index);
    if (!startsClause(left.mask, right, match[0]) || !isWholeClause(left.mask)) continue;
    if (
      opensSubordinate.test(left.mask) &&
      !new RegExp(`\\b(?:${questionWords})\\b.* `).test(left.mask.replace(/^\S+/, ''))
    )
      continue;
    pieces.push(left);
    start = match.index + match[0].length;
  }
  return [...pieces, sliceMasked(whole, start, whole.text.length)];
}

const bareQuestion = /^(why|how|when|where|by whom|since when|for whom|with whom|how so|why so|why not)$/;
const questionThenAuxiliary = new RegExp(
  `^(?:(?:in|on|at|by|for|from|to|with|under|since) )?(?:how (?:many|much|long|often|far|big|fast)|${questionWords})((?: [^\\s,]+){0,4}?) ((?:${auxiliaries}) .+)$`,
);

/** "What database did you pick" + "why" -> "why did you pick the database"; undefined when the form does not allow it. */
function expandBare(question: string, left: Masked): string | undefined {
  const match = questionThenAuxiliary.exec(left.mask);
  if (match?.[2] === undefined) return undefined;
  const rest = left.text.slice(left.text.length - match[2].length);
  const object = (match[1] ?? '').trim();
  const words = readWords(rest);
  const headed = object !== '' && !/^(?:is|are|was|were)$/.test(words[0]?.lower ?? '');
  const noun = headed
    ? ` the ${left.text.slice(left.mask.indexOf(object), left.mask.indexOf(object) + object.length)}`
    : '';
  return words.length < 2 ? undefined : `${question} ${rest}${noun}`;
}

const joinedQuestions = new RegExp(
  `^(how|why|when|where|who|what)(?:,| and| or) (?:and )?(how|why|when|where|by whom|who|with whom) ((?:${auxiliaries}) .+)$`,
);
const joinedNouns = new RegExp(
  `^(what|which) ([^\\s,]+) and (?:(?:what|which) )?([^\\s,]+) ((?:${auxiliaries}) .+)$`,
);

/** "When and why did you leave?" and "Which database and which cache does X use?" */
function splitJoinedHeads(whole: Masked): string[] | undefined {
  const questions = joinedQuestions.exec(whole.mask);
  if (questions?.[3] !== undefined) {
    const rest = whole.text.slice(whole.text.length - questions[3].length);
    const second = whole.text.slice(whole.mask.indexOf(questions[2] ?? '', (questions[1] ?? '').length));
    return [`${whole.text.slice(0, (questions[1] ?? '').length)} ${rest}`, second];
  }
  const nouns = joinedNouns.exec(whole.mask);
  if (nouns?.[4] === undefined || auxiliarySet.has(nouns[2] ?? '')) return undefined;
  if (/s$/.test(nouns[2] ?? '') && /s$/.test(nouns[3] ?? '')) return undefined; // "what tools and libraries" is one list
  const rest = whole.text.slice(whole.text.length - nouns[4].length);
  const words = readWords(whole.text);
  const question = words[0]?.text ?? '';
  const second =
    whole.text
      .slice(0, whole.text.length - rest.length)
      .trim()
      .split(/\s+/)
      .at(-1) ?? '';
  return [`${question} ${words[1]?.text ?? ''} ${rest}`, `${question} ${second} ${rest}`];
}

function piecesOfClause(clause: Masked, context: DecomposeContext): Piece[] {
  const comparison = readComparison(clause);
  if (comparison !== undefined) {
    return comparison.texts.map((text, index) => ({ text, operand: comparison.operands[index] ?? text }));
  }
  const heads = splitJoinedHeads(clause) ?? shareVerb(clause, context.names);
  return (heads ?? [clause.text]).map((text) => ({ text }));
}

/** Names what the first clause is about in the later ones. */
function withFocus(pieces: readonly Piece[], context: DecomposeContext): Piece[] {
  const first = pieces[0];
  if (first === undefined || pieces.length < 2) return [...pieces];
  let focus = focusOf(first.operand ?? first.text, context.names);
  return pieces.map((piece, index) => {
    if (index === 0 || focus === undefined || piece.operand !== undefined) return piece;
    const plural = /\b(?:they|them|their)\b/i.test(piece.text)
      ? (askedPlural(first.text) ?? lastPlural(first.text))
      : undefined;
    const text = replacePronouns(piece.text, plural ?? focus, context.names);
    const own = context.names.find(text)[0]?.text;
    if (own !== undefined) focus = own;
    const named = context.names.find(focus).length > 0;
    return own === undefined && named ? { ...piece, text, focus } : { ...piece, text };
  });
}

/** Parts of a question, in order; a simple question is one part with its own text. */
export function decompose(question: string, context: DecomposeContext): Piece[] {
  const whole = maskPhrases(question, context.jointNames);
  const clauses = splitSentences(whole).flatMap((sentence) => {
    const comparison = readComparison(sentence);
    if (splitJoinedHeads(sentence) !== undefined) return [sentence];
    return comparison === undefined || splitClauses(sentence).length > 1
      ? splitClauses(sentence)
      : [sentence];
  });
  const pieces: Piece[] = [];
  clauses.forEach((clause, index) => {
    const left = clauses[index - 1];
    if (left !== undefined && bareQuestion.test(clause.mask)) {
      const text = expandBare(clause.text, left);
      if (text !== undefined) pieces.push({ text });
      return;
    }
    pieces.push(...piecesOfClause(clause, context));
  });
  if (pieces.length < 2) return [{ text: question }];
  return withFocus(pieces.slice(0, mostParts), context);
}
