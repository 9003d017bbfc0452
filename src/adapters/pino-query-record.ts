/** One line of the query log: what is kept of an answer, how it is read back, and how it is printed for people. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { answerStatuses, cacheStatuses, degradations, type AskResult } from '../domain/answer.js';
import { intents } from '../domain/plan.js';
import type { QueryRecord } from '../ports.js';
import { stripHidden } from '../text/normalise.js';

const milliseconds = z.number();

export const loggedQuery = z.object({
  time: z.iso.datetime(),
  id: z.string(),
  /** Absent when questions are hashed; then so are the texts of queries and the answer. */
  question: z.string().optional(),
  questionHash: z.string(),
  status: z.enum(answerStatuses),
  confidence: z.number(),
  intent: z.object({ label: z.enum(intents), scores: z.record(z.enum(intents), z.number()) }),
  queries: z.array(
    z.object({ part: z.int(), intent: z.string(), weight: z.number(), text: z.string().optional() }),
  ),
  chunksRetrieved: z.int(),
  chunks: z.array(
    z.object({
      rank: z.int(),
      id: z.string(),
      documentId: z.string(),
      heading: z.string(),
      score: z.number(),
    }),
  ),
  citedChunkIds: z.array(z.string()),
  cache: z.object({
    status: z.enum(cacheStatuses),
    similarity: z.number().optional(),
    veto: z.string().optional(),
  }),
  latencyMs: milliseconds,
  timings: z.record(z.string(), milliseconds),
  engine: z.object({ index: z.string(), embedder: z.string(), composer: z.string() }),
  degraded: z.array(z.enum(degradations)),
  answer: z.string().optional(),
});
export type LoggedQuery = z.infer<typeof loggedQuery>;

/**
 * Queries and answers repeat words of the question without those around them, by which a secret is known: what was masked in the
 * question is masked in them too.
 */
function maskDerived(question: string, maskSecrets: (text: string) => string): (text: string) => string {
  const left = new Set(maskSecrets(question).toLowerCase().split(wordBreak));
  const gone = question.split(wordBreak).filter((word) => word.length >= 4 && !left.has(word.toLowerCase()));
  return (text) =>
    gone.reduce((masked, word) => masked.replace(new RegExp(word, 'gi'), '[redacted]'), maskSecrets(text));
}
const wordBreak = /[^\p{L}\p{N}]+/u;

/** `hash` keeps no text of a visitor: a SHA-256 of the question tells repeated ones. */
export function toLoggedQuery(
  { time, result }: QueryRecord,
  options: { mode: 'full' | 'hash'; maskSecrets: (text: string) => string },
): LoggedQuery {
  const withTexts = options.mode === 'full';
  const mask = maskDerived(result.question, options.maskSecrets);
  return {
    time,
    id: result.id,
    ...(withTexts ? { question: mask(result.question) } : {}),
    questionHash: createHash('sha256').update(result.question).digest('hex').slice(0, 16),
    status: result.status,
    confidence: result.confidence,
    intent: { label: result.intent.label, scores: { ...result.intent.scores } },
    queries: result.queries.map(({ part, intent, weight, text }) => ({
      part,
      intent,
      weight,
      ...(withTexts ? { text: mask(text) } : {}),
    })),
    chunksRetrieved: result.chunks.length,
    chunks: result.chunks.map(({ rank, id, documentId, heading, score }) => ({
      rank,
      id,
      documentId,
      heading,
      score,
    })),
    citedChunkIds: result.citations.map(({ chunkId }) => chunkId),
    cache: cacheOf(result),
    latencyMs: result.timings.totalMs,
    timings: { ...result.timings },
    engine: { ...result.engine },
    degraded: [...result.degraded],
    ...(withTexts ? { answer: mask(result.answer) } : {}),
  };
}

/** `veto` names what spoke against a hit; it may hold a word of the question, so only its kind is kept. */
function cacheOf({ cache }: AskResult): LoggedQuery['cache'] {
  return {
    status: cache.status,
    ...(cache.similarity === undefined ? {} : { similarity: cache.similarity }),
    ...(cache.veto === undefined ? {} : { veto: cache.veto.split(/[\s:]/)[0] ?? '' }),
  };
}

/** Column widths of the first line. */
const columns = { query: 33, chunks: 27, latency: 22, intent: 27 };

/** The record for people, in four lines; an answer keeps its own line breaks. No terminal sequence of a visitor survives. */
export function formatQueryRecord(record: LoggedQuery): string {
  const first = [
    column(`Query: ${record.question ?? `(sha256 ${record.questionHash})`}`, columns.query),
    column(`Chunks_retrieved: ${record.chunksRetrieved}`, columns.chunks),
    column(`Latency_ms: ${record.latencyMs.toFixed(1)}`, columns.latency),
    column(`Query_Intent: ${record.intent.label}`, columns.intent),
    `Cache: ${record.cache.status}`,
  ].join('');
  const lines = [first, formatIntents(record), `Context_chunks: ${formatChunks(record)}`];
  return printable([...lines, `Answer: ${record.answer ?? '(not kept)'}`].join('\n'));
}

/** One score and the queries of each intent, whatever part they belong to. */
function formatIntents({ intent, queries }: LoggedQuery): string {
  return intents
    .map((name) => {
      const texts = queries.filter((query) => query.intent === name).map(({ text }) => quoted(text));
      return `${name} ${(intent.scores[name] ?? 0).toFixed(2)}  ${texts.length === 0 ? '-' : texts.join(' ')}`;
    })
    .join('   ');
}

function formatChunks({ chunks }: LoggedQuery): string {
  if (chunks.length === 0) return '-';
  return chunks
    .map(({ rank, documentId, heading, score }) => {
      const place = heading === '' ? documentId : `${documentId} › ${heading}`;
      return `[${rank}] ${place} (${score.toFixed(2)})`;
    })
    .join(' ');
}

function quoted(text: string | undefined): string {
  return text === undefined ? '-' : `"${text}"`;
}

function column(text: string, width: number): string {
  return text.length + 3 > width ? `${text}   ` : text.padEnd(width);
}

function printable(text: string): string {
  // Everything below space but the line break, and the C1 range, could steer a terminal.
  return stripHidden(text).replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/g, ' ');
}
