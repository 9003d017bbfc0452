/**
 * Score fusion of the two arms within one part: `a * bm25 / max(bm25) + (1 - a) * cosine`.
 * Both arms come 200 deep; a chunk that an arm did not return scores 0 there (Bruch et al., 2023, convex combination).
 * Never used to refuse: fused scores say nothing about relevance.
 */
import type { RankedChunk } from '../domain/evidence.js';
import type { PartHits, Snapshot } from '../ports.js';

/** Best first, ties by chunk id. `lexicalShare` is a; without a dense arm the lexical order stays as it is. */
export function fuseArms(
  hits: PartHits,
  lexicalShare: number,
  snapshot: Pick<Snapshot, 'chunk'>,
): RankedChunk[] {
  const lexical = new Map(hits.lexical.map((hit) => [hit.chunkId, hit.score]));
  const dense = new Map(hits.dense.map((hit) => [hit.chunkId, hit.score]));
  const best = hits.lexical[0]?.score ?? 0;
  const share = hits.dense.length === 0 ? 1 : lexicalShare;
  const ranked: RankedChunk[] = [];
  for (const id of new Set([...lexical.keys(), ...dense.keys()])) {
    const chunk = snapshot.chunk(id);
    if (chunk === undefined) continue;
    const bm25 = lexical.get(id) ?? 0;
    const cosine = dense.get(id) ?? 0;
    const score = (best > 0 ? (share * bm25) / best : 0) + (1 - share) * cosine;
    ranked.push({ chunk, lexical: bm25, dense: cosine, score });
  }
  return ranked.sort((a, b) => b.score - a.score || (a.chunk.id < b.chunk.id ? -1 : 1));
}
