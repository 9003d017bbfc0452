/** Problems of golden files with their place, and how they become one message. */
import { distance } from 'fastest-levenshtein';
import { AppError } from '../../src/domain/errors.js';

export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface Problem extends Place {
  readonly message: string;
}

const shownAtMost = 50;

/** `file:line: message`. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}: ${problem.message}`;
}

/** @throws AppError `bad_golden` that lists the problems, when there are any. */
export function failOnProblems(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.slice(0, shownAtMost).map(formatProblem);
  if (problems.length > shownAtMost) lines.push(`... and ${problems.length - shownAtMost} more`);
  throw new AppError('bad_golden', lines.join('\n'));
}

/** ` (did you mean "x"?)` for a near miss, else nothing. */
export function didYouMean(given: string, known: readonly string[]): string {
  const nearest = [...known]
    .map((word) => ({ word, far: distance(given.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0];
  if (nearest === undefined || nearest.far > Math.max(2, Math.floor(given.length / 3))) return '';
  return ` (did you mean "${nearest.word}"?)`;
}
