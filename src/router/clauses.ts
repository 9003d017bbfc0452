/** A question into its sentences and joined clauses, by form. Each piece is still as it was written. */
import { auxiliaries, determiners, pronouns, questionWords, requests } from './grammar.js';
import { sliceMasked, type Masked } from './phrases.js';
import type { NameFinder } from './subjects.js';
import { readWords } from './words.js';

const mostJoints = 24;
const sentenceEnd = /\?+(?=\s|$)|(?<!\b(?:vs|e\.g|i\.e|etc|mr|dr|st|no|\p{L}))[.!;](?=\s+\S)/gu;
const fronted =
  'in|on|at|by|for|from|to|with|under|since|of|about|after|before|during|between|through|within|against|until|around|over|into|among';
const asks = new RegExp(
  `^(?:(?:and|but|also|so|then|ok|okay|hi|hello|hey|thanks|thank you|please)(?: there)?[,.!]? )*(?:(?:${questionWords})s?\\b|(?:${auxiliaries}|${requests})\\b|(?:${fronted}) (?:what|which|whom|whose|when|where|how (?:many|much|long|far))\\b)`,
);
/** A question that does not begin as one: "It rests on what", "If it fails, what happens". */
const asksLate = new RegExp(
  `^(?!(?:i|we|you|that|this|it) )(?:.* (?:what|whom|whose|how (?:many|much|long|often))\\b|.*, (?:${questionWords}) (?:${auxiliaries})\\b)`,
);
const asksAnything = (mask: string): boolean =>
  asks.test(mask) || indirectFrame.test(mask) || asksLate.test(mask);

