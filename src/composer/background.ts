/**
 * Term weights of a small corpus. With a handful of chunks every word that a text holds is common, and a word that it lacks counts many times as much, so that
 * nothing seems covered. The weights are then those of a corpus of ordinary size in which the words are as rare as here.
 */
import type { TermStatistics } from '../ports.js';

/** Chunks from which the counts speak for themselves. */
export const ordinaryChunks = 100;

const known = new WeakMap<TermStatistics, TermStatistics>();

/** The same statistics, their inverse document frequency over at least `ordinaryChunks` chunks. */
export function withBackground(statistics: TermStatistics): TermStatistics {
  if (statistics.chunkCount >= ordinaryChunks) return statistics;
  const made = known.get(statistics) ?? {
    chunkCount: statistics.chunkCount,
    documentFrequency: (stem) => statistics.documentFrequency(stem),
    inverseDocumentFrequency: (stem) => {
      const frequency = statistics.documentFrequency(stem);
      return Math.log(1 + (ordinaryChunks - frequency + 0.5) / (frequency + 0.5));
    },
    stems: () => statistics.stems(),
  };
  known.set(statistics, made);
  return made;
}
