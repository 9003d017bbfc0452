/**
 * Vectors that an ingest could not make, because the embedder did not answer, are made as soon as it does: without a restart, and
 * without a visitor who waits for it. Knows nothing of how an ingest works.
 */
import { isAppError, messageOf } from './domain/errors.js';
import type { Embedder } from './ports.js';

export interface RefillOptions {
  readonly embedder: Embedder;
  /** Makes the vectors that are missing; gives back how many still are. */
  readonly refill: (signal: AbortSignal) => Promise<number>;
  readonly onProblem: (message: string) => void;
  /** Between two tries; default 4,000. */
  readonly everyMs?: number;
}

export interface Refill {
  /** From now on tries until no vector is missing. */
  start(): void;
  close(): void;
}

export function createRefill({ embedder, refill, onProblem, everyMs = 4_000 }: RefillOptions): Refill {
  const closing = new AbortController();
  const { signal } = closing;
  let timer: NodeJS.Timeout | undefined;

  function schedule(): void {
    if (timer !== undefined || signal.aborted) return;
    timer = setTimeout(() => void run(), everyMs);
    timer.unref();
  }

  /** One question is cheaper than to read the corpus and find out then. */
  async function answers(): Promise<boolean> {
    return embedder.embedQuestions(['Does it answer?'], { signal }).then(
      () => true,
      () => false,
    );
  }

  async function run(): Promise<void> {
    let isMissing = true;
    try {
      if (await answers()) isMissing = (await refill(signal)) > 0;
    } catch (error) {
      // Another process may be writing, or this one may be closing.
      if (!isAppError(error, 'index_busy') && !signal.aborted)
        onProblem(`Missing vectors could not be made: ${messageOf(error)}`);
    } finally {
      timer = undefined;
    }
    if (isMissing) schedule();
  }

  return {
    start: schedule,
    close: () => {
      closing.abort();
      clearTimeout(timer);
    },
  };
}
