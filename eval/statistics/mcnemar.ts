/** McNemar's exact test on pass/fail flips between two runs over the same questions. */

/** Two-sided p value for `broken` (passed, now fails) against `fixed` (failed, now passes); 1 without flips. */
export function mcnemarExact(broken: number, fixed: number): number {
  const flips = broken + fixed;
  if (flips === 0) return 1;
  let logChoose = 0;
  let tail = 0;
  for (let i = 0; i <= Math.min(broken, fixed); i++) {
    if (i > 0) logChoose += Math.log(flips - i + 1) - Math.log(i);
    tail += Math.exp(logChoose - flips * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}
