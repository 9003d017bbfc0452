import { describe, expect, it } from 'vitest';
import type { Gold, ScoredId } from './ranking.js';
import { allAt, rankingMetrics, trecOrder, withoutDuplicates } from './ranking.js';

/**
 * The figures come from pytrec_eval-terrier 0.5.11 (Python 3.11): `RelevanceEvaluator(qrel, {'ndcg_cut.10', 'map_cut.10',
 * 'map_cut.100', 'P.1,5', 'recall.1,5,10', 'success.1,5'}).evaluate(run)` with exactly these qrels and runs. In the
 * first case d3 was given twice here; a Python dict holds it once, with its better score.
 */
const cases: {
  name: string;
  gold: Record<string, number>;
  run: Record<string, number>;
  repeated?: ScoredId[];
  expected: Record<string, number>;
}[] = [
  {
    name: 'graded, with a judged zero, an unjudged and an unfound document, and a duplicate',
    gold: { d1: 3, d2: 2, d3: 0, d4: 1, d9: 2 },
    run: { d3: 9, d1: 8.5, d7: 8, d4: 7, d2: 1 },
    repeated: [{ id: 'd3', score: 0.5 }],
    expected: {
      'ndcg@10': 0.5440758561341078,
      'map@10': 0.4,
      'precision@1': 0,
      'precision@5': 0.6,
      'recall@5': 0.75,
      'recall@10': 0.75,
      'hit@1': 0,
      'hit@5': 1,
    },
  },
  {
    name: 'ties, broken by id descending',
    gold: { b: 1, a: 1 },
    run: { a: 1, b: 1, c: 1, d: 0.5 },
    expected: {
      'ndcg@10': 0.6934264036172708,
      'map@10': 0.5833333333333333,
      'precision@5': 0.4,
      'recall@1': 0,
      'recall@5': 1,
    },
  },
  {
    name: 'a single gold document in the middle of a tie',
    gold: { x: 1 },
    run: { w: 2, x: 2, z: 2 },
    expected: { 'ndcg@10': 0.6309297535714575, 'map@10': 0.5, 'mrr@10': 0.5, 'hit@1': 0 },
  },
  {
    name: 'a gold document below the cut-off',
    gold: { n11: 1, n02: 1 },
    run: Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`n${String(i + 1).padStart(2, '0')}`, 19 - i]),
    ),
    expected: {
      'ndcg@10': 0.38685280723454163,
      'map@10': 0.25,
      'map@100': 0.34090909090909094,
      'recall@10': 0.5,
    },
  },
  { name: 'no relevant document at all', gold: { p: 0 }, run: { p: 1, q: 0.5 }, expected: { 'ndcg@10': 0, 'map@10': 0, 'recall@10': 0, 'hit@10': 0 } },
  { name: 'nothing found', gold: { gone: 2 }, run: { u: 1 }, expected: { 'ndcg@10': 0, 'map@10': 0, 'mrr@10': 0 } },
  { name: 'nothing returned (left out by pytrec_eval, 0 here)', gold: { y: 1 }, run: {}, expected: { 'ndcg@10': 0, 'hit@10': 0, 'precision@5': 0 } },
  { name: 'scores equal as 32-bit floats', gold: { f1: 1 }, run: { f1: 1.00000001, f2: 1 }, expected: { 'ndcg@10': 0.6309297535714575, 'map@10': 0.5 } },
]; // prettier-ignore

describe('rankingMetrics', () => {
  it.each(cases)('agrees with pytrec_eval: $name', ({ gold, run, repeated, expected }) => {
    const hits = [...Object.entries(run).map(([id, score]) => ({ id, score })), ...(repeated ?? [])];
    const ids = trecOrder(hits).map((hit) => hit.id);
    const values = rankingMetrics(ids, new Map(Object.entries(gold)), [1, 5, 10]);
    for (const [metric, value] of Object.entries(expected))
      expect(values[metric], metric).toBeCloseTo(value, 12);
  });

  it('sees several chunks of one document as one', () => {
    const gold: Gold = new Map([['b', 1]]);
    const ids = withoutDuplicates(['a', 'a', 'a', 'b']);
    expect(ids).toEqual(['a', 'b']);
    expect(rankingMetrics(ids, gold, [1])['mrr@10']).toBe(0.5);
  });

  it('asks for every gold document in all@k', () => {
    const gold: Gold = new Map([['a', 1], ['b', 2], ['c', 0]]); // prettier-ignore
    expect(allAt(['a', 'x', 'b'], gold, 2)).toBe(0);
    expect(allAt(['a', 'x', 'b'], gold, 3)).toBe(1);
    expect(allAt(['a'], new Map(), 3)).toBe(0);
  });
});
