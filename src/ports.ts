/** The seams: everything that an engine, a vendor or the machine provides. Steps depend on these types alone. */
import type { AskResult } from './domain/answer.js';
import type { Catalogue } from './domain/catalogue.js';
import type { Chunk } from './domain/chunk.js';
import type { Plan } from './domain/plan.js';

/** Text to embed: `context` (title and headings) goes in front and is part of the passage vector only. */
export interface Passage {
  readonly context: string;
  readonly sentences: readonly string[];
}

/** Unit vectors of the embedder's dimensions: the whole passage, and one per sentence, in order. */
export interface PassageVectors {
  readonly passage: Float32Array;
  readonly sentences: readonly Float32Array[];
}

export interface Embedder {
  /** Model and version; written into the index, which refuses another. */
  readonly id: string;
  readonly dimensions: number;
  /** Share of BM25 in the fused score, 0 to 1: `a * bm25 / max + (1 - a) * cosine`. Fitted per embedder. */
  readonly lexicalShare: number;
  /** Cosine from which a cached question is a candidate. Fitted per embedder. */
  readonly cacheSimilarity: number;
  /** One unit vector per text; a text without a known token gives the zero vector. Rejects with `embedder_failed`. */
  embedQuestions(texts: readonly string[], options?: { signal?: AbortSignal }): Promise<Float32Array[]>;
  /** In the order given; `onProgress` gets the number of passages done so far. */
  embedPassages(
    passages: readonly Passage[],
    options?: { signal?: AbortSignal; onProgress?: (done: number) => void },
  ): Promise<PassageVectors[]>;
  close(): Promise<void>;
}

/** Corpus-wide counts over the stems of chunks (all fields together). */
export interface TermStatistics {
  readonly chunkCount: number;
  /** Number of chunks that hold the stem; 0 when none does. */
  documentFrequency(stem: string): number;
  /** Robertson-Sparck Jones inverse document frequency, never negative: ln(1 + (N - df + .5) / (df + .5)). */
  inverseDocumentFrequency(stem: string): number;
  /** All stems of the corpus, for spelling and compound help. */
  stems(): Iterable<string>;
}

/** One whole generation of the corpus, read-only and consistent with itself. */
export interface Snapshot {
  /** Hash of the documents, the chunker and the embedder. */
  readonly generation: string;
  /** Id of the embedder whose vectors the index holds; undefined: no vectors. */
  readonly embedder: string | undefined;
  readonly chunks: readonly Chunk[];
  /** Undefined when the id is not of this generation. */
  chunk(id: string): Chunk | undefined;
  readonly catalogue: Catalogue;
  readonly terms: TermStatistics;
  /** Unit vectors of a chunk's sentences, in order; undefined without vectors. */
  sentenceVectors(chunkId: string): readonly Float32Array[] | undefined;
}

/** What one part of a question searches for. */
export interface PartSearch {
  /** Stem -> weight; stems as `text/` makes them. */
  readonly terms: ReadonlyMap<string, number>;
  /** Unit vector; absent: the dense arm stays silent. */
  readonly vector?: Float32Array;
}

export interface Hit {
  readonly chunkId: string;
  /** Higher is closer: BM25F score, or cosine. */
  readonly score: number;
}

/** Both arms of one part, best first, ties by chunk id. */
export interface PartHits {
  readonly lexical: readonly Hit[];
  readonly dense: readonly Hit[];
}

/** A snapshot that searches by itself: the measure of every engine that holds the same generation. */
export interface SearchableSnapshot extends Snapshot {
  /** One result per part, `depth` hits per arm at most. Throws `index_mismatch` when a vector has other dimensions. */
  searchParts(parts: readonly PartSearch[], options: { depth: number }): PartHits[];
  /** What `searchParts` would return if there were no other chunks than the candidates; ids of other generations are passed over. */
  rankCandidates(part: PartSearch, candidates: Readonly<Record<keyof PartHits, readonly string[]>>): PartHits;
}

export interface ChunkIndex {
  readonly engine: 'embedded' | 'qdrant';
  /** The generation that answers now; rejects nothing, throws `index_missing` when there is none. */
  snapshot(): Snapshot;
  /** All parts in one batch, `depth` hits per arm at most. Rejects with `engine_unavailable`. */
  search(
    parts: readonly PartSearch[],
    options: { depth: number; signal?: AbortSignal },
  ): Promise<readonly PartHits[]>;
  /** Takes over a newer generation when there is one; true when it did. */
  refresh(): Promise<boolean>;
  close(): Promise<void>;
}

