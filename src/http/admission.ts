/** How many questions are in work: a bounded number, a bounded line that waits for a place, and a no for the rest. Knows no HTTP messages. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { HttpLimits } from './application.js';
import { HttpProblem } from './problems.js';

export interface Admission {
  /**
   * Resolves when the question may begin, with the way to give its place back.
   * Rejects with `overloaded` when the line is full or too slow, and with the signal's reason.
   */
  enter(signal: AbortSignal): Promise<() => void>;
  running(): number;
  waiting(): number;
  close(): void;
}

/** Milliseconds by which the event loop was late on average over the last second. */
export interface LoopDelay {
  mean(): number;
  close(): void;
}

export interface AdmissionOptions {
  readonly maximumRunning: number;
  readonly limits: Pick<HttpLimits, 'queueMs' | 'loopDelayMs'>;
  readonly loopDelay: LoopDelay;
}

interface Waiting {
  readonly begin: () => void;
}

export function createAdmission({ maximumRunning, limits, loopDelay }: AdmissionOptions): Admission {
  const line = new Set<Waiting>();
  let running = 0;

  const take = (): (() => void) => {
    let isGivenBack = false;
    running += 1;
    return () => {
      if (isGivenBack) return;
      isGivenBack = true;
      running -= 1;
      const [next] = line;
      next?.begin();
    };
  };
  const wait = (signal: AbortSignal): Promise<() => void> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        line.delete(waiting);
        clearTimeout(patience);
        signal.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        leave();
        reject(signal.reason as Error);
      };
      const patience = setTimeout(() => {
        leave();
        reject(overloaded(`${maximumRunning} questions are in work and others wait`));
      }, limits.queueMs);
      const waiting: Waiting = {
        begin: () => {
          leave();
          resolve(take());
        },
      };
      line.add(waiting);
      signal.addEventListener('abort', onAbort);
    });

  return {
    async enter(signal) {
      signal.throwIfAborted();
      // Nothing else in work: whatever held the loop up is over.
      if (running > 0 && loopDelay.mean() > limits.loopDelayMs) throw overloaded('The service is too busy');
      if (running < maximumRunning) return take();
      if (line.size >= maximumRunning)
        throw overloaded(`${maximumRunning} questions are in work and as many wait`);
      return wait(signal);
    },
    running: () => running,
    waiting: () => line.size,
    close: () => loopDelay.close(),
  };
}

function overloaded(what: string): HttpProblem {
  return new HttpProblem('overloaded', `${what}: try again in a moment.`);
}

const windowMs = 1_000;
const resolutionMs = 20;

export function watchLoopDelay(): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  let mean = 0;
  histogram.enable();
  const timer = setInterval(() => {
    mean = histogram.count === 0 ? 0 : Math.max(0, histogram.mean / 1e6 - resolutionMs);
    histogram.reset();
  }, windowMs);
  timer.unref();
  return {
    mean: () => mean,
    close: () => {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
