/** Sentences of the packed chunks as candidates for an answer: verbatim quote, readable text, and what its place says about it. */
import type { Chunk } from '../domain/chunk.js';
import { headingPathAt } from '../domain/headings.js';
import type { RankedChunk } from '../domain/evidence.js';
import type { Snapshot } from '../ports.js';
import {
  isCode,
  isListItem,
  isTableRow,
  isTableRule,
  plainText,
  tableCells,
  withoutMarker,
} from '../text/markdown.js';
import { termsWithLemmas } from '../text/lemmas.js';
import { countWords } from '../text/terms.js';
import { saysNotDocumented } from './not-documented.js';

export type CandidateForm = 'sentence' | 'item' | 'row' | 'code';

export interface Candidate {
  readonly chunk: Chunk;
  /** Headings above it, its own section's last. */
  readonly headingPath: readonly string[];
  /** Index into the sentences of the chunk. */
  readonly index: number;
  /** Verbatim text of the chunk. */
  readonly quote: string;
  /** As it is put into an answer: one line, no list marker, a table row as "Header: cell" pairs. */
  readonly text: string;
  readonly form: CandidateForm;
  readonly words: number;
  readonly stems: ReadonlySet<string>;
  /** It is the summary of its document. */
  readonly isSummary: boolean;
  /** It, or the heading above it, says that something is not written down. */
  readonly admits: boolean;
  readonly vector: Float32Array | undefined;
  /** Position of the chunk in the part's ranking, from 0. */
  readonly rank: number;
  /** Fused score of the chunk divided by the best one of the part, 0 to 1. */
  readonly chunkScore: number;
}

/** A span may leave its list marker out: the line before it tells. */
function formOf(chunk: Chunk, start: number, quote: string): CandidateForm {
  if (isCode(quote)) return 'code';
  if (isTableRow(quote)) return 'row';
  const lineStart = chunk.text.lastIndexOf('\n', start - 1) + 1;
  return isListItem(chunk.text.slice(lineStart, start) + quote) ? 'item' : 'sentence';
}

/** First table row above, with a rule below it, gives the names of the columns. */
function headerOf(chunk: Chunk, start: number): string[] {
  const lines = chunk.text.slice(0, start).split('\n');
  for (let i = lines.length - 1; i > 0; i--) {
    if (isTableRule(lines[i] ?? '') && isTableRow(lines[i - 1] ?? '')) return tableCells(lines[i - 1] ?? '');
  }
  return [];
}

function rowText(chunk: Chunk, quote: string, start: number): string {
  const header = headerOf(chunk, start);
  const cells = tableCells(quote);
  if (header.length === 0) return cells.filter(Boolean).join(', ');
  const [first = '', ...rest] = cells;
  const pairs = rest
    .map((cell, i) => (cell === '' ? '' : `${header[i + 1] ?? ''}${header[i + 1] ? ': ' : ''}${cell}`))
    .filter(Boolean);
  // "Port 5432" needs the name of its column; "Classifier" reads better without "Service" in front.
  const lead =
    /^[^\p{L}]*\p{N}/u.test(first) && header[0] !== undefined ? `${header[0]} ${first}`.trim() : first;
  return pairs.length === 0 ? lead : `${lead} — ${pairs.join('; ')}`;
}

function readable(chunk: Chunk, quote: string, form: CandidateForm, start: number): string {
  if (form === 'code') return quote;
  if (form === 'row') return rowText(chunk, quote, start);
  return withoutMarker(quote)
    .replace(/^#{1,6}\s+/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A table's header row and a heading say nothing by themselves. */
function isHeaderOnly(chunk: Chunk, quote: string, end: number): boolean {
  if (isTableRule(quote) || /^\s*#{1,6}\s/.test(quote)) return true;
  if (!isTableRow(quote)) return plainText(quote) === '';
  return isTableRule(chunk.text.slice(end).split('\n')[1] ?? '');
}

/** What somebody may ask is no answer, wherever it stands: in a list of suggestions, or as the heading of an answer. */
function isQuestion(text: string): boolean {
  return /\?["'”’)*_]*$/.test(text);
}

type Prepared = Omit<Candidate, 'vector' | 'rank' | 'chunkScore'>;

// Chunks are immutable and live as long as their generation.
const prepared = new WeakMap<Chunk, readonly Prepared[]>();

function prepare(chunk: Chunk): readonly Prepared[] {
  const summary = plainText(chunk.summary);
  return chunk.sentences.flatMap((span, index): Prepared[] => {
    const quote = chunk.text.slice(span.start, span.end);
    if (isHeaderOnly(chunk, quote, span.end)) return [];
    const form = formOf(chunk, span.start, quote);
    const text = readable(chunk, quote, form, span.start);
    if (text === '' || isQuestion(text)) return [];
    const [words, stems] = [countWords(text), termsWithLemmas(text)];
    const isSummary = plainText(text) === summary;
    const headingPath = headingPathAt(chunk, span.start);
    const admits = saysNotDocumented(headingPath.at(-1) ?? '') || saysNotDocumented(text);
    return [{ chunk, headingPath, index, quote, text, form, words, stems, isSummary, admits }];
  });
}

/** Sentences of the ranked chunks, in the order of the ranking and of the text. */
export function candidatesOf(
  ranked: readonly RankedChunk[],
  snapshot: Pick<Snapshot, 'sentenceVectors'>,
): Candidate[] {
  const best = ranked[0]?.score ?? 0;
  return ranked.flatMap(({ chunk, score }, rank) => {
    const vectors = snapshot.sentenceVectors(chunk.id);
    const sentences = prepared.get(chunk) ?? prepare(chunk);
    prepared.set(chunk, sentences);
    const chunkScore = best > 0 ? Math.max(0, score / best) : 0;
    return sentences.map((sentence) => ({
      ...sentence,
      vector: vectors?.[sentence.index],
      rank,
      chunkScore,
    }));
  });
}
