/** Who does it: "which service calls the classifier" asks for the one that calls, "which service does the classifier call" for the one that is called. */
import { sensesOf } from './senses.js';
import { auxiliaries, determiners, isSilent } from './grammar-words.js';

export interface Doing {
  /** Groups of the words that may be the verb. */
  readonly verb: readonly string[];
  /** True when what is asked for does it. */
  readonly isAgent: boolean;
}

const askers = new Set(['what', 'which', 'who']);
const helpers = /^(?:do|does|did)$/;
// What contains something and what it consists of are told by one another.
const mutual = new Set(['contain', 'have']);
const speaker = /^(?:you|i|we|one)$/;
// "Which deployment modes does X have": the longest name of what is asked for.
const longestHead = 4;

/** Place of the auxiliary behind which another subject begins ("which X does Y", "which X is the Y"); -1 where what is asked for is the subject. */
export function helperAfter(words: readonly string[], asker: number): number {
  return words.findIndex((word, place) => {
    if (place <= asker || place > asker + 1 + longestHead) return false;
    const next = words[place + 1] ?? '';
    return helpers.test(word) || (place > asker + 1 && auxiliaries.has(word) && determiners.has(next));
  });
}

/** Place of "what", "which" or "who" at the beginning of the question; -1 for other questions. */
export function askerOf(words: readonly string[]): number {
  const asker = words.findIndex((word) => askers.has(word));
  return asker > 1 ? -1 : asker;
}

/** Reads "which X <verb> ..." and "which X does Y <verb>"; other wordings, the passive among them, tell nothing. */
export function readDoing(words: readonly string[]): Doing | undefined {
  const asker = askerOf(words);
  if (asker < 0) return undefined;
  const helper = helperAfter(words, asker);
  // What you do is told of what is asked for in either way.
  if (helper > 0 && (!helpers.test(words[helper] ?? '') || speaker.test(words[helper + 1] ?? '')))
    return undefined;
  // Where no verb stands other words are read, which the other question then does not have as its verb.
  const near = helper < 0 ? words.slice(asker + 1, asker + (words[asker] === 'who' ? 2 : 3)) : [];
  const verbs = (helper < 0 ? near : words.slice(helper + 2)).filter((word) => !isSilent(word));
  return { verb: verbs.flatMap(sensesOf), isAgent: helper < 0 };
}

/** True when both ask with one verb, one for who does it and one for what it is done to. */
export function differentDoing(a: Doing | undefined, b: Doing | undefined): boolean {
  if (a === undefined || b === undefined || a.isAgent === b.isAgent) return false;
  return a.verb.some((sense) => !mutual.has(sense) && b.verb.includes(sense));
}
