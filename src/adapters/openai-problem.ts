/** Failures of an OpenAI-compatible server as one line for people: the variable, what was seen, what to do. Bodies and keys are never quoted. */
import type { AppError } from '../domain/errors.js';
import { isAppError, messageOf } from '../domain/errors.js';

interface Faulty {
  readonly status?: unknown;
  readonly code?: unknown;
  readonly headers?: unknown;
  readonly cause?: unknown;
}

function faulty(error: unknown): Faulty {
  return typeof error === 'object' && error !== null ? error : {};
}

/** HTTP status of the reply behind an error; undefined when there was none. */
export function statusOf(error: unknown): number | undefined {
  const { status } = faulty(error);
  return typeof status === 'number' ? status : undefined;
}

/** The AppError that something wrapped on its way. */
export function innerAppError(error: unknown): AppError | undefined {
  for (let at: unknown = error, depth = 0; depth < 5 && at !== undefined; at = faulty(at).cause, depth++)
    if (isAppError(at)) return at;
  return undefined;
}

/** Milliseconds that the server asks to wait; undefined when it does not say. */
export function retryAfterMs(error: unknown, now: number): number | undefined {
  const { headers } = faulty(error);
  const value = headers instanceof Headers ? headers.get('retry-after') : undefined;
  if (value === undefined || value === null || value === '') return undefined;
  const seconds = Number(value);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isFinite(waitMs) && waitMs >= 0 ? waitMs : undefined;
}

/** True for failures that a second try may not have: overload, a fault of the server, a lost connection. */
export function isPassing(error: unknown): boolean {
  if (innerAppError(error) !== undefined || isContextTooLong(error)) return false;
  const status = statusOf(error);
  return status === undefined || status === 408 || status === 409 || status === 429 || status >= 500;
}

/** Parameters that a 400 complains of and that can be left out. */
export function refusedParameters(error: unknown): string[] {
  if ((statusOf(error) !== 400 && statusOf(error) !== 422) || isContextTooLong(error)) return [];
  const message = messageOf(error).toLowerCase();
  const named = ['stream_options', 'temperature', 'response_format', 'json_schema', 'max_tokens'];
  const found = named.filter((name) => message.includes(name));
  // Not `stream_options`, whose underscore makes it another word.
  return /\bstream(?:ing|ed)?\b/.test(message) ? [...found, 'stream'] : found;
}

function isContextTooLong(error: unknown): boolean {
  return (
    faulty(error).code === 'context_length_exceeded' ||
    /context[ _](?:length|window|size)|maximum context|too many tokens|(?:prompt|input) is too long/i.test(
      messageOf(error),
    )
  );
}

/** `model` names the variable that chose the model: OPENAI_MODEL or OPENAI_EMBEDDING_MODEL. */
export function explain(
  error: unknown,
  target: { readonly host: string; readonly model: string; readonly variable: string },
): string {
  const { host, model, variable } = target;
  const status = statusOf(error);
  const at = `${host} (model ${model})`;
  if (status === 401) return `${at} rejects the key (401): check OPENAI_API_KEY.`;
  if (status === 403)
    return `${at} forbids this (403): the key in OPENAI_API_KEY may not use the model of ${variable}.`;
  if (status === 404)
    return `${at} answers 404: check ${variable}, and that OPENAI_BASE_URL ends as the server wants it (often /v1).`;
  if (status === 429)
    return `${at} is at its limit (429): wait, or raise the limit or the quota of the key in OPENAI_API_KEY.`;
  if (isContextTooLong(error))
    return `${at}: the sources do not fit its context window: choose a model with a larger one in ${variable}.`;
  if (status === 400 || status === 422)
    return `${at} refuses the request (${status}): check OPENAI_API_KEY, and that ${variable} is a model of this server for this use.`;
  if (status !== undefined) return `${at} answers ${status}: the fault is the server's, look at its log.`;
  if (error instanceof Error && /Timeout/.test(error.name))
    return `${at} did not answer in time: check OPENAI_BASE_URL and the load of the server.`;
  return `${at} does not answer (${codeOf(error)}): check OPENAI_BASE_URL and that the server runs.`;
}

function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; depth < 5 && at !== undefined; at = faulty(at).cause, depth++) {
    const { code } = faulty(at);
    if (typeof code === 'string' && /^[A-Z_]{3,60}$/.test(code)) return code;
  }
  return 'no connection';
}
