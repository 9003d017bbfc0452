/** Two runs, case by case: paired differences with their intervals, flips by name, McNemar's test. */
import { directionOf, metricDefinition } from '../metrics/catalogue.js';
import { bootstrapInterval, mean } from '../statistics/intervals.js';
import { mcnemarExact } from '../statistics/mcnemar.js';
import type { CaseRecord, Comparison, Delta, RunRecord } from './record.js';
import { hiddenId } from './select-cases.js';

/** Metrics that may not get worse than the baseline even where no gate names them. */
const watched = [
  'router_accuracy', 'ndcg@10', 'packed.hit@5', 'gold.over_refusal_rate', 'false_answer_rate', 'over_refusal_rate',
  'gold.correct', 'correct', 'handled_right', 'citation_valid', 'quote_verbatim', 'unsupported_tokens', 'cache_hit_rate', 'false_hit_rate',
]; // prettier-ignore

interface Pair {
  readonly before: CaseRecord;
  readonly now: CaseRecord;
}

type Side = Pick<RunRecord, 'header' | 'cases'>;

/** Cases by the key that both a revealed and a hidden record share. */
function byKey(cases: readonly CaseRecord[]): Map<string, CaseRecord> {
  const key = (one: CaseRecord): string =>
    one.id.startsWith('test:') || one.split === 'dev' ? one.id : hiddenId(one.id);
  return new Map(cases.filter((one) => !one.draft).map((one) => [key(one), one]));
}

function deltaOf(metric: string, pairs: readonly Pair[], options: { gating: ReadonlySet<string>; tolerance: number; seed: number }): Delta | undefined {
  const both = pairs.flatMap(({ before, now }) => {
    const [a, b] = [before.values[metric], now.values[metric]];
    return a === undefined || b === undefined ? [] : [{ a, b }];
  });
  if (both.length === 0) return undefined;
  const differences = both.map(({ a, b }) => b - a);
  const change = mean(differences);
  const worse = directionOf(metric) === 'lower' ? change : -change;
  const gating = options.gating.has(metric) || watched.includes(metric);
  return {
    metric,
    baseline: mean(both.map(({ a }) => a)),
    current: mean(both.map(({ b }) => b)),
    n: both.length,
    ...bootstrapInterval(differences, options.seed),
    gating,
    regressed: gating && metricDefinition(metric)?.unit !== 'ms' && worse > options.tolerance + 1e-9,
  };
} // prettier-ignore

/**
 * Compares `current` with `baseline` over the cases that both hold. A watched or gated metric that got worse by more than
 * `tolerance`, or significantly more broken than fixed cases (p < 0.05), is a regression.
 */
export function compareRuns(
  baseline: Side,
  current: Side,
  options: { readonly gatedMetrics: readonly string[]; readonly tolerance: number; readonly seed: number },
): Comparison {
  const before = byKey(baseline.cases);
  const now = byKey(current.cases);
  const pairs = [...now].flatMap(([key, one]): Pair[] => {
    const earlier = before.get(key);
    return earlier === undefined ? [] : [{ before: earlier, now: one }];
  });
  const metrics = [...new Set(pairs.flatMap(({ now: one }) => Object.keys(one.values)))].sort();
  const settings = {
    gating: new Set(options.gatedMetrics),
    tolerance: options.tolerance,
    seed: options.seed,
  };
  const deltas = metrics.flatMap((metric) => deltaOf(metric, pairs, settings) ?? []);
  const broken = pairs.filter((pair) => pair.before.passed && !pair.now.passed).map((pair) => pair.now.id);
  const fixed = pairs.filter((pair) => !pair.before.passed && pair.now.passed).map((pair) => pair.now.id);
  const mcnemarP = mcnemarExact(broken.length, fixed.length);
  const significant = mcnemarP < 0.05 && broken.length > fixed.length;
  return {
    baselineTime: baseline.header.time,
    baselineGitSha: baseline.header.gitSha,
    sharedCases: pairs.length,
    onlyBaseline: before.size - pairs.length,
    onlyCurrent: now.size - pairs.length,
    sameGolden: baseline.header.goldenHash === current.header.goldenHash,
    deltas,
    broken,
    fixed,
    mcnemarP,
    regressions: [
      ...deltas.filter((delta) => delta.regressed).map((delta) => delta.metric),
      ...(significant ? ['passed cases'] : []),
    ],
  };
}
