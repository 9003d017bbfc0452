/** Cases that ran -> the record: figures, gates, comparison, verdict. Hides the test half before anything is written. */
import type { Gate } from '../golden/gates.js';
import type { Stage } from '../metrics/catalogue.js';
import { checkGates, firstBrokenStage } from './check-gates.js';
import { compareRuns } from './compare-runs.js';
import type { CaseRecord, RunRecord } from './record.js';
import { hiddenId } from './select-cases.js';
import { casesIn, summarise, summariseGroups, summariseTables } from './summarise.js';
import { decideVerdict } from './verdict.js';

/** A test case as it may be written down: no name, no words, only its values. */
function hide(one: CaseRecord): CaseRecord {
  const { detail: _detail, reasons: _reasons, ...rest } = one;
  const error = one.error === undefined ? {} : { error: 'hidden: run with --reveal' };
  return { ...rest, ...error, id: hiddenId(one.id), tags: [], reasons: [] };
}

/** Builds the record of a run. */
export function buildRecord(options: {
  readonly header: RunRecord['header'];
  readonly cases: readonly CaseRecord[];
  readonly skipped: number;
  readonly gates: readonly Gate[];
  readonly stagesRun: ReadonlySet<Stage>;
  readonly isFiltered: boolean;
  readonly baseline?: RunRecord;
  readonly tolerance: number;
}): RunRecord {
  const { header, cases, gates, skipped } = options;
  const ready = casesIn(cases, {});
  const metrics = summarise(ready, header.seed);
  const results = checkGates({
    gates,
    cases,
    figures: metrics,
    stagesRun: options.stagesRun,
    isFiltered: options.isFiltered,
  });
  const broken = firstBrokenStage(results);
  const comparison =
    options.baseline === undefined
      ? undefined
      : compareRuns(
          options.baseline,
          { header, cases: [...cases] },
          { gatedMetrics: gates.map((gate) => gate.metric), tolerance: options.tolerance, seed: header.seed },
        );
  const isHidden = (id: string): boolean =>
    !header.revealed && cases.some((one) => one.id === id && one.split === 'test');
  const shownFlips = (ids: readonly string[]): string[] =>
    ids.map((id) => (isHidden(id) ? hiddenId(id) : id));
  const partial = {
    complete: skipped === 0,
    counts: {
      total: ready.length,
      passed: ready.filter((one) => one.passed).length,
      drafts: cases.length - ready.length,
      errors: ready.filter((one) => one.error !== undefined).length,
      skipped,
    },
    gates: results,
    ...(broken === undefined ? {} : { firstBrokenStage: broken }),
    ...(comparison === undefined
      ? {}
      : {
          comparison: {
            ...comparison,
            broken: shownFlips(comparison.broken),
            fixed: shownFlips(comparison.fixed),
          },
        }),
  };
  const verdict = decideVerdict(partial);
  return {
    format: 'askfolio-eval-1',
    header,
    ...partial,
    metrics,
    breakdowns: summariseGroups(cases),
    ...summariseTables(cases),
    verdict: verdict.line,
    exitCode: verdict.exitCode,
    cases: cases.map((one) => (one.split === 'test' && !header.revealed ? hide(one) : one)),
  };
}
