import { expect, it } from 'vitest';
import { killIngests } from './testing/kill-rounds.js';

it('survives 500 kills at random points of an ingest', { timeout: 1_800_000 }, async () => {
  const { problems, strayFiles, ...counts } = await killIngests(500, 2);
  process.stdout.write(`kills during ingest: ${JSON.stringify(counts)}\n`);
  expect(problems).toEqual([]);
  expect(strayFiles).toEqual([]);
  expect(counts.killed).toBe(500);
});
