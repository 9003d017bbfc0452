import { expect, it } from 'vitest';
import { createMemoryCache } from './memory-cache.js';
import { describeAnswerCache } from './testing/answer-cache.contract.js';
import { makeEntry, makeResult, vectorAt } from './testing/entries.js';

const hour = 3_600_000;

describeAnswerCache('memory', {
  create: async ({ now, maximumEntries }) =>
    createMemoryCache({ maximumEntries, maximumBytes: 1e8, ttlMs: hour, now }),
});

it('keeps what was used last', async () => {
  const cache = createMemoryCache({
    maximumEntries: 2,
    maximumBytes: 1e8,
    ttlMs: hour,
    now: () => 1_000_000,
  });
  const [a, b, c] = ['a', 'b', 'c'].map((question) => makeEntry(question)) as [never, never, never];
  for (const entry of [a, b]) await cache.set(entry);
  await cache.get('scope-1', makeEntry('a').key);
  await cache.set(c);
  expect(await cache.get('scope-1', makeEntry('a').key)).toBeDefined();
  expect(await cache.get('scope-1', makeEntry('b').key)).toBeUndefined();
});

it('stays within its bytes and refuses what alone is too large', async () => {
  const cache = createMemoryCache({
    maximumEntries: 1000,
    maximumBytes: 40_000,
    ttlMs: hour,
    now: () => 1_000_000,
  });
  for (let index = 0; index < 50; index++)
    await cache.set(makeEntry(`q ${index}`, { vector: vectorAt(index) }));
  const { bytes, entries } = await cache.statistics();
  expect(bytes).toBeLessThanOrEqual(40_000);
  expect(entries).toBeGreaterThan(2);
  await cache.set(makeEntry('huge', { result: makeResult('huge', { answer: 'x'.repeat(50_000) }) }));
  expect(await cache.get('scope-1', makeEntry('huge').key)).toBeUndefined();
});
