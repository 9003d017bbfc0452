import { expect, it } from 'vitest';
import { createAnswerIds } from './answer-ids-node.js';

it('makes ids that differ, beyond one draw of random numbers, and use every character', () => {
  const newId = createAnswerIds();
  const ids = Array.from({ length: 2_000 }, () => newId());
  expect(new Set(ids).size).toBe(2_000);
  expect(ids.filter((id) => !/^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toEqual([]);
  // The random part alone: 16 of the 26 characters.
  expect(new Set(ids.flatMap((id) => [...id.slice(10)])).size).toBe(32);
});
