import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { AskEvent, AskResult } from '../domain/answer.js';
import { createFakeApplication, emit, fakeResult } from './testing/fake-application.js';
import { parseEvents, startServer, stopServers } from './testing/started-server.js';

afterEach(stopServers);

const question = 'Which projects use PostgreSQL?';
const events = { Accept: 'text/event-stream' };

interface HeldAsk {
  readonly ask: (
    request: { question: string },
    options: { signal: AbortSignal; onEvent?: (event: AskEvent) => void },
  ) => Promise<AskResult>;
  /** Resolves when the application was asked for the n-th time. */
  started(count: number): Promise<void>;
  finish(): void;
  readonly emitters: ((event: AskEvent) => void)[];
}

/** An application that answers when the test says so. */
function holdAsk(): HeldAsk {
  const emitters: ((event: AskEvent) => void)[] = [];
  const releases: (() => void)[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  return {
    emitters,
    ask: (request, { onEvent, signal }) =>
      new Promise((resolve, reject) => {
        emitters.push(onEvent ?? ((): void => undefined));
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        releases.push(() => {
          emit(fakeResult(request.question), onEvent);
          resolve(fakeResult(request.question));
        });
        for (const { count, resolve: tell } of waiting) if (emitters.length >= count) tell();
      }),
    started: (count) =>
      new Promise((resolve) => (emitters.length >= count ? resolve() : waiting.push({ count, resolve }))),
    finish: () => releases.splice(0).forEach((release) => release()),
  };
}

const aborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    else signal?.addEventListener('abort', () => resolve());
  });

describe('a client that leaves', () => {
  it('aborts the work of a JSON answer at once', async () => {
    const held = holdAsk();
    const application = createFakeApplication({ ask: held.ask });
    const { url, log } = await startServer(application, { limits: { resumeMs: 60_000 } });
    const leaving = new AbortController();
    const response = fetch(`${url}/ask`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ question }),
      signal: leaving.signal,
    });
    await held.started(1);
    leaving.abort();
    await expect(response).rejects.toThrow();
    await aborted(application.signals[0]);
    await expect.poll(() => log.lines.map(({ fields }) => fields['status'])).toEqual([499]);
  });

  it('aborts a stream after the time to come back', async () => {
    const held = holdAsk();
    const application = createFakeApplication({ ask: held.ask });
    const { url } = await startServer(application, { limits: { resumeMs: 20, openAfterMs: 1 } });
    const leaving = new AbortController();
    const response = await fetch(`${url}/ask`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...events },
      body: JSON.stringify({ question }),
      signal: leaving.signal,
    });
    expect(response.status).toBe(200);
    leaving.abort();
    await aborted(application.signals[0]);
  });
});

describe('a client that comes back', () => {
  /** Reads a stream until the first token is there, then breaks off. */
  async function breakOff(url: string, held: HeldAsk): Promise<string> {
    const leaving = new AbortController();
    const opening = fetch(`${url}/ask`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...events },
      body: JSON.stringify({ question }),
      signal: leaving.signal,
    });
    await held.started(1);
    held.emitters[0]?.({ type: 'sources', citations: [] });
    held.emitters[0]?.({ type: 'token', text: 'one ' });
    const reader = (await opening).body?.getReader();
    let text = '';
    while (!text.includes('token')) text += new TextDecoder().decode((await reader?.read())?.value);
    leaving.abort();
    return parseEvents(text).at(-1)?.id ?? '';
  }

  it('gets the rest by Last-Event-ID, without a second run', async () => {
    const held = holdAsk();
    const application = createFakeApplication({ ask: held.ask });
    const { url, post } = await startServer(application);
    const id = await breakOff(url, held);
    expect(id).toMatch(/^[0-9a-f-]{36}\.2$/);
    held.emitters[0]?.({ type: 'token', text: 'two' });
    const again = post('/ask', { question }, { ...events, 'Last-Event-ID': id });
    await again.then((response) => expect(response.status).toBe(200));
    held.finish();
    const read = parseEvents(await (await again).text());
    expect(read[0]).toEqual({ id: id.replace(/2$/, '3'), event: 'token', data: { text: 'two' } });
    expect(read.at(-1)?.event).toBe('done');
    expect(application.asked).toHaveLength(1);
  });

  it('gets all of a finished run by the id in the body, as events or as JSON', async () => {
    const held = holdAsk();
    const application = createFakeApplication({ ask: held.ask });
    const { url, post } = await startServer(application);
    const id = (await breakOff(url, held)).replace(/\.\d+$/, '');
    held.finish();
    const replayed = parseEvents(await (await post('/ask', { question, id }, events)).text());
    expect(replayed.map(({ event }) => event)).toEqual([
      'sources',
      'token',
      'sources',
      'token',
      'token',
      'done',
    ]);
    expect(await (await post('/ask', { question, id })).json()).toMatchObject({ status: 'answered' });
    expect(application.asked).toHaveLength(1);
  });

  it('begins anew when the run was given up meanwhile', async () => {
    const held = holdAsk();
    const application = createFakeApplication({ ask: held.ask });
    const { url, post } = await startServer(application, { limits: { resumeMs: 20 } });
    const id = await breakOff(url, held);
    await aborted(application.signals[0]);
    const again = post('/ask', { question }, { ...events, 'Last-Event-ID': id });
    await held.started(2);
    held.finish();
    expect(await (await again).text()).toContain('event: done');
  });

  it('gets nothing of a run when the question is another one', async () => {
    const held = holdAsk();
    const application = createFakeApplication({ ask: held.ask });
    const { url, post } = await startServer(application);
    const id = await breakOff(url, held);
    const other = post('/ask', { question: 'Another one?' }, { ...events, 'Last-Event-ID': id });
    await held.started(2);
    held.finish();
    expect(await (await other).text()).toContain('Another one?');
    expect(application.asked).toHaveLength(2);
  });
});

