/** What commands print and how they end: results on stdout, messages on stderr, one table of exit statuses. */
import { isAppError, messageOf, type ErrorCode } from '../domain/errors.js';

export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress and messages. */
  note(text: string): void;
  /** Replaces the current line of stderr. */
  draw(line: string): void;
  /** True when stdin and stderr are a terminal: prompts and progress are for a person only. */
  readonly interactive: boolean;
  /** Where questions are read from when none is given. */
  input(): NodeJS.ReadableStream;
  /** Asked for by a command that can stop in good order; without that an interrupt ends the process. */
  interrupted(): AbortSignal;
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
  embedder_failed: 'EMBEDDER=none answers without it.',
  storage_failed: 'Free some space or correct the permissions, or name another folder with --data-dir.',
  nothing_can_answer: 'Run `askfolio doctor` to see which engine fails and why.',
};

/** Control characters of a file name, a document or a question never reach the terminal; line feeds and tabs do. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '');
}

// A message that already names a command, an option or a colon with what to do needs no second advice.
const saysWhatToDo = /askfolio ingest|--corpus|--data-dir|: (?:check|wait|free|choose|put|create) /i;

/** The error for a person: what happened, then what to do when the message does not say it. */
export function describeError(error: unknown): string {
  const message = printable(messageOf(error));
  if (!isAppError(error))
    return `askfolio: ${message}\nThis is a fault of askfolio itself; please report it with the command that you gave.`;
  const hint = advice[error.code];
  return `askfolio: ${message}${hint === undefined || saysWhatToDo.test(message) ? '' : `\n${hint}`}`;
}

/** The error as JSON, so that `--json` stays JSON when a command fails. */
export function errorAsJson(error: unknown): string {
  return JSON.stringify({
    error: { code: isAppError(error) ? error.code : 'internal', message: messageOf(error) },
  });
}

/** A warning about a file, as compilers write it: path, line where there is one, what and what to do. */
export function describeWarning(warning: { path: string; line?: number; message: string }): string {
  const line = warning.line === undefined ? '' : `:${warning.line}`;
  return printable(`warning: ${warning.path}${line}: ${warning.message}`);
}
