/** A generation in the form that answers: postings, int8 rows and chunks that are decoded on demand. Made from content, or read from segments. */
import type { Catalogue } from '../domain/catalogue.js';
import type { Chunk } from '../domain/chunk.js';
import { AppError } from '../domain/errors.js';
import type { PassageVectors } from '../ports.js';
import { buildPostings, lexicalSettings } from './bm25f.js';
import type { LexicalPostings } from './bm25f.js';
import type { GenerationContent } from './generation.js';
import { decodeSentences, encodeSentences, passageVector, quantisePassages } from './quantise.js';
import type { PassageRows } from './quantise.js';
import type { TermCounter } from './term-counts.js';

export interface PreparedVectors {
  readonly passages: PassageRows;
  /** Record of `encodeSentences`; undefined when the chunk is not embedded, or its record cannot be read. */
  sentenceRecord(chunkNumber: number): Uint8Array | undefined;
}

export interface PreparedGeneration {
  readonly generation: string;
  readonly embedder: { readonly id: string; readonly dimensions: number } | undefined;
  readonly chunkIds: readonly string[];
  chunkAt(chunkNumber: number): Chunk;
  catalogue(): Catalogue;
  readonly postings: LexicalPostings;
  readonly vectors: PreparedVectors | undefined;
}

function requireUniqueIds(ids: readonly string[]): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) throw new AppError('internal', `Two chunks have the id ${id}: ids must be unique.`);
    seen.add(id);
  }
}

function prepareVectors(content: GenerationContent): PreparedVectors | undefined {
  const { embedder, vectors, chunks } = content;
  if (vectors === undefined) return undefined;
  if (embedder === undefined || vectors.length !== chunks.length) {
    throw new AppError(
      'internal',
      `Generation ${content.generation} has ${vectors.length} vectors for ${chunks.length} chunks and ${embedder === undefined ? 'no embedder' : `the embedder ${embedder.id}`}.`,
    );
  }
  const { dimensions } = embedder;
  return {
    passages: quantisePassages(vectors, dimensions),
    sentenceRecord: (number) => {
      const sentences = vectors[number]?.sentences;
      return sentences === undefined ? undefined : encodeSentences(sentences, dimensions);
    },
  };
}

/** @throws AppError `internal` when the content contradicts itself, `embedder_failed` for vectors that are not finite. */
export function prepareGeneration(content: GenerationContent, counter?: TermCounter): PreparedGeneration {
  const chunkIds = content.chunks.map((chunk) => chunk.id);
  requireUniqueIds(chunkIds);
  return {
    generation: content.generation,
    embedder: content.embedder,
    chunkIds,
    chunkAt: (number) => content.chunks[number]!,
    catalogue: () => content.catalogue,
    postings: buildPostings(content.chunks, lexicalSettings, counter),
    vectors: prepareVectors(content),
  };
}

/** Vectors of one chunk, decoded at each access, so that a list of all chunks costs no memory to speak of. */
function lazyVectors(vectors: PreparedVectors, number: number, dimensions: number): PassageVectors {
  return {
    get passage() {
      return passageVector(vectors.passages, number)!;
    },
    get sentences() {
      const record = vectors.sentenceRecord(number);
      return record === undefined ? [] : decodeSentences(record, dimensions);
    },
  };
}

/** The content that a prepared generation was made of; vectors come back as they are stored. */
export function contentOf(prepared: PreparedGeneration): GenerationContent {
  const { chunkIds, vectors, embedder } = prepared;
  let chunks: Chunk[] | undefined;
  let passageVectors: (PassageVectors | undefined)[] | undefined;
  return {
    generation: prepared.generation,
    embedder,
    get chunks() {
      return (chunks ??= chunkIds.map((_, number) => prepared.chunkAt(number)));
    },
    get catalogue() {
      return prepared.catalogue();
    },
    get vectors() {
      if (vectors === undefined || embedder === undefined) return undefined;
      return (passageVectors ??= chunkIds.map((_, number) =>
        vectors.sentenceRecord(number) === undefined
          ? undefined
          : lazyVectors(vectors, number, embedder.dimensions),
      ));
    },
  };
}
