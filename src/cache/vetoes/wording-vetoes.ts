/** Opposites, flags and modality: small words that make another question. */
import { stem } from '../../text/terms.js';
import type { FlagGroup } from './flags.js';
import { sameItems, type Likeness, type Pair } from './likeness.js';
import { antonyms } from './opposites.js';

function holds(words: ReadonlySet<string>, word: string): boolean {
  return words.has(word);
}

/** A word stands in one question, its opposite in the other. */
export function differentPolarity({ a, b }: Pair): boolean {
  const left = new Set(a.words.map(stem));
  const right = new Set(b.words.map(stem));
  return antonyms.some(
    ([x, y]) =>
      (holds(left, x) && !holds(left, y) && holds(right, y) && !holds(right, x)) ||
      (holds(left, y) && !holds(left, x) && holds(right, x) && !holds(right, y)),
  );
}

/** A flag of the group stands in one question alone. */
export function flagsDiffer(group: FlagGroup): (pair: Pair) => boolean {
  return ({ a, b }) => !sameItems(a.flags[group], b.flags[group]);
}

// "How might it fail" is "how can it fail", and "how would you scale it" often "how do you scale it"; never what was done.
const supposed = new Set(['might', 'would']);

/** Advice, duty and possibility have to agree. */
export function likenessOfModality({ a, b }: Pair): Likeness {
  const [left, right] = [a, b].map((reading) =>
    reading.flags.modality.filter((flag) => !supposed.has(flag)),
  ) as [string[], string[]];
  if (!sameItems(left, right)) return 'different';
  const [isPast, isPossible] = [/^(?:did|was|were|had)$/, /^(?:can|could)$/].map((pattern) =>
    [a, b].map((reading) => reading.words.some((word) => pattern.test(word))),
  ) as [boolean[], boolean[]];
  if (!sameItems(a.flags.modality, b.flags.modality)) return isPast.includes(true) ? 'different' : 'sentence';
  // "How can latency be reduced" may ask for more than "how did you reduce latency".
  return (isPast[0] && isPossible[1]) || (isPast[1] && isPossible[0]) ? 'sentence' : 'same';
}

/** The same numbers in order; one that only counts what is asked for may stand in one question alone, when the answers are alike. */
export function likenessOfNumbers({ a, b }: Pair): Likeness {
  if (sameItems(a.numbers, b.numbers)) return 'same';
  const counted = a.count ?? b.count;
  // "Option A" is one of the four options.
  const isPlural = counted !== undefined && a.words.includes(counted) && b.words.includes(counted);
  if ((a.count === undefined) === (b.count === undefined) || !isPlural) return 'different';
  const [left, right] = [a, b].map(({ numbers, count }) =>
    count === undefined ? numbers : numbers.slice(1),
  ) as [readonly string[], readonly string[]];
  return sameItems(left, right) ? 'sentence' : 'different';
}
