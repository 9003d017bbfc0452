import { expect, it } from 'vitest';
import { estimateFalseHits, wilson } from './false-hit-estimate.js';

it.each([
  [0, 0, { compared: 0, doubtful: 0 }],
  [0, 10, { compared: 10, doubtful: 0, share: 0, low: 0, high: 0.278 }],
  [1, 12, { compared: 12, doubtful: 1, share: 0.083, low: 0.015, high: 0.354 }],
  [3, 3, { compared: 3, doubtful: 3, share: 1, low: 0.438, high: 1 }],
])('estimates %i doubtful hits of %i', (doubtful, compared, expected) => {
  expect(estimateFalseHits(doubtful, compared)).toEqual(expected);
});

it('knows nothing without observations', () => {
  expect(wilson(0, 0)).toEqual([0, 1]);
});
