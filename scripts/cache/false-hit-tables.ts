/** Hit and false-hit rates of the cache beside one that decides on the cosine alone, over pairs whose similarity is known. */
import { wilson } from '../../src/cache/false-hit-estimate.js';

export interface JudgedPair {
  readonly isSame: boolean;
  readonly similarity: number;
  /** Undefined: no veto. */
  readonly veto: string | undefined;
}

export interface Rates {
  readonly hits: number;
  readonly falseHits: number;
}

/** What is served from this cosine on; with `useVetoes: false` the cosine alone decides. */
export function ratesAt(
  pairs: readonly JudgedPair[],
  minimum: number,
  options: { useVetoes: boolean },
): Rates {
  const served = pairs.filter(
    (pair) => pair.similarity >= minimum && (!options.useVetoes || pair.veto === undefined),
  );
  return {
    hits: served.filter((pair) => pair.isSame).length,
    falseHits: served.filter((pair) => !pair.isSame).length,
  };
}

/** The highest cosine at which the cosine alone reaches as many right hits. */
export function thresholdForHits(pairs: readonly JudgedPair[], hits: number): number {
  const same = pairs.filter((pair) => pair.isSame).map((pair) => pair.similarity);
  return same.sort((a, b) => b - a)[Math.max(0, hits - 1)] ?? 1;
}

/** "12/80 = 15.0 % (8.8-24.4 %)". */
export function share(count: number, total: number): string {
  const percent = (value: number): string => (100 * value).toFixed(1);
  const [low, high] = wilson(count, total);
  return `${count}/${total} = ${percent(total === 0 ? 0 : count / total)} % (${percent(low)}-${percent(high)} %)`;
}
