/**
 * The built service over the sample corpus, as a process: start, memory, exact hits beside a bare express handler, uncached questions, both
 * at once, streams, slow clients, and what many requests leave behind. The load comes from this process and shares the machine.
 * `--data FOLDER` uses an index that is there, `--only NAME,..` some of the parts. Judges the ratio to express alone; the rest depends on the machine.
 */
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import express from 'express';
import { prepareService, startService, type ServiceProcess } from './service-process.js';

const hit = JSON.stringify({ question: 'Which projects use PostgreSQL?' });
const subjects = ['PostgreSQL', 'Redis', 'JWT tokens', 'rate limits', 'WebSockets', 'the outbox', 'sharding', 'caching', 'the embedder', 'payments', 'backups', 'push messages']; // prettier-ignore
const forms = ['How is {} used?', 'Why did you choose {}?', 'What did you learn about {}?', 'Where does {} fail?']; // prettier-ignore
let asked = 0;

/** A question that no cache knows: the number at its end is another one each time. */
function freshQuestion(): string {
  asked += 1;
  const form = forms[asked % forms.length] ?? '';
  return JSON.stringify({
    question: `${form.replace('{}', subjects[asked % subjects.length] ?? '')} Case ${asked}`,
  });
}

type Load = Partial<Pick<autocannon.Options, 'connections' | 'duration' | 'amount' | 'overallRate'>>;

async function load(url: string, options: Load, isFresh = false): Promise<autocannon.Result> {
  const headers = { 'content-type': 'application/json' };
  const result = await autocannon({
    url: `${url}/ask`,
    method: 'POST',
    headers,
    body: hit,
    ...(isFresh
      ? {
          requests: [
            { method: 'POST', headers, setupRequest: (request) => ({ ...request, body: freshQuestion() }) },
          ],
        }
      : {}),
    ...options,
  });
  if (result.non2xx + result.errors > 0)
    throw new Error(`${result.non2xx} wrong answers, ${result.errors} errors`);
  return result;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const round = (value: number): number => Math.round(value * 10) / 10;

function report(name: string, figures: object, target: string): void {
  process.stdout.write(`${name.padEnd(22)} ${JSON.stringify(figures)}  (target: ${target})\n`);
}

async function measureStart(dataFolder: string): Promise<void> {
  const times: number[] = [];
  const processor: number[] = [];
  let memory = 0;
  for (let count = 0; count < 5; count += 1) {
    const service = await startService(dataFolder);
    times.push(service.readyMs);
    processor.push(service.readyCpuMs);
    await load(service.url, { connections: 1, amount: 20 }, true);
    memory = await service.restingMemory();
    await service.stop();
  }
  report(
    'start to ready, ms',
    { least: round(Math.min(...times)), median: round(median(times)), processor: median(processor) },
    'at most 800',
  );
  report('idle memory, MiB', { afterQuestions: round(memory) }, 'at most 220');
}

async function measureHits(service: ServiceProcess): Promise<void> {
  const app = express();
  const answer: unknown = await (
    await fetch(`${service.url}/ask`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: hit })
  ).json(); // prettier-ignore
  app.post('/ask', express.json(), (_request, response) => void response.json(answer));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bareUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const rates = { bare: [] as number[], hits: [] as number[] };
  for (let turn = 0; turn <= 5; turn += 1) {
    const bare = await load(bareUrl, { connections: 50, duration: 3 });
    const hits = await load(service.url, { connections: 50, duration: 3 });
    if (turn === 0) continue; // warms both
    rates.bare.push(bare.requests.average);
    rates.hits.push(hits.requests.average);
  }
  server.close();
  const share = median(rates.hits) / median(rates.bare);
  report(
    'exact hits',
    {
      perSecond: Math.round(median(rates.hits)),
      bareExpress: Math.round(median(rates.bare)),
      share: round(share * 100) / 100,
    },
    'share at least 0.25',
  );
  if (share < 0.25) process.exitCode = 3;
}

