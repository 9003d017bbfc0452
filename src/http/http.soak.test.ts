/** Long runs of the HTTP face against an instant application: random requests, slow clients, many streams, many requests. */
import { connect, type Socket } from 'node:net';
import autocannon from 'autocannon';
import { afterEach, expect, it } from 'vitest';
import type { AskResult } from '../domain/answer.js';
import type { Application } from './application.js';
import { createFakeApplication, fakeResult } from './testing/fake-application.js';
import { fuzz } from './testing/fuzz-run.js';
import { parseEvents, startServer, stopServers } from './testing/started-server.js';

afterEach(stopServers);

const question = 'Which projects use PostgreSQL?';
const body = JSON.stringify({ question });
const slowQuestion = 'Tell me everything.';
const mebibyte = 1024 * 1024;

it('10,000 random requests: no fault of ours, memory level', async () => {
  const { port, url } = await startServer(createFakeApplication(), { ownerToken: 'a-long-owner-token' });
  await fuzz(port, { count: 2_000, seed: 1 });
  const before = process.memoryUsage().rss;
  const { statuses, wrong } = await fuzz(port, { count: 10_000, seed: Date.now() % 1e9 });
  const grown = (process.memoryUsage().rss - before) / mebibyte;
  report('fuzz', { statuses, grownMiB: Math.round(grown) });
  expect(wrong).toEqual([]);
  expect(grown).toBeLessThan(100);
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

it('500 streams at once all get their answer', async () => {
  const releases: (() => void)[] = [];
  const ask = (): Promise<AskResult> =>
    new Promise((resolve) => releases.push(() => resolve(fakeResult(question))));
  const { post } = await startServer(createFakeApplication({ ask }), { maximumRunning: 500 });
  const streams = Array.from({ length: 500 }, () =>
    post('/ask', { question }, { Accept: 'text/event-stream' }),
  );
  await expect.poll(() => releases.length, { timeout: 20_000 }).toBe(500);
  expect((await post('/ask', { question })).status).toBe(503);
  for (const release of releases) release();
  const texts = await Promise.all(streams.map(async (stream) => (await stream).text()));
  expect(texts.filter((text) => parseEvents(text).at(-1)?.event === 'done')).toHaveLength(500);
});

it('a normal client gets every answer beside 20 slow readers and 20 slow writers', async () => {
  let streams = 0;
  const { port, url } = await startServer(createFakeApplication({ ask: (request, options) => {
    if (request.question !== slowQuestion) return Promise.resolve(fakeResult(request.question));
    streams += 1;
    return talkOn(options);
  } }), { limits: { deadlineMs: 120_000 } }); // prettier-ignore
  for (let round = 1; round <= 3; round += 1) {
    const slow = openSlowClients(port);
    await expect.poll(() => streams, { timeout: 60_000 }).toBe(20 * round);
    const result = await load(url, { connections: 10, amount: 5_000 });
    slow.close();
    expect([result['2xx'], result.non2xx, result.errors]).toEqual([5_000, 0, 0]);
  }
});

it('100,000 requests leave nothing behind', async () => {
  const { url } = await startServer(createFakeApplication());
  await load(url, { connections: 20, amount: 20_000 });
  const before = process.memoryUsage().rss;
  const result = await load(url, { connections: 20, amount: 100_000 });
  const grown = (process.memoryUsage().rss - before) / mebibyte;
  report('100,000 requests', { grownMiB: Math.round(grown), rps: Math.round(result.requests.average) });
  expect([result.non2xx, result.errors]).toEqual([0, 0]);
  expect(grown).toBeLessThan(60);
});

function load(url: string, options: Partial<autocannon.Options>): Promise<autocannon.Result> {
  return autocannon({
    url: `${url}/ask`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    ...options,
  });
}

/** Text twenty times a second until nobody reads any more. */
function talkOn({ signal, onEvent }: Parameters<Application['ask']>[1]): Promise<AskResult> {
  return new Promise((_resolve, reject) => {
    const talk = setInterval(() => onEvent?.({ type: 'token', text: 'x'.repeat(2_000) }), 50);
    signal.addEventListener('abort', () => {
      clearInterval(talk);
      reject(signal.reason as Error);
    });
  });
}

/** Readers that ask and take nothing; writers that send a byte now and then. */
function openSlowClients(port: number): { close: () => void } {
  const sockets: Socket[] = [];
  const open = (start: (socket: Socket) => void): void => {
    const socket: Socket = connect(port, '127.0.0.1', () => start(socket));
    socket.on('error', () => undefined);
    sockets.push(socket);
  };
  const asked = JSON.stringify({ question: slowQuestion });
  const head = (length: number): string =>
    `POST /ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${length}\r\n\r\n`;
  for (let count = 0; count < 20; count += 1) {
    open((socket) => {
      socket.pause();
      socket.write(head(asked.length) + asked);
    });
    open((socket) => void socket.write(`${head(1000)}{`));
  }
  const drip = setInterval(() => sockets.forEach((socket, at) => at % 2 === 1 && socket.write(' ')), 100);
  return {
    close: () => {
      clearInterval(drip);
      for (const socket of sockets) socket.destroy();
    },
  };
}

function report(name: string, figures: object): void {
  process.stdout.write(`${name}: ${JSON.stringify(figures)}\n`);
}
