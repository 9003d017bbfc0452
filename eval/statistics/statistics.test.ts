import { describe, expect, it } from 'vitest';
import { bootstrapInterval, mean, percentile, wilsonInterval } from './intervals.js';
import { mcnemarExact } from './mcnemar.js';
import { createRandom } from './random.js';

describe('intervals', () => {
  // Expected values: statsmodels' proportion_confint(method="wilson") and the closed form agree to the digits shown.
  it.each([
    [90, 100, 0.8256343, 0.9447709],
    [0, 10, 0, 0.2775328],
    [10, 10, 0.7224672, 1],
    [1, 2, 0.0945312, 0.9054688],
  ])('Wilson of %i of %i', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.low).toBeCloseTo(low, 6);
    expect(interval.high).toBeCloseTo(high, 6);
  });

  it('knows nothing without trials', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('resamples alike for the same seed', () => {
    const values = [0, 0.2, 0.4, 1, 1, 0.5];
    const interval = bootstrapInterval(values, 7);
    expect(bootstrapInterval(values, 7)).toEqual(interval);
    expect(interval.low).toBeLessThan(mean(values));
    expect(interval.high).toBeGreaterThan(mean(values));
    expect(bootstrapInterval([0.5, 0.5], 1)).toEqual({ low: 0.5, high: 0.5 });
  });

  it('interpolates percentiles', () => {
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(percentile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8, 12);
    expect(percentile([7], 0.95)).toBe(7);
    expect(percentile([], 0.5)).toBe(0);
  });
});

describe('mcnemarExact', () => {
  it.each([
    [0, 0, 1],
    [5, 5, 1],
    [6, 0, 0.03125],
    [1, 9, 0.021484375],
    [3, 1, 0.625],
  ])('%i broken, %i fixed', (broken, fixed, p) => {
    expect(mcnemarExact(broken, fixed)).toBeCloseTo(p, 10);
  });
});

describe('createRandom', () => {
  it('spreads over [0, 1)', () => {
    const random = createRandom(1);
    const values = Array.from({ length: 1000 }, random);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 1);
  });
});
