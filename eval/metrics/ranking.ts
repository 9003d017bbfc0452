/**
 * Ranked retrieval metrics for one question, as trec_eval defines them (linear gain, log2(rank + 1), ideal over all gold).
 * They take ids, best first, each once; grouping chunks into documents is `documentRanking`.
 */

/** Gold ids with their grades; only grades above 0 count as relevant. */
export type Gold = ReadonlyMap<string, number>;

export interface ScoredId {
  readonly id: string;
  readonly score: number;
}

/** Ids in first-seen order, each once. */
export function withoutDuplicates(ids: Iterable<string>): string[] {
  return [...new Set(ids)];
}

/** Order of trec_eval: 32-bit score descending, ties by id descending (byte order); of duplicates the best score stays. */
export function trecOrder(hits: readonly ScoredId[]): ScoredId[] {
  const best = new Map<string, number>();
  for (const { id, score } of hits) best.set(id, Math.max(score, best.get(id) ?? -Infinity));
  const byId = (a: string, b: string): number => Buffer.compare(Buffer.from(b), Buffer.from(a));
  return [...best]
    .map(([id, score]) => ({ id, score }))
    .sort((a, b) => Math.fround(b.score) - Math.fround(a.score) || byId(a.id, b.id));
}

function relevantCount(gold: Gold): number {
  return [...gold.values()].filter((grade) => grade > 0).length;
}

function foundIn(ids: readonly string[], gold: Gold, k: number): number {
  return ids.slice(0, k).filter((id) => (gold.get(id) ?? 0) > 0).length;
}

/** 1 when any gold id is in the first k. */
export function hitAt(ids: readonly string[], gold: Gold, k: number): number {
  return foundIn(ids, gold, k) > 0 ? 1 : 0;
}

/** Share of the gold ids in the first k; 0 without gold. */
export function recallAt(ids: readonly string[], gold: Gold, k: number): number {
  const relevant = relevantCount(gold);
  return relevant === 0 ? 0 : foundIn(ids, gold, k) / relevant;
}

/** Gold ids in the first k, divided by k (not by what came back). */
export function precisionAt(ids: readonly string[], gold: Gold, k: number): number {
  return foundIn(ids, gold, k) / k;
}

/** 1 when every gold id is in the first k. */
export function allAt(ids: readonly string[], gold: Gold, k: number): number {
  const relevant = relevantCount(gold);
  return relevant > 0 && foundIn(ids, gold, k) === relevant ? 1 : 0;
}

/** 1 / rank of the first gold id within k, else 0. */
export function reciprocalRankAt(ids: readonly string[], gold: Gold, k: number): number {
  const index = ids.slice(0, k).findIndex((id) => (gold.get(id) ?? 0) > 0);
  return index < 0 ? 0 : 1 / (index + 1);
}

/** Average precision within k, divided by all gold ids. */
export function averagePrecisionAt(ids: readonly string[], gold: Gold, k: number): number {
  const relevant = relevantCount(gold);
  if (relevant === 0) return 0;
  let found = 0;
  let sum = 0;
  ids.slice(0, k).forEach((id, index) => {
    if ((gold.get(id) ?? 0) > 0) sum += ++found / (index + 1);
  });
  return sum / relevant;
}

function discountedGain(grades: readonly number[]): number {
  return grades.reduce((sum, grade, index) => sum + Math.max(0, grade) / Math.log2(index + 2), 0);
}

/** nDCG within k with gain = grade; the ideal ranks all gold, found or not. */
export function ndcgAt(ids: readonly string[], gold: Gold, k: number): number {
  const ideal = discountedGain([...gold.values()].sort((a, b) => b - a).slice(0, k));
  return ideal === 0 ? 0 : discountedGain(ids.slice(0, k).map((id) => gold.get(id) ?? 0)) / ideal;
}

/** Every metric of one ranking under its report name, at the given cut-offs. */
export function rankingMetrics(
  ids: readonly string[],
  gold: Gold,
  cutoffs: readonly number[],
): Record<string, number> {
  const values: Record<string, number> = {};
  for (const k of cutoffs) {
    values[`hit@${k}`] = hitAt(ids, gold, k);
    values[`recall@${k}`] = recallAt(ids, gold, k);
    values[`precision@${k}`] = precisionAt(ids, gold, k);
    values[`all@${k}`] = allAt(ids, gold, k);
  }
  values['mrr@10'] = reciprocalRankAt(ids, gold, 10);
  values['map@10'] = averagePrecisionAt(ids, gold, 10);
  values['map@100'] = averagePrecisionAt(ids, gold, 100);
  values['ndcg@10'] = ndcgAt(ids, gold, 10);
  return values;
}
