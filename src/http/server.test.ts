import { afterEach, describe, expect, it } from 'vitest';
import { AppError, errorCodes } from '../domain/errors.js';
import { problemKinds } from './problems.js';
import { createFakeApplication, fakeResult, readiness } from './testing/fake-application.js';
import { parseEvents, sendRaw, startServer, stopServers } from './testing/started-server.js';

afterEach(stopServers);

const question = 'Which projects use PostgreSQL?';
const events = { Accept: 'text/event-stream' };
const ownerToken = 'a-long-owner-token';
const bearer = { Authorization: `Bearer ${ownerToken}` };

describe('POST /ask', () => {
  it('answers as JSON without the owner’s fields', async () => {
    const { post } = await startServer(createFakeApplication());
    const response = await post('/ask', { question });
    const { queries: _queries, chunks: _chunks, ...visible } = fakeResult(question);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    expect(await response.json()).toEqual(visible);
  });

  it('hands over question and history, and nothing else', async () => {
    const application = createFakeApplication();
    const { post } = await startServer(application);
    const history = [
      { role: 'user', content: 'Tell me about the shop.' },
      { role: 'assistant', content: 'It sells fibre.' },
    ];
    await post('/ask', { question, history, id: 'unknown-run' });
    expect(application.asked).toEqual([{ question, history }]);
  });

  it('streams sources, tokens and the result', async () => {
    const { post } = await startServer(createFakeApplication());
    const response = await post('/ask', { question }, events);
    const { queries: _queries, chunks: _chunks, ...visible } = fakeResult(question);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(parseEvents(await response.text()).map(({ event, data }) => [event, data])).toEqual([
      ['sources', { citations: visible.citations }],
      ['token', { text: 'I used PostgreSQL' }],
      ['token', { text: ' in the shop [1].' }],
      ['done', visible],
    ]);
  });

  it('streams an answer that came in one piece in the same order', async () => {
    const { post } = await startServer(createFakeApplication({ ask: async () => fakeResult(question) }));
    const read = parseEvents(await (await post('/ask', { question }, events)).text());
    expect(read.map(({ event }) => event)).toEqual(['sources', 'token', 'done']);
  });

  it('shows queries and chunks to the owner in both forms', async () => {
    const { post } = await startServer(createFakeApplication(), { ownerToken });
    expect(await (await post('/ask', { question }, bearer)).json()).toEqual(fakeResult(question));
    const streamed = parseEvents(await (await post('/ask', { question }, { ...events, ...bearer })).text());
    expect(streamed.at(-1)?.data).toEqual(fakeResult(question));
  });

  it.each([
    ['*/*', 'application/json; charset=utf-8'],
    ['text/html', 'application/json; charset=utf-8'],
    ['application/json, text/event-stream;q=0.5', 'application/json; charset=utf-8'],
    ['text/event-stream;q=0', 'application/json; charset=utf-8'],
    ['text/event-stream, */*;q=0.1', 'text/event-stream; charset=utf-8'],
  ])('takes Accept: %s as %s', async (accept, type) => {
    const { post } = await startServer(createFakeApplication());
    expect((await post('/ask', { question }, { Accept: accept })).headers.get('content-type')).toBe(type);
  });

  it('takes a question of 1,000 code points and refuses one of 1,001', async () => {
    const { post } = await startServer(createFakeApplication());
    expect((await post('/ask', { question: '𝒳'.repeat(1000) })).status).toBe(200);
    const refused = await post('/ask', { question: 'x'.repeat(1001) });
    expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
      400,
      '/question: The question has 1001 characters; at most 1000 are answered: shorten it.',
    ]);
  });
});

