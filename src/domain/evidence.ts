/** What retrieval hands to the gate and the composer: ranked chunks per part, with the raw signals of both arms. */
import type { Chunk } from './chunk.js';
import type { Part } from './plan.js';

/** A chunk with the raw score of each arm; an arm that did not return it counts 0. */
export interface RankedChunk {
  readonly chunk: Chunk;
  /** BM25F, unbounded. */
  readonly lexical: number;
  /** Cosine, -1 to 1. */
  readonly dense: number;
  /** Fused within the part; comparable only inside it. */
  readonly score: number;
}

export interface PartEvidence {
  readonly part: Part;
  /** Stem -> weight, as searched: words unknown to the corpus already replaced by what they stand for. */
  readonly terms: ReadonlyMap<string, number>;
  /** Topic words of the part that the corpus does not know in any form, in lower case. */
  readonly unknownWords: readonly string[];
  readonly vector: Float32Array | undefined;
  /** Best first; never empty while the index holds a chunk. */
  readonly ranked: readonly RankedChunk[];
}

export interface Evidence {
  readonly parts: readonly PartEvidence[];
  /** What the answer is made from: slots shared across parts, near-duplicates dropped, best first. */
  readonly packed: readonly RankedChunk[];
}
