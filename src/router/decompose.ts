/**
 * One question into the parts that are searched for and answered apart: several sentences, joined clauses, joined heads,
 * names that share one verb, sides of a comparison. When the form leaves doubt, the question stays whole.
 */
import { leansOnTopic, putNameInto, putTopicBehind, sharesName } from './anchor.js';
import { cutPreamble, splitClauses, splitSentences } from './clauses.js';
import { fillEllipsis } from './ellipsis.js';
import { fillOne } from './fragments.js';
import { auxiliaries, questionWords } from './grammar.js';
import { lendPredicate, splitJoinedHeads } from './joined-heads.js';
import { splitNamedPlaces, splitNounList, splitServesFor } from './noun-lists.js';
import { readComparison } from './operands.js';
import { maskPhrases, type Masked } from './phrases.js';
import { writtenNames } from './referents.js';
import { shareVerb } from './shared-verb.js';
import { lastPlural, replacePronouns, type NameFinder } from './subjects.js';
import { topicOf } from './topic.js';
import { readWords, trimQuestion } from './words.js';

export interface Piece {
  readonly text: string;
  readonly operand?: string;
  /** What the whole question is about, when this piece does not say so itself. */
  readonly focus?: string;
  /** The piece took what it left out from the one before. */
  readonly filled?: boolean;
}

export interface DecomposeContext {
  readonly names: NameFinder;
  /** Lower-case names that hold "and", "or" or a comma. */
  readonly jointNames: readonly string[];
}

const mostParts = 6;
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

function piecesOfClause(clause: Masked, context: DecomposeContext): Piece[] {
  const comparison = readComparison(clause);
  if (comparison !== undefined) {
    return comparison.texts.map((text, index) => ({ text, operand: comparison.operands[index] ?? text }));
  }
  const heads =
    splitJoinedHeads(clause) ??
    shareVerb(clause, context.names) ??
    splitServesFor(clause) ??
    splitNounList(clause) ??
    splitNamedPlaces(clause, context.names);
  return (heads ?? [clause.text]).map((text) => ({ text }));
}

/** The question before, for a clause that leaves something out; a statement in front of it is no part of it. */
const lastSentence = (text: string): string => text.split(/(?<=[.!?])\s+/).at(-1) ?? text;

/** "Does Orbit send mails" + "Does Ferrite" -> "Does Ferrite send mails". */
function completed(text: string, before: Piece | undefined, names: NameFinder): string {
  if (before === undefined || before.operand !== undefined) return text;
  const filled = fillEllipsis(text, lastSentence(before.text), names);
  return filled === undefined ? text : trimQuestion(filled);
}

/** What pronouns of a later piece stand for: "they" for a plural, "it" after "who was the client of X" for X. */
function meant(text: string, first: string, context: DecomposeContext): string | undefined {
  const topic = topicOf(first, context.names);
  if (/\b(?:they|them|their)\b/i.test(text)) return topic.plural ?? lastPlural(first) ?? topic.focus;
  const asksPerson = /^(?:who|whom|whose)\b|\b(?:client|customer|author|owner|sponsor|maintainer)\b/i.test(
    first,
  );
  return asksPerson && topic.anchor !== undefined ? topic.anchor : topic.focus;
}

/** The part with the name that it leans on; in one question "the core" alone is the core of what is asked about. */
function leaning(text: string, focus: string, names: NameFinder): string {
  const isName = names.find(focus).length > 0;
  if ((isName || /^(?:the|your) /i.test(focus)) && leansOnTopic(text, names))
    return trimQuestion(putTopicBehind(text, focus));
  return isName && sharesName(text, names) ? putNameInto(text, focus) : text;
}

/** Names what the first clause is about in the later ones. */
function withFocus(pieces: readonly Piece[], context: DecomposeContext): Piece[] {
  const first = pieces[0];
  if (first === undefined || pieces.length < 2) return [...pieces];
  const { names } = context;
  let source = first.operand ?? first.text;
  return pieces.map((piece, index) => {
    if (index === 0 || piece.operand !== undefined) return piece;
    const topic = topicOf(lastSentence(source), names);
    const focus = topic.focus;
    if (focus === undefined) return piece;
    const one = fillOne(piece.text, topic.thing);
    let text = replacePronouns(one, meant(one, source, context) ?? focus, names);
    if (names.find(text).length > 0) {
      if (names.find(piece.text).length > 0) source = text;
      return { ...piece, text };
    }
    if (text === one && piece.filled !== true) text = leaning(text, focus, names);
    const named = names.find(focus)[0]?.text;
    return named === undefined || names.find(text).length > 0 ? { ...piece, text } : { ...piece, text, focus: named };
  });
} // prettier-ignore

function clausesOf(sentence: Masked, names: NameFinder): Masked[] {
  if (splitJoinedHeads(sentence) !== undefined) return [sentence];
  const clauses = splitClauses(sentence, names);
  return readComparison(sentence) === undefined || clauses.length > 1 ? clauses : [sentence];
}

function piecesOf(whole: Masked, context: DecomposeContext): Piece[] {
  const clauses = splitSentences(whole).flatMap((sentence) => clausesOf(sentence, context.names));
  const pieces: Piece[] = [];
  clauses.forEach((clause, index) => {
    const left = clauses[index - 1];
    const text =
      left !== undefined && bareQuestion.test(clause.mask) ? expandBare(clause.text, left) : undefined;
    if (text !== undefined) pieces.push({ text });
    else if (left === undefined) pieces.push(...piecesOfClause(clause, context));
    else {
      const filled = completed(clause.text, pieces.at(-1), context.names);
      pieces.push(
        ...(filled === clause.text ? piecesOfClause(clause, context) : [{ text: filled, filled: true }]),
      );
    }
  });
  const lent = lendPredicate(pieces.map((piece) => piece.text));
  return pieces.map((piece, index) => ({ ...piece, text: lent[index] ?? piece.text }));
}

const startsWithPlace = new RegExp(`^(?:in|at|on|within) `, 'i');

/** The shared place behind a part that does not hold it; a later part with names of its own happens elsewhere. */
function placed(piece: Piece, place: string, hasOwnPlace: boolean): Piece {
  const name = place.replace(/^\S+ /, '');
  if (hasOwnPlace || piece.text.toLowerCase().includes(name.toLowerCase())) return piece;
  return { ...piece, text: `${piece.text} ${startsWithPlace.test(place) ? place : `in ${name}`}` };
}

/** Parts of a question, in order; a simple question is one part with its own text. */
export function decompose(question: string, context: DecomposeContext): Piece[] {
  const whole = maskPhrases(question, context.jointNames);
  const preamble = cutPreamble(whole);
  const pieces = piecesOf(preamble?.rest ?? whole, context);
  if (pieces.length < 2) return [{ text: question }];
  const named = withFocus(pieces.slice(0, mostParts), context);
  if (preamble === undefined) return named;
  const isAspect = /^in terms of /i.test(preamble.place);
  return named.map((piece, index) => {
    if (isAspect) return { ...piece, text: `${piece.text} ${preamble.place}` };
    const own = index > 0 && [...context.names.find(piece.text), ...writtenNames(piece.text)].length > 0;
    return placed(piece, preamble.place, own);
  });
}
