/**
 * How much of a bare express JSON handler's rate `POST /ask` keeps when the answer is at hand (an exact cache hit).
 * Both servers run in their own process, take turns, and share the machine with the generator. `--json` prints figures only.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import express from 'express';
import { createHttpServer } from '../../src/http/server.js';
import { createFakeApplication, fakeResult } from '../../src/http/testing/fake-application.js';

const rounds = 5;
const seconds = 4;
const connections = 50;
const question = 'Which projects use PostgreSQL?';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

type ServerName = 'bare' | 'ask';

async function serve(name: ServerName): Promise<string> {
  if (name === 'ask') {
    const hit = { ...fakeResult(question), cache: { status: 'exact' as const } };
    const application = createFakeApplication();
    // No list of calls here: it would grow with the run.
    application.ask = async (): Promise<typeof hit> => hit;
    const server = createHttpServer(application, {
      port: 0,
      host: '127.0.0.1',
      allowedOrigins: [],
      rateLimit: { perMinute: 1e9, overallPerMinute: 1e9 },
      trustProxy: false,
      maximumRunning: 1000,
      log: silent,
    });
    return (await server.listen()).url;
  }
  const app = express();
  app.post('/ask', express.json(), (_request, response) => void response.json(fakeResult(question)));
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}

interface Started {
  readonly url: string;
  readonly process: ChildProcess;
}

function start(name: ServerName): Promise<Started> {
  const child = fork(fileURLToPath(import.meta.url), ['--serve', name]);
  return new Promise((resolve) =>
    child.once('message', (url) => resolve({ url: url as string, process: child })),
  );
}

async function measure(url: string, duration: number): Promise<{ rps: number; p99: number }> {
  const result = await autocannon({
    url: `${url}/ask`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
    connections,
    duration,
  });
  if (result.non2xx + result.errors > 0)
    throw new Error(`${result.non2xx} wrong answers, ${result.errors} errors`);
  return { rps: result.requests.average, p99: result.latency.p99 };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function compare(): Promise<void> {
  const servers = { bare: await start('bare'), ask: await start('ask') };
  const seen: Record<ServerName, { rps: number; p99: number }[]> = { bare: [], ask: [] };
  for (const name of ['bare', 'ask'] as const) await measure(servers[name].url, 2);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['bare', 'ask'] as const) seen[name].push(await measure(servers[name].url, seconds));
  }
  for (const { process: child } of Object.values(servers)) child.kill();
  const summary = Object.fromEntries(
    Object.entries(seen).map(([name, runs]) => [
      name,
      { rps: Math.round(median(runs.map(({ rps }) => rps))), p99Ms: median(runs.map(({ p99 }) => p99)) },
    ]),
  ) as Record<ServerName, { rps: number; p99Ms: number }>;
  const share = summary.ask.rps / summary.bare.rps;
  const machine = { cores: cpus().length, node: process.version, connections, rounds, seconds };
  console.log(JSON.stringify({ ...summary, share: Math.round(share * 1000) / 1000, machine }, null, 2));
  if (share < 0.25) process.exitCode = 3;
}

if (process.argv[2] === '--serve') {
  const url = await serve(process.argv[3] === 'ask' ? 'ask' : 'bare');
  process.send?.(url);
  process.on('disconnect', () => process.exit(0));
} else {
  await compare();
}
