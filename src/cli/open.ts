/** Opens askfolio for a command: configuration from the environment and the global options, an index that is there and up to date. */
import { AppError, isAppError } from '../domain/errors.js';
import { readConfig, type Config } from '../config.js';
import { createAskfolio, type Askfolio } from '../services.js';
import { showProgress } from './progress.js';
import type { Terminal } from './output.js';

export interface GlobalOptions {
  readonly corpus?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

export function configFor(
  options: GlobalOptions & { port?: number },
  environment: NodeJS.ProcessEnv = process.env,
): Config {
  return readConfig(environment, {
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
export async function bringUpToDate(askfolio: Askfolio, terminal: Terminal): Promise<void> {
  const progress = showProgress(terminal);
  try {
    const report = await askfolio.ingest({ onProgress: progress.update });
    for (const warning of report.warnings) terminal.note(`warning: ${warning.message}`);
  } catch (error) {
    if (!hasIndex(askfolio) || !isAppError(error)) throw error;
    terminal.note(`warning: ${error.message} The index from before answers.`);
  } finally {
    progress.clear();
  }
}

/** Opens, brings the index up to date, runs, and closes whatever happens. */
export async function withAskfolio<T>(
  options: GlobalOptions,
  terminal: Terminal,
  run: (askfolio: Askfolio) => Promise<T>,
): Promise<T> {
  const askfolio = await createAskfolio(configFor(options), {
    onProblem: (message) => terminal.note(`warning: ${message}`),
  });
  try {
    return await run(askfolio);
  } finally {
    await askfolio.close();
  }
}

/** A whole number given to an option. */
export function wholeNumber(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0)
    throw new AppError('bad_config', `${name} takes a whole number, not "${value}".`);
  return number;
}
