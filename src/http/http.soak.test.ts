/** Long runs of the HTTP face against an instant application: random requests, slow clients, many streams, many requests. */
import { connect, type Socket } from 'node:net';
import autocannon from 'autocannon';
import { afterEach, expect, it } from 'vitest';
import type { AskResult } from '../domain/answer.js';
import { createFakeApplication, fakeResult } from './testing/fake-application.js';
import { fuzz } from './testing/fuzz-run.js';
import { parseEvents, startServer, stopServers } from './testing/started-server.js';

afterEach(stopServers);

const question = 'Which projects use PostgreSQL?';
const body = JSON.stringify({ question });
const askHead = `POST /ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
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

it('20 slow readers and 20 slow writers do not slow a normal client by more than 20 %', async () => {
  const { port, url } = await startServer(createFakeApplication());
  const paced = async (): Promise<number> =>
    (await load(url, { overallRate: 200, duration: 8 })).latency.p97_5;
  await load(url, { connections: 10, duration: 4 });
  const alone: number[] = [];
  const beside: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    alone.push(await paced());
    const slow = openSlowClients(port);
    beside.push(await paced());
    slow.close();
  }
  const [quiet, busy] = [median(alone), median(beside)];
  report('slow clients, p97.5 ms', { alone, beside });
  // autocannon counts whole milliseconds: one more is no slowdown that can be told.
  expect(busy).toBeLessThanOrEqual(Math.max(quiet * 1.2, quiet + 1));
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

/** Readers that ask on and on and take nothing; writers that send a byte now and then. */
function openSlowClients(port: number): { close: () => void } {
  const sockets: Socket[] = [];
  const open = (start: (socket: Socket) => void): void => {
    const socket: Socket = connect(port, '127.0.0.1', () => start(socket));
    socket.on('error', () => undefined);
    sockets.push(socket);
  };
  for (let count = 0; count < 20; count += 1) {
    open((socket) => {
      socket.pause();
      for (let turn = 0; turn < 50; turn += 1) {
        socket.write(`${askHead}Accept: text/event-stream\r\n\r\n${body}`);
      }
    });
    open((socket) => void socket.write(`${askHead}\r\n{`));
  }
  const drip = setInterval(() => sockets.forEach((socket, at) => at % 2 === 1 && socket.write(' ')), 100);
  return {
    close: () => {
      clearInterval(drip);
      for (const socket of sockets) socket.destroy();
    },
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function report(name: string, figures: object): void {
  process.stdout.write(`${name}: ${JSON.stringify(figures)}\n`);
}
