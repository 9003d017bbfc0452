/** What the HTTP face needs from the service, and its options with their defaults. No express here. */
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { AskEvent, AskRequest, AskResult } from '../domain/answer.js';
import type { DocumentEntry } from '../domain/catalogue.js';
import type { Chunk } from '../domain/chunk.js';

export interface EngineState {
  readonly name: string;
  readonly answers: boolean;
  /** For the owner: may name hosts. */
  readonly detail?: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly engines: Readonly<Record<string, EngineState>>;
  readonly generation?: string;
  readonly documents?: number;
  readonly chunks?: number;
}

export interface CitedSource {
  readonly document: DocumentEntry;
  readonly chunk: Chunk;
  readonly neighbours: readonly Chunk[];
}

export interface FeedbackRecord {
  /** `id` of the AskResult that is judged. */
  readonly id: string;
  readonly verdict: 'up' | 'down';
  readonly reason?: string;
  readonly comment?: string;
}

/** The service behind the routes. `ask` rejects with an AppError; its signal fires when nobody waits any more. */
export interface Application {
  ask(
    request: AskRequest,
    options: { signal: AbortSignal; onEvent?: (event: AskEvent) => void },
  ): Promise<AskResult>;
  ready(): Readiness;
  suggestions(): readonly string[];
  /** What the page at `/` shows; empty while there is no index. */
  documents(): readonly DocumentEntry[];
  /** Undefined when the id is not of the current generation. */
  source(chunkId: string): CitedSource | undefined;
  feedback(record: FeedbackRecord): Promise<void>;
  ingest(): Promise<unknown>;
  /** Returns how many entries went. */
  clearCache(filter?: { documentId?: string; olderThanMs?: number }): Promise<number>;
}

/** The part of a pino logger that is used here. */
export interface HttpLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Bounds on what one client can take. Times in milliseconds, sizes in bytes. */
export interface HttpLimits {
  readonly bodyBytes: number;
  readonly headerBytes: number;
  readonly headerCount: number;
  readonly headersTimeoutMs: number;
  /** For the whole request, body included. */
  readonly requestTimeoutMs: number;
  /** How often unfinished requests are checked against the two times above. */
  readonly checkIntervalMs: number;
  /** Longer than the idle time of a usual proxy, so that the proxy closes first. */
  readonly keepAliveTimeoutMs: number;
  /** A connection on which nothing moves at all. */
  readonly idleTimeoutMs: number;
  readonly connections: number;
  /** From question to answer. */
  readonly deadlineMs: number;
  /** How long a question waits for a place among those in work. */
  readonly queueMs: number;
  /** Mean delay of the event loop over a second above which no question is begun while others are in work. */
  readonly loopDelayMs: number;
  /** Silence after which a stream is opened without an event, so that the client has its id. */
  readonly openAfterMs: number;
  readonly heartbeatMs: number;
  /** A reader with more than this waiting is dropped. */
  readonly queuedBytes: number;
  /** A reader that takes nothing for this long is dropped. */
  readonly stalledMs: number;
  /** How long a streamed run goes on without a reader, so that a reconnect finds it. */
  readonly resumeMs: number;
  /** How long a finished run can be fetched again by its id. */
  readonly keepMs: number;
  readonly keptRuns: number;
  /** How long `close()` lets running requests finish. */
  readonly drainMs: number;
}

export const defaultLimits: HttpLimits = {
  bodyBytes: 64 * 1024,
  headerBytes: 16 * 1024,
  headerCount: 50,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  checkIntervalMs: 1_000,
  keepAliveTimeoutMs: 65_000,
  idleTimeoutMs: 120_000,
  connections: 4_000,
  deadlineMs: 30_000,
  queueMs: 800,
  loopDelayMs: 250,
  openAfterMs: 1_000,
  heartbeatMs: 15_000,
  queuedBytes: 256 * 1024,
  stalledMs: 30_000,
  resumeMs: 2_000,
  keepMs: 60_000,
  keptRuns: 500,
  drainMs: 25_000,
};

/** `name` tells the limits of one service apart where they are stored. */
export type CreateLimiter = (policy: {
  name: string;
  points: number;
  seconds: number;
}) => RateLimiterAbstract;

export type RateLimit = 'off' | { readonly perMinute: number; readonly overallPerMinute: number };

export interface HttpOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Absent: the owner's routes do not exist. */
  readonly ownerToken?: string;
  /** Exact origins (`https://example.com`) that may ask from a page and frame the widget; empty: same origin only. */
  readonly allowedOrigins: readonly string[];
  readonly rateLimit: RateLimit;
  /** Makes the limiters where several processes share them; absent: this process counts by itself. */
  readonly createLimiter?: CreateLimiter;
  /** Number of proxies in front, or their addresses and subnets; false: nobody's forwarding headers are believed. */
  readonly trustProxy: false | number | readonly string[];
  /** Questions in work at one time. As many more wait for a place, `queueMs` at most; the rest get 503 with `Retry-After`. */
  readonly maximumRunning: number;
  readonly log: HttpLog;
  /** Version that `/health` and `/openapi.json` name. */
  readonly version?: string;
  /** Folder of the built widget: `widget.js`, `embed.html`, `index.html`; the rest is served under `/assets/`. */
  readonly assetFolder?: string;
  readonly limits?: Partial<HttpLimits>;
  /** Unguessable ids of requests and runs; default: random UUIDs. */
  readonly createId?: () => string;
}
