/** The last line of a run and the exit status that it agrees with. */
import { formatNumber } from '../report/format.js';
import type { Comparison, GateResult, RunRecord } from './record.js';

export const exitCodes = { met: 0, runFailed: 1, usage: 2, failed: 3 } as const;

export interface Verdict {
  readonly line: string;
  readonly exitCode: number;
}

function gateText(result: GateResult): string {
  const { figure } = result;
  if (figure === undefined) return `${result.name} was not measured (wanted ${result.limit})`;
  const interval =
    figure.low === undefined || figure.high === undefined
      ? `n=${figure.n}`
      : `95% CI ${formatNumber(figure.low)}-${formatNumber(figure.high)}, n=${figure.n}`;
  return `${result.name} ${formatNumber(figure.value)}, wanted ${result.limit} (${interval})`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : word.endsWith('x') ? 'es' : 's'}`;
}

function comparisonText(comparison: Comparison | undefined): string {
  if (comparison === undefined) return '';
  const { broken, fixed, regressions, baselineTime, baselineGitSha } = comparison;
  const worse = regressions.length === 0 ? '' : ` Worse than the baseline: ${regressions.join(', ')}.`;
  return `${worse} ${plural(broken.length, 'broken case')}, ${fixed.length} fixed vs baseline ${baselineTime.slice(0, 10)} (${baselineGitSha.slice(0, 7)}).`;
}

/** Errors and interruptions come before gates: figures of such a run are not to be trusted. */
export function decideVerdict(
  run: Pick<RunRecord, 'complete' | 'counts' | 'gates' | 'comparison' | 'firstBrokenStage'>,
): Verdict {
  const { counts, comparison } = run;
  const red = run.gates.filter((one) => one.outcome === 'failed' || one.outcome === 'not_measured');
  const notRun = run.gates.filter((one) => one.outcome === 'not_run').length;
  const stage = run.firstBrokenStage === undefined ? '' : ` First broken stage: ${run.firstBrokenStage}.`;
  const gates = red.length === 0 ? '' : ` ${plural(red.length, 'gate')} not met: ${red.map(gateText).join('; ')}.`;
  const tail = `${gates}${stage}${comparisonText(comparison)}`;
  if (!run.complete)
    return { line: `ERROR interrupted: ${counts.skipped} of ${counts.total + counts.skipped} cases did not run.${tail}`, exitCode: exitCodes.runFailed };
  if (counts.errors > 0)
    return { line: `ERROR ${plural(counts.errors, 'case')} of ${counts.total} threw.${tail}`, exitCode: exitCodes.runFailed };
  if (counts.total === 0)
    return { line: `FAIL nothing counts: all ${counts.drafts} cases are drafts.${tail}`, exitCode: exitCodes.failed };
  if (red.length > 0 || (comparison?.regressions.length ?? 0) > 0)
    return { line: `FAIL${tail}`, exitCode: exitCodes.failed };
  const met = run.gates.length === 0 ? 'no gates are set' : `${plural(run.gates.length - notRun, 'gate')} met`;
  const passedOver = notRun === 0 ? '' : ` (${notRun} not run)`;
  return { line: `PASS ${met}${passedOver}, ${counts.passed} of ${counts.total} cases passed.${tail}`, exitCode: exitCodes.met };
} // prettier-ignore
