/** What the harness drives: one narrow seam over the product. Implemented over the real services elsewhere, and in memory for tests. */
import type { AskRequest, AskResult } from '../src/domain/answer.js';
import type { Chunk } from '../src/domain/chunk.js';
import type { Plan } from '../src/domain/plan.js';
import type { Snapshot } from '../src/ports.js';

export const retrievalStages = ['lexical', 'dense', 'fused', 'packed'] as const;
export type RetrievalStage = (typeof retrievalStages)[number];

export interface RankedChunk {
  readonly chunk: Chunk;
  /** Higher is closer, in the unit of its stage. */
  readonly score: number;
}

/** Rankings over chunks, best first, without duplicates. */
export type StageRankings = Readonly<Record<RetrievalStage, readonly RankedChunk[]>>;

export interface RetrieveOptions {
  /** False: the bare question, without rewrites or parts. */
  readonly plan: boolean;
  /** Chunks per stage at most; `packed` may be shorter. */
  readonly depth: number;
}

export interface SubjectDocument {
  /** Comes back unchanged as `chunk.documentId`, whatever characters it holds. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface EvalSubject {
  /** The full service. The harness sets `bypassCache` everywhere but in the cache stage. */
  ask(request: AskRequest): Promise<AskResult>;
  route(question: string): Plan;
  retrieve(question: string, options: RetrieveOptions): Promise<StageRankings>;
  /** Gate and composer on the chunks given, in this order, without retrieval or cache. */
  answerFrom(question: string, chunkIds: readonly string[]): Promise<AskResult>;
  readonly cache: {
    /** Forgets every stored answer. */
    clear(): Promise<void>;
    /** Asks `first`, changes a document that the answer cites, takes it over, and asks `then`; absent: stale hits are not measured. */
    readonly askAfterChange?: (first: AskRequest, then: AskRequest) => Promise<AskResult>;
  };
  snapshot(): Snapshot;
  /** The engines behind it, for the report: `index embedded, cache memory, composer extractive`. */
  readonly engines: string;
  /** A subject over these documents alone, in a temporary place that `close` removes. */
  withDocuments(documents: readonly SubjectDocument[]): Promise<EvalSubject>;
  close(): Promise<void>;
}
