/**
 * Questions in work, and the finished ones for a while: a client that reconnects with the id gets the same run.
 * Aborts what nobody waits for. Knows nothing of HTTP messages.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AskEvent, AskRequest, AskResult } from '../domain/answer.js';
import { AppError } from '../domain/errors.js';
import type { Admission } from './admission.js';
import type { Application, HttpLimits } from './application.js';

/** Events before the last one; `done` and `error` follow from the outcome. */
export type RunEvent = Extract<AskEvent, { type: 'sources' | 'token' }>;

export interface Run {
  /** Unguessable: whoever knows it and the question may read the answer. */
  readonly id: string;
  readonly outcome: Promise<AskResult>;
  /** Replays the events from number `after` on (0: all), then the live ones, each with its number from 1. Returns the way out. */
  attach(after: number, onEvent: (event: RunEvent, number: number) => void): () => void;
}

export interface Runs {
  /** Starts a question as soon as it is admitted. `isResumable`: goes on for `resumeMs` without a reader and is kept when answered. */
  start(request: AskRequest, options: { isResumable: boolean }): Run;
  /** The run of an earlier request, if it is still known and the question is the same. */
  find(id: string, request: AskRequest): Run | undefined;
  /** Aborts everything in work; its readers get an error. */
  abortAll(): void;
}

export interface RunsOptions {
  readonly ask: Application['ask'];
  readonly limits: Pick<HttpLimits, 'deadlineMs' | 'resumeMs' | 'keepMs' | 'keptRuns'>;
  readonly admission: Admission;
  readonly createId: () => string;
}

interface Kept {
  readonly run: Run;
  readonly fingerprint: string;
}

export function createRuns({ ask, limits, admission, createId }: RunsOptions): Runs {
  const kept = new LRUCache<string, Kept>({ max: limits.keptRuns, ttl: limits.keepMs });
  const unfinished = new Set<AbortController>();
  const admitted: Application['ask'] = async (request, options) => {
    const leave = await admission.enter(options.signal);
    // Work that does not heed its signal must not hold a place for ever.
    options.signal.addEventListener('abort', leave, { once: true });
    try {
      return await ask(request, options);
    } finally {
      leave();
    }
  };

  return {
    start(request, { isResumable }) {
      const controller = new AbortController();
      unfinished.add(controller);
      const id = createId();
      const run = startRun({ id, ask: admitted, request, controller, limits, isResumable });
      const keep = (): unknown => kept.set(id, { run, fingerprint: fingerprintOf(request) });
      void run.outcome.then(
        () => {
          unfinished.delete(controller);
          // The time to fetch it again counts from its end.
          if (kept.has(id)) keep();
        },
        () => {
          unfinished.delete(controller);
          // Who comes back to a failure is better served by a new try.
          kept.delete(id);
        },
      );
      if (isResumable) keep();
      return run;
    },
    find(id, request) {
      const found = kept.get(id);
      return found?.fingerprint === fingerprintOf(request) ? found.run : undefined;
    },
    abortAll() {
      for (const controller of unfinished) {
        controller.abort(new AppError('aborted', 'The service is stopping; ask again in a moment.'));
      }
    },
  };
}

interface RunParts {
  readonly id: string;
  readonly ask: Application['ask'];
  readonly request: AskRequest;
  readonly controller: AbortController;
  readonly limits: RunsOptions['limits'];
  readonly isResumable: boolean;
}

function startRun({ id, ask, request, controller, limits, isResumable }: RunParts): Run {
  const events: RunEvent[] = [];
  const readers = new Set<(event: RunEvent, number: number) => void>();
  let isSettled = false;
  let abandoned: NodeJS.Timeout | undefined;

  const deadline = setTimeout(() => {
    controller.abort(new AppError('aborted', `No answer came in ${limits.deadlineMs} ms.`));
  }, limits.deadlineMs);

  const onEvent = (event: AskEvent): void => {
    if (event.type === 'done') return;
    events.push(event);
    for (const reader of readers) reader(event, events.length);
  };
  const outcome = untilAborted(
    async () =>
      ask(request, isResumable ? { signal: controller.signal, onEvent } : { signal: controller.signal }),
    controller.signal,
  ).finally(() => {
    isSettled = true;
    clearTimeout(deadline);
    clearTimeout(abandoned);
  });
  // Readers attach their own handlers; a run that lost them all must not be an unhandled rejection.
  outcome.catch(() => undefined);

  const giveUp = (): void => controller.abort(new AppError('aborted', 'Nobody waits for this answer.'));
  const leave = (): void => {
    if (isSettled || readers.size > 0) return;
    if (!isResumable) giveUp();
    else abandoned = setTimeout(giveUp, limits.resumeMs);
  };

  return {
    id,
    outcome,
    attach(after, reader) {
      clearTimeout(abandoned);
      events.slice(after).forEach((event, index) => reader(event, after + index + 1));
      readers.add(reader);
      return () => {
        if (readers.delete(reader)) leave();
      };
    },
  };
}

/** An application that does not heed its signal must not hold the client. */
function untilAborted<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    work().then(
      (value) => {
        signal.removeEventListener('abort', onAbort);
        resolve(value);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', onAbort);
        // The reason says more than the AbortError that travels up through libraries.
        reject((signal.aborted ? signal.reason : error) as Error);
      },
    );
  });
}

function fingerprintOf(request: AskRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([request.question, request.history]))
    .digest('hex');
}
