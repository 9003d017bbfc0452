/**
 * LangChain's client of a chat API with its defaults undone: no retries of its own, no waiting for minutes, nothing on the console, no key or
 * organisation out of the environment. Leaves out what the server was found to refuse.
 */
import { ChatOpenAI } from '@langchain/openai';
import type { OpenAiAddress } from './openai-address.js';
import { createCheckedFetch } from './openai-fetch.js';

export interface ChatClientOptions {
  readonly address: OpenAiAddress;
  /** Any text when the server wants no key. */
  readonly apiKey: string;
  readonly model: string;
  readonly timeoutMs: number;
}

const silentLogger = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};

/** A client for one call. `refused`: parameters that this server does not take. */
export function chatClient(
  { address, apiKey, model, timeoutMs }: ChatClientOptions,
  { maxTokens, refused }: { readonly maxTokens: number; readonly refused: ReadonlySet<string> },
): ChatOpenAI {
  return new ChatOpenAI({
    model,
    apiKey,
    // Models that reason count their thoughts too, and refuse the older name.
    ...(refused.has('max_tokens') ? { modelKwargs: { max_completion_tokens: maxTokens } } : { maxTokens }),
    maxRetries: 0,
    useResponsesApi: false,
    streamUsage: !refused.has('stream_options'),
    ...(refused.has('temperature') ? {} : { temperature: 0 }),
    configuration: {
      baseURL: address.baseUrl,
      defaultQuery: { ...address.query },
      defaultHeaders: { ...address.headers },
      maxRetries: 0,
      timeout: timeoutMs,
      logger: silentLogger,
      logLevel: 'off',
      fetch: createCheckedFetch({ isWhole: refused.has('stream') }),
    },
  });
}
