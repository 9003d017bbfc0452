/** The lexical arm: weighted stems -> best chunks by BM25F, and the counts behind it. Does not read chunk text. */
import type { TermStatistics } from '../ports.js';
import type { LexicalPostings } from './bm25f.js';
import { createTopHits } from './top-hits.js';
import type { ScoredChunk } from './top-hits.js';

export interface LexicalSearch {
  /** Chunks with a positive score, best first, ties by chunk id. */
  search(terms: ReadonlyMap<string, number>, depth: number): ScoredChunk[];
  /** What `search` would find among these chunks alone, to the last bit. */
  rank(terms: ReadonlyMap<string, number>, candidates: readonly number[]): ScoredChunk[];
  readonly statistics: TermStatistics;
  /** Stem -> saturated weight of one chunk. */
  weightsOf(chunkNumber: number): Map<string, number>;
}

/** ln(1 + (N - df + .5) / (df + .5)): Robertson and Sparck Jones, made non-negative as Lucene does. */
export function inverseDocumentFrequency(chunkCount: number, documentFrequency: number): number {
  return Math.log(1 + (chunkCount - documentFrequency + 0.5) / (documentFrequency + 0.5));
}

/** Place of `wanted` in the ascending `numbers` from `low` up to `high`, exclusive; -1 when it is not there. */
function placeOf(wanted: number, numbers: Uint32Array, low: number, high: number): number {
  const end = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low < end && numbers[low] === wanted ? low : -1;
}

/** Postings by chunk instead of by stem. */
function transpose(postings: LexicalPostings): {
  starts: Uint32Array;
  stemNumbers: Uint32Array;
  weights: Float32Array;
} {
  const { chunkNumbers } = postings;
  const starts = new Uint32Array(postings.chunkCount + 1);
  for (const chunk of chunkNumbers) starts[chunk + 1]!++;
  for (let chunk = 0; chunk < postings.chunkCount; chunk++) starts[chunk + 1]! += starts[chunk]!;
  const next = starts.slice();
  const stemNumbers = new Uint32Array(chunkNumbers.length);
  const weights = new Float32Array(chunkNumbers.length);
  for (let stem = 0; stem < postings.stems.length; stem++) {
    for (let at = postings.starts[stem]!; at < postings.starts[stem + 1]!; at++) {
      const place = next[chunkNumbers[at]!]!++;
      stemNumbers[place] = stem;
      weights[place] = postings.weights[at]!;
    }
  }
  return { starts, stemNumbers, weights };
}

export function createLexicalSearch(postings: LexicalPostings, idRanks: Uint32Array): LexicalSearch {
  const { chunkCount, stems, starts, chunkNumbers, weights } = postings;
  const numbers = new Map<string, number>(stems.map((stem, number) => [stem, number]));
  const scores = new Float32Array(chunkCount);
  let byChunk: ReturnType<typeof transpose> | undefined;

  const documentFrequency = (stem: string): number => {
    const number = numbers.get(stem);
    return number === undefined ? 0 : starts[number + 1]! - starts[number]!;
  };
  const idf = (stem: string): number => inverseDocumentFrequency(chunkCount, documentFrequency(stem));

  /** Stems in order, so that floating-point sums do not depend on how the question was put together. */
  const factorsOf = (terms: ReadonlyMap<string, number>): { factor: number; start: number; end: number }[] =>
    [...terms.keys()].sort().flatMap((stem) => {
      const number = numbers.get(stem);
      if (number === undefined) return [];
      return [{ factor: terms.get(stem)! * idf(stem), start: starts[number]!, end: starts[number + 1]! }];
    });

  const accumulate = (terms: ReadonlyMap<string, number>): void => {
    for (const { factor, start, end } of factorsOf(terms)) {
      for (let at = start; at < end; at++) scores[chunkNumbers[at]!]! += factor * weights[at]!;
    }
  };

  return {
    search(terms, depth) {
      scores.fill(0);
      accumulate(terms);
      const top = createTopHits(depth, idRanks);
      for (let chunk = 0; chunk < chunkCount; chunk++) {
        if (scores[chunk]! > 0) top.offer(chunk, scores[chunk]!);
      }
      return top.take();
    },
    rank(terms, candidates) {
      const factors = factorsOf(terms);
      const top = createTopHits(candidates.length, idRanks);
      for (const chunk of candidates) {
        let score = 0;
        for (const { factor, start, end } of factors) {
          const at = placeOf(chunk, chunkNumbers, start, end);
          // Rounded after each term, as the sums of `search` are.
          if (at >= 0) score = Math.fround(score + factor * weights[at]!);
        }
        if (score > 0) top.offer(chunk, score);
      }
      return top.take();
    },
    statistics: { chunkCount, documentFrequency, inverseDocumentFrequency: idf, stems: () => stems },
    weightsOf(chunkNumber) {
      byChunk ??= transpose(postings);
      const found = new Map<string, number>();
      for (let at = byChunk.starts[chunkNumber]!; at < byChunk.starts[chunkNumber + 1]!; at++) {
        found.set(stems[byChunk.stemNumbers[at]!]!, byChunk.weights[at]!);
      }
      return found;
    },
  };
}
