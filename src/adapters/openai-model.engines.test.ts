import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  event, fails, neverAnswers, replies, resets, says, sends, startFaultyModelServer, type Behaviour, type FaultyModelServer,
} from '../../scripts/engines/faulty-model-server.js'; // prettier-ignore
import { isAppError } from '../domain/errors.js';
import { createOpenAiModel, type OpenAiModelOptions } from './openai-model.js';

let server: FaultyModelServer;
beforeAll(async () => {
  server = await startFaultyModelServer();
});
afterAll(() => server.close());

const question = [{ role: 'user' as const, content: 'Which database?' }];
const budgetMs = 1_500;

function modelWith(options: Partial<OpenAiModelOptions> = {}) {
  return createOpenAiModel({
    apiKey: 'test-key-that-must-not-show',
    baseUrl: server.url,
    model: 'test-model',
    timeoutMs: budgetMs,
    dailyTokens: undefined,
    now: Date.now,
    idleMs: 400,
    random: () => 0,
    ...options,
  });
}

async function read(
  model: ReturnType<typeof modelWith>,
  signal = new AbortController().signal,
): Promise<string> {
  let text = '';
  for await (const piece of model.stream(question, { signal, maxTokens: 50 })) text += piece;
  return text;
}

function failure(run: Promise<unknown>): Promise<unknown> {
  return run.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const part = event({ content: 'I used PostgreSQL' });
const html = '<html><body>Bad gateway</body></html>';

/** Name, behaviour, requests that it may take, what the message must name. */
const faults: readonly (readonly [string, Behaviour, number, string])[] = [
  ['401', fails(401, 'Incorrect API key provided: test-key-that-must-not-show'), 1, 'OPENAI_API_KEY'],
  ['403', fails(403, 'forbidden'), 1, 'OPENAI_API_KEY'],
  ['404 for the model', fails(404, 'model not found'), 1, 'OPENAI_MODEL'],
  ['429 without Retry-After', fails(429, 'slow down'), 2, '429'],
  ['429 with a Retry-After beyond the deadline', fails(429, 'slow down', { 'retry-after': '30' }), 1, '429'],
  ['500', fails(500, 'oops'), 2, '500'],
  ['502 with HTML', replies(html, 'text/html', 502), 2, '502'],
  ['a context window exceeded', fails(400, "This model's maximum context length is 4096 tokens"), 1, 'OPENAI_MODEL'],
  ['headers that never come', neverAnswers, 1, 'silent'],
  ['silence after a piece', sends([part], () => undefined), 1, 'silent'],
  ['a stream cut without [DONE]', sends([part]), 1, 'before its end'],
  ['a stream reset in the middle', sends([part], (response) => setTimeout(() => response.destroy(), 20)), 1, 'OPENAI_BASE_URL'],
  ['garbage in the stream', sends([part, 'data: {"choices":[{"delta":{"content":"sec\n\n']), 1, 'JSON'],
  ['JSON of another shape', sends(['data: [1,2]\n\n']), 1, 'shape'],
  ['content that is no text', sends([event({ content: [{ type: 'text', text: 'x' }] as never })]), 1, 'no text'],
  ['a tool call', sends([event({ tool_calls: [{ index: 0, id: 't', type: 'function', function: { name: 'run', arguments: '{}' } }] }), event({}, 'tool_calls')]), 1, 'tool'],
  ['no choices', sends(['data: {"id":"x","object":"chat.completion.chunk","choices":[]}\n\n', 'data: [DONE]\n\n']), 1, 'before its end'],
  ['an empty reply', sends([event({ content: '' }), event({}, 'stop'), 'data: [DONE]\n\n']), 1, 'empty'],
  ['a content filter', sends([part, event({}, 'content_filter'), 'data: [DONE]\n\n']), 1, 'filtered'],
  ['a reply cut at its token limit', sends([part, event({}, 'length'), 'data: [DONE]\n\n']), 1, 'token limit'],
  ['a refusal', sends([event({ refusal: 'I cannot help with that.' }), event({}, 'stop')]), 1, 'refused'],
  ['200 with an error body', replies({ error: { message: 'overloaded' } }), 1, 'error inside'],
  ['200 with an error in the stream', sends(['data: {"error":{"message":"overloaded"}}\n\n']), 1, 'error inside'],
  ['200 with HTML', replies(html, 'text/html'), 1, 'OPENAI_BASE_URL'],
  ['a redirect', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 2, 'OPENAI_BASE_URL'],
  ['a connection that is reset', resets, 2, 'OPENAI_BASE_URL'],
]; // prettier-ignore

describe('the OpenAI-compatible model', () => {
  it.each(faults)('fails inside its budget on %s', async (_name, behaviour, requests, told) => {
    const printed = (['log', 'warn', 'error', 'info'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => undefined),
    );
    server.play(behaviour);
    const startedAt = performance.now();
    const error = await failure(read(modelWith()));
    expect(performance.now() - startedAt).toBeLessThan(budgetMs + 500);
    expect(isAppError(error, 'model_failed')).toBe(true);
    expect((error as Error).message).toContain(told);
    expect((error as Error).message).not.toMatch(/must-not-show|Bad gateway|\n/);
    expect(server.requests.length).toBe(requests);
    for (const spy of printed) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  it('streams text in the order of its pieces and counts the tokens of the server', async () => {
    server.play(says('I used ', 'PostgreSQL ', '[1].'));
    const model = modelWith();
    expect(await read(model)).toBe('I used PostgreSQL [1].');
    expect(model.tokensToday()).toBe(120);
    expect(server.requests[0]).toMatchObject({
      model: 'test-model',
      stream: true,
      temperature: 0,
      max_tokens: 50,
    });
  });

  it('reads a server that cannot stream', async () => {
    server.play(
      replies({
        id: 'x',
        object: 'chat.completion',
        choices: [{ index: 0, message: { role: 'assistant', content: 'Whole.' }, finish_reason: 'stop' }],
      }),
    );
    expect(await read(modelWith())).toBe('Whole.');
  });

  it('tries once more after a passing fault, and waits as long as it is told', async () => {
    server.play(fails(429, 'slow down', { 'retry-after': '0.3' }), says('Better.'));
    const startedAt = performance.now();
    expect(await read(modelWith())).toBe('Better.');
    expect(performance.now() - startedAt).toBeGreaterThan(290);
    server.play(fails(503, 'busy'), says('Again.'));
    expect(await read(modelWith())).toBe('Again.');
  });

  it('leaves out what a server refuses, and remembers it', async () => {
    server.play(fails(400, "Unsupported parameter: 'temperature'"), says('Fine.'));
    const model = modelWith();
    expect(await read(model)).toBe('Fine.');
    expect(await read(model)).toBe('Fine.');
    expect(server.requests.map((body) => 'temperature' in body)).toEqual([true, false, false]);
  });

  it('stops when the caller goes, and closes the request', async () => {
    server.play(sends([part], () => undefined));
    const before = server.abandoned();
    const caller = new AbortController();
    const model = modelWith();
    const reading = (async () => {
      for await (const _piece of model.stream(question, { signal: caller.signal, maxTokens: 50 }))
        caller.abort();
    })();
    expect(isAppError(await failure(reading), 'aborted')).toBe(true);
    await vi.waitFor(() => expect(server.abandoned()).toBe(before + 1));
  });

  it('leaves a failing server alone, then comes back', async () => {
    server.play(fails(401, 'no'));
    const model = modelWith();
    for (let i = 0; i < 5; i++) await failure(read(model));
    expect(server.requests.length).toBe(3);
    expect(model.problem()).toContain('OPENAI_API_KEY');
    server.play(says('Back.'));
    await vi.waitFor(async () => expect(await read(model)).toBe('Back.'), { timeout: 8_000, interval: 500 });
    expect(model.problem()).toBeUndefined();
  });

  it('keeps to the tokens of a day', async () => {
    server.play(says('Fine.'));
    let now = 0;
    const model = modelWith({ dailyTokens: 200, now: () => now });
    expect(await read(model)).toBe('Fine.');
    const second = failure(read(model));
    const third = failure(read(model));
    expect(
      [await second, await third].filter((error) => String(error).includes('LLM_DAILY_TOKENS')),
    ).toHaveLength(1);
    now += 86_400_000;
    expect(await read(model)).toBe('Fine.');
  });

  it('reads JSON however it is wrapped, and does without JSON mode', async () => {
    const wrapped = (content: string) =>
      replies({
        id: 'x',
        object: 'chat.completion',
        choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      });
    const ask = (model: ReturnType<typeof modelWith>) =>
      model.json(question, { signal: new AbortController().signal, maxTokens: 50 });
    server.play(wrapped('Here it is:\n```json\n{"intent":"factual"}\n```'));
    expect(await ask(modelWith())).toEqual({ intent: 'factual' });
    server.play(fails(400, "response_format 'json_object' is not supported"), wrapped('{"a":1}'));
    expect(await ask(modelWith())).toEqual({ a: 1 });
    server.play(wrapped('no JSON at all'));
    expect(isAppError(await failure(ask(modelWith())), 'model_failed')).toBe(true);
  });
});
