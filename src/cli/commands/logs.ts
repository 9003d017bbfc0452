/** `askfolio logs`: the query log for people, or as JSON lines. */
import { AppError } from '../../domain/errors.js';
import { answerStatuses } from '../../domain/answer.js';
import { formatQueryRecord, readQueryLog, type LoggedQuery } from '../../services.js';
import { exitDone, exitUsage, type Terminal } from '../output.js';
import { configFor, type GlobalOptions } from '../open.js';

export interface LogsOptions extends GlobalOptions {
  readonly status?: string;
  readonly since?: string;
  readonly follow?: boolean;
}

const followIntervalMs = 500;

/** A date, or a span such as 30m, 12h, 7d counted back from now. */
export function sinceTime(text: string, now: number): Date {
  const span = /^(\d+)([mhd])$/.exec(text);
  const minutes = { m: 1, h: 60, d: 1440 }[span?.[2] ?? ''];
  const time =
    span !== null && minutes !== undefined ? now - Number(span[1]) * minutes * 60_000 : Date.parse(text);
  if (Number.isNaN(time))
    throw new AppError(
      'bad_config',
      `--since takes a date such as 2026-01-31 or a span such as 12h, not "${text}".`,
    );
  return new Date(time);
}

export async function logsCommand(options: LogsOptions, terminal: Terminal): Promise<number> {
  const config = configFor(options);
  const status = answerStatuses.find((known) => known === options.status);
  if (options.status !== undefined && status === undefined) {
    terminal.note(`askfolio: --status takes one of ${answerStatuses.join(', ')}, not "${options.status}".`);
    return exitUsage;
  }
  const folder = `${config.dataFolder}/log`;
  const filter = {
    folder,
    ...(options.since === undefined ? {} : { since: sinceTime(options.since, Date.now()).getTime() }),
    ...(status === undefined ? {} : { status }),
  };
  const print = (record: LoggedQuery): void =>
    terminal.out(options.json === true ? JSON.stringify(record) : `${formatQueryRecord(record)}\n`);
  let printed = 0;
  for (;;) {
    let seen = 0;
    for await (const record of readQueryLog(filter)) {
      seen += 1;
      if (seen > printed) print(record);
    }
    printed = Math.max(printed, seen);
    if (options.follow !== true) return exitDone;
    await new Promise((resolve) => setTimeout(resolve, followIntervalMs));
  }
}
