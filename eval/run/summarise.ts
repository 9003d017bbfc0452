/** Case records -> figures. Every figure says over how many cases; drafts are left out, errors are not. */
import { stageOf } from '../metrics/catalogue.js';
import type { Scope } from '../golden/gates.js';
import {
  accuracyAtCoverage,
  areaUnderRoc,
  calibrationBins,
  expectedCalibrationError,
} from '../metrics/calibration.js';
import { confusionsOf, macroF1 } from '../metrics/classification.js';
import { balancedAccuracy, decisionTable, refusalF1 } from '../metrics/decision.js';
import { bootstrapInterval, mean, percentile, wilsonInterval } from '../statistics/intervals.js';
import type { CaseRecord, Figure, Figures, RunRecord } from './record.js';

/** Cases of a scope, without drafts. */
export function casesIn(cases: readonly CaseRecord[], scope: Scope): CaseRecord[] {
  return cases.filter(
    (one) =>
      !one.draft &&
      (scope.kind === undefined || one.kind === scope.kind) &&
      (scope.tag === undefined || one.tags.includes(scope.tag)) &&
      (scope.trap === undefined || one.trap === scope.trap) &&
      (scope.split === undefined || one.split === scope.split),
  );
}

/** Mean with a 95 % interval: Wilson where every value is 0 or 1, else bootstrap (only when a seed is given). */
export function figureOf(values: readonly number[], seed: number | undefined): Figure {
  const value = mean(values);
  const n = values.length;
  if (values.every((one) => one === 0 || one === 1))
    return { value, n, ...wilsonInterval(Math.round(value * n), n) };
  return { value, n, ...(seed === undefined ? {} : bootstrapInterval(values, seed)) };
}

function add(figures: Figures, name: string, value: number | undefined, n: number): void {
  if (value !== undefined) figures[name] = { value, n };
}

function addDerived(figures: Figures, cases: readonly CaseRecord[]): void {
  const labels = cases.flatMap((one) => one.label ?? []);
  if (labels.length > 0) add(figures, 'router_macro_f1', macroF1(labels), labels.length);
  const decided = cases.filter((one) => one.values['handled_right'] !== undefined || one.values['over_refusal_rate'] !== undefined || one.values['false_answer_rate'] !== undefined);
  const decisions = decided.flatMap((one) => one.decision ?? []);
  if (decisions.length > 0) {
    const table = decisionTable(decisions);
    add(figures, 'balanced_accuracy', balancedAccuracy(table), decisions.length);
    add(figures, 'refusal_f1', refusalF1(table), decisions.length);
    // The confidence of a refusal is that of its being right: as a sign that the question can be answered, a refusal is 0.
    const confidences = (answerable: boolean): number[] =>
      decisions.filter((one) => one.answerable === answerable).map((one) => (one.refused ? 0 : one.confidence));
    add(figures, 'auroc', areaUnderRoc(confidences(true), confidences(false)), decisions.length);
    const answers = decisions.filter((one) => !one.refused);
    const ofAnswers = (correct: boolean): number[] =>
      answers.filter((one) => one.correct === correct).map((one) => one.confidence);
    add(figures, 'answer_auroc', areaUnderRoc(ofAnswers(true), ofAnswers(false)), answers.length);
    add(figures, 'ece', expectedCalibrationError(answers), answers.length);
    for (const share of [50, 80, 100])
      add(figures, `accuracy@${share}%`, accuracyAtCoverage(answers, share / 100), answers.length);
  }
  const latencies = cases.flatMap((one) => one.latenciesMs).sort((a, b) => a - b);
  if (latencies.length > 0) {
    add(figures, 'latency_p50_ms', percentile(latencies, 0.5), latencies.length);
    add(figures, 'latency_p95_ms', percentile(latencies, 0.95), latencies.length);
  }
} // prettier-ignore

/** Every figure over the cases given; `seed` undefined: no bootstrap intervals. */
export function summarise(cases: readonly CaseRecord[], seed: number | undefined): Figures {
  const values = new Map<string, number[]>();
  for (const one of cases)
    for (const [name, value] of Object.entries(one.values)) {
      const list = values.get(name);
      if (list === undefined) values.set(name, [value]);
      else list.push(value);
    }
  const figures: Figures = {};
  for (const [name, list] of values) figures[name] = figureOf(list, seed);
  addDerived(figures, cases);
  if (cases.length > 0) {
    figures['pass-rate'] = figureOf(cases.map((one) => (one.passed ? 1 : 0)), undefined);
    figures['errors'] = { value: cases.filter((one) => one.error !== undefined).length, n: cases.length };
  }
  return figures;
} // prettier-ignore

/** Figures by split, kind and trap. */
export function summariseGroups(cases: readonly CaseRecord[]): Record<string, Figures> {
  const groups: Record<string, Figures> = {};
  const ready = casesIn(cases, {});
  for (const key of ['split', 'kind', 'trap'] as const)
    for (const value of [...new Set(ready.map((one) => one[key]))].sort())
      if (value !== undefined) groups[`${key}=${value}`] = summarise(ready.filter((one) => one[key] === value), undefined);
  return groups;
} // prettier-ignore

/** Tables behind the figures: confusions of the router, the 2x2 table, calibration of answers. */
export function summariseTables(
  cases: readonly CaseRecord[],
): Pick<RunRecord, 'confusions' | 'table' | 'calibration'> {
  const ready = casesIn(cases, {});
  const decisions = ready.flatMap((one) => one.decision ?? []);
  return {
    confusions: confusionsOf(ready.flatMap((one) => one.label ?? [])),
    table: { ...decisionTable(decisions) },
    calibration: calibrationBins(decisions.filter((one) => !one.refused)).map((bin) => ({ ...bin })),
  };
}

/** Figures sorted by stage and name, for tables. */
export function sortedFigures(figures: Figures): [string, Figure][] {
  return Object.entries(figures).sort(([a], [b]) => {
    const stage = stageOf(a).localeCompare(stageOf(b));
    return stage || a.localeCompare(b, 'en', { numeric: true });
  });
}
