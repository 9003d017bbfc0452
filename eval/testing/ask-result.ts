/** An `AskResult` for tests, with every field that a test does not care about filled in. */
import type { AskResult } from '../../src/domain/answer.js';

export function makeResult(parts: Partial<AskResult> = {}): AskResult {
  return {
    id: 'result',
    question: 'question',
    status: 'answered',
    answer: '',
    confidence: 0.9,
    citations: [],
    parts: [],
    intent: { label: 'factual', scores: { factual: 1, explanation: 0, comparison: 0, creative: 0 } },
    suggestions: [],
    queries: [],
    chunks: [],
    cache: { status: 'bypass' },
    timings: { totalMs: 1, routeMs: 0, embedMs: 0, retrieveMs: 0, composeMs: 0, cacheMs: 0 },
    engine: { index: 'fake', embedder: 'fake', composer: 'fake' },
    degraded: [],
    ...parts,
  };
}
