import { expect, it } from 'vitest';
import { createSingleFlight } from './single-flight.js';

/** Work that ends when the test says so and counts its runs. */
function controlled() {
  const runs: { finish: (value: string) => void; fail: (error: Error) => void; signal: AbortSignal }[] = [];
  const work = (signal: AbortSignal): Promise<string> =>
    new Promise((finish, fail) => {
      runs.push({ finish, fail, signal });
      signal.addEventListener('abort', () => fail(new Error('work was cancelled')));
    });
  return { runs, work };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('answers a hundred identical questions with one run, and starts anew afterwards', async () => {
  const flight = createSingleFlight<string>();
  const { runs, work } = controlled();
  const answers = Promise.all(Array.from({ length: 100 }, () => flight.run('same', work)));
  await turn();
  expect(runs).toHaveLength(1);
  expect(flight.size).toBe(1);
  runs[0]?.finish('answer');
  expect(new Set(await answers)).toEqual(new Set(['answer']));
  expect(flight.size).toBe(0);
  const again = flight.run('same', work);
  await turn();
  runs[1]?.finish('another');
  expect(await again).toBe('another');
});

it('keeps different questions apart', async () => {
  const flight = createSingleFlight<string>();
  const { runs, work } = controlled();
  const both = Promise.all([flight.run('a', work), flight.run('b', work)]);
  await turn();
  runs[0]?.finish('A');
  runs[1]?.finish('B');
  expect(await both).toEqual(['A', 'B']);
});

it('lets the others finish when one goes away', async () => {
  const flight = createSingleFlight<string>();
  const { runs, work } = controlled();
  const leaver = new AbortController();
  const first = flight.run('q', work, leaver.signal);
  const second = flight.run('q', work);
  await turn();
  leaver.abort();
  await expect(first).rejects.toMatchObject({ code: 'aborted' });
  expect(runs[0]?.signal.aborted).toBe(false);
  runs[0]?.finish('answer');
  expect(await second).toBe('answer');
});

it('cancels the work when all have gone, and a newcomer gets a run of their own', async () => {
  const flight = createSingleFlight<string>();
  const { runs, work } = controlled();
  const [a, b] = [new AbortController(), new AbortController()];
  const outcomes = Promise.allSettled([flight.run('q', work, a.signal), flight.run('q', work, b.signal)]);
  await turn();
  a.abort();
  expect(runs[0]?.signal.aborted).toBe(false);
  b.abort();
  expect(runs[0]?.signal.aborted).toBe(true);
  const late = flight.run('q', work);
  await turn();
  expect(runs).toHaveLength(2);
  runs[1]?.finish('fresh');
  expect(await late).toBe('fresh');
  expect((await outcomes).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
});

it('gives everybody the failure and forgets it', async () => {
  const flight = createSingleFlight<string>();
  const { runs, work } = controlled();
  const outcomes = Promise.allSettled([flight.run('q', work), flight.run('q', work)]);
  await turn();
  runs[0]?.fail(new Error('no'));
  expect((await outcomes).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
  expect(flight.size).toBe(0);
});

it('does not start for a caller that has already gone', async () => {
  const { runs, work } = controlled();
  await expect(createSingleFlight<string>().run('q', work, AbortSignal.abort())).rejects.toMatchObject({
    code: 'aborted',
  });
  expect(runs).toHaveLength(0);
});