describe('bounds', () => {
  it('lets as many wait as run, refuses the rest with 503 and Retry-After, and recovers', async () => {
    const held = holdAsk();
    const { post, url } = await startServer(createFakeApplication({ ask: held.ask }), {
      maximumRunning: 2,
      limits: { queueMs: 60_000 },
    });
    const running = Array.from({ length: 4 }, () => post('/ask', { question }));
    await held.started(2);
    await expect
      .poll(async () => await (await fetch(`${url}/metrics`)).text())
      .toContain('askfolio_questions_waiting 2');
    const refused = await post('/ask', { question });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await refused.json()).toMatchObject({ code: 'overloaded' });
    held.finish();
    await held.started(4);
    held.finish();
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const later = post('/ask', { question });
    await held.started(5);
    held.finish();
    expect((await later).status).toBe(200);
  });

  it('refuses a question that waited too long, and gives back the place of one that left', async () => {
    const held = holdAsk();
    const application = createFakeApplication({ ask: held.ask });
    const { post, url } = await startServer(application, { maximumRunning: 1, limits: { queueMs: 30 } });
    const leaving = new AbortController();
    const first = fetch(`${url}/ask`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ question }),
      signal: leaving.signal,
    });
    await held.started(1);
    const refused = await post('/ask', { question }, events);
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([503, 'overloaded']);
    leaving.abort();
    await expect(first).rejects.toThrow();
    // Only then is the place free: a slow machine may take longer to see it than the next one would wait.
    await aborted(application.signals[0]);
    const next = post('/ask', { question });
    await held.started(2);
    held.finish();
    expect((await next).status).toBe(200);
  });

  it('ends a question that takes longer than the deadline with 504', async () => {
    const { post } = await startServer(createFakeApplication({ ask: () => new Promise(() => undefined) }), {
      limits: { deadlineMs: 20 },
    });
    const response = await post('/ask', { question });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([504, 'aborted']);
  });

  it('sends heartbeats while nothing happens', async () => {
    const held = holdAsk();
    const { post } = await startServer(createFakeApplication({ ask: held.ask }), {
      limits: { openAfterMs: 1, heartbeatMs: 5 },
    });
    const response = await post('/ask', { question }, events);
    const reader = response.body?.getReader();
    let text = '';
    while ((text.match(/: waiting/g) ?? []).length < 3)
      text += new TextDecoder().decode((await reader?.read())?.value);
    expect(text).toMatch(/^: waiting\nid: [0-9a-f-]{36}\.0\n\n: waiting\n\n/);
    held.finish();
    while (!text.includes('event: done')) text += new TextDecoder().decode((await reader?.read())?.value);
  });

  it.each([
    ['has too much waiting', { queuedBytes: 64 * 1024 }],
    ['takes nothing for too long', { queuedBytes: 1e12, stalledMs: 30 }],
  ])('drops a reader that %s', async (_name, limits) => {
    const held = holdAsk();
    const { port, log } = await startServer(createFakeApplication({ ask: held.ask }), { limits });
    const body = JSON.stringify({ question });
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `POST /ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    });
    socket.on('error', () => undefined);
    socket.pause();
    await held.started(1);
    const text = 'x'.repeat(64 * 1024);
    for (let count = 0; count < 400; count += 1) held.emitters[0]?.({ type: 'token', text });
    await expect.poll(() => log.lines.map(({ fields }) => fields['status'])).toEqual([499]);
    socket.destroy();
  });
});

describe('close', () => {
  it('lets running answers finish, refuses new connections, and says so in /ready', async () => {
    const held = holdAsk();
    const { url, post, server } = await startServer(createFakeApplication({ ask: held.ask }));
    const running = post('/ask', { question });
    const streaming = post('/ask', { question }, events);
    await held.started(2);
    const closing = server.close();
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    held.finish();
    expect((await running).status).toBe(200);
    expect(await (await streaming).text()).toContain('event: done');
    await closing;
    await server.close();
  });

  it('ends what takes too long with an error event', async () => {
    const held = holdAsk();
    const { post, server } = await startServer(createFakeApplication({ ask: held.ask }), {
      limits: { openAfterMs: 1 },
    });
    const response = await post('/ask', { question }, events);
    await server.close({ drainMs: 5 });
    const read = parseEvents(await response.text());
    expect(read.at(-1)).toMatchObject({ event: 'error', data: { code: 'aborted' } });
  });
});
