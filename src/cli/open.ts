/** Opens askfolio for a command: configuration from the environment and the global options, an index that is there and up to date. */
import { readConfig, type Config } from '../config.js';
import { isAppError } from '../domain/errors.js';
import type { Askfolio } from '../services.js';
import { describeWarning, printable, type Terminal } from './output.js';
import { showProgress } from './progress.js';

export interface GlobalOptions {
  readonly corpus?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** What a command is given beside its options. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the package. */
  readonly version: string;
}

export function configFor(options: GlobalOptions & { port?: number }, context: CommandContext): Config {
  return readConfig(context.environment, {
    ...(options.corpus === undefined ? {} : { corpusFolder: options.corpus }),
    ...(options.dataDir === undefined ? {} : { dataFolder: options.dataDir }),
    ...(options.port === undefined ? {} : { port: options.port }),
  });
}

export function hasIndex(askfolio: Askfolio): boolean {
  try {
    askfolio.snapshot();
    return true;
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
}

/** Builds the index when there is none or the folder has changed; with an index, a folder that cannot be read is only a note. */
export async function bringUpToDate(
  askfolio: Askfolio,
  terminal: Terminal,
  signal?: AbortSignal,
): Promise<void> {
  if (await askfolio.isCurrent()) return;
  const progress = showProgress(terminal);
  try {
    const report = await askfolio.ingest({
      onProgress: progress.update,
      ...(signal === undefined ? {} : { signal }),
    });
    progress.clear();
    for (const warning of report.warnings) terminal.note(describeWarning(warning));
  } catch (error) {
    progress.clear();
    if (!hasIndex(askfolio) || !isAppError(error)) throw error;
    terminal.note(printable(`warning: ${error.message} The index from before answers.`));
  }
}

/** Opens, runs, and closes whatever happens. `embedderWorkers` as in `CreateOptions`. */
export async function withAskfolio<T>(
  options: GlobalOptions & { embedderWorkers?: number },
  context: CommandContext,
  run: (askfolio: Askfolio) => Promise<T>,
): Promise<T> {
  const config = configFor(options, context);
  const { createAskfolio } = await import('../services.js');
  const askfolio = await createAskfolio(config, {
    onProblem: (message) => context.terminal.note(printable(`warning: ${message}`)),
    ...(options.embedderWorkers === undefined ? {} : { embedderWorkers: options.embedderWorkers }),
  });
  try {
    return await run(askfolio);
  } finally {
    await askfolio.close();
  }
}
