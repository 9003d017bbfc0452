import { expect, it } from 'vitest';
import { killIngests } from './testing/kill-rounds.js';

it('survives 20 kills at random points of an ingest: the old or the new generation answers, whole', async () => {
  const report = await killIngests(20, 1);
  expect(report).toMatchObject({ killed: 20, problems: [], strayFiles: [] });
  expect(report.oldAnswered + report.newAnswered).toBe(20);
});
