/** A generation in memory as a snapshot: chunks, corpus statistics and both arms of search. Reads no file. */
import type { Catalogue } from '../domain/catalogue.js';
import type { Chunk } from '../domain/chunk.js';
import type { Hit, PartSearch } from '../ports.js';
import { createDenseSearch } from './dense-search.js';
import type { EmbeddedSnapshot, GenerationContent } from './generation.js';
import { createLexicalSearch } from './lexical-search.js';
import { contentOf, prepareGeneration } from './prepared-generation.js';
import type { PreparedGeneration } from './prepared-generation.js';
import { decodeSentences } from './quantise.js';
import type { ScoredChunk } from './top-hits.js';

/** Place of each chunk in the order of ids by code unit. */
function rankIds(ids: readonly string[]): Uint32Array {
  const order = ids.map((_, number) => number);
  order.sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1));
  const ranks = new Uint32Array(ids.length);
  order.forEach((number, rank) => (ranks[number] = rank));
  return ranks;
}

/** Chunks that stay decoded before `chunks` is asked for as a whole. */
const rememberedChunks = 20_000;

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Remembers decoded chunks, so that the same chunk is the same object while many questions ask for it. */
function createChunkReader(prepared: PreparedGeneration): { one(number: number): Chunk; all(): Chunk[] } {
  const decoded = new Map<number, Chunk>();
  let all: Chunk[] | undefined;
  const one = (number: number): Chunk => {
    let chunk = all?.[number] ?? decoded.get(number);
    if (chunk !== undefined) return chunk;
    chunk = prepared.chunkAt(number);
    if (decoded.size >= rememberedChunks) decoded.clear();
    decoded.set(number, chunk);
    return chunk;
  };
  return { one, all: () => (all ??= prepared.chunkIds.map((_, number) => one(number))) };
}

/** The prepared generation as a snapshot that answers, and as the content that it was made of. */
export function openGeneration(prepared: PreparedGeneration): {
  readonly snapshot: EmbeddedSnapshot;
  readonly content: GenerationContent;
} {
  const { chunkIds, vectors, embedder } = prepared;
  const idRanks = rankIds(chunkIds);
  const numbers = new Map(chunkIds.map((id, number) => [id, number]));
  const lexical = createLexicalSearch(prepared.postings, idRanks);
  const dense = vectors && createDenseSearch({ passages: vectors.passages, idRanks });
  const chunks = createChunkReader(prepared);
  const catalogue = once((): Catalogue => prepared.catalogue());
  const toHits = (found: readonly ScoredChunk[]): Hit[] =>
    found.map(({ chunkNumber, score }) => ({ chunkId: chunkIds[chunkNumber]!, score }));

  const searchDense = (parts: readonly PartSearch[], depth: number): Hit[][] => {
    const asked = parts.flatMap((part) => (part.vector === undefined ? [] : [part.vector]));
    const found = dense === undefined || asked.length === 0 ? [] : dense.search(asked, depth);
    let next = 0;
    return parts.map((part) => (part.vector === undefined ? [] : toHits(found[next++] ?? [])));
  };

  const snapshot: EmbeddedSnapshot = {
    generation: prepared.generation,
    embedder: vectors && embedder?.id,
    get chunks() {
      return chunks.all();
    },
    chunk(id) {
      const number = numbers.get(id);
      return number === undefined ? undefined : chunks.one(number);
    },
    get catalogue() {
      return catalogue();
    },
    terms: lexical.statistics,
    sentenceVectors(chunkId) {
      const number = numbers.get(chunkId);
      const record = number === undefined ? undefined : vectors?.sentenceRecord(number);
      return record && embedder && decodeSentences(record, embedder.dimensions);
    },
    searchParts(parts, { depth }) {
      const denseHits = searchDense(parts, depth);
      return parts.map((part, number) => ({
        lexical: toHits(lexical.search(part.terms, depth)),
        dense: denseHits[number]!,
      }));
    },
    rankCandidates(part, candidates) {
      const numbersOf = (ids: readonly string[]): number[] =>
        [...new Set(ids)].flatMap((id) => numbers.get(id) ?? []);
      const isDense = dense !== undefined && part.vector !== undefined;
      return {
        lexical: toHits(lexical.rank(part.terms, numbersOf(candidates.lexical))),
        dense: isDense ? toHits(dense.rank(part.vector, numbersOf(candidates.dense))) : [],
      };
    },
    sparseWeights: (chunkNumber) => lexical.weightsOf(chunkNumber),
  };
  // The dense search keeps its own copy of the rows: the content refers to that one, so that the first can go.
  const kept = vectors && dense && { ...vectors, passages: dense.passages };
  return { snapshot, content: contentOf({ ...prepared, vectors: kept }) };
}

/** @throws AppError `internal` when the content contradicts itself, `embedder_failed` for vectors that are not finite. */
export function createEmbeddedSnapshot(content: GenerationContent): EmbeddedSnapshot {
  return openGeneration(prepareGeneration(content)).snapshot;
}