/** Sentences; a statement is put in front of the question that follows it. */
export function splitSentences(whole: Masked): Masked[] {
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
  /(?:,? (?:and|but|&)(?: also| then| if so,?| in that case,?)?,? |, (?:also |and |then )?|; |,? as well as |,? plus )/g;
const inverted = `(?:does|do|did) (?!not\\b)\\S+|(?:${auxiliaries}) (?:${pronouns}|${determiners})\\b`;
const clauseStart = new RegExp(
  `^(?:(?:why|how)\\b|(?:who|whom|whose|what|which)(?: |'s )\\S|(?:whats|whos|what's|who's|where's|when's|how's) |(?:when|where) (?:${auxiliaries})\\b|(?:${fronted}) (?:what|which|whom|whose|how (?:many|much|long|far))\\b|${inverted})`,
);
const indirectStart = new RegExp(`^(?:${questionWords}|whether|if)\\b`);
const indirectFrame =
  /\b(?:tell me|tell us|explain|describe|show me|know|wonder|wondering|curious|understand|clarify|say|outline|walk me through)\b/;
const requestStart = new RegExp(`^(?:please )?(?:${requests})(?: me| us| it| them)?\\b(?! of\\b)`);
const requestFrame = new RegExp(
  `^(?:(?:hi|hello|hey|please),? )*(?:(?:can|could|would|will) you (?:please )?|please |i(?:'d| would) like you to |i want you to )?(?:${requests})\\b`,
);
/** Requests that nobody makes of a program ("how do I create and name a file" is one question). */
const tells = /^(?:please )?(?:(?:explain|describe|outline|summari[sz]e) \S+|(?:tell|give|show) (?:me|us)\b)/;
/** "... and in the second stage, what is done": the circumstance stands before the question. */
const placeFirst = new RegExp(
  `^(?:${fronted}|when|if|once|while|according to|compared (?:to|with)|other than) (?!(?:${auxiliaries})\\b)[^,?]{2,70}, (?:(?:${fronted}) )?(?:${questionWords}) \\S`,
);
/** After a bare comma only a clause that cannot be a relative one ("..., which is new") begins a question. */
const strongStart = new RegExp(
  `^(?:(?:why|how|what|when|where) (?:${auxiliaries}|many|much|long|often)\\b|(?:which|whose) (?:\\S+ ){1,3}(?:${auxiliaries})\\b|what \\S+ \\S|(?:${fronted}) (?:what|how (?:many|much)) \\S|how \\S+ (?:${auxiliaries})\\b|(?:what|who|where|how)'?s )`,
);
const listGoesOn = new RegExp(`,? (?:and|or) (?:${questionWords}|${auxiliaries})\\b`);
const auxiliaryFirst = new RegExp(`^(?:(?:hi|hello|hey|so|and),? )*(?:${auxiliaries})\\b`);
const dangling = /^(?:and|or|the|a|an|both|between|how|why|what|which|who)$/;
/** "It rests on what": a question word at the end of a clause, not the first half of "how and why". */
const asksAtEnd = /^(?:\S+ ){3,}(?!(?:and|or|tell|me|know) )[^\s,]+ (?:what|which|who)$/;
const stranded = /^(?:of|in|on|at|from|to|for|with|by)$/;

/** True when what stands before a joint is a question of its own. */
function isWholeClause(mask: string, right: string): boolean {
  const words = readWords(mask);
  const last = words.at(-1)?.lower ?? '';
  if (words.length < 2 || (dangling.test(last) && !asksAtEnd.test(mask))) return false;
  // "What does it run on, and can I ..." ends on a preposition; "in and at" does not.
  if (stranded.test(last) && (words.length < 4 || !asks.test(mask) || !clauseStart.test(right))) return false;
  return asksAnything(mask) || /\b(?:what|which|who|how|why|when|where)\b/.test(mask);
}

/** "is Orbit free and *is Ferrite*": an auxiliary before a name. */
function invertsName(left: string, right: string, names: NameFinder): boolean {
  const first = readWords(right)[0];
  if (first === undefined || !auxiliaryFirst.test(right) || !auxiliaryFirst.test(left)) return false;
  return names.find(right)[0]?.start === first.end + 1;
}

function startsClause(left: string, right: string, mark: string, names: NameFinder): boolean {
  const comma = mark.startsWith(',') && !/[a-z&]/.test(mark);
  if (mark.startsWith(';') && asksAnything(left) && (asksAnything(right) || requestStart.test(right)))
    return true;
  if (requestStart.test(right))
    return (
      requestFrame.test(left) ||
      mark.startsWith(';') ||
      (!comma && tells.test(right) && asks.test(left) && left.split(' ').length > 3)
    );
  if (comma && indirectFrame.test(left) && indirectStart.test(right))
    return !/^(?:whether|if|when|where)\b/.test(right);
  const inList = listGoesOn.test(right) && /^(?:what|which|who|whom|whose|how|why)\b/.test(right);
  if (comma && !strongStart.test(right) && !inList) return false;
  if (clauseStart.test(right) || invertsName(left, right, names) || (!comma && placeFirst.test(right)))
    return asksAnything(left);
  return !comma && indirectFrame.test(left) && indirectStart.test(right);
}

/** Subordinate openings: "When X happens, what does Y do" is one question. */
const opensSubordinate = new RegExp(
  `^(?:when|if|while|once|after|before|because|since|given|as|although|in|on|at|for|to|during|with|besides|along|according|under|from|by|suppose)\\b(?! (?:${auxiliaries}|what|which|whom)\\b)`,
);

/** Clauses of a sentence that each ask something. */
export function splitClauses(whole: Masked, names: NameFinder): Masked[] {
  const pieces: Masked[] = [];
  let start = 0;
  for (const match of [...whole.mask.matchAll(joint)].slice(0, mostJoints)) {
    const right = whole.mask.slice(match.index + match[0].length);
    if (match.index < start) continue;
    const left = sliceMasked(whole, start, match.index);
    if (!startsClause(left.mask, right, match[0], names) || !isWholeClause(left.mask, right)) continue;
    const asksWithin = new RegExp(`\\b(?:${questionWords})\\b.* `).test(left.mask.replace(/^\S+/, ''));
    if (opensSubordinate.test(left.mask) && !asksWithin) continue;
    pieces.push(left);
    start = match.index + match[0].length;
  }
  return [...pieces, sliceMasked(whole, start, whole.text.length)];
}

const preamble = new RegExp(
  `^(?:(?:hi|hello|hey|so|and|ok),? )?(?<place>(?!in (?:addition|order|case|response|return|spite)\\b)(?:for|in|at|about|regarding|on|within|concerning|with (?:regard|respect) to|in terms of) (?:(?!what\\b|which\\b|whom\\b)[^,:?]){2,60})[,:] (?=(?:${questionWords})\\b|(?:${auxiliaries})\\b)`,
);

/** "In the rowing app, how ... and who ...": the place that every part shares, and the rest. */
export function cutPreamble(whole: Masked): { place: string; rest: Masked } | undefined {
  const match = preamble.exec(whole.mask);
  const place = match?.groups?.['place'];
  if (match === null || place === undefined) return undefined;
  const start = whole.mask.indexOf(place);
  return {
    place: whole.text.slice(start, start + place.length),
    rest: sliceMasked(whole, match[0].length, whole.text.length),
  };
}
