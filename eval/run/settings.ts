/** Options as people give them -> settings, checked. */
import { AppError } from '../../src/domain/errors.js';
import { parseGateOption } from '../golden/gates.js';
import type { Gate } from '../golden/gates.js';
import { didYouMean } from '../golden/problem.js';
import { stages } from '../metrics/catalogue.js';
import type { Stage } from '../metrics/catalogue.js';
import type { EvalDependencies, EvalOptions } from '../options.js';
import type { RunSettings } from './run-cases.js';

const shownDepth = 10;

/** @throws AppError `bad_config` for an unknown stage. */
export function parseStages(text: string | undefined): ReadonlySet<Stage> {
  const names = (text ?? 'all').split(',').map((name) => name.trim());
  if (names.includes('all')) return new Set(stages);
  for (const name of names)
    if (!(stages as readonly string[]).includes(name))
      throw new AppError('bad_config', `--stage ${name}: choose from ${stages.join(', ')}, all${didYouMean(name, stages)}`);
  return new Set(names as Stage[]);
} // prettier-ignore

function parseCutoffs(text: string | undefined, byDefault: readonly number[]): number[] {
  if (text === undefined) return [...byDefault];
  const cutoffs = text.split(',').map(Number);
  if (cutoffs.some((k) => !Number.isInteger(k) || k < 1 || k > 100))
    throw new AppError('bad_config', `--k ${text}: whole numbers from 1 to 100, separated by commas`);
  return [...new Set(cutoffs)].sort((a, b) => a - b);
}

function positive(name: string, value: number | undefined, byDefault: number): number {
  if (value === undefined) return byDefault;
  if (!Number.isInteger(value) || value < 1)
    throw new AppError('bad_config', `--${name} ${value}: a whole number from 1`);
  return value;
}

/** Gates of the command line, `--fail-under` among them. @throws AppError `bad_config`. */
export function parseGates(options: EvalOptions): Gate[] {
  return [...(options.gate ?? []), ...(options.failUnder ?? [])].map(parseGateOption);
}

/** @throws AppError `bad_config` for a number out of range. */
export function toSettings(
  options: EvalOptions,
  dependencies: EvalDependencies,
  byDefault: { readonly cutoffs: readonly number[]; readonly total: string },
): RunSettings {
  const { signal, stderr } = dependencies;
  let shown = 0;
  const report = (done: number, total: number): void => {
    const tenth = Math.floor((done * 10) / total);
    if (tenth > shown && total >= 100) {
      shown = tenth;
      stderr(`${byDefault.total}: ${done} of ${total}\n`);
    }
  };
  return {
    stages: parseStages(options.stage),
    // Rank 1, 5 and 10 are in every report, whatever else is asked for.
    cutoffs: [
      ...new Set([...parseCutoffs(options.k, byDefault.cutoffs), ...(options.k === undefined ? [1, 5, 10] : [])]),
    ].sort((a, b) => a - b),
    repeat: positive('repeat', options.repeat, 1),
    concurrency: positive('concurrency', options.concurrency, 1),
    noPlan: options.plan === false,
    shownDepth,
    elapsed: dependencies.elapsed,
    ...(signal === undefined ? {} : { signal }),
    ...(options.quiet === true ? {} : { onProgress: report }),
  };
} // prettier-ignore
