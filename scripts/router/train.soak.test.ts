import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { trainWeights } from './train.js';

describe('intent weights', () => {
  it('are what training on the data gives', { timeout: 120_000 }, () => {
    const committed = readFileSync(new URL('../../src/router/intent-weights.ts', import.meta.url), 'utf8');
    expect(trainWeights() === committed).toBe(true);
    expect(committed.length).toBeLessThan(200_000);
  });
});
