/** What commands print and how they end: results on stdout, messages on stderr, one table of exit statuses. */
import { isAppError, messageOf, type ErrorCode } from '../domain/errors.js';

export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress and messages. */
  note(text: string): void;
  /** Replaces the current line of stderr. */
  draw(line: string): void;
  /** True when stderr is a terminal: progress is drawn for a person only. */
  readonly interactive: boolean;
}

export const exitDone = 0;
export const exitFailed = 1;
export const exitUsage = 2;
export const exitCheckSaidNo = 3;

const usageCodes: readonly ErrorCode[] = ['bad_config', 'bad_question', 'bad_golden'];

export function exitStatusOf(error: unknown): number {
  return isAppError(error) && usageCodes.includes(error.code) ? exitUsage : exitFailed;
}

const advice: Partial<Record<ErrorCode, string>> = {
  corpus_missing: 'Put Markdown or text files into the folder, or name another one with --corpus.',
  index_missing: 'Run `askfolio ingest`.',
  index_damaged: 'Run `askfolio ingest` to build the index again.',
  index_busy: 'Wait for the other process, or end it.',
  nothing_can_answer: 'Run `askfolio doctor` to see which engine fails and why.',
};

/** The error for a person: what happened, then what to do when the message does not say it. */
export function describeError(error: unknown): string {
  const message = messageOf(error);
  const hint = isAppError(error) ? advice[error.code] : undefined;
  const known = hint === undefined || message.includes('askfolio ingest') ? '' : `\n${hint}`;
  return `askfolio: ${message}${known}`;
}

/** The error as JSON, so that `--json` stays JSON when a command fails. */
export function errorAsJson(error: unknown): string {
  return JSON.stringify({
    error: { code: isAppError(error) ? error.code : 'internal', message: messageOf(error) },
  });
}
