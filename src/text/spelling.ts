/**
 * Help for words that the corpus does not hold: compounds ("timeout" / "time out"), known other names, and typing errors.
 * Never touches a word that the corpus knows. Method: deletion-free Damerau-Levenshtein over stems with the same first letter or
 * the same length class, weighted by document frequency; small vocabularies make a full scan cheap.
 */
import { stem } from './terms.js';

export interface Vocabulary {
  documentFrequency(stem: string): number;
  stems(): Iterable<string>;
}

/** Optimal string alignment distance, abandoned (returns limit + 1) as soon as it must exceed the limit. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let rowBest = i;
    for (let j = 1; j <= b.length; j++) {
      const substitution = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(substitution, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
      rowBest = Math.min(rowBest, cost);
    }
    if (rowBest > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

/** Two known words that make up an unknown one ("websocketserver"), as stems; undefined when there is no such split. */
export function splitCompound(
  word: string,
  vocabulary: Pick<Vocabulary, 'documentFrequency'>,
): [string, string] | undefined {
  let best: [string, string] | undefined;
  let bestFrequency = 0;
  for (let i = 3; i <= word.length - 3; i++) {
    const head = stem(word.slice(0, i));
    const tail = stem(word.slice(i));
    const frequency = Math.min(vocabulary.documentFrequency(head), vocabulary.documentFrequency(tail));
    if (frequency > bestFrequency) {
      best = [head, tail];
      bestFrequency = frequency;
    }
  }
  return best;
}

/** The stem of the corpus that was probably meant by a mistyped word; undefined when none is close enough. */
export function correctSpelling(word: string, vocabulary: Vocabulary): string | undefined {
  const target = stem(word);
  if (target.length < 4 || /\d/.test(word)) return undefined;
  const limit = target.length >= 8 ? 2 : 1;
  let best: string | undefined;
  let bestDistance = limit + 1;
  let bestFrequency = 0;
  for (const candidate of vocabulary.stems()) {
    if (Math.abs(candidate.length - target.length) > limit || candidate.length < 4) continue;
    if (candidate[0] !== target[0] && candidate[1] !== target[1]) continue;
    const distance = editDistance(target, candidate, Math.min(limit, bestDistance));
    if (distance > limit) continue;
    const frequency = vocabulary.documentFrequency(candidate);
    const better =
      distance < bestDistance ||
      (distance === bestDistance &&
        (frequency > bestFrequency ||
          (frequency === bestFrequency && best !== undefined && candidate < best)));
    if (better) {
      best = candidate;
      bestDistance = distance;
      bestFrequency = frequency;
    }
  }
  return best;
}