describe('errors of the application', () => {
  it.each(errorCodes)(
    '%s has the status of the table in JSON and in a stream that has not begun',
    async (code) => {
      const ask = (): Promise<never> => Promise.reject(new AppError(code, 'secret: /home/me'));
      const { post } = await startServer(createFakeApplication({ ask }));
      for (const headers of [{}, events]) {
        const response = await post('/ask', { question }, headers);
        const { status, title } = problemKinds[code];
        expect([response.status, response.headers.get('content-type')]).toEqual([
          status,
          'application/problem+json; charset=utf-8',
        ]);
        const problem = (await response.json()) as Record<string, unknown>;
        expect(problem).toMatchObject({ type: `/docs#${code}`, title, status, code });
        expect(problem['id']).toBe(response.headers.get('x-request-id'));
        if (status >= 500) expect(problem['detail']).not.toContain('secret');
        if (status === 503) expect(response.headers.get('retry-after')).toBe('2');
      }
    },
  );

  it('a bug is a 500, is logged with its cause, and tells only the owner more', async () => {
    const ask = (): Promise<never> => Promise.reject(new TypeError('x is undefined'));
    const { post, log } = await startServer(createFakeApplication({ ask }), { ownerToken });
    const visitor = (await (await post('/ask', { question })).json()) as { detail: string; id: string };
    const owner = (await (await post('/ask', { question }, bearer)).json()) as { detail: string };
    expect([visitor.detail, owner.detail]).toEqual([
      'Something went wrong on our side; it has been logged under this id.',
      'x is undefined',
    ]);
    const line = log.lines.find(({ fields }) => fields['requestId'] === visitor.id);
    expect([line?.level, (line?.fields['err'] as Error).message]).toEqual(['error', 'x is undefined']);
  });

  it('after the first event an error event carries the problem', async () => {
    const { post } = await startServer(
      createFakeApplication({
        ask: async (_request, { onEvent }) => {
          onEvent?.({ type: 'sources', citations: [] });
          throw new AppError('nothing_can_answer', 'all engines are away');
        },
      }),
    );
    const response = await post('/ask', { question }, events);
    const read = parseEvents(await response.text());
    expect([response.status, read.map(({ event }) => event)]).toEqual([200, ['sources', 'error']]);
    expect(read.at(-1)?.data).toMatchObject({ status: 503, code: 'nothing_can_answer' });
  });
});

describe('the other routes', () => {
  it('GET /health', async () => {
    const { url } = await startServer(createFakeApplication(), { version: '1.2.3' });
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok', version: '1.2.3' });
  });

  it('GET /ready lists the engines, their details for the owner only, and is 503 when nothing answers', async () => {
    let ready = true;
    const { url } = await startServer(createFakeApplication({ ready: () => ({ ...readiness, ready }) }), {
      ownerToken,
    });
    const asVisitor = await fetch(`${url}/ready`);
    expect(asVisitor.status).toBe(200);
    expect(await asVisitor.json()).toEqual({
      ...readiness,
      engines: { index: { name: 'embedded', answers: true }, cache: { name: 'redis', answers: false } },
    });
    expect(await (await fetch(`${url}/ready`, { headers: bearer })).json()).toEqual(readiness);
    ready = false;
    expect((await fetch(`${url}/ready`)).status).toBe(503);
  });

  it.each(['/sources/projects%2Fshop%23a1b2c3-0', '/sources/projects/shop%23a1b2c3-0'])(
    'GET %s',
    async (path) => {
      const { url } = await startServer(createFakeApplication());
      const body = await (await fetch(url + path)).text();
      expect(JSON.parse(body)).toMatchObject({
        document: { id: 'projects/shop' },
        chunk: { id: 'projects/shop#a1b2c3-0' },
      });
      expect(body).not.toContain('/home/me');
    },
  );

  it('GET /suggestions', async () => {
    const { url } = await startServer(createFakeApplication());
    expect(await (await fetch(`${url}/suggestions`)).json()).toEqual({
      suggestions: ['Which projects use PostgreSQL?', 'How is the cache built?'],
    });
  });

  it('POST /feedback', async () => {
    const application = createFakeApplication();
    const { post } = await startServer(application);
    const record = { id: '01J', verdict: 'down', reason: 'wrong source' } as const;
    expect((await post('/feedback', record)).status).toBe(204);
    expect(application.feedbacks).toEqual([record]);
  });

  it('POST /ingest and DELETE /cache do not exist without a token, and need it otherwise', async () => {
    const without = await startServer(createFakeApplication());
    const application = createFakeApplication();
    const { url, post } = await startServer(application, { ownerToken });
    expect((await without.post('/ingest', {})).status).toBe(404);
    expect((await fetch(`${without.url}/cache`, { method: 'DELETE', headers: bearer })).status).toBe(404);
    for (const headers of [{}, { Authorization: 'Bearer wrong' }, { Authorization: ownerToken }] as Record<
      string,
      string
    >[]) {
      const refused = await post('/ingest', {}, headers);
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer realm="askfolio"',
      ]);
    }
    expect(await (await post('/ingest', {}, bearer)).json()).toEqual({ documents: 1, chunks: 2 });
    const bodyless = await fetch(`${url}/ingest`, { method: 'POST', headers: bearer });
    expect(bodyless.status).toBe(200);
    const cleared = await fetch(`${url}/cache?documentId=a&olderThanMs=60000`, {
      method: 'DELETE',
      headers: bearer,
    });
    expect(await cleared.json()).toEqual({ cleared: 3 });
    expect(application.cleared).toEqual([{ documentId: 'a', olderThanMs: 60_000 }]);
    const unknown = await fetch(`${url}/cache?documentID=a`, { method: 'DELETE', headers: bearer });
    expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining('/documentID')]);
  });

  it('GET /metrics counts by status, intent and cache; for the owner, or a direct loopback client without one', async () => {
    const open = await startServer(createFakeApplication());
    await open.post('/ask', { question });
    await open.post('/ask', { question }, events).then((response) => response.text());
    const text = await (await fetch(`${open.url}/metrics`)).text();
    expect(text).toContain('askfolio_questions_total{status="answered",intent="comparison",cache="miss"} 2');
    expect(text).toContain('askfolio_stage_seconds_count{stage="retrieve"} 2');
    expect(text).toContain('askfolio_engine_up{role="cache",name="redis"} 0');
    expect(text).toContain('askfolio_http_requests_total{route="ask",status="200"} 2');
    expect((await fetch(`${open.url}/metrics`, { headers: { 'X-Forwarded-For': '1.2.3.4' } })).status).toBe(
      404,
    );
    const owned = await startServer(createFakeApplication(), { ownerToken });
    expect((await fetch(`${owned.url}/metrics`)).status).toBe(401);
    expect((await fetch(`${owned.url}/metrics`, { headers: bearer })).status).toBe(200);
  });
});

