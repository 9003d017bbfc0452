/**
 * One generation of the corpus as ingest hands it over: plain data, no behaviour.
 * What is searched is made from it by `embedded-index.ts`, what is stored by `segment-codec.ts`.
 */
import type { Catalogue } from '../domain/catalogue.js';
import type { Chunk } from '../domain/chunk.js';
import type { PassageVectors, SearchableSnapshot } from '../ports.js';

export interface GenerationContent {
  /** Hash of the documents, the chunker and the embedder, given by ingest: letters, digits, `-` and `_`. */
  readonly generation: string;
  readonly embedder: { readonly id: string; readonly dimensions: number } | undefined;
  /** In document order; ids are unique. */
  readonly chunks: readonly Chunk[];
  readonly catalogue: Catalogue;
  /** One per chunk; an undefined entry is not embedded yet. Undefined as a whole: an index without vectors. */
  readonly vectors: readonly (PassageVectors | undefined)[] | undefined;
}

/** The snapshot of an index in memory: synchronous, because there is nothing to wait for. */
export interface EmbeddedSnapshot extends SearchableSnapshot {
  /** Stem -> saturated BM25F weight of a chunk, without IDF: the sparse vector of an engine that scores alike. */
  sparseWeights(chunkNumber: number): ReadonlyMap<string, number>;
}
