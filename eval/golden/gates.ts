/** Gates: what a metric has to reach, read from a golden file or from `--gate name=value`. Deciding them is `run/check-gates.ts`. */
import { AppError } from '../../src/domain/errors.js';
import { directionOf, isMetricName, metricNames } from '../metrics/catalogue.js';
import { didYouMean } from './problem.js';
import type { Place, Problem } from './problem.js';
import type { RawGate } from './schema.js';

/** The cases that a gate looks at; all of them when empty. */
export interface Scope {
  readonly kind?: string;
  readonly tag?: string;
  readonly trap?: string;
  readonly split?: 'dev' | 'test';
}

export interface Gate {
  readonly metric: string;
  readonly min?: number;
  readonly max?: number;
  readonly scope: Scope;
}

function limitsOf(metric: string, value: number): { min: number } | { max: number } {
  return directionOf(metric) === 'lower' ? { max: value } : { min: value };
}

function defined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Value;
}

/** A plain number is the least allowed value, or the most for metrics where lower is better. */
export function toGates(
  raw: Readonly<Record<string, RawGate>>,
  place: Place,
): { gates: Gate[]; problems: Problem[] } {
  const gates: Gate[] = [];
  const problems: Problem[] = [];
  for (const [metric, gate] of Object.entries(raw)) {
    if (!isMetricName(metric)) {
      problems.push({
        ...place,
        message: `unknown metric "${metric}" under gates${didYouMean(metric, metricNames())}`,
      });
      continue;
    }
    if (typeof gate === 'number') {
      gates.push({ metric, ...limitsOf(metric, gate), scope: {} });
      continue;
    }
    const { by, ...limits } = gate;
    const scopes = by === undefined ? [] : Array.isArray(by) ? by : [by];
    if (limits.min === undefined && limits.max === undefined && scopes.length === 0)
      problems.push({ ...place, message: `the gate "${metric}" says neither min nor max` });
    if (limits.min !== undefined || limits.max !== undefined)
      gates.push(defined({ metric, ...limits, scope: {} }) as Gate);
    for (const { min, max, ...scope } of scopes) {
      if (min === undefined && max === undefined)
        problems.push({ ...place, message: `the gate "${metric}" has a "by" with neither min nor max` });
      gates.push(defined({ metric, min, max, scope: defined(scope) }) as Gate);
    }
  }
  return { gates, problems };
}

/** `hit@5=0.9`, `false_answer_rate[kind=missing_fact]=0.3`. @throws AppError `bad_config`. */
export function parseGateOption(option: string): Gate {
  const match = /^([^=[\]]+)(?:\[(kind|tag|trap|split)=([^\]]+)\])?=(-?[\d.]+)$/.exec(option.trim());
  const [, metric = '', key, scopeValue, value = ''] = match ?? [];
  if (match === null || Number.isNaN(Number(value)))
    throw new AppError(
      'bad_config',
      `--gate ${option}: write it as metric=number, for example --gate hit@5=0.9`,
    );
  if (!isMetricName(metric))
    throw new AppError(
      'bad_config',
      `--gate ${option}: unknown metric "${metric}"${didYouMean(metric, metricNames())}`,
    );
  const scope: Scope = key === undefined ? {} : { [key]: scopeValue };
  return { metric, ...limitsOf(metric, Number(value)), scope };
}

/** The gates of the files with those of the command line in place of equal metric and scope. */
export function overrideGates(gates: readonly Gate[], overrides: readonly Gate[]): Gate[] {
  const key = (gate: Gate): string => `${gate.metric} ${JSON.stringify(gate.scope)}`;
  const replaced = new Set(overrides.map(key));
  return [...gates.filter((gate) => !replaced.has(key(gate))), ...overrides];
}
