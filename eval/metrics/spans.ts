/**
 * Span-level retrieval: how much of the gold text the retrieved pieces hold, and how much else they bring (Chroma's
 * chunking evaluation). `spanScores` works on offsets; `quoteScores` on quotes and chunk texts, where no offsets are known.
 */
import { foldWords } from '../golden/fold.js';

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface SpanScores {
  readonly recall: number;
  readonly precision: number;
  readonly iou: number;
}

/** Overlapping ranges joined, in order. */
export function unionOf(ranges: readonly Range[]): Range[] {
  const joined: { start: number; end: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (range.end <= range.start) continue;
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else joined.push({ ...range });
  }
  return joined;
}

function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, range) => sum + range.end - range.start, 0);
}

function scoresOf(shared: number, gold: number, retrieved: number): SpanScores {
  return {
    recall: gold === 0 ? 0 : shared / gold,
    precision: retrieved === 0 ? 0 : shared / retrieved,
    iou: gold + retrieved - shared === 0 ? 0 : shared / (gold + retrieved - shared),
  };
}

/** Scores of ranges of one text, in its own unit of length. Overlaps count once. */
export function spanScores(gold: readonly Range[], retrieved: readonly Range[]): SpanScores {
  const wanted = unionOf(gold);
  const found = unionOf(retrieved);
  const shared = wanted.flatMap((range) =>
    found.map((other) => Math.max(0, Math.min(range.end, other.end) - Math.max(range.start, other.start))),
  );
  return scoresOf(
    shared.reduce((sum, length) => sum + length, 0),
    lengthOf(wanted),
    lengthOf(found),
  );
}

export interface QuotedText {
  readonly documentId: string;
  readonly text: string;
}

/** A run shorter than this many words is not evidence that a chunk holds part of a quote. */
const shortestRun = 4;

/** Which words of a quote a text holds: all of them, or the longest run in common. */
export function coveredWords(quote: readonly string[], text: readonly string[]): boolean[] {
  const covered = quote.map(() => false);
  let best = { length: 0, end: 0 };
  let previous = new Array<number>(quote.length + 1).fill(0);
  for (const word of text) {
    const current = new Array<number>(quote.length + 1).fill(0);
    for (let i = 1; i <= quote.length; i++) {
      if (quote[i - 1] !== word) continue;
      const length = (previous[i - 1] ?? 0) + 1;
      current[i] = length;
      if (length > best.length) best = { length, end: i };
    }
    previous = current;
  }
  if (best.length >= Math.min(shortestRun, quote.length))
    covered.fill(true, best.end - best.length, best.end);
  return covered;
}

/**
 * Scores of gold quotes against the retrieved chunks, in characters of folded words. A chunk covers a quote of its own
 * document only. Every quote counts by its length.
 */
export function quoteScores(quotes: readonly QuotedText[], chunks: readonly QuotedText[]): SpanScores {
  const texts = chunks.map((chunk) => ({ documentId: chunk.documentId, words: foldWords(chunk.text) }));
  const characters = (words: readonly string[]): number =>
    words.reduce((sum, word) => sum + word.length + 1, 0);
  let gold = 0;
  let shared = 0;
  for (const quote of quotes) {
    const words = foldWords(quote.text);
    const found = words.map(() => false);
    for (const text of texts.filter((one) => one.documentId === quote.documentId))
      coveredWords(words, text.words).forEach((is, index) => (found[index] ||= is));
    gold += characters(words);
    shared += characters(words.filter((_, index) => found[index]));
  }
  return scoresOf(
    shared,
    gold,
    texts.reduce((sum, text) => sum + characters(text.words), 0),
  );
}
