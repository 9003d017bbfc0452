/**
 * Retrieval: all parts of a plan in one batch, both arms 200 deep, fused within a part, slots shared across parts.
 * No cut-off by similarity: the best chunks always come back, and whether they hold the answer is the gate's business.
 */
import type { Evidence, PartEvidence } from '../domain/evidence.js';
import type { Part } from '../domain/plan.js';
import type { ChunkIndex, Snapshot } from '../ports.js';
import { fuseArms } from './fuse.js';
import { searchTerms } from './search-terms.js';
import { shareSlots } from './share-slots.js';

export interface RetrieveOptions {
  /** One unit vector per part, or undefined for BM25 alone. */
  readonly vectors: readonly (Float32Array | undefined)[];
  /** Share of BM25 in the fused score; belongs to the embedder. */
  readonly lexicalShare: number;
  /** Chunks kept per part, after fusion. */
  readonly perPart?: number;
  /** Chunks that the answer is made from, over all parts. */
  readonly slots?: number;
  readonly signal?: AbortSignal;
}

/** Hits that each arm returns. */
export const armDepth = 200;
const defaultPerPart = 20;
const defaultSlots = 10;

/** @throws AppError `engine_unavailable` when the index does not answer, `aborted` by the signal. */
export async function retrieve(
  parts: readonly Part[],
  index: Pick<ChunkIndex, 'search'>,
  snapshot: Snapshot,
  options: RetrieveOptions,
): Promise<Evidence> {
  const searches = parts.map((part, i) => {
    const { terms, unknownWords } = searchTerms(part.queries, snapshot.terms);
    return { part, terms, unknownWords, vector: options.vectors[i] };
  });
  const hits = await index.search(
    searches.map(({ terms, vector }) => (vector === undefined ? { terms } : { terms, vector })),
    { depth: armDepth, ...(options.signal === undefined ? {} : { signal: options.signal }) },
  );
  const evidence: PartEvidence[] = searches.map((search, i) => {
    const fused = fuseArms(hits[i] ?? { lexical: [], dense: [] }, options.lexicalShare, snapshot);
    const ranked = fused.length > 0 ? fused : firstChunks(snapshot);
    return { ...search, ranked: ranked.slice(0, options.perPart ?? defaultPerPart) };
  });
  return {
    parts: evidence,
    packed: shareSlots(
      evidence.map((part) => part.ranked),
      options.slots ?? Math.max(defaultSlots, 5 * parts.length),
    ),
  };
}

/** A question without a single known word still gets chunks: the lead of each document. */
function firstChunks(snapshot: Snapshot): PartEvidence['ranked'] {
  return snapshot.chunks
    .filter((chunk) => chunk.ordinal === 0)
    .map((chunk) => ({ chunk, lexical: 0, dense: 0, score: 0 }))
    .slice(0, defaultPerPart);
}
