/** A hand-written application for the tests of this face: answers at once, records its calls, and can be told to wait or fail. */
import type { AskEvent, AskRequest, AskResult } from '../../domain/answer.js';
import type { Chunk } from '../../domain/chunk.js';
import type { Application, CitedSource, FeedbackRecord, HttpLog, Readiness } from '../application.js';

export interface FakeApplication extends Application {
  readonly asked: AskRequest[];
  readonly signals: AbortSignal[];
  readonly feedbacks: FeedbackRecord[];
  readonly cleared: unknown[];
}

type Ask = Application['ask'];

/** `ask` replaces the instant answer. */
export function createFakeApplication(
  parts: { ask?: Ask; ready?: () => Readiness; ingest?: () => Promise<unknown> } = {},
): FakeApplication {
  const asked: AskRequest[] = [];
  const signals: AbortSignal[] = [];
  const feedbacks: FeedbackRecord[] = [];
  const cleared: unknown[] = [];
  return {
    asked,
    signals,
    feedbacks,
    cleared,
    ask(request, options) {
      asked.push(request);
      signals.push(options.signal);
      return (parts.ask ?? answerAtOnce)(request, options);
    },
    ready: parts.ready ?? (() => readiness),
    suggestions: () => ['Which projects use PostgreSQL?', 'How is the cache built?'],
    documents: () => [source.document],
    source: (id) => (id === source.chunk.id ? source : undefined),
    feedback: async (record) => void feedbacks.push(record),
    ingest: parts.ingest ?? (async () => ({ documents: 1, chunks: 2 })),
    clearCache: async (filter) => {
      cleared.push(filter);
      return 3;
    },
  };
}

const answerAtOnce: Ask = async (request, { onEvent }) => {
  const result = fakeResult(request.question);
  emit(result, onEvent);
  return result;
};

/** Sources, two tokens, done. */
export function emit(result: AskResult, onEvent?: (event: AskEvent) => void): void {
  const half = Math.ceil(result.answer.length / 2);
  onEvent?.({ type: 'sources', citations: result.citations });
  onEvent?.({ type: 'token', text: result.answer.slice(0, half) });
  onEvent?.({ type: 'token', text: result.answer.slice(half) });
  onEvent?.({ type: 'done', result });
}

export function fakeResult(question: string): AskResult {
  return {
    id: '01J00000000000000000000000',
    question,
    status: 'answered',
    answer: 'I used PostgreSQL in the shop [1].',
    confidence: 0.9,
    citations: [
      {
        n: 1,
        chunkId: 'projects/shop#a1b2c3-0',
        documentId: 'projects/shop',
        title: 'Shop',
        heading: 'Storage',
        quote: 'Orders live in PostgreSQL.',
        url: 'https://example.com/shop',
      },
    ],
    parts: [{ text: question, status: 'answered' }],
    intent: {
      label: 'comparison',
      scores: { factual: 0.1, explanation: 0.2, comparison: 0.65, creative: 0.05 },
    },
    suggestions: [],
    queries: [
      { part: 0, intent: 'factual', text: 'postgresql shop', weight: 0.1 },
      { part: 0, intent: 'comparison', text: 'postgresql mysql shop', weight: 0.65 },
    ],
    chunks: [
      {
        rank: 1,
        id: 'projects/shop#a1b2c3-0',
        documentId: 'projects/shop',
        title: 'Shop',
        heading: 'Storage',
        text: 'Orders live in PostgreSQL.',
        score: 0.831,
      },
    ],
    cache: { status: 'miss' },
    timings: { totalMs: 7.2, routeMs: 0.4, embedMs: 0.1, retrieveMs: 1, composeMs: 1.2, cacheMs: 0.1 },
    engine: { index: 'embedded', embedder: 'minilm', composer: 'extractive' },
    degraded: [],
  };
}

export const readiness: Readiness = {
  ready: true,
  engines: {
    index: { name: 'embedded', answers: true },
    cache: { name: 'redis', answers: false, detail: 'connect ECONNREFUSED 10.0.0.5:6379' },
  },
  generation: 'g1',
  documents: 1,
  chunks: 2,
};

const chunk: Chunk = {
  id: 'projects/shop#a1b2c3-0',
  documentId: 'projects/shop',
  title: 'Shop',
  headingPath: ['Storage'],
  text: 'Orders live in PostgreSQL.',
  sentences: [{ start: 0, end: 26 }],
  ordinal: 0,
  total: 2,
  tokens: 4,
  kind: 'prose',
  tags: ['postgresql'],
  source: { path: '/home/me/notes/shop.md', startLine: 3, endLine: 3, sha256: 'aa' },
  summary: 'A shop.',
  documentType: 'project',
  standing: 'done',
};

const source: CitedSource = {
  document: {
    id: 'projects/shop',
    title: 'Shop',
    summary: 'A shop.',
    type: 'project',
    tags: ['postgresql'],
    path: '/home/me/notes/shop.md',
    sha256: 'aa',
    fields: [],
    words: 4,
    chunkIds: [chunk.id],
  },
  chunk,
  neighbours: [{ ...chunk, id: 'projects/shop#ffffff-0', ordinal: 1 }],
};

export interface RecordedLog extends HttpLog {
  readonly lines: { level: string; fields: Record<string, unknown>; message: string }[];
}

export function createRecordedLog(): RecordedLog {
  const lines: RecordedLog['lines'] = [];
  const record =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push({ level, fields: { ...fields }, message });
  return { lines, info: record('info'), warn: record('warn'), error: record('error') };
}