describe('bad input', () => {
  const json = { 'Content-Type': 'application/json' };
  const deep = `{"question":${'['.repeat(9000)}${']'.repeat(9000)}}`;
  const turn = { role: 'user', content: 'x' };
  const table: [string, { method?: string; path?: string; headers?: Record<string, string>; body?: BodyInit }, number, string][] = [
    ['no body', { headers: json }, 400, 'The body is missing'],
    ['an empty object', { headers: json, body: '{}' }, 400, '/question'],
    ['a wrong type', { headers: json, body: '{"question":42}' }, 400, '/question'],
    ['an array', { headers: json, body: '[]' }, 400, 'the body'],
    ['null', { headers: json, body: 'null' }, 400, 'the body'],
    ['an empty question', { headers: json, body: '{"question":" "}' }, 400, 'empty'],
    ['hidden characters only', { headers: json, body: '{"question":"\u200b\u2060"}' }, 400, 'empty'],
    ['an unknown key', { headers: json, body: '{"question":"a","model":"x"}' }, 400, '/model: is not a known key'],
    ['bypassCache', { headers: json, body: '{"question":"a","bypassCache":true}' }, 400, '/bypassCache'],
    ['an unknown key in a turn', { headers: json, body: '{"question":"a","history":[{"role":"user","content":"a","b":1}]}' }, 400, '/history/0/b'],
    ['a system turn', { headers: json, body: '{"question":"a","history":[{"role":"system","content":"a"}]}' }, 400, '/history/0/role'],
    ['1,000 turns', { headers: json, body: JSON.stringify({ question: 'a', history: Array(1000).fill(turn) }) }, 400, '/history'],
    ['a turn that is too long', { headers: json, body: JSON.stringify({ question: 'a', history: [{ role: 'user', content: 'x'.repeat(8001) }] }) }, 400, '/history/0/content'],
    ['broken JSON', { headers: json, body: '{"question":"a"' }, 400, 'not JSON'],
    ['two values', { headers: json, body: '{"question":"a"}{}' }, 400, 'not JSON'],
    ['duplicate keys', { headers: json, body: '{"question":"a","question":"b"}' }, 400, '"question\\" appears twice'],
    ['escaped duplicate keys', { headers: json, body: '{"question":"a","\\u0071uestion":"b"}' }, 400, 'appears twice'],
    ['__proto__', { headers: json, body: '{"question":"a","__proto__":{"isOwner":true}}' }, 400, '__proto__'],
    ['constructor', { headers: json, body: '{"question":"a","constructor":{"prototype":{}}}' }, 400, '/constructor'],
    ['deep JSON', { headers: json, body: deep }, 400, 'nested deeper'],
    ['invalid UTF-8', { headers: json, body: Buffer.from([...Buffer.from('{"question":"'), 0xff, 0xfe, ...Buffer.from('"}')]) }, 400, 'UTF-8'],
    ['10 MB', { headers: json, body: `{"question":"${'x'.repeat(10_000_000)}"}` }, 413, '65536 bytes'],
    ['a form', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'question=a' }, 415, 'application/json'],
    ['text', { headers: { 'Content-Type': 'text/plain' }, body: '{"question":"a"}' }, 415, 'application/json'],
    ['a JSON dialect', { headers: { 'Content-Type': 'application/json-patch+json' }, body: '{"question":"a"}' }, 415, 'application/json'],
    ['another charset', { headers: { 'Content-Type': 'application/json; charset=utf-16' }, body: '{"question":"a"}' }, 415, 'UTF-8'],
    ['a compressed body', { headers: { ...json, 'Content-Encoding': 'gzip' }, body: 'x' }, 415, 'uncompressed'],
    ['an unknown route', { method: 'GET', path: '/admin' }, 404, '/docs'],
    ['another case', { method: 'GET', path: '/Health' }, 404, '/docs'],
    ['a broken escape', { method: 'GET', path: '/sources/%E0%A4%A' }, 400, ''],
    ['an unknown source', { method: 'GET', path: '/sources/..%2f..%2fetc%2fpasswd' }, 404, 'No source'],
    ['a wrong token', { headers: { ...json, Authorization: 'Bearer nope' }, body: '{"question":"a"}' }, 401, 'token is wrong'],
    ['a foreign origin', { headers: { ...json, Origin: 'https://evil.example' }, body: '{"question":"a"}' }, 403, 'ALLOWED_ORIGINS'],
    ['a null origin', { headers: { ...json, Origin: 'null' }, body: '{"question":"a"}' }, 403, 'ALLOWED_ORIGINS'],
    ['a wrong verdict', { path: '/feedback', headers: json, body: '{"id":"a","verdict":"meh"}' }, 400, '/verdict'],
  ]; // prettier-ignore

  it.each(table)(
    '%s',
    async (_name, { method = 'POST', path = '/ask', headers = {}, body }, status, text) => {
      const application = createFakeApplication();
      const { url, log } = await startServer(application, { ownerToken });
      const response = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body }) });
      const answer = await response.text();
      expect([response.status, response.headers.get('content-type')]).toEqual([
        status,
        'application/problem+json; charset=utf-8',
      ]);
      expect(answer).toContain(text);
      expect(JSON.parse(answer)).toMatchObject({ status, id: response.headers.get('x-request-id') });
      expect(application.asked).toEqual([]);
      expect((await fetch(`${url}/health`)).status).toBe(200);
      expect(log.lines.filter(({ fields }) => fields['status'] === status)).toHaveLength(1);
    },
  );

  it.each([
    ['PUT', '/ask', 'POST, OPTIONS'],
    ['GET', '/ask', 'POST, OPTIONS'],
    ['POST', '/health', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/', 'GET, HEAD, OPTIONS'],
    ['PATCH', '/sources/a', 'GET, HEAD, OPTIONS'],
  ])('%s %s is a 405 with Allow', async (method, path, allow) => {
    const { url } = await startServer(createFakeApplication());
    const response = await fetch(url + path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect(await response.json()).toMatchObject({ code: 'method_not_allowed' });
  });

  it('OPTIONS names the methods, HEAD has no body', async () => {
    const { url } = await startServer(createFakeApplication());
    const options = await fetch(`${url}/ask`, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, OPTIONS']);
    const head = await fetch(`${url}/health`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it.each([
    ['garbage', 'GARBAGE\r\n\r\n', 400],
    ['no Host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['two Hosts', 'GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n', 400],
    ['a huge header', `GET /health HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'two lengths',
      'POST /ask HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
      400,
    ],
    [
      'length and chunks',
      'POST /ask HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'a strange expectation',
      'POST /ask HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n',
      417,
    ],
    ['an unknown method', 'BREW /ask HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['a NUL in a header', 'GET /health HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n', 400],
    ['TRACE', 'TRACE /ask HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 405],
  ])('raw: %s', async (_name, text, status) => {
    const { port, url, log } = await startServer(createFakeApplication());
    const answer = await sendRaw(port, [text]);
    expect(answer.split('\r\n')[0]).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status });
    expect(log.lines.filter(({ fields }) => fields['status'] === status)).toHaveLength(1);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it('a foreign Host is neither believed nor repeated', async () => {
    const { port } = await startServer(createFakeApplication());
    for (const host of ['evil.example', '127.0.0.1:1', '[::1]']) {
      const answer = await sendRaw(port, [
        `GET / HTTP/1.1\r\nHost: ${host}\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n`,
      ]);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(answer).not.toContain('evil.example');
    }
  });

  it.each([
    ['headers', 'POST /ask HTTP/1.1\r\nHost: a\r\nX-Slow: '],
    [
      'a body',
      'POST /ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    ],
  ])('slow %s end in 408', async (_name, text) => {
    const limits = { headersTimeoutMs: 150, requestTimeoutMs: 150, checkIntervalMs: 50 };
    const { port, log } = await startServer(createFakeApplication(), { limits });
    const answer = await sendRaw(port, [text]);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request_timeout"');
    expect(log.lines.filter(({ fields }) => fields['status'] === 408)).toHaveLength(1);
  });
});
