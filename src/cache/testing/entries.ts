/** Plans, results, entries and snapshots for tests of the cache: plain values with what a test changes. */
import type { AskResult } from '../../domain/answer.js';
import type { Chunk } from '../../domain/chunk.js';
import type { Plan } from '../../domain/plan.js';
import type { CacheEntry, Snapshot } from '../../ports.js';
import { sha256 } from '../sha256.js';

const scores = { factual: 1, explanation: 0, comparison: 0, creative: 0 };

export function makePlan(question: string, changes: Partial<Plan> = {}): Plan {
  const kind = changes.kind ?? 'question';
  const parts = [{ text: question, aspect: 'what', kind, queries: [] } as const];
  return { question, kind, intent: 'factual', scores, parts, ...changes };
}

export function makeResult(question: string, changes: Partial<AskResult> = {}): AskResult {
  return {
    id: 'result-1',
    question,
    status: 'answered',
    answer: `An answer to "${question}" [1].`,
    confidence: 0.9,
    citations: [
      {
        n: 1,
        chunkId: 'chunk-1',
        documentId: 'doc-1',
        title: 'Doc',
        heading: 'Part',
        quote: 'Text of chunk-1.',
      },
    ],
    parts: [{ text: question, status: 'answered' }],
    intent: { label: 'factual', scores },
    suggestions: ['What else?'],
    queries: [{ part: 0, intent: 'original', text: question, weight: 1 }],
    chunks: [
      {
        rank: 1,
        id: 'chunk-1',
        documentId: 'doc-1',
        title: 'Doc',
        heading: 'Part',
        text: 'Text of chunk-1.',
        score: 1,
      },
    ],
    cache: { status: 'miss' },
    timings: { totalMs: 3, routeMs: 0.1, embedMs: 1, retrieveMs: 1, composeMs: 0.5, cacheMs: 0.4 },
    engine: { index: 'embedded', embedder: 'test', composer: 'extractive' },
    degraded: [],
    ...changes,
  };
}

export function makeEntry(question: string, changes: Partial<CacheEntry> = {}): CacheEntry {
  return {
    key: sha256(`scope-1 ${question}`),
    scope: 'scope-1',
    question,
    plan: makePlan(question),
    vector: undefined,
    result: makeResult(question),
    evidence: [{ chunkId: 'chunk-1', documentId: 'doc-1', sha256: sha256('Text of chunk-1.') }],
    grounds: [`chunk-1#${sha256('Text of chunk-1.').slice(0, 16)}`],
    generation: 'generation-1',
    catalogue: '',
    storedAt: 1_000_000,
    ...changes,
  };
}

/** A unit vector in the plane of the first two axes, at an angle in degrees: cosines of two are those of their difference. */
export function vectorAt(degrees: number, dimensions = 8): Float32Array {
  const vector = new Float32Array(dimensions);
  vector[0] = Math.cos((degrees * Math.PI) / 180);
  vector[1] = Math.sin((degrees * Math.PI) / 180);
  return vector;
}

export function makeChunk(id: string, changes: Partial<Chunk> = {}): Chunk {
  const text = changes.text ?? `Text of ${id}.`;
  return {
    id,
    documentId: 'doc-1',
    title: 'Doc',
    headingPath: ['Part'],
    text,
    sentences: [{ start: 0, end: text.length }],
    ordinal: 0,
    total: 1,
    tokens: 3,
    kind: 'prose',
    tags: [],
    source: { path: 'doc.md', startLine: 1, endLine: 1, sha256: '' },
    summary: '',
    documentType: 'project',
    standing: 'done',
    ...changes,
  };
}

export function makeSnapshot(
  generation: string,
  chunks: readonly Chunk[],
  catalogue: Partial<Snapshot['catalogue']> = {},
): Snapshot {
  const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
  return {
    generation,
    embedder: 'test',
    chunks,
    chunk: (id) => byId.get(id),
    catalogue: { documents: [], technologies: [], ...catalogue },
    terms: {
      chunkCount: chunks.length,
      documentFrequency: () => 0,
      inverseDocumentFrequency: () => 1,
      stems: () => [],
    },
    sentenceVectors: () => undefined,
  };
}
