/** Values of options -> numbers and times. A wrong value is wrong usage: the parser names the option and ends with status 2. */
import { InvalidArgumentError } from 'commander';

/** A whole number from 0 on. @throws InvalidArgumentError */
export function wholeNumber(value: string): number {
  if (!/^\d{1,15}$/.test(value.trim())) throw new InvalidArgumentError('Give a whole number such as 10.');
  return Number(value);
}

/** A number from 0 on. @throws InvalidArgumentError */
export function plainNumber(value: string): number {
  if (!/^\d*\.?\d+$/.test(value.trim())) throw new InvalidArgumentError('Give a number such as 0.01.');
  return Number(value);
}

/** All values of an option that may be given several times. */
export function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

const minutesOf: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, w: 10_080 };

/** A date or time, or a span such as 30m, 12h, 7d, 2w counted back from `now`; milliseconds since the epoch. @throws InvalidArgumentError */
export function sinceTime(text: string, now: number): number {
  const [, count, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text.trim()) ?? [];
  const minutes = minutesOf[unit];
  const time =
    count !== undefined && minutes !== undefined
      ? now - Number(count) * minutes * 60_000
      : /^\d{4}-\d{2}-\d{2}/.test(text.trim())
        ? Date.parse(text.trim())
        : NaN;
  if (Number.isNaN(time))
    throw new InvalidArgumentError('Give a date such as 2026-01-31 or a span such as 30m, 12h, 7d or 2w.');
  return time;
}
