/** The one error class and the closed list of its codes. Knows nothing of HTTP or exit statuses: the faces map codes. */

export const errorCodes = [
  'bad_question', // the question is empty, too long or not text
  'bad_config', // an environment variable or option has a wrong value
  'corpus_missing', // the folder to ingest does not exist or holds nothing readable
  'document_unreadable', // one file cannot be read; others can
  'index_missing', // there is no index yet
  'index_damaged', // checksum, version or length is wrong
  'index_busy', // another process is writing the index
  'index_mismatch', // the index was made by another embedder or engine
  'storage_failed', // disk full, no permission
  'engine_unavailable', // a server does not answer
  'model_failed', // the language model gave no usable reply
  'embedder_failed', // no vector could be made
  'nothing_can_answer', // no index at all answers
  'aborted', // the caller went away or the deadline passed
  'rate_limited',
  'unauthorised',
  'bad_golden', // a golden set or a report is malformed
  'internal', // a bug
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** An expected failure: the message says the operation, the target, the numbers, and what to do. Not for expected outcomes ("not documented", a cache miss): those are values. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}

/** `aborted`: nobody waits for the answer any more. */
export function abandoned(signal: AbortSignal): AppError {
  return new AppError('aborted', 'The caller went away before the answer was ready.', {
    cause: signal.reason,
  });
}

/** True for an AppError, optionally with one given code. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}

/** Message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
