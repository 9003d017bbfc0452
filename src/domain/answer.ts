/** The request and the result of `ask()`: the same shapes in every face. */
import type { Intent, IntentScores, Query, Turn } from './plan.js';

export const answerStatuses = ['answered', 'partial', 'not_documented', 'off_topic', 'small_talk'] as const;
export type AnswerStatus = (typeof answerStatuses)[number];

export const cacheStatuses = ['miss', 'exact', 'semantic', 'bypass'] as const;
export type CacheStatus = (typeof cacheStatuses)[number];

/** Engines that were wanted and did not serve this answer. A closed list. */
export const degradations = ['index', 'cache', 'embedder', 'model', 'plan'] as const;
export type Degradation = (typeof degradations)[number];

export interface AskRequest {
  readonly question: string;
  /** Earlier turns, oldest first. */
  readonly history?: readonly Turn[];
  /** Neither reads nor writes the cache. */
  readonly bypassCache?: boolean;
}

export interface Citation {
  /** Number used in the answer as `[n]`, from 1. */
  readonly n: number;
  readonly chunkId: string;
  readonly documentId: string;
  readonly title: string;
  readonly heading: string;
  /** Verbatim text of the chunk. */
  readonly quote: string;
  readonly url?: string;
}

export interface AnsweredPart {
  readonly text: string;
  readonly status: AnswerStatus;
}

/** A chunk as it was packed for the answer; owners see these. */
export interface PackedChunk {
  readonly rank: number;
  readonly id: string;
  readonly documentId: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly score: number;
}

/** Milliseconds per stage; a stage that did not run is 0. */
export interface Timings {
  readonly totalMs: number;
  readonly routeMs: number;
  readonly embedMs: number;
  readonly retrieveMs: number;
  readonly composeMs: number;
  readonly cacheMs: number;
}

export interface AskResult {
  readonly id: string;
  readonly question: string;
  readonly status: AnswerStatus;
  /** Markdown with `[n]` citations. */
  readonly answer: string;
  /** Probability that the answer is right, 0 to 1. */
  readonly confidence: number;
  readonly citations: readonly Citation[];
  readonly parts: readonly AnsweredPart[];
  readonly intent: { readonly label: Intent; readonly scores: IntentScores };
  /** Questions worth asking next, answered by the corpus. */
  readonly suggestions: readonly string[];
  /** Owners only. */
  readonly queries: readonly (Query & { readonly part: number })[];
  /** Owners only. */
  readonly chunks: readonly PackedChunk[];
  readonly cache: { readonly status: CacheStatus; readonly similarity?: number; readonly veto?: string };
  readonly timings: Timings;
  readonly engine: { readonly index: string; readonly embedder: string; readonly composer: string };
  readonly degraded: readonly Degradation[];
  /** Set when history changed what was asked: the question in its stand-alone form. */
  readonly standalone?: string;
}

/** What a visitor may see of a result: everything but the queries and the chunks. */
export type PublicAskResult = Omit<AskResult, 'queries' | 'chunks'>;

/** What `ask()` tells while it works: sources before the first token, then checked text, then the result. */
export type AskEvent =
  | { readonly type: 'sources'; readonly citations: readonly Citation[] }
  | { readonly type: 'token'; readonly text: string }
  | { readonly type: 'done'; readonly result: AskResult };
