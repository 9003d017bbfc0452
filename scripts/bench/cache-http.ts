/**
 * Cached answers of the built service over HTTP, one request at a time over one connection: exact hits in process and over a real Redis beside a
 * bare express handler with the same answer, semantic hits beside the same questions on a service without a cache. Every semantic question has a
 * wording of its own, so that its embedding is paid too. `--data FOLDER` uses an index that is there. Judges ratios alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hasRedisServer, startRedisServer } from '../../src/adapters/testing/redis-server.js';
import { prepareService, startService } from './service-process.js';

const stored = 'Which database does the messaging backend use?';
const paraphrase = 'What database is the messaging backend built on';
// Said around the question: another text for the embedder, the same question to the cache.
const openings = ['', 'Please tell me: ', 'I would like to know: ', 'Could you tell me ', 'I was wondering ', 'Just curious: ', 'Quick question: ', 'Hi, ', 'Hello, can you tell me ', 'So, ', 'Hey, please tell me ', 'May I ask: ']; // prettier-ignore
const endings = [
  '',
  ', please',
  ' exactly',
  ', thanks',
  ' in detail',
  ' in practice',
  ' in general',
  ', briefly',
];
const wordings = openings.flatMap((opening) => endings.map((ending) => `${opening}${paraphrase}${ending}?`));

interface Timed {
  readonly ms: number;
  readonly cache: string;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function ask(url: string, question: string): Promise<Timed> {
  const body = JSON.stringify({ question });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/ask`, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const ms = performance.now() - started;
        const text = Buffer.concat(chunks).toString();
        resolve({ ms, cache: /"cache":\{"status":"(\w+)"/.exec(text)?.[1] ?? 'none', body: text });
      });
    });
    sent.on('error', reject).end(body);
  });
}

interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly count: number;
}

/** Of the answers with the wanted cache status; a run in which hardly any has it proves nothing. */
function latencyOf(timed: readonly Timed[], wanted: string): Latency {
  const times = timed.filter(({ cache }) => cache === wanted).map(({ ms }) => ms);
  if (times.length < timed.length / 2)
    throw new Error(`${times.length} of ${timed.length} answers are "${wanted}"`);
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), count: times.length };
}

async function repeat(url: string, questions: readonly string[]): Promise<Timed[]> {
  const timed: Timed[] = [];
  for (const question of questions) timed.push(await ask(url, question));
  return timed;
}

const many = Array<string>(1_000).fill(stored);

/** Least median of some rounds: what else the machine does only ever adds to it. */
async function best(rounds: number, round: () => Promise<Latency>): Promise<Latency> {
  let least = await round();
  for (let count = 1; count < rounds; count++) {
    const next = await round();
    if (next.p50 < least.p50) least = next;
  }
  return least;
}

const rounds = 4;

// A process of its own, as the service is one: parses the question and sends the same answer.
const bareService = `
import express from 'express';
const app = express();
const answer = JSON.parse(process.env.BARE_ANSWER);
app.post('/ask', express.json(), (_request, response) => void response.json(answer));
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

async function measureBare(answer: string): Promise<Latency> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', bareService], {
    env: { ...process.env, BARE_ANSWER: answer },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const url = `http://127.0.0.1:${port.toString().trim()}`;
  const { cache } = await ask(url, stored);
  const latency = await best(rounds, async () => latencyOf(await repeat(url, many), cache));
  child.kill();
  await once(child, 'exit');
  return latency;
}

async function withService<T>(
  environment: Readonly<Record<string, string>>,
  measure: (url: string) => Promise<T>,
): Promise<T> {
  const service = await startService(folder, environment);
  try {
    return await measure(service.url);
  } finally {
    await service.stop();
  }
}

async function measureHits(url: string): Promise<{ exact: Latency; semantic: Latency; answer: string }> {
  const { body } = await ask(url, stored);
  const exact = await best(rounds, async () => latencyOf(await repeat(url, many), 'exact'));
  const semantic = latencyOf((await repeat(url, wordings)).slice(5), 'semantic');
  return { exact, semantic, answer: body };
}

function report(name: string, { p50, p95, count }: Latency, baseline: Latency, target: string): void {
  const ratio = p50 / baseline.p50;
  console.log(
    `| ${name} | ${p50.toFixed(2)} | ${p95.toFixed(2)} | ${ratio.toFixed(2)} | ${count} | ${target} |`,
  );
}

/** Ends with status 3 when a ratio of medians is above what it may be. */
function judge(name: string, latency: Latency, baseline: Latency, atMost: number): void {
  if (latency.p50 <= atMost * baseline.p50) return;
  console.error(`${name}: more than ${atMost} times its baseline`);
  process.exitCode = 3;
}

const { values } = parseArgs({ options: { data: { type: 'string' } }, strict: false });
const folder = mkdtempSync(join(tmpdir(), 'askfolio-bench-'));
if (typeof values.data === 'string') cpSync(values.data, folder, { recursive: true });
prepareService(folder);

const inProcess = await withService({}, measureHits);
const bare = await measureBare(inProcess.answer);
const uncached = await withService({ CACHE: 'off' }, async (url) =>
  latencyOf((await repeat(url, wordings)).slice(5), 'bypass'),
);
console.log(
  '| over HTTP | p50 ms | p95 ms | times its baseline | requests | target |\n|---|---|---|---|---|---|',
);
report('baseline: bare express handler, same answer', bare, bare, '');
report('exact hit, in process', inProcess.exact, bare, '1 ms');
judge('exact hit', inProcess.exact, bare, 3);
if (hasRedisServer()) {
  const redis = await startRedisServer();
  const overRedis = await withService({ REDIS_URL: redis.url }, measureHits);
  await redis.close();
  report('exact hit, Redis on loopback', overRedis.exact, bare, '2 ms');
  judge('exact hit over Redis', overRedis.exact, bare, 6);
  report('semantic hit, Redis on loopback', overRedis.semantic, uncached, '25 ms');
} else {
  console.log('redis-server is not installed: the hits over Redis are not measured.');
}
report('baseline: the semantic questions without a cache', uncached, uncached, '');
report('semantic hit, in process', inProcess.semantic, uncached, '25 ms');
judge('semantic hit', inProcess.semantic, uncached, 1.5);
agent.destroy();
rmSync(folder, { recursive: true, force: true });
