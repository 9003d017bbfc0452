/**
 * The built service over the sample corpus, as a process: start, memory, exact hits beside a bare express handler, uncached questions, both
 * at once, streams, slow clients, and what many requests leave behind. The load comes from this process and shares the machine; `otherCores` is
 * what further processes took of it meanwhile. `--data FOLDER` uses an index that is there, `--only NAME,..` some of the parts. Judges the ratio to
 * express alone; the rest depends on the machine.
 */
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import express from 'express';
import { latenciesOf, sendArrivals, type Latencies } from './arrivals.js';
import { openSlowClients } from './slow-clients.js';
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

/** Express with one JSON handler that gives the service's own answer: what the machine does at best. */
async function startBareExpress(service: ServiceProcess): Promise<{ url: string; close: () => void }> {
  const app = express();
  const answer: unknown = await (
    await fetch(`${service.url}/ask`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: hit })
  ).json(); // prettier-ignore
  app.post('/ask', express.json(), (_request, response) => void response.json(answer));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    close: () => void server.close(),
  };
}

async function measureHits(service: ServiceProcess): Promise<void> {
  const { url: bareUrl, close } = await startBareExpress(service);
  const rates = { bare: [] as number[], hits: [] as number[] };
  for (let turn = 0; turn <= 5; turn += 1) {
    const bare = await load(bareUrl, { connections: 50, duration: 3 });
    const hits = await load(service.url, { connections: 50, duration: 3 });
    if (turn === 0) continue; // warms both
    rates.bare.push(bare.requests.average);
    rates.hits.push(hits.requests.average);
  }
  close();
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

const turns = 7;

/** One turn: the figures of each kind of request, and what other processes took of the machine. */
async function turn(
  service: ServiceProcess,
  kinds: Readonly<Record<string, { url: string; perSecond: number; nextBody: () => string }>>,
  seed: number,
): Promise<{ otherCores: number; of: Readonly<Record<string, Latencies>> }> {
  const watch = service.watchMachine();
  const entries = Object.entries(kinds).map(async ([name, kind], place) => {
    const times = await sendArrivals({ ...kind, seconds: 4, seed: seed * 100 + place + 1 });
    return [name, latenciesOf(times)] as const;
  });
  const of = Object.fromEntries(await Promise.all(entries));
  return { otherCores: watch(), of };
}

/** Of several turns: the least and the median of a figure. */
function spread(values: readonly number[]): { least: number; median: number } {
  return { least: round(Math.min(...values)), median: round(median(values)) };
}

async function measureUncached(service: ServiceProcess): Promise<void> {
  await load(service.url, { connections: 4, duration: 3 }, true);
  const capacity = (await load(service.url, { connections: 8, duration: 6 }, true)).requests.average;
  const perSecond = Math.max(1, Math.round(capacity / 2));
  const bare = await startBareExpress(service);
  const fresh = { url: service.url, perSecond, nextBody: freshQuestion };
  const known = { url: service.url, perSecond: 100, nextBody: () => hit };
  const plain = { url: bare.url, perSecond: 100, nextBody: () => hit };
  const results = [];
  for (let count = 0; count < turns; count += 1) {
    const alone = await turn(service, { fresh }, count);
    const both = await turn(service, { fresh, known }, count);
    const yardstick = await turn(service, { fresh, plain }, count);
    results.push({ alone, both, yardstick });
  }
  bare.close();
  const otherCores = spread(results.flatMap(({ alone, both }) => [alone.otherCores, both.otherCores]));
  report(
    'uncached questions',
    {
      capacityPerSecond: Math.round(capacity),
      perSecond,
      p50Ms: spread(results.map(({ alone }) => alone.of['fresh']?.p50 ?? Number.NaN)),
      p99Ms: spread(results.map(({ alone }) => alone.of['fresh']?.p99 ?? Number.NaN)),
      otherCores,
    },
    'p99 at most 80 ms at half the capacity',
  );
  report(
    'hits beside uncached',
    {
      p50Ms: spread(results.map(({ both }) => both.of['known']?.p50 ?? Number.NaN)),
      p99Ms: spread(results.map(({ both }) => both.of['known']?.p99 ?? Number.NaN)),
      bareExpressP99Ms: spread(results.map(({ yardstick }) => yardstick.of['plain']?.p99 ?? Number.NaN)),
      otherCores,
    },
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

/** The same arrivals without and with the slow clients, in turn: the median of the pairs' ratios is what they cost. */
async function measureSlowClients(service: ServiceProcess): Promise<void> {
  const known = { url: service.url, perSecond: 200, nextBody: () => hit };
  await turn(service, { known }, 0);
  const pairs: { alone: Latencies; beside: Latencies }[] = [];
  const otherCores: number[] = [];
  for (let count = 1; count <= turns; count += 1) {
    const alone = await turn(service, { known }, count);
    const close = openSlowClients(service.port, hit);
    await service.settled();
    const beside = await turn(service, { known }, count);
    close();
    otherCores.push(alone.otherCores, beside.otherCores);
    if (alone.of['known'] && beside.of['known'])
      pairs.push({ alone: alone.of['known'], beside: beside.of['known'] });
  }
  const ratioOf = (figure: 'p50' | 'p99'): number =>
    Math.round(median(pairs.map(({ alone, beside }) => beside[figure] / alone[figure])) * 100) / 100;
  report(
    'slow clients',
    {
      ratioOfP50: ratioOf('p50'),
      ratioOfP99: ratioOf('p99'),
      aloneP99Ms: spread(pairs.map(({ alone }) => alone.p99)),
      besideP99Ms: spread(pairs.map(({ beside }) => beside.p99)),
      otherCores: spread(otherCores),
    },
    'beside 20 slow readers and 20 slow writers at most 1.2 times as long',
  );
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