/** A chunk that a stored answer rests on; the entry dies when the hash differs. */
export interface EvidenceReference {
  readonly chunkId: string;
  readonly documentId: string;
  /** SHA-256 of the chunk's text, hexadecimal. */
  readonly sha256: string;
}

/** An answer as it is kept: what is needed to serve it, to veto it and to let it die. */
export interface CacheEntry {
  /** Hash of scope and normalised question. */
  readonly key: string;
  readonly scope: string;
  readonly question: string;
  readonly plan: Plan;
  readonly vector: Float32Array | undefined;
  readonly result: AskResult;
  readonly evidence: readonly EvidenceReference[];
  /** Sentences that the extractive composer tells, in order, each as "chunk id#hash of its words": whatever wrote the answer. */
  readonly grounds: readonly string[];
  /** Generation of the corpus in which the answer was made or last confirmed. */
  readonly generation: string;
  /** Hash of the facts of the catalogue that the answer rests on beside its chunks. */
  readonly catalogue: string;
  /** Milliseconds since the epoch. */
  readonly storedAt: number;
}

export interface CacheCandidate {
  readonly entry: CacheEntry;
  /** Cosine, higher is closer. */
  readonly similarity: number;
}

export interface CacheStatistics {
  readonly engine: string;
  readonly entries: number;
  readonly bytes: number;
  /** Of the server; absent for a store in this process. */
  readonly version?: string;
  /** What is wrong with the store at the moment, for people; absent when nothing is. */
  readonly problem?: string;
}

/** Storage only: what may be stored and served is decided by `cache/`. Every method fails open: a broken store rejects fast with `engine_unavailable`. */
export interface AnswerCache {
  readonly engine: 'memory' | 'redis';
  get(scope: string, key: string): Promise<CacheEntry | undefined>;
  /** Entries of the scope whose cosine is at least `minimum`, closest first. */
  nearest(
    scope: string,
    vector: Float32Array,
    options: { limit: number; minimum: number },
  ): Promise<readonly CacheCandidate[]>;
  set(entry: CacheEntry): Promise<void>;
  delete(keys: readonly string[]): Promise<number>;
  /** Without a filter: everything; with several conditions: entries that meet all. `chunkIds`: entries that rest on any of them. Returns how many entries went. */
  clear(filter?: {
    documentId?: string;
    chunkIds?: readonly string[];
    olderThanMs?: number;
  }): Promise<number>;
  statistics(): Promise<CacheStatistics>;
  close(): Promise<void>;
}

/** Short texts that are kept beside the answers and live as long, such as a model's plan of a question. Rejects with `engine_unavailable`. */
export interface NoteStore {
  recall(key: string): Promise<string | undefined>;
  keep(key: string, text: string): Promise<void>;
}

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What a JSON reply should look like. */
export interface JsonShape {
  readonly name: string;
  /** JSON Schema. */
  readonly shape: Record<string, unknown>;
}

export interface LanguageModel {
  /** Base URL host and model name. */
  readonly id: string;
  /** Text as it comes. Ends normally only when the model finished by itself; rejects with `model_failed` when it was cut, refused, filtered, empty or malformed. */
  stream(
    messages: readonly ModelMessage[],
    options: { signal: AbortSignal; maxTokens: number },
  ): AsyncIterable<string>;
  /**
   * The JSON value of the reply, or its text when that holds none: the shape is asked for as strictly as the server can, and is still to be
   * parsed. Rejects with `model_failed` when there is no reply.
   */
  json(
    messages: readonly ModelMessage[],
    options: { signal: AbortSignal; maxTokens: number; schema?: JsonShape },
  ): Promise<unknown>;
  close(): Promise<void>;
}

/** One record per question; never throws into the request. */
export interface QueryLog {
  write(record: QueryRecord): void;
  close(): Promise<void>;
}

export interface QueryRecord {
  readonly time: string;
  readonly result: AskResult;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Monotonic milliseconds, for durations. */
  elapsed(): number;
}
