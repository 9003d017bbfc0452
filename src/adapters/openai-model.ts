/**
 * Any OpenAI-compatible chat API as a LanguageModel, through LangChain. Owns what the library leaves open: one deadline, at most one retry,
 * silence on a stream, streams that end too early, a breaker and a daily budget. Does not judge what the model says.
 */
import type { AIMessageChunk } from '@langchain/core/messages';
import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { AppError, isAppError } from '../domain/errors.js';
import type { LanguageModel, ModelMessage } from '../ports.js';
import { openAiAddress } from './openai-address.js';
import { createTokenBudget, type ModelUsage, type TokenPrice } from './openai-budget.js';
import { chatClient } from './openai-client.js';
import { explain, innerAppError, isPassing, refusedParameters, retryAfterMs } from './openai-problem.js';
import {
  endProblem,
  estimateTokens,
  finishReasonOf,
  jsonIn,
  textOf,
  tokensOf,
  type TokenCount,
} from './openai-reply.js';
import { pause, within } from './openai-timing.js';

export interface OpenAiModelOptions {
  /** Undefined when the server wants no key. */
  readonly apiKey: string | undefined;
  /** Undefined: OpenAI itself. */
  readonly baseUrl: string | undefined;
  readonly model: string;
  /** Budget of one call with its retry, in milliseconds. */
  readonly timeoutMs: number;
  /** Undefined: no limit. */
  readonly dailyTokens: number | undefined;
  readonly price?: TokenPrice | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Longest silence on a stream, in milliseconds; default 8,000. */
  readonly idleMs?: number;
  /** 0 to 1, for the jitter of a retry. */
  readonly random?: () => number;
  /** Told after every call that reached the server. */
  readonly onUsage?: (usage: ModelUsage) => void;
}

export interface OpenAiModel extends LanguageModel {
  tokensToday(): number;
  /** What went wrong last; undefined after a success. */
  problem(): string | undefined;
}

type CallOptions = Parameters<LanguageModel['stream']>[1];
type JsonOptions = Parameters<LanguageModel['json']>[1];

/** One call on its way. */
interface Call {
  readonly signal: AbortSignal;
  readonly maxTokens: number;
  readonly startedAt: number;
  /** Replaced by the server's count as soon as there is one. */
  tokens: TokenCount;
}

const shortestWaitMs = 150;
const longestWaitMs = 5_000;

function roleAndContent(messages: readonly ModelMessage[]): { role: string; content: string }[] {
  return messages.map(({ role, content }) => ({ role, content }));
}

/** The strictest form of JSON that the server is not known to refuse. */
function jsonFormat(schema: JsonOptions['schema'], refused: ReadonlySet<string>) {
  if (refused.has('response_format')) return {};
  if (refused.has('json_schema') || schema === undefined)
    return { response_format: { type: 'json_object' as const } };
  const { name, shape } = schema;
  return {
    response_format: { type: 'json_schema' as const, json_schema: { name, strict: true, schema: shape } },
  };
}

