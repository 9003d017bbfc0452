/** 95 % intervals: Wilson for shares, percentile bootstrap for means. An empty sample has no interval. */
import { createRandom } from './random.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const resamples = 2000;
const z = 1.959963984540054;

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Wilson score interval (Wilson 1927) for `successes` of `trials`. */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const square = z * z;
  const centre = share + square / (2 * trials);
  const margin = z * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials * trials));
  const scale = 1 + square / trials;
  return {
    low: successes === 0 ? 0 : (centre - margin) / scale,
    high: successes === trials ? 1 : (centre + margin) / scale,
  };
}

/** Percentile bootstrap interval of the mean. Give the differences per question for a paired comparison. */
export function bootstrapInterval(values: readonly number[], seed: number): Interval {
  if (values.length === 0) return { low: 0, high: 0 };
  const [first = 0] = values;
  if (values.every((value) => value === first)) return { low: first, high: first };
  const random = createRandom(seed);
  const sample = Float64Array.from(values);
  const means = new Float64Array(resamples);
  for (let round = 0; round < resamples; round++) {
    let sum = 0;
    for (let draw = 0; draw < sample.length; draw++) sum += sample[Math.floor(random() * sample.length)] ?? 0;
    means[round] = sum / sample.length;
  }
  means.sort();
  return { low: percentile(means, 0.025), high: percentile(means, 0.975) };
}

/** Quantile with linear interpolation (Hyndman and Fan type 7) of values in ascending order; 0 for none. */
export function percentile(ascending: ArrayLike<number>, share: number): number {
  const position = (ascending.length - 1) * share;
  const below = ascending[Math.floor(position)] ?? 0;
  const above = ascending[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
