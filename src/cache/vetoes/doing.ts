/** Who does it: "which service calls the classifier" asks for the one that calls, "which service does the classifier call" for the one that is called. */
import { sensesOf } from './senses.js';

export interface Doing {
  /** Groups of the verb. */
  readonly verb: readonly string[];
  /** True when what is asked for does it. */
  readonly isAgent: boolean;
}

const askers = new Set(['what', 'which', 'who']);
const helpers = /^(?:do|does|did)$/;
// What contains something and what it consists of are told by one another.
const mutual = new Set(['contain']);

/** Reads "which X <verb> ..." and "which X does Y <verb>"; other wordings, the passive among them, tell nothing. */
export function readDoing(words: readonly string[]): Doing | undefined {
  const asker = words.findIndex((word) => askers.has(word));
  if (asker < 0 || asker > 1) return undefined;
  // "Which service", but "who" alone.
  const next = asker + (words[asker] === 'who' ? 1 : 2);
  const [word = '', last = ''] = [words[next], words.at(-1)];
  // Where no verb stands it reads some other word, which the other question then does not have as its verb.
  return helpers.test(word)
    ? { verb: sensesOf(last), isAgent: false }
    : { verb: sensesOf(word), isAgent: true };
}

/** True when both ask with one verb, one for who does it and one for what it is done to. */
export function differentDoing(a: Doing | undefined, b: Doing | undefined): boolean {
  if (a === undefined || b === undefined || a.isAgent === b.isAgent) return false;
  return a.verb.some((sense) => !mutual.has(sense) && b.verb.includes(sense));
}