/** Never connects by itself: the first call does. */
export function createOpenAiModel(options: OpenAiModelOptions): OpenAiModel {
  const address = openAiAddress(options);
  const id = `${address.host}/${options.model}`;
  const target = { host: address.host, model: options.model, variable: 'OPENAI_MODEL' };
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

  function client(maxTokens: number) {
    return chatClient({ ...options, address, apiKey: options.apiKey ?? 'none' }, { maxTokens, refused });
  }

  function failure(error: unknown, caller: AbortSignal, deadline: AbortSignal): AppError {
    if (isAppError(error, 'aborted')) return error;
    if (caller.aborted) {
      const isLate = caller.reason instanceof Error && caller.reason.name === 'TimeoutError';
      const message = isLate
        ? `${id} gave no whole answer in time (LLM_TIMEOUT_MS).`
        : 'The caller went away.';
      return new AppError('aborted', message, { cause: error });
    }
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

  /** Gives the tokens that are not used back, and tells what was. */
  function reserve(messages: readonly ModelMessage[], maxTokens: number) {
    const prompt = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
    const settle = budget.reserve(prompt + maxTokens);
    if (settle === undefined)
      throw new AppError(
        'model_failed',
        `The ${options.dailyTokens} tokens of today (LLM_DAILY_TOKENS) are used up.`,
      );
    return {
      prompt,
      settle: (used: TokenCount): void => {
        const usage = settle(used);
        options.onUsage?.(usage);
      },
    };
  }

  function count(call: Call, chunk: AIMessageChunk): void {
    const { prompt, reply } = call.tokens;
    call.tokens = tokensOf(chunk) ?? { prompt, reply: reply + estimateTokens(textOf(chunk)) };
  }

  /** Leaves out at the next try what the server complained of; false when it did not complain, or of nothing new. */
  function learnRefusals(error: unknown): boolean {
    const names = refusedParameters(error).filter((name) => !refused.has(name));
    // A server without schemas may still have JSON mode: that is given up only when it is refused itself.
    const isSchema = names.includes('response_format') && !refused.has('json_schema');
    for (const name of names) refused.add(isSchema && name === 'response_format' ? 'json_schema' : name);
    return names.length > 0;
  }

  /** Runs `attempt`, once more when the failure is a passing one, nothing was received yet, and the wait fits. What a server refuses is left out without counting as a retry. */
  async function withRetry<T>(attempt: () => Promise<T>, call: Call, isRetry = false): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (call.signal.aborted) throw error;
      if (learnRefusals(error)) return withRetry(attempt, call, isRetry);
      if (isRetry || !isPassing(error)) throw error;
      const leftMs = options.timeoutMs - (options.now() - call.startedAt);
      const waitMs = retryAfterMs(error, options.now()) ?? shortestWaitMs * (1 + random());
      if (waitMs > Math.min(longestWaitMs, leftMs / 2)) throw error;
      await pause(waitMs, call.signal);
      return withRetry(attempt, call, true);
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

  const silence = (ms: number) => (): Error => new AppError('model_failed', `${id} was silent for ${ms} ms.`);

  /** The text of the reply, checked for its end. */
  async function* pieces(
    messages: readonly ModelMessage[],
    call: Call,
    format: () => ReturnType<typeof jsonFormat>,
  ): AsyncGenerator<string> {
    const { signal } = call;
    const open = async () => {
      const chunks = await client(call.maxTokens).stream(roleAndContent(messages), { signal, ...format() });
      const iterator = chunks[Symbol.asyncIterator]();
      return { iterator, next: await iterator.next() };
    };
    const attempt = () => {
      // A reply that comes as a whole may take the whole time.
      const waitMs = refused.has('stream') ? options.timeoutMs : firstMs;
      return within(open(), waitMs, signal, silence(waitMs));
    };
    const opened = await withRetry(attempt, call);
    const { iterator } = opened;
    let { next } = opened;
    let reason: string | undefined;
    let length = 0;
    for (; next.done !== true; next = await within(iterator.next(), idleMs, signal, silence(idleMs))) {
      const text = textOf(next.value);
      if ((next.value.tool_call_chunks?.length ?? 0) > 0)
        throw new AppError('model_failed', `The reply of ${id} called a tool instead of answering.`);
      reason = finishReasonOf(next.value) ?? reason;
      count(call, next.value);
      length += text.trim().length;
      if (text !== '') yield text;
    }
    const wrong = endProblem(reason, length);
    if (wrong !== undefined) throw new AppError('model_failed', `The reply of ${id} ${wrong}.`);
  }

  /** One call with everything around it: deadline, breaker, budget, and the failure as one line. */
  async function* reply(
    messages: readonly ModelMessage[],
    { signal: caller, maxTokens }: CallOptions,
    format: () => ReturnType<typeof jsonFormat> = () => ({}),
  ): AsyncGenerator<string> {
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const giveUp = new AbortController();
    const signal = AbortSignal.any([caller, deadline, giveUp.signal]);
    let finish: ((error?: unknown) => void) | undefined;
    let settle = (): void => undefined;
    try {
      signal.throwIfAborted();
      finish = await guard();
      const reserved = reserve(messages, maxTokens);
      const call: Call = {
        signal,
        maxTokens,
        startedAt: options.now(),
        tokens: { prompt: reserved.prompt, reply: 0 },
      };
      settle = () => reserved.settle(call.tokens);
      yield* pieces(messages, call, format);
      problem = undefined;
    } catch (error) {
      const told = failure(error, caller, deadline);
      if (told.code === 'model_failed') problem = told.message;
      finish?.(told);
      throw told;
    } finally {
      // Without effect after a failure. A reader that stops early leaves neither an open request nor a waiting breaker.
      finish?.();
      settle();
      giveUp.abort();
    }
  }

  /** Read as a stream, too: the client parses whole replies by itself, and throws at what can be mended here. */
  async function json(messages: readonly ModelMessage[], { schema, ...call }: JsonOptions): Promise<unknown> {
    let text = '';
    for await (const piece of reply(messages, call, () => jsonFormat(schema, refused))) text += piece;
    return jsonIn(text);
  }

  return {
    id,
    stream: (messages, call) => reply(messages, call),
    json,
    tokensToday: () => budget.usedToday(),
    problem: () => problem,
    close: () => Promise.resolve(),
  };
}
