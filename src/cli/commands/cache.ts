/** `askfolio cache stats` and `askfolio cache clear`. */
import { AppError } from '../../domain/errors.js';
import type { Askfolio } from '../../services.js';
import { withAskfolio, type CommandContext, type GlobalOptions } from '../open.js';
import { exitDone } from '../output.js';

export interface ClearOptions extends GlobalOptions {
  readonly document?: string;
  /** Seconds. */
  readonly olderThan?: number;
}

function memoryOf(askfolio: Askfolio): NonNullable<Askfolio['memory']> {
  if (askfolio.memory === undefined) throw new AppError('bad_config', 'The cache is off: unset CACHE.');
  return askfolio.memory;
}

export async function cacheStatsCommand(options: GlobalOptions, context: CommandContext): Promise<number> {
  return withAskfolio({ ...options, embedderWorkers: 0 }, context, async (askfolio) => {
    const statistics = await memoryOf(askfolio).statistics();
    context.terminal.out(
      options.json === true ? JSON.stringify(statistics) : describe(statistics).join('\n'),
    );
    noteLifetime(askfolio, context);
    return exitDone;
  });
}

function describe(value: object, indent = ''): string[] {
  return Object.entries(value).flatMap(([name, entry]) =>
    typeof entry === 'object' && entry !== null
      ? [`${indent}${name}:`, ...describe(entry as object, `${indent}  `)]
      : [`${indent}${name}: ${String(entry)}`],
  );
}

/** Without Redis, a process has a cache of its own: this one's is empty, and a running service's cannot be seen from here. */
function noteLifetime(askfolio: Askfolio, { terminal }: CommandContext): void {
  if (askfolio.config.REDIS_URL === undefined)
    terminal.note(
      'note: without REDIS_URL the cache lives in each process; a running service has its own (GET /metrics, DELETE /cache).',
    );
}

export async function cacheClearCommand(options: ClearOptions, context: CommandContext): Promise<number> {
  return withAskfolio({ ...options, embedderWorkers: 0 }, context, async (askfolio) => {
    const removed = await memoryOf(askfolio).clear({
      ...(options.document === undefined ? {} : { documentId: options.document }),
      ...(options.olderThan === undefined ? {} : { olderThanMs: options.olderThan * 1000 }),
    });
    context.terminal.out(options.json === true ? JSON.stringify({ removed }) : `${removed} answers removed.`);
    noteLifetime(askfolio, context);
    return exitDone;
  });
}
