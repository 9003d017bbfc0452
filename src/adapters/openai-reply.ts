/** What a chat API answered: its text, its tokens, whether it is whole, and the JSON in it. */
import type { AIMessageChunk } from '@langchain/core/messages';

/** Tokens of one call. */
export interface TokenCount {
  readonly prompt: number;
  readonly reply: number;
}

/** Rough, on the safe side for English; the server's own count replaces it where there is one. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 3.5);
}

export function textOf(chunk: AIMessageChunk): string {
  return typeof chunk.content === 'string' ? chunk.content : '';
}

function numberIn(value: object, name: string): number | undefined {
  const found: unknown = Reflect.get(value, name);
  return typeof found === 'number' ? found : undefined;
}

/** As the server counted; undefined when it did not. */
export function tokensOf(chunk: AIMessageChunk): TokenCount | undefined {
  const usage: unknown = chunk.usage_metadata;
  if (typeof usage !== 'object' || usage === null) return undefined;
  const total = numberIn(usage, 'total_tokens');
  if (total === undefined) return undefined;
  const reply = numberIn(usage, 'output_tokens') ?? 0;
  return { prompt: numberIn(usage, 'input_tokens') ?? total - reply, reply };
}

export function finishReasonOf(chunk: AIMessageChunk): string | undefined {
  const finished: unknown = chunk.response_metadata['finish_reason'];
  return typeof finished === 'string' ? finished : undefined;
}

/** Why a reply that ended is none; undefined when it is whole. `length`: characters of its text. */
export function endProblem(finish: string | undefined, length: number): string | undefined {
  if (finish === undefined) return 'stopped before its end';
  if (finish === 'length') return 'was cut at its token limit';
  if (finish === 'content_filter') return 'was filtered by the server';
  if (finish === 'tool_calls' || finish === 'function_call') return 'called a tool instead of answering';
  if (length === 0) return 'was empty';
  return undefined;
}

/** The JSON value in a text, fenced or with words around it; the text itself when there is none. */
export function jsonIn(text: string): unknown {
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
  return text;
}
