/** `askfolio cache stats` and `askfolio cache clear`. */
import { AppError } from '../../domain/errors.js';
import { exitDone, type Terminal } from '../output.js';
import { withAskfolio, wholeNumber, type GlobalOptions } from '../open.js';

export interface ClearOptions extends GlobalOptions {
  readonly document?: string;
  readonly olderThan?: string;
}

export async function cacheStatsCommand(options: GlobalOptions, terminal: Terminal): Promise<number> {
  return withAskfolio(options, terminal, async (askfolio) => {
    const statistics = await askfolio.memory?.statistics();
    if (statistics === undefined) throw new AppError('bad_config', 'The cache is off: unset CACHE.');
    terminal.out(options.json === true ? JSON.stringify(statistics) : describe(statistics).join('\n'));
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

export async function cacheClearCommand(options: ClearOptions, terminal: Terminal): Promise<number> {
  return withAskfolio(options, terminal, async (askfolio) => {
    if (askfolio.memory === undefined) throw new AppError('bad_config', 'The cache is off: unset CACHE.');
    const removed = await askfolio.memory.clear({
      ...(options.document === undefined ? {} : { documentId: options.document }),
      ...(options.olderThan === undefined
        ? {}
        : { olderThanMs: wholeNumber('--older-than', options.olderThan) * 1000 }),
    });
    terminal.out(options.json === true ? JSON.stringify({ removed }) : `${removed} answers removed.`);
    return exitDone;
  });
}
