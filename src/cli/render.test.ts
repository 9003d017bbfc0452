import { describe, expect, it } from 'vitest';
import type { AskResult } from '../domain/answer.js';
import { explainResult, renderResult } from './render.js';

const result: AskResult = {
  id: '1',
  question: 'Which database does Orbit use?',
  status: 'answered',
  answer: 'Orbit keeps its state in PostgreSQL. [1]\u001b[2J',
  confidence: 0.931,
  citations: [
    { n: 1, chunkId: 'orbit#1', documentId: 'orbit', title: 'Orbit', heading: 'Storage', quote: 'q', url: 'https://example.com/orbit' },
    { n: 2, chunkId: 'b#1', documentId: 'b', title: 'Notes', heading: '', quote: 'q' },
  ],
  parts: [{ text: 'Which database does Orbit use', status: 'answered' }],
  intent: { label: 'factual', scores: { factual: 0.8, explanation: 0.1, comparison: 0.06, creative: 0.04 } },
  queries: [
    { part: 0, intent: 'original', text: 'Which database does Orbit use', weight: 1 },
    { part: 1, intent: 'factual', text: 'of another part', weight: 1 },
  ],
  chunks: [{ rank: 1, id: 'orbit#1', documentId: 'orbit', title: 'Orbit', heading: 'Storage', text: 't', score: 1.23456 }],
  cache: { status: 'miss', veto: 'number' },
  timings: { totalMs: 3.14, routeMs: 0.4, embedMs: 1, retrieveMs: 1, composeMs: 0.5, cacheMs: 0.2 },
  engine: { index: 'embedded', embedder: 'none', composer: 'extractive' },
  suggestions: [],
  degraded: [],
}; // prettier-ignore

describe('renderResult', () => {
  it('prints the answer and its sources, and no control characters', () => {
    expect(renderResult(result)).toBe(
      'Orbit keeps its state in PostgreSQL. [1][2J\n\nSources:\n  [1] Orbit › Storage <https://example.com/orbit>\n  [2] Notes',
    );
  });
  it('leaves sources out when there are none, and tells what is degraded', () => {
    expect(renderResult({ ...result, answer: 'No.', citations: [], degraded: ['cache', 'embedder'] })).toBe(
      'No.\n\nDegraded: cache, embedder',
    );
  });
});

describe('explainResult', () => {
  it('tells how the answer came about', () => {
    expect(explainResult({ ...result, standalone: 'Which database does Orbit use?' }).split('\n')).toEqual([
      'Status: answered (confidence 0.93)',
      'Asked as: Which database does Orbit use?',
      'Intent: factual (factual 0.80, explanation 0.10, comparison 0.06, creative 0.04)',
      'Part 1: Which database does Orbit use -> answered',
      '    original 1.00  "Which database does Orbit use"',
      'Chunks:',
      '    1. 1.235  Orbit › Storage  (orbit#1)',
      'Cache: miss (veto: number)',
      'Time: 3.1 ms (cache 0.2 ms, route 0.4 ms, embed 1.0 ms, retrieve 1.0 ms, compose 0.5 ms)',
      'Engines: index embedded, embedder none, composer extractive',
    ]);
  });
  it('shows how close a cached question is', () => {
    const text = explainResult({ ...result, cache: { status: 'semantic', similarity: 0.97 } });
    expect(text).toContain('Cache: semantic (similarity 0.97)');
  });
});
