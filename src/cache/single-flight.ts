/** One run for callers that want the same thing at the same time. Remembers nothing once the run is over. */
import { abandoned } from '../domain/errors.js';

export interface SingleFlight<T> {
  /**
   * Joins the run of this key or starts it. The work's signal aborts only when every caller has gone away.
   * Rejects with what the work rejected with, or with `aborted` for the caller whose own signal aborted.
   */
  run(key: string, work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Runs under way. */
  readonly size: number;
}

interface Flight<T> {
  readonly outcome: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** The outcome for one caller: its own abort ends its wait, not the run. */
function waitFor<T>(outcome: Promise<T>, leave: () => void, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return outcome;
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => {
      leave();
      reject(abandoned(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const settled = (): void => signal.removeEventListener('abort', onAbort);
    outcome.then(resolve, reject).finally(settled);
  });
}

/** A group of flights; keys of different groups do not meet. */
export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>>();

  function start(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const outcome = Promise.resolve()
      .then(() => work(controller.signal))
      .finally(() => {
        if (flights.get(key) === flight) flights.delete(key);
      });
    const flight: Flight<T> = { outcome, controller, waiting: 0 };
    // Every caller may be gone when the work fails; that must not count as an unhandled rejection.
    outcome.catch(() => undefined);
    flights.set(key, flight);
    return flight;
  }

  return {
    get size() {
      return flights.size;
    },
    async run(key, work, signal) {
      if (signal?.aborted === true) throw abandoned(signal);
      const flight = flights.get(key) ?? start(key, work);
      flight.waiting++;
      const leave = (): void => {
        flight.waiting--;
        if (flight.waiting > 0) return;
        // A later caller must not join a run that is being cancelled.
        if (flights.get(key) === flight) flights.delete(key);
        flight.controller.abort(signal?.reason);
      };
      return waitFor(flight.outcome, leave, signal);
    },
  };
}
