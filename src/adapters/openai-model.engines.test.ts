import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  event, fails, neverAnswers, replies, resets, says, sends, startFaultyModelServer, type Behaviour, type FaultyModelServer,
} from '../../scripts/engines/faulty-model-server.js'; // prettier-ignore
import { isAppError } from '../domain/errors.js';
import type { ModelUsage } from './openai-budget.js';
import { createOpenAiModel, type OpenAiModelOptions } from './openai-model.js';

let server: FaultyModelServer;
beforeAll(async () => {
  server = await startFaultyModelServer();
  // The first call loads the client, which must not count as silence of the server.
  server.play(says('Warm.'));
  await read(modelWith());
});
afterAll(() => server.close());

const question = [{ role: 'user' as const, content: 'Which database?' }];
// A machine that stands still for a moment must not look like a silent server: short limits only where they are tested.
const patient = { idleMs: 10_000, timeoutMs: 20_000 };
const impatient = { idleMs: 400, timeoutMs: 1_500 };

function modelWith(options: Partial<OpenAiModelOptions> = {}) {
  return createOpenAiModel({
    apiKey: 'test-key-that-must-not-show',
    baseUrl: server.url,
    model: 'test-model',
    dailyTokens: undefined,
    now: Date.now,
    ...patient,
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
  ['a context window exceeded, told in other words', fails(400, 'the request exceeds the available context size'), 1, 'context window'],
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
    const limits = told === 'silent' ? impatient : patient;
    const error = await failure(read(modelWith(limits)));
    expect(performance.now() - startedAt).toBeLessThan(patient.idleMs);
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

  it('asks a server that cannot stream for whole replies', async () => {
    const whole = {
      id: 'x',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'As a whole.' } }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    };
    server.play((request, response, body) =>
      (body['stream'] === true ? fails(400, 'Streaming is not supported by this model') : replies(whole))(
        request,
        response,
        body,
      ),
    );
    const model = modelWith();
    expect(await read(model)).toBe('As a whole.');
    expect(await read(model)).toBe('As a whole.');
    expect(server.requests.map((body) => [body['stream'], 'stream_options' in body])).toEqual([
      [true, true],
      [false, false],
      [false, false],
    ]);
    expect(model.tokensToday()).toBe(10);
  });

  it('names the time limit of a caller that waits no longer', async () => {
    server.play(neverAnswers);
    const signal = AbortSignal.timeout(300);
    const reading = (async () => {
      for await (const _piece of modelWith({ timeoutMs: 30_000 }).stream(question, {
        signal,
        maxTokens: 50,
      }));
    })();
    const error = await failure(reading);
    expect(isAppError(error, 'aborted')).toBe(true);
    expect(String(error)).toContain('LLM_TIMEOUT_MS');
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
    await vi.waitFor(() => expect(server.abandoned()).toBe(before + 1), { timeout: 10_000 });
  });

  it('leaves a failing server alone, then comes back', async () => {
    server.play(fails(401, 'no'));
    const model = modelWith();
    for (let i = 0; i < 5; i++) await failure(read(model));
    expect(server.requests.length).toBe(3);
    expect(model.problem()).toContain('OPENAI_API_KEY');
    server.play(says('Back.'));
    await vi.waitFor(async () => expect(await read(model)).toBe('Back.'), { timeout: 30_000, interval: 500 });
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

  describe('JSON', () => {
    const shape = { name: 'plan', shape: { type: 'object', properties: { intent: { type: 'string' } } } };
    const replying = (content: string) =>
      replies({
        id: 'x',
        object: 'chat.completion',
        choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      });
    const ask = (model: ReturnType<typeof modelWith>) =>
      model.json(question, { signal: new AbortController().signal, maxTokens: 50, schema: shape });
    const formats = () =>
      server.requests.map(({ response_format: format }) =>
        typeof format === 'object' && format !== null && 'type' in format ? format.type : undefined,
      );

    it.each([
      ['plain', '{"intent":"factual"}'],
      ['fenced', 'Here it is:\n```json\n{"intent":"factual"}\n```\nAnything else?'],
      ['with words around it', 'Sure! {"intent":"factual"} is the plan.'],
    ])('is read when it comes %s, and asked for by its schema', async (_name, content) => {
      server.play(replying(content));
      expect(await ask(modelWith())).toEqual({ intent: 'factual' });
      expect(server.requests[0]!['response_format']).toEqual({
        type: 'json_schema',
        json_schema: { name: 'plan', strict: true, schema: shape.shape },
      });
    });

    it('goes down to JSON mode, then to plain text, and stays there', async () => {
      const model = modelWith();
      server.play(
        fails(400, "Invalid parameter: 'response_format' of type 'json_schema' is not supported"),
        replying('{"a":1}'),
      );
      expect(await ask(model)).toEqual({ a: 1 });
      expect(await ask(model)).toEqual({ a: 1 });
      expect(formats()).toEqual(['json_schema', 'json_object', 'json_object']);
      server.play(fails(400, "response_format 'json_object' is not supported"), replying('{"a":2}'));
      expect(await ask(model)).toEqual({ a: 2 });
      expect(await ask(model)).toEqual({ a: 2 });
      expect(formats()).toEqual(['json_object', undefined, undefined]);
    });

    it('is the text itself when there is none', async () => {
      server.play(replying('no JSON at all'));
      expect(await ask(modelWith())).toBe('no JSON at all');
    });

    it('given up by the caller does not count against the server', async () => {
      server.play(neverAnswers);
      const model = modelWith();
      for (let i = 0; i < 4; i++) {
        const given = model.json(question, { signal: AbortSignal.timeout(30), maxTokens: 50 });
        expect(isAppError(await failure(given), 'aborted')).toBe(true);
      }
      server.play(says('Fine.'));
      expect(await read(model)).toBe('Fine.');
    });
  });

  it('tells tokens and cost of every call', async () => {
    server.play(says('Fine.'));
    const usages: ModelUsage[] = [];
    const model = modelWith({
      price: { prompt: 2, reply: 10 },
      onUsage: (usage) => usages.push(usage),
    });
    await read(model);
    await read(model);
    expect(usages).toEqual([
      { promptTokens: 100, replyTokens: 20, tokensToday: 120, dollars: 0.0004, dollarsToday: 0.0004 },
      { promptTokens: 100, replyTokens: 20, tokensToday: 240, dollars: 0.0004, dollarsToday: 0.0008 },
    ]);
  });

  it('speaks to gateways that want a version in the query', async () => {
    const seen: (string | undefined)[] = [];
    server.play((request, response, body) => {
      seen.push(request.url, request.headers['api-key']?.toString());
      says('Fine.')(request, response, body);
    });
    expect(await read(modelWith({ baseUrl: `${server.url}/?api-version=2026-01-01` }))).toBe('Fine.');
    expect(seen).toEqual(['/v1/chat/completions?api-version=2026-01-01', 'test-key-that-must-not-show']);
  });

  it('says what to do when the server speaks no TLS', async () => {
    server.play(says('Fine.'));
    const error = await failure(read(modelWith({ baseUrl: server.url.replace('http:', 'https:') })));
    expect(isAppError(error, 'model_failed')).toBe(true);
    expect((error as Error).message).toMatch(/does not answer \([A-Z_]+\): check OPENAI_BASE_URL/);
  });
});