async function measureUncached(service: ServiceProcess): Promise<void> {
  await load(service.url, { connections: 4, duration: 3 }, true);
  const capacity = (await load(service.url, { connections: 8, duration: 6 }, true)).requests.average;
  const half = Math.max(1, Math.round(capacity / 2));
  const alone = await load(service.url, { connections: 16, overallRate: half, duration: 8 }, true);
  report(
    'uncached questions',
    { capacityPerSecond: Math.round(capacity), p50Ms: alone.latency.p50, p99Ms: alone.latency.p99 },
    'p99 at most 80 ms at half the capacity',
  );
  const [hits] = await Promise.all([
    load(service.url, { connections: 4, overallRate: 100, duration: 8 }),
    load(service.url, { connections: 16, overallRate: half, duration: 8 }, true),
  ]);
  report(
    'hits beside uncached',
    { p50Ms: hits.latency.p50, p99Ms: hits.latency.p99 },
    'p99 at most 10 ms at half the capacity',
  );
}

async function measureStreams(dataFolder: string): Promise<void> {
  const service = await startService(dataFolder, { MAX_RUNNING: '500' });
  const before = await service.restingMemory();
  const started = performance.now();
  const times = await Promise.all(
    Array.from({ length: 500 }, async () => {
      const response = await fetch(`${service.url}/ask`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: freshQuestion(),
      });
      if (!(await response.text()).includes('event: done')) throw new Error('a stream without an end');
      return performance.now() - started;
    }),
  );
  const after = await service.restingMemory();
  report(
    '500 streams at once',
    { done: times.length, lastMs: Math.round(Math.max(...times)), grownMiB: round(after - before) },
    'all done',
  );
  await service.stop();
}

async function measureSlowClients(service: ServiceProcess): Promise<void> {
  const paced = async (): Promise<number> =>
    (await load(service.url, { connections: 4, overallRate: 100, duration: 5 })).latency.p97_5;
  await paced();
  const times = { alone: [] as number[], beside: [] as number[] };
  for (let turn = 0; turn < 3; turn += 1) {
    times.alone.push(await paced());
    const close = openSlowClients(service.port);
    times.beside.push(await paced());
    close();
  }
  report(
    'slow clients, p97.5 ms',
    times,
    'beside 20 slow readers and 20 slow writers at most 1.2 times as long, or 1 ms',
  );
}

/** Readers that ask and take nothing; writers that send a byte ten times a second. */
function openSlowClients(port: number): () => void {
  const head = (length: number): string =>
    `POST /ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${length}\r\n\r\n`;
  const open = (text: string): Socket => {
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('error', () => undefined);
    return socket;
  };
  const readers = Array.from({ length: 20 }, () => open(`${head(hit.length)}${hit}`).pause());
  const writers = Array.from({ length: 20 }, () => open(`${head(1_000)}{`));
  const drip = setInterval(() => writers.forEach((writer) => writer.write(' ')), 100);
  return () => {
    clearInterval(drip);
    for (const socket of [...readers, ...writers]) socket.destroy();
  };
}

async function measureLeak(service: ServiceProcess): Promise<void> {
  await load(service.url, { connections: 20, amount: 20_000 });
  const memory = [await service.restingMemory()];
  for (let part = 0; part < 4; part += 1) {
    await load(service.url, { connections: 20, amount: 25_000 });
    memory.push(await service.restingMemory());
  }
  report(
    '100,000 requests, MiB',
    { after: memory.map(round), grown: round((memory.at(-1) ?? 0) - (memory[0] ?? 0)) },
    'level',
  );
}

const { values } = parseArgs({
  options: { data: { type: 'string' }, only: { type: 'string' }, json: { type: 'boolean' } },
});
const folder = mkdtempSync(join(tmpdir(), 'askfolio-bench-'));
if (values.data !== undefined) cpSync(values.data, folder, { recursive: true });
prepareService(folder);
const parts: Record<string, () => Promise<void>> = {
  start: () => measureStart(folder),
  hits: () => withService(measureHits),
  uncached: () => withService(measureUncached),
  streams: () => measureStreams(folder),
  slow: () => withService(measureSlowClients),
  // With a small heap, so that what is left behind shows before it would be collected at leisure.
  leak: () => withService(measureLeak, { NODE_OPTIONS: '--max-old-space-size=80' }),
};

async function withService(
  measure: (service: ServiceProcess) => Promise<void>,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const service = await startService(folder, environment);
  try {
    await measure(service);
  } finally {
    await service.stop();
  }
}

for (const name of values.only?.split(',') ?? Object.keys(parts)) await parts[name]?.();
rmSync(folder, { recursive: true, force: true });
