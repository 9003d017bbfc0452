/** Retrieval of one question: every stage against gold documents and gold quotes. A failed retrieval scores 0 throughout. */
import { rankingMetrics } from '../metrics/ranking.js';
import { coveredWords, quoteScores } from '../metrics/spans.js';
import { foldWords } from '../golden/fold.js';
import { retrievalStages } from '../subject.js';
import type { RankedChunk, StageRankings } from '../subject.js';
import { documentRanking } from './document-ranking.js';
import type { ResolvedGold } from './gold.js';
import type { RankedRecord } from './record.js';

/** Bare names (`hit@5`) stand for the fused ranking. */
const bareStage = 'fused';

function quoteMetrics(gold: ResolvedGold, ranked: readonly RankedChunk[], cutoffs: readonly number[]): Record<string, number> {
  const values: Record<string, number> = {};
  for (const k of cutoffs) {
    const chunks = ranked.slice(0, k).map(({ chunk }) => chunk);
    const scores = quoteScores(gold.quotes, chunks);
    values[`quote_recall@${k}`] = scores.recall;
    values[`quote_precision@${k}`] = scores.precision;
    values[`quote_iou@${k}`] = scores.iou;
    values[`quote_hit@${k}`] = gold.quotes.some((quote) => quoteScores([quote], chunks).recall >= 0.5) ? 1 : 0;
  }
  return values;
} // prettier-ignore

/** Metric name -> value, with `dense.hit@5` and the like for each stage. Empty for a question without gold documents. */
export function scoreRetrieval(options: {
  readonly gold: ResolvedGold;
  /** Undefined: retrieval failed. */
  readonly rankings: StageRankings | undefined;
  readonly cutoffs: readonly number[];
  /** In front of every name: `no_plan.` for the bare question. */
  readonly prefix: string;
}): Record<string, number> {
  const { gold, rankings, cutoffs, prefix } = options;
  if (gold.documents.size === 0) return {};
  const values: Record<string, number> = {};
  for (const stage of retrievalStages) {
    const ranked = rankings?.[stage] ?? [];
    const documents = documentRanking(ranked).map(({ id }) => id);
    const scores = {
      ...rankingMetrics(documents, gold.documents, cutoffs),
      ...(gold.quotes.length === 0 ? {} : quoteMetrics(gold, ranked, cutoffs)),
    };
    for (const [name, value] of Object.entries(scores)) {
      values[`${prefix}${stage}.${name}`] = value;
      if (stage === bareStage) values[`${prefix}${name}`] = value;
    }
  }
  return values;
}

/** The first chunks of every stage, for people. */
export function describeRankings(rankings: StageRankings, gold: ResolvedGold, limit: number): Record<string, RankedRecord[]> {
  const isGold = ({ chunk }: RankedChunk): boolean => {
    const quotes = gold.quotes.filter((quote) => quote.documentId === chunk.documentId);
    if (quotes.length === 0) return gold.documents.has(chunk.documentId);
    const words = foldWords(chunk.text);
    return quotes.some((quote) => coveredWords(foldWords(quote.text), words).some(Boolean));
  };
  return Object.fromEntries(
    retrievalStages.map((stage) => [
      stage,
      rankings[stage].slice(0, limit).map((one) => ({
        chunkId: one.chunk.id,
        documentId: one.chunk.documentId,
        score: one.score,
        gold: isGold(one),
      })),
    ]),
  );
} // prettier-ignore
