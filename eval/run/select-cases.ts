/** Which cases of a golden set run: by filter, by id, or those that failed before. */
import { createHash } from 'node:crypto';
import { AppError } from '../../src/domain/errors.js';
import type { GoldenSet } from '../golden/load.js';
import { didYouMean } from '../golden/problem.js';
import type { RunRecord } from './record.js';

export interface Selection {
  /** `tag=fact`, `kind=off_topic`, `split=dev`, `intent=factual`, `trap=entity`, `status=draft`; all must hold. */
  readonly filters: readonly string[];
  /** Ids, `*` for any text; one must match. */
  readonly ids: readonly string[];
  /** A run whose failed cases are run again. */
  readonly failedIn?: RunRecord;
}

interface Selectable {
  readonly id: string;
  readonly split: string;
  readonly isDraft: boolean;
  readonly tags: readonly string[];
  readonly kind?: string;
  readonly intent?: string;
  readonly trap?: string;
}

const filterKeys = ['tag', 'kind', 'split', 'intent', 'trap', 'status'] as const;

/** Stands for the id of a test case wherever cases are listed and the test half is not revealed. */
export function hiddenId(id: string): string {
  return `test:${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
}

function predicateOf(filter: string): (one: Selectable) => boolean {
  const [key = '', ...rest] = filter.split('=');
  const value = rest.join('=');
  if (!(filterKeys as readonly string[]).includes(key) || value === '')
    throw new AppError(
      'bad_config',
      `--filter ${filter}: write it as ${filterKeys.join('|')}=value${didYouMean(key, filterKeys)}`,
    );
  if (key === 'tag') return (one) => one.tags.includes(value);
  if (key === 'status') return (one) => (one.isDraft ? 'draft' : 'ready') === value;
  return (one) => one[key as 'kind' | 'split' | 'intent' | 'trap'] === value;
}

/** Whether an id, or the id that it paraphrases, fits the pattern. */
export function matchesId(id: string, pattern: string): boolean {
  const expression = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const whole = new RegExp(`^${expression}$`);
  return whole.test(id) || whole.test(id.replace(/[~#].*$/, ''));
}

/** The part of the set that is selected. @throws AppError `bad_golden` when nothing is left, `bad_config` for a bad filter. */
export function selectCases(set: GoldenSet, selection: Selection): GoldenSet {
  const predicates = selection.filters.map(predicateOf);
  const failed =
    selection.failedIn === undefined
      ? undefined
      : new Set(selection.failedIn.cases.filter((one) => !one.passed).map((one) => one.id));
  const wanted = (one: Selectable): boolean =>
    predicates.every((holds) => holds(one)) &&
    (selection.ids.length === 0 || selection.ids.some((pattern) => matchesId(one.id, pattern))) &&
    (failed === undefined || failed.has(one.id) || failed.has(hiddenId(one.id)));
  const selected = {
    ...set,
    cases: set.cases.filter(wanted),
    router: set.router.filter(wanted),
    pairs: set.pairs.filter(wanted),
  };
  if (selected.cases.length + selected.router.length + selected.pairs.length === 0)
    throw new AppError('bad_golden', `no case of ${set.files.join(', ')} is selected by ${describeSelection(selection).join(', ')}`);
  return selected;
} // prettier-ignore

/** The selection as the options that made it; empty when everything runs. */
export function describeSelection(selection: Selection): string[] {
  return [
    ...selection.filters.map((filter) => `--filter ${filter}`),
    ...selection.ids.map((id) => `--id ${id}`),
    ...(selection.failedIn === undefined ? [] : ['--failed']),
  ];
}
