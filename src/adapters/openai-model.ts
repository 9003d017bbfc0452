/**
 * Any OpenAI-compatible chat API as a LanguageModel, through LangChain. Owns what the library leaves open: one deadline, at most one retry,
 * silence on a stream, streams that end too early, a breaker and a daily budget. Does not judge what the model says.
 */
import type { AIMessageChunk } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { AppError, isAppError } from '../domain/errors.js';
import type { LanguageModel, ModelMessage } from '../ports.js';
import { createTokenBudget } from './openai-budget.js';
import { createCheckedFetch } from './openai-fetch.js';
import { explain, innerAppError, isPassing, refusedParameters, retryAfterMs } from './openai-problem.js';

export interface OpenAiModelOptions {
  /** Any text when the server wants no key. */
  readonly apiKey: string;
  /** Undefined: OpenAI itself. */
  readonly baseUrl: string | undefined;
  readonly model: string;
  /** Budget of one call with its retry, in milliseconds. */
  readonly timeoutMs: number;
  /** Undefined: no limit. */
  readonly dailyTokens: number | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Longest silence on a stream, in milliseconds; default 8,000. */
  readonly idleMs?: number;
  /** 0 to 1, for the jitter of a retry. */
  readonly random?: () => number;
}

export interface OpenAiModel extends LanguageModel {
  tokensToday(): number;
  /** What went wrong last; undefined after a success. */
  problem(): string | undefined;
}

type CallOptions = Parameters<LanguageModel['stream']>[1];

const shortestWaitMs = 150;
const longestWaitMs = 5_000;
const silentLogger = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};

/** Rough, on the safe side for English; the server's own count replaces it where there is one. */
function estimateTokens(text: string): number {
  return Math.ceil(text.length / 3.5);
}

function textOf(chunk: AIMessageChunk): string {
  return typeof chunk.content === 'string' ? chunk.content : '';
}

/** Tokens of prompt and reply as the server counted them. */
function totalTokensOf(chunk: AIMessageChunk): number | undefined {
  const usage: unknown = chunk.usage_metadata;
  if (typeof usage !== 'object' || usage === null || !('total_tokens' in usage)) return undefined;
  return typeof usage.total_tokens === 'number' ? usage.total_tokens : undefined;
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}

/** Resolves after the time, or rejects with the signal's reason. */
function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, waitMs);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** The promise, unless `idleMs` pass or the signal fires first. */
async function within<T>(
  promise: Promise<T>,
  idleMs: number,
  signal: AbortSignal,
  onSilence: () => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(onSilence()), idleMs);
    onAbort = () => reject(reasonOf(signal));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}

/** Why a reply that ended is none; undefined when it is whole. */
function endProblem(finish: string | undefined, length: number): string | undefined {
  if (finish === undefined) return 'stopped before its end';
  if (finish === 'length') return 'was cut at its token limit';
  if (finish === 'content_filter') return 'was filtered by the server';
  if (finish === 'tool_calls' || finish === 'function_call') return 'called a tool instead of answering';
  if (length === 0) return 'was empty';
  return undefined;
}

/** The first JSON value in a text, fenced or with words around it. */
function jsonIn(text: string): unknown {
  const candidates = [
    text,
    /```(?:json)?\s*([\s\S]*?)```/.exec(text)?.[1],
    /[[{][\s\S]*[\]}]/.exec(text)?.[0],
  ];
  for (const candidate of candidates) {
    if (candidate === undefined) continue;
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      continue;
    }
  }
  throw new AppError('model_failed', 'The model was asked for JSON and gave none.');
}

