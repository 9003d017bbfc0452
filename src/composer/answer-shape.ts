/**
 * How much a sentence looks like the short answer that a question asks for: a number that the question did not bring along, beside the thing counted; a day or a year;
 * somebody's name; an amount, a length of time, a share, a version. Form only; says nothing of what the sentence is about.
 */
import type { Aspect } from '../domain/plan.js';
import { kindsAsked } from './answer-kind.js';
import { unitOf } from './question-focus.js';

export interface AnswerShape {
  /** A number that is not in the question, where a number or a time is asked for; else 0. */
  readonly freshNumber: number;
  /** The number stands beside the thing counted; 0 unless a number is asked for. */
  readonly unit: number;
  /** A month or a year, for "when"; else 0. */
  readonly date: number;
  /** Names that are not in the question, for "who"; two count as 1, one as a half. */
  readonly person: number;
  /** It looks like each kind that the question names; 1 when it names none. */
  readonly kind: number;
}

const dated =
  /\b(?:1\d|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b/i;
/** Not "v3.6", "3.5.20" or "Figure 1": those name, they count nothing. */
const number =
  /(?<![\p{L}\p{N}.-]|\b(?:figure|fig|table|version|section|step) )\p{N}+(?!\p{N}|\.\p{N}+\.|-\p{L}|\p{L})/giu;
/** A capital inside the sentence. */
const nameInside = /(?<=\S\s+)\p{Lu}\p{Ll}+/gu;
const namesOfSomeone = 2;

/** Reads the question once; the function that comes back looks at one sentence. */
export function shapeAsked(question: string, aspect: Aspect): (sentence: string) => AnswerShape {
  const isCount = aspect === 'how_many' || aspect === 'count';
  const asked = new Set(question.match(number) ?? []);
  const words = new Set(question.toLowerCase().match(/\p{L}+/gu) ?? []);
  const kinds = kindsAsked(question);
  const isFresh = (sentence: string): boolean =>
    (sentence.match(number) ?? []).some((one) => !asked.has(one));
  const othersNamed = (sentence: string): number =>
    (sentence.match(nameInside) ?? []).filter((name) => !words.has(name.toLowerCase())).length;
  return (sentence) => ({
    freshNumber: (isCount || aspect === 'when') && isFresh(sentence) ? 1 : 0,
    unit: isCount ? unitOf(question, aspect, [sentence]) : 0,
    date: aspect === 'when' && dated.test(sentence) ? 1 : 0,
    person: aspect === 'who' ? Math.min(1, othersNamed(sentence) / namesOfSomeone) : 0,
    kind: kinds.every((kind) => kind.test(sentence)) ? 1 : 0,
  });
}
