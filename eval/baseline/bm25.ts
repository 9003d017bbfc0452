/** Plain BM25 (Robertson and Zaragoza 2009; k1 1.2, b 0.75) over whole texts: the yardstick beside the product's own ranking, not a part of it. */
import { stopWords } from '../../src/text/stop-words.js';
import { stem, tokenize } from '../../src/text/terms.js';

const k1 = 1.2;
const b = 0.75;

/** Scores of all texts for a question, in their order; 0 where no word is shared. */
export type TextScorer = (question: string) => Float64Array;

function termsOf(text: string): string[] {
  return tokenize(text)
    .filter((token) => !stopWords.has(token.text))
    .map((token) => stem(token.text));
}

/** Indexes the texts. */
export function createBm25(texts: readonly string[]): TextScorer {
  const postings = new Map<string, Map<number, number>>();
  const lengths = texts.map((text, index) => {
    const terms = termsOf(text);
    for (const term of terms) {
      const entries = postings.get(term) ?? new Map<number, number>();
      entries.set(index, (entries.get(index) ?? 0) + 1);
      postings.set(term, entries);
    }
    return terms.length;
  });
  const averageLength = Math.max(
    1,
    lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, texts.length),
  );
  return (question) => {
    const scores = new Float64Array(texts.length);
    for (const term of new Set(termsOf(question))) {
      const entries = postings.get(term);
      if (entries === undefined) continue;
      const rarity = Math.log(1 + (texts.length - entries.size + 0.5) / (entries.size + 0.5));
      for (const [index, count] of entries) {
        const norm = k1 * (1 - b + (b * (lengths[index] ?? 0)) / averageLength);
        scores[index] = (scores[index] ?? 0) + (rarity * count * (k1 + 1)) / (count + norm);
      }
    }
    return scores;
  };
}

/** Indices of the best `k` scores above 0, best first, ties by index. */
export function bestIndices(scores: Float64Array, k: number): number[] {
  return [...scores.keys()]
    .filter((index) => (scores[index] ?? 0) > 0)
    .sort((left, right) => (scores[right] ?? 0) - (scores[left] ?? 0) || left - right)
    .slice(0, k);
}
