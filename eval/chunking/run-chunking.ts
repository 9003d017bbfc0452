/**
 * Compares chunkers on span-level retrieval: recall, precision and IoU of the best 5 chunks, the same two arms and the same
 * fusion for all, so that only the cut differs. One ranking over the chunks of all documents.
 */
import { resolve } from 'node:path';
import { AppError } from '../../src/domain/errors.js';
import type { Embedder } from '../../src/ports.js';
import { countWords } from '../../src/text/terms.js';
import { bestIndices, createBm25 } from '../baseline/bm25.js';
import { spanScores } from '../metrics/spans.js';
import type { Range, SpanScores } from '../metrics/spans.js';
import type { Chunker, EvalDependencies, EvalOptions } from '../options.js';
import { formatFigure } from '../report/format.js';
import { figureOf } from '../run/summarise.js';
import { mean } from '../statistics/intervals.js';
import { cutSpanSet, readSpanSet } from './chroma-set.js';
import type { SpanQuestion, SpanSet } from './chroma-set.js';
import { locatePieces } from './locate-pieces.js';
import { plainChunkers } from './splitters.js';

const depth = 5;
/** Small chunks bring less text with 5 of them than large ones; this many words are the same amount for all. */
const wordBudget = 600;
const arms = ['lexical', 'dense', 'fused'] as const;

interface Piece {
  readonly doc: string;
  readonly text: string;
  readonly words: number;
  readonly ranges: readonly Range[];
}

/** Scores at 5 chunks, and the recall of as many chunks as make up 600 words. */
export interface PieceScores extends SpanScores {
  readonly recallInWords: number;
}

export interface ChunkerScores {
  readonly name: string;
  readonly pieces: number;
  /** Mean length of a chunk in words. */
  readonly words: number;
  /** Share of the chunks' text that was found in the documents; below 1 the figures are too low. */
  readonly located: number;
  readonly arms: Readonly<Partial<Record<(typeof arms)[number], readonly PieceScores[]>>>;
}

async function cut(set: SpanSet, chunker: Chunker): Promise<{ pieces: Piece[]; located: number }> {
  const pieces: Piece[] = [];
  const shares: number[] = [];
  for (const [doc, text] of set.documents) {
    const texts = await chunker.split(text, doc);
    const { ranges, located } = locatePieces(text, texts);
    texts.forEach((piece, index) =>
      pieces.push({ doc, text: piece, words: countWords(piece), ranges: ranges[index] ?? [] }),
    );
    shares.push(located);
  }
  return { pieces, located: mean(shares) };
}

/** The first pieces that come closest to the budget, one at least. */
function withinBudget(ranked: readonly Piece[]): Piece[] {
  let words = 0;
  const kept: Piece[] = [];
  for (const piece of ranked) {
    if (kept.length > 0 && words + piece.words / 2 > wordBudget) break;
    words += piece.words;
    kept.push(piece);
  }
  return kept;
}

/** Pieces of other documents count as retrieved text that is not gold: they are laid behind the end of this one. */
function scorePieces(set: SpanSet, question: SpanQuestion, best: readonly Piece[]): SpanScores {
  let end = set.documents.get(question.doc)?.length ?? 0;
  const ranges = best.flatMap((piece): readonly Range[] => {
    if (piece.doc === question.doc) return piece.ranges;
    const start = end + 1;
    end = start + piece.text.length;
    return [{ start, end }];
  });
  return spanScores(question.spans, ranges);
}

async function denseScorer(embedder: Embedder, pieces: readonly Piece[]): Promise<(question: string) => Promise<Float64Array>> {
  const vectors = await embedder.embedPassages(pieces.map((piece) => ({ context: '', sentences: [piece.text] })));
  return async (question) => {
    const [vector] = await embedder.embedQuestions([question]);
    return Float64Array.from(vectors, ({ passage }) => {
      let sum = 0;
      for (let i = 0; i < passage.length; i++) sum += (passage[i] ?? 0) * (vector?.[i] ?? 0);
      return sum;
    });
  };
} // prettier-ignore

function fuse(lexical: Float64Array, dense: Float64Array, share: number): Float64Array {
  const top = Math.max(1e-9, ...lexical);
  return lexical.map((score, index) => (share * score) / top + (1 - share) * Math.max(0, dense[index] ?? 0));
}

/** Span scores of one chunker on every question, per arm. Without an embedder only the lexical arm runs. */
export async function measureChunker(set: SpanSet, chunker: Chunker, embedder: Embedder | undefined): Promise<ChunkerScores> {
  const { pieces, located } = await cut(set, chunker);
  const lexicalOf = createBm25(pieces.map((piece) => piece.text));
  const denseOf = embedder === undefined ? undefined : await denseScorer(embedder, pieces);
  const scores: Record<string, PieceScores[]> = {};
  for (const question of set.questions) {
    const lexical = lexicalOf(question.text);
    const dense = await denseOf?.(question.text);
    const rankings = { lexical, dense, fused: dense === undefined ? undefined : fuse(lexical, dense, embedder?.lexicalShare ?? 0.5) };
    for (const arm of arms) {
      const ranking = rankings[arm];
      if (ranking === undefined) continue;
      const best = bestIndices(ranking, pieces.length).flatMap((index) => pieces[index] ?? []);
      const recallInWords = scorePieces(set, question, withinBudget(best)).recall;
      (scores[arm] ??= []).push({ ...scorePieces(set, question, best.slice(0, depth)), recallInWords });
    }
  }
  const words = mean(pieces.map((piece) => piece.words));
  return { name: chunker.name, pieces: pieces.length, words, located, arms: scores };
} // prettier-ignore

function row(scores: ChunkerScores, arm: string, list: readonly PieceScores[]): string {
  const figures = (['recall', 'precision', 'iou', 'recallInWords'] as const).map((key) =>
    formatFigure(figureOf(list.map((one) => one[key]), 7)).replace(/, n=.*\)/, ')'),
  ); // prettier-ignore
  return `| ${scores.name} | ${arm} | ${scores.pieces} | ${scores.words.toFixed(0)} | ${figures.join(' | ')} | ${scores.located.toFixed(3)} |`;
}

/** Command: a Markdown table on stdout. */
export async function runChunking(options: EvalOptions, dependencies: EvalDependencies): Promise<number> {
  const [folder] = options.paths ?? [];
  if (folder === undefined) throw new AppError('bad_config', 'eval chunking: name the folder of the data set');
  const set = cutSpanSet(readSpanSet(resolve(dependencies.cwd, folder)), options.limit);
  const embedder = await dependencies.createEmbedder?.();
  try {
    const lines: string[] = [];
    const records: ChunkerScores[] = [];
    for (const chunker of [...(dependencies.chunkers ?? []), ...plainChunkers]) {
      const scores = await measureChunker(set, chunker, embedder);
      records.push(scores);
      for (const [arm, list] of Object.entries(scores.arms)) lines.push(row(scores, arm, list));
      dependencies.stderr(`${chunker.name}: done\n`);
    }
    const head = `| chunker | arm | chunks | words | recall@5 | precision@5 | IoU@5 | recall in ${wordBudget} words | located |\n|---|---|---|---|---|---|---|---|---|`;
    dependencies.stdout(options.json === true ? `${JSON.stringify(records)}\n` : `${head}\n${lines.join('\n')}\n`);
    if (options.json !== true) dependencies.stdout(`PASS ${set.questions.length} questions over ${set.documents.size} documents\n`);
    return 0;
  } finally {
    await embedder?.close();
  }
} // prettier-ignore
