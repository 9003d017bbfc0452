import { expect, it } from 'vitest';
import { createTurns } from './turns-node.js';

/** Resolves in the next turn of the event loop. */
const loopTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('lets one caller on per turn of the event loop, in the order of the calls', async () => {
  const takeTurn = createTurns();
  const begun: string[] = [];
  const stages = async (name: string): Promise<void> => {
    for (const stage of [1, 2]) {
      await takeTurn();
      begun.push(`${name}${stage}`);
    }
  };
  const all = Promise.all([stages('a'), stages('b'), stages('c')]);
  const perTurn: number[] = [];
  for (let seen = 0; begun.length < 6; seen = begun.length) {
    await loopTurn();
    perTurn.push(begun.length - seen);
  }
  await all;
  expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  expect(Math.max(...perTurn)).toBe(1);
});

it('rests when nobody waits, and begins again', async () => {
  const takeTurn = createTurns();
  for (let round = 0; round < 3; round += 1) {
    await takeTurn();
    await loopTurn();
    await loopTurn();
  }
  const late = takeTurn().then(() => 'late');
  expect(await Promise.race([late, loopTurn().then(loopTurn).then(loopTurn)])).toBe('late');
});
