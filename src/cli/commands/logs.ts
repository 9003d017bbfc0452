/** `askfolio logs`: the query log for people, or as JSON lines. */
import { setTimeout as wait } from 'node:timers/promises';
import type { AnswerStatus } from '../../domain/answer.js';
import { configFor, type CommandContext, type GlobalOptions } from '../open.js';
import { exitDone } from '../output.js';

export interface LogsOptions extends GlobalOptions {
  readonly status?: AnswerStatus;
  /** Milliseconds since the epoch. */
  readonly since?: number;
  readonly follow?: boolean;
}

const followIntervalMs = 500;

export async function logsCommand(options: LogsOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const folder = `${configFor(options, context).dataFolder}/log`;
  const { formatQueryRecord, readQueryLog } = await import('../../services.js');
  const signal = options.follow === true ? terminal.interrupted() : undefined;
  let since = options.since;
  /** Ids of the records that were printed and bear the time `since`: the next look starts at that time. */
  let printed = new Set<string>();
  for (let isFirst = true; ; isFirst = false) {
    const filter = {
      folder,
      ...(since === undefined ? {} : { since }),
      ...(options.status === undefined ? {} : { status: options.status }),
    };
    for await (const record of readQueryLog(filter)) {
      if (printed.has(record.id)) continue;
      terminal.out(options.json === true ? JSON.stringify(record) : `${formatQueryRecord(record)}\n`);
      const time = Date.parse(record.time);
      if (since === undefined || time > since) printed = new Set();
      since = Math.max(since ?? 0, time);
      printed.add(record.id);
    }
    if (isFirst && printed.size === 0) terminal.note(`No question like that is logged in ${folder}.`);
    if (signal === undefined) return exitDone;
    await wait(followIntervalMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return exitDone;
  }
}
