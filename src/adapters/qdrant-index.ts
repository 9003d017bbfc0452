/**
 * Search in Qdrant with the scores of the embedded index: one batch for all parts and both arms. Asks the collection of the very generation that
 * `snapshot()` gives, so that hits and chunks always belong together. Does not write, and holds no chunk itself.
 */
import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, handleAll } from 'cockatiel';
import { AppError, isAppError } from '../domain/errors.js';
import type { ChunkIndex, SearchableSnapshot, Snapshot } from '../ports.js';
import { collectionOf, collectionProblem, readCollection } from './qdrant-collection.js';
import {
  connectQdrant,
  explainQdrant,
  qdrantReason,
  qdrantStatus,
  type QdrantAddress,
} from './qdrant-connection.js';
import { answersSchema, hitsOf, searchesOf, type Answers, type Search } from './qdrant-search.js';

export interface QdrantIndexOptions extends QdrantAddress {
  /** The alias; generations are named after it. */
  readonly collection: string;
  /** Chunks and term statistics of the generation that answers; throws `index_missing`. */
  readonly snapshot: () => SearchableSnapshot;
  /** Each problem once, when it starts. */
  readonly onProblem?: (message: string) => void;
  /** Longest wait for one search, in milliseconds; default 180: the embedded index answers instead. */
  readonly searchTimeoutMs?: number;
  /** Pause between two looks at a server that failed, in milliseconds; default 1,000. */
  readonly probeEveryMs?: number;
}

export interface QdrantIndex extends ChunkIndex {
  /** What is wrong at the moment; undefined when nothing is. */
  problem(): string | undefined;
}

/** Rejects with `aborted` when the caller goes, with a timeout error after `timeoutMs`. */
async function inTime<T>(work: Promise<T>, timeoutMs: number, signal: AbortSignal | undefined): Promise<T> {
  const limit = AbortSignal.timeout(timeoutMs);
  const both = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  let stop: (() => void) | undefined;
  const end = new Promise<never>((_, reject) => {
    stop = () =>
      reject(
        signal?.aborted === true
          ? new AppError('aborted', 'The search was given up.')
          : Object.assign(new Error(`no answer within ${timeoutMs} ms`), { name: 'TimeoutError' }),
      );
    if (both.aborted) stop();
    else both.addEventListener('abort', stop, { once: true });
  });
  // Whoever loses the race must not end as an unhandled rejection.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, end]);
  } finally {
    if (stop !== undefined) both.removeEventListener('abort', stop);
  }
}

/** Never rejects for a server that is away: that is told through `onProblem`, and every search rejects with `engine_unavailable` until it is back. */
export function createQdrantIndex(options: QdrantIndexOptions): QdrantIndex {
  const { collection, snapshot } = options;
  const searchTimeoutMs = options.searchTimeoutMs ?? 180;
  const { client, target } = connectQdrant(options, 2_000);
  const breaker = circuitBreaker(handleAll, { halfOpenAfter: 0, breaker: new ConsecutiveBreaker(1) });
  let current: string | undefined;
  let probe: NodeJS.Timeout | undefined;

  /** One line on a collection that cannot answer; `wrong` follows its name. */
  function mismatch(wrong: string): string {
    const name = collectionOf(collection, snapshot().generation);
    return `Qdrant at ${target}: the collection ${name} (QDRANT_COLLECTION=${collection}) ${wrong}: run \`askfolio ingest\`; meanwhile the embedded index answers.`;
  }

  function tell(error: unknown): string {
    const isMissing = qdrantStatus(error) === 404 && qdrantReason(error) !== undefined;
    const known = isAppError(error) ? error.message : undefined;
    const message = known ?? (isMissing ? mismatch('is not there') : explainQdrant(error, target));
    if (message !== current) options.onProblem?.(message);
    current = message;
    return message;
  }

  function stopProbing(): void {
    clearInterval(probe);
    probe = undefined;
  }

  /** Does the collection of the generation say of itself what this index is? Nothing to ask for where nothing is indexed yet. */
  async function requireCollection(): Promise<void> {
    let now: Snapshot;
    try {
      now = snapshot();
    } catch (error) {
      if (isAppError(error, 'index_missing')) return;
      throw error;
    }
    const name = collectionOf(collection, now.generation);
    const state = await inTime(readCollection({ client, target }, name), 2_000, undefined);
    const wrong = state === undefined ? 'is not there' : collectionProblem(state, now);
    if (wrong !== undefined) throw new AppError('index_mismatch', mismatch(wrong));
  }

  /** A visitor must not pay for finding out that the server is away, or back. */
  async function look(): Promise<void> {
    try {
      await breaker.execute(requireCollection);
      stopProbing();
      current = undefined;
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) tell(error);
    }
  }

  breaker.onBreak(() => {
    probe ??= setInterval(() => void look(), options.probeEveryMs ?? 1_000);
    probe.unref();
  });

  async function ask(
    searches: readonly Search[],
    name: string,
    signal: AbortSignal | undefined,
  ): Promise<Answers> {
    if (breaker.state !== CircuitState.Closed)
      throw new AppError('engine_unavailable', current ?? `Qdrant at ${target} is not asked for a moment.`);
    let stopped: unknown;
    try {
      return await breaker.execute(async () => {
        try {
          const batch = client.queryBatch(name, { searches: searches.map(({ body }) => body), timeout: 2 });
          return answersSchema.parse(await inTime(batch, searchTimeoutMs, signal));
        } catch (error) {
          // Neither a caller that went nor a wrong vector says anything about the server.
          if (!isAppError(error) && !/dimension/.test(qdrantReason(error) ?? '')) throw error;
          stopped = error;
          return [];
        }
      });
    } catch (error) {
      throw new AppError('engine_unavailable', tell(error), { cause: error });
    } finally {
      if (stopped !== undefined) throwStopped(stopped);
    }
  }

  void look();

  return {
    engine: 'qdrant',
    snapshot,
    async search(parts, { depth, signal }) {
      if (signal?.aborted === true) throw new AppError('aborted', 'The search was given up.');
      const now = snapshot();
      const searches = searchesOf(parts, now, depth);
      const answers =
        searches.length === 0 ? [] : await ask(searches, collectionOf(collection, now.generation), signal);
      return hitsOf(parts, { searches, answers, snapshot: now, depth });
    },
    refresh: () => Promise.resolve(false),
    problem: () => current,
    close: () => {
      stopProbing();
      return Promise.resolve();
    },
  };
}

function throwStopped(error: unknown): never {
  if (isAppError(error)) throw error;
  throw new AppError(
    'index_mismatch',
    `Qdrant refuses the vector of the question (${qdrantReason(error)}): the index was made by another embedder; run \`askfolio ingest\`.`,
    { cause: error },
  );
}