/** Never connects by itself: the first call does. */
export function createOpenAiModel(options: OpenAiModelOptions): OpenAiModel {
  const host = options.baseUrl === undefined ? 'api.openai.com' : new URL(options.baseUrl).host;
  const id = `${host}/${options.model}`;
  const target = { host, model: options.model, variable: 'OPENAI_MODEL' };
  const random = options.random ?? Math.random;
  const idleMs = options.idleMs ?? 8_000;
  // A model on a small machine reads its prompt for a while before it speaks.
  const firstMs = Math.max(idleMs, options.timeoutMs / 2);
  const budget = createTokenBudget(options);
  const breaker = circuitBreaker(
    handleWhen((error) => !isAppError(error, 'aborted')),
    { halfOpenAfter: 5_000, breaker: new ConsecutiveBreaker(3) },
  );
  const refused = new Set<string>();
  let problem: string | undefined;

  function client(maxTokens: number): ChatOpenAI {
    return new ChatOpenAI({
      model: options.model,
      apiKey: options.apiKey,
      maxTokens,
      maxRetries: 0,
      useResponsesApi: false,
      streamUsage: !refused.has('stream_options'),
      ...(refused.has('temperature') ? {} : { temperature: 0 }),
      configuration: {
        ...(options.baseUrl === undefined ? {} : { baseURL: options.baseUrl }),
        maxRetries: 0,
        timeout: options.timeoutMs,
        logger: silentLogger,
        logLevel: 'off',
        fetch: createCheckedFetch(),
      },
    });
  }

  function failure(error: unknown, signal: AbortSignal, deadline: AbortSignal): AppError {
    if (signal.aborted) return new AppError('aborted', 'The caller went away.', { cause: error });
    if (deadline.aborted)
      return new AppError(
        'model_failed',
        `${id} gave no whole answer within ${options.timeoutMs} ms (LLM_TIMEOUT_MS).`,
      );
    const known = innerAppError(error);
    if (known !== undefined) return known;
    if (error instanceof BrokenCircuitError)
      return new AppError(
        'model_failed',
        problem ?? `${id} failed several times and is left alone for a moment.`,
      );
    return new AppError('model_failed', explain(error, target));
  }

  function reserve(
    messages: readonly ModelMessage[],
    maxTokens: number,
  ): { prompt: number; settle: (used: number) => void } {
    const prompt = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
    const settle = budget.reserve(prompt + maxTokens);
    if (settle === undefined)
      throw new AppError(
        'model_failed',
        `The ${options.dailyTokens} tokens of today (LLM_DAILY_TOKENS) are used up.`,
      );
    return { prompt, settle };
  }

  /** Runs `attempt`, once more when the failure is a passing one, nothing was received yet, and the wait fits. */
  async function withRetry<T>(attempt: () => Promise<T>, signal: AbortSignal, startedAt: number): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      const parameters = refusedParameters(error).filter((name) => !refused.has(name));
      for (const name of parameters) refused.add(name);
      if (signal.aborted || (parameters.length === 0 && !isPassing(error))) throw error;
      const leftMs = options.timeoutMs - (options.now() - startedAt);
      const waitMs =
        parameters.length > 0 ? 0 : (retryAfterMs(error, options.now()) ?? shortestWaitMs * (1 + random()));
      if (waitMs > Math.min(longestWaitMs, leftMs / 2)) throw error;
      await pause(waitMs, signal);
      return attempt();
    }
  }

  /** Keeps the breaker informed of a call that is read elsewhere; rejects at once while it is open. */
  function guard(): Promise<(error?: unknown) => void> {
    return new Promise((resolve, reject) => {
      breaker
        .execute(
          () =>
            new Promise<void>((done, fail) => {
              resolve((error) => {
                if (error === undefined) done();
                else fail(error instanceof Error ? error : new Error('failed'));
              });
            }),
        )
        .catch(reject);
    });
  }

  async function* stream(messages: readonly ModelMessage[], call: CallOptions): AsyncGenerator<string> {
    const startedAt = options.now();
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const giveUp = new AbortController();
    const signal = AbortSignal.any([call.signal, deadline, giveUp.signal]);
    let finish: ((error?: unknown) => void) | undefined;
    let settle: ((used: number) => void) | undefined;
    let tokens = 0;
    let isDone = false;
    const silence = (ms: number) => (): Error =>
      new AppError('model_failed', `${id} was silent for ${ms} ms.`);
    try {
      signal.throwIfAborted();
      finish = await guard();
      const reserved = reserve(messages, call.maxTokens);
      settle = reserved.settle;
      tokens = reserved.prompt;
      const open = async () => {
        const chunks = await client(call.maxTokens).stream(
          messages.map(({ role, content }) => ({ role, content })),
          { signal },
        );
        const iterator = chunks[Symbol.asyncIterator]();
        return { iterator, first: await iterator.next() };
      };
      const { iterator, first } = await withRetry(
        () => within(open(), firstMs, signal, silence(firstMs)),
        signal,
        startedAt,
      );
      let reason: string | undefined;
      let length = 0;
      for (
        let next = first;
        next.done !== true;
        next = await within(iterator.next(), idleMs, signal, silence(idleMs))
      ) {
        const chunk = next.value;
        const text = textOf(chunk);
        if ((chunk.tool_call_chunks?.length ?? 0) > 0)
          throw new AppError('model_failed', `The reply of ${id} called a tool instead of answering.`);
        const finished: unknown = chunk.response_metadata['finish_reason'];
        if (typeof finished === 'string') reason = finished;
        tokens = totalTokensOf(chunk) ?? tokens + estimateTokens(text);
        length += text.trim().length;
        if (text !== '') yield text;
      }
      const wrong = endProblem(reason, length);
      if (wrong !== undefined) throw new AppError('model_failed', `The reply of ${id} ${wrong}.`);
      problem = undefined;
      isDone = true;
      finish();
    } catch (error) {
      const told = failure(error, call.signal, deadline);
      if (told.code === 'model_failed') problem = told.message;
      isDone = true;
      finish?.(told);
      throw told;
    } finally {
      // A reader that stops early leaves neither an open request nor a waiting breaker.
      if (!isDone) finish?.();
      settle?.(tokens);
      giveUp.abort();
    }
  }

  async function json(messages: readonly ModelMessage[], call: CallOptions): Promise<unknown> {
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const signal = AbortSignal.any([call.signal, deadline]);
    const startedAt = options.now();
    let settle: ((used: number) => void) | undefined;
    let tokens = 0;
    try {
      const reserved = reserve(messages, call.maxTokens);
      settle = reserved.settle;
      tokens = reserved.prompt;
      const ask = (): Promise<unknown> => {
        const format = refused.has('response_format')
          ? {}
          : { response_format: { type: 'json_object' as const } };
        return client(call.maxTokens)
          .invoke(
            messages.map(({ role, content }) => ({ role, content })),
            { signal, ...format },
          )
          .then((reply) => {
            const text = textOf(reply);
            tokens = totalTokensOf(reply) ?? tokens + estimateTokens(text);
            return jsonIn(text);
          });
      };
      const value = await breaker.execute(() => withRetry(ask, signal, startedAt));
      problem = undefined;
      return value;
    } catch (error) {
      const told = failure(error, call.signal, deadline);
      if (told.code === 'model_failed') problem = told.message;
      throw told;
    } finally {
      settle?.(tokens);
    }
  }

  return {
    id,
    stream,
    json,
    tokensToday: () => budget.usedToday(),
    problem: () => problem,
    close: () => Promise.resolve(),
  };
}
