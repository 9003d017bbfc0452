import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { mapInParallel } from './map-in-parallel.js';

it('keeps the order of the items, whatever the order in which tasks end, and never runs more at once than allowed', async () => {
  let running = 0;
  let most = 0;
  const results = await mapInParallel([5, 1, 4, 2, 3, 0], 2, async (turns) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < turns; turn++) await setImmediate();
    running--;
    return turns * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30, 0]);
  expect(most).toBe(2);
});

it('rejects with the first failure after the tasks under way, and begins no other', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const failing = mapInParallel([0, 1, 2, 3], 2, async (item) => {
    begun.push(item);
    if (item === 0) throw new Error('no');
    await setImmediate();
    ended.push(item);
  });
  await expect(failing).rejects.toThrow('no');
  expect([begun, ended]).toEqual([[0, 1], [1]]);
});

it('gives nothing for nothing', async () => {
  expect(await mapInParallel([], 4, async () => 1)).toEqual([]);
});
