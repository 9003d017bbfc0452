/**
 * Requests that arrive by themselves, as visitors do: at random moments of a given rate (a Poisson process, the same one each time),
 * whether or not earlier ones have been answered. A load tool's own "rate" sends a second's worth at once over every connection, which
 * measures the depth of that queue and nothing of the service.
 */
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface Arrivals {
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly nextBody: () => string;
  /** Chooses the moments. */
  readonly seed: number;
}

export interface Latencies {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly largest: number;
}

/** Uniform in 0 to 1 (Park and Miller's minimal standard generator). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Milliseconds from now of each arrival: the gaps between them are exponentially distributed. */
function momentsOf({ perSecond, seconds, seed }: Arrivals): number[] {
  const random = createRandom(seed);
  const moments: number[] = [];
  let at = 0;
  for (;;) {
    at += (-Math.log(random()) / perSecond) * 1_000;
    if (at > seconds * 1_000) return moments;
    moments.push(at);
  }
}

/** Milliseconds of each request, ascending, from the moment it was due to the end of its answer. Rejects at an answer other than 200. */
export async function sendArrivals(arrivals: Arrivals): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, noDelay: true });
  const started = performance.now();
  const answered: Promise<number>[] = [];
  for (const moment of momentsOf(arrivals)) {
    const early = moment - (performance.now() - started);
    if (early > 1) await delay(early);
    const answer = post(agent, arrivals.url, arrivals.nextBody()).then(
      () => performance.now() - started - moment,
    );
    // Awaited below; a failure meanwhile is no unhandled one.
    answer.catch(() => undefined);
    answered.push(answer);
  }
  const times = await Promise.all(answered).finally(() => agent.destroy());
  return times.sort((a, b) => a - b);
}

function post(agent: Agent, url: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(`${url}/ask`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`a status of ${response.statusCode}`)),
      );
      response.once('error', reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** `times` in ascending order. */
export function latenciesOf(times: readonly number[]): Latencies {
  const at = (share: number): number => times[Math.ceil(times.length * share) - 1] ?? Number.NaN;
  return { count: times.length, p50: at(0.5), p99: at(0.99), largest: at(1) };
}
