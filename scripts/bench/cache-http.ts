/**
 * Cached answers of the built service over HTTP, one request at a time over one connection: exact hits in process and over a real Redis beside a
 * bare express handler with the same answer, semantic hits beside the same questions on a service without a cache. Every semantic question has a
 * wording of its own, so that its embedding is paid too. A ratio is that of one question asked of both sides within a moment: what else the machine
 * does slows both. `--data FOLDER` uses an index that is there. Judges ratios alone.
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

const exactRequests = 1_000;
/** Wordings that are not counted. */
const warming = 10;
/**
 * Times its baseline, at most. Measured, on a quiet machine and on a busy one: 1.0 to 1.9, 1.7 to 2.5, 1.1 to 1.3. With a bare handler at 0.3 ms and
 * a question without a cache at 14 ms, as on the quiet one, these also keep the targets.
 */
const limits = { exact: 2.5, exactOverRedis: 3.5, semantic: 1.5 };

// A process of its own, as the service is one: parses the question and sends the same answer.
const bareService = `
import express from 'express';
const app = express();
const answer = JSON.parse(process.env.BARE_ANSWER);
app.post('/ask', express.json(), (_request, response) => void response.json(answer));
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

async function startBare(answer: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', bareService], {
    env: { ...process.env, BARE_ANSWER: answer },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: `http://127.0.0.1:${port.toString().trim()}`,
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}

interface Row {
  readonly name: string;
  readonly url: string;
  /** Of the answers that count. */
  readonly cache: string;
  readonly baseline?: Row;
  /** Times its baseline, at most. */
  readonly limit?: number;
  readonly target?: string;
  /** Milliseconds of each question in order; undefined where the cache gave another answer than the wanted one. */
  readonly times: (number | undefined)[];
}

/** Every question goes to all sides before the next one does. */
async function measure(rows: readonly Row[], questions: readonly string[]): Promise<void> {
  for (const question of questions) {
    for (const { url, cache, times } of rows) {
      const answer = await ask(url, question);
      times.push(answer.cache === cache ? answer.ms : undefined);
    }
  }
}

/** Ascending. Throws when hardly any answer counts: such a run proves nothing. */
function counted({ name, cache, times }: Row, values: readonly (number | undefined)[] = times): number[] {
  const known = values.filter((value) => value !== undefined);
  if (known.length < times.length / 2)
    throw new Error(`${name}: ${known.length} of ${times.length} answers are "${cache}"`);
  return known.sort((a, b) => a - b);
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(sorted.length * share)] ?? Number.NaN;

/** Median over the questions of the time beside the baseline's for the same question. */
function ratioOf(row: Row): number | undefined {
  const { baseline, times } = row;
  if (baseline === undefined) return undefined;
  const ratios = times.map((time, number) => {
    const other = baseline.times[number];
    return time === undefined || other === undefined ? undefined : time / other;
  });
  return at(counted(row, ratios), 0.5);
}

/** Exit status 3 when a ratio is above what it may be. */
function report(row: Row): void {
  const times = counted(row);
  const ratio = ratioOf(row);
  const { name, limit, target = '' } = row;
  console.log(
    `| ${name} | ${at(times, 0.5).toFixed(2)} | ${at(times, 0.95).toFixed(2)} | ${ratio?.toFixed(2) ?? ''} | ${limit ?? ''} | ${times.length} | ${target} |`,
  );
  if (ratio === undefined || limit === undefined || ratio <= limit) return;
  console.error(`${name}: ${ratio.toFixed(2)} times its baseline, more than ${limit}`);
  process.exitCode = 3;
}

const { values } = parseArgs({ options: { data: { type: 'string' } }, strict: false });
const folder = mkdtempSync(join(tmpdir(), 'askfolio-bench-'));
if (typeof values.data === 'string') cpSync(values.data, folder, { recursive: true });
prepareService(folder);

const stops: (() => Promise<unknown>)[] = [];
async function serve(environment: Readonly<Record<string, string>>): Promise<string> {
  const service = await startService(folder, environment);
  stops.unshift(() => service.stop());
  return service.url;
}

/** Exact hits beside the bare handler, semantic ones beside no cache: the first row of each is the baseline of the others. */
async function rowsOf(): Promise<{ exact: Row[]; semantic: Row[] }> {
  const url = await serve({});
  const bareExpress = await startBare((await ask(url, stored)).body);
  stops.unshift(() => bareExpress.stop());
  const { cache } = await ask(bareExpress.url, stored);
  const uncachedUrl = await serve({ CACHE: 'off' });
  const bare: Row = { name: 'bare express handler, same answer', url: bareExpress.url, cache, times: [] };
  const uncached: Row = {
    name: 'semantic questions, no cache',
    url: uncachedUrl,
    cache: 'bypass',
    times: [],
  };
  const exactOver = (name: string, at: string, limit: number, target: string): Row => ({ name: `exact hit, ${name}`, url: at, cache: 'exact', baseline: bare, limit, target, times: [] }); // prettier-ignore
  const semanticOver = (name: string, at: string): Row => ({ name: `semantic hit, ${name}`, url: at, cache: 'semantic', baseline: uncached, limit: limits.semantic, target: '25 ms', times: [] }); // prettier-ignore
  const exact = [bare, exactOver('in process', url, limits.exact, '1 ms')];
  const semantic = [uncached, semanticOver('in process', url)];
  if (!hasRedisServer()) {
    console.log('redis-server is not installed: the hits over Redis are not measured.');
    return { exact, semantic };
  }
  const redis = await startRedisServer();
  stops.push(() => redis.close());
  const shared = await serve({ REDIS_URL: redis.url });
  exact.push(exactOver('Redis on loopback', shared, limits.exactOverRedis, '2 ms'));
  semantic.push(semanticOver('Redis on loopback', shared));
  return { exact, semantic };
}

/** Compiles the code of every side before anything counts. */
async function warm({ exact, semantic }: { exact: Row[]; semantic: Row[] }): Promise<void> {
  for (const { url } of [...exact, ...semantic])
    for (let count = 0; count < exactRequests; count += 1) await ask(url, stored);
  for (const { url } of semantic) for (const wording of wordings.slice(0, warming)) await ask(url, wording);
}

try {
  const rows = await rowsOf();
  await warm(rows);
  await measure(rows.exact, Array<string>(exactRequests).fill(stored));
  await measure(rows.semantic, wordings.slice(warming));
  console.log(
    '| over HTTP | p50 ms | p95 ms | times its baseline | at most | requests | target |\n|---|---|---|---|---|---|---|',
  );
  for (const row of [...rows.exact, ...rows.semantic]) report(row);
} finally {
  for (const stop of stops) await stop();
  agent.destroy();
  rmSync(folder, { recursive: true, force: true });
}
