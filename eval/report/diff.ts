/** Two reports side by side, in the terminal. Runs over other golden sets share fewer cases, and the text says so. */
import type { Comparison } from '../run/record.js';
import { formatDelta, formatNumber } from './format.js';

/** Lines: what is shared, metrics that moved (`!` may not get worse, `.` informs), flips by id. */
export function renderComparison(comparison: Comparison): string[] {
  const moved = comparison.deltas.filter((delta) => Math.abs(delta.current - delta.baseline) > 1e-9);
  const lines = [
    `${comparison.sharedCases} cases in common, ${comparison.onlyCurrent} only in the second, ${comparison.onlyBaseline} only in the first`,
  ];
  if (!comparison.sameGolden) lines.push('the golden sets differ: only shared cases are compared');
  if (moved.length === 0) lines.push('no figure differs');
  for (const delta of moved)
    lines.push(
      `${delta.gating ? '!' : '.'} ${delta.metric.padEnd(28)}${formatNumber(delta.baseline).padStart(8)} -> ${formatNumber(delta.current).padEnd(8)}${formatDelta(delta.current - delta.baseline)} (95% CI ${formatNumber(delta.low)} to ${formatNumber(delta.high)}, n=${delta.n})${delta.regressed ? ' worse' : ''}`,
    );
  lines.push(
    ...comparison.broken.map((id) => `broken: ${id}`),
    ...comparison.fixed.map((id) => `fixed: ${id}`),
  );
  return [...lines, `McNemar p = ${formatNumber(comparison.mcnemarP)}`];
}
