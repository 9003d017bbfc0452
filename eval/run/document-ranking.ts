/** A ranking of chunks -> a ranking of documents: a document scores as its best chunk. */
import { trecOrder } from '../metrics/ranking.js';
import type { ScoredId } from '../metrics/ranking.js';
import type { RankedChunk } from '../subject.js';

/**
 * Documents, best first, each once. Where scores agree with the order given, ties fall as in trec_eval, so that other
 * tools read the same ranking from the run file; where they do not (slots shared between parts), the order given counts
 * and scores are made from it.
 */
export function documentRanking(ranked: readonly RankedChunk[]): ScoredId[] {
  const followsScores = ranked.every(
    (one, index) => index === 0 || one.score <= (ranked[index - 1]?.score ?? 0),
  );
  const hits = ranked.map((one, index) => ({
    id: one.chunk.documentId,
    score: followsScores ? one.score : ranked.length - index,
  }));
  return trecOrder(hits);
}
