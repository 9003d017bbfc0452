/**
 * Kills ingests at random points and looks at what answers afterwards. Before each round every document is rewritten with the number of the
 * round, so that a generation made of two rounds, or with a document or a part of one missing, shows. For tests only.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { readGeneration } from '../../src/index/segment-store-node.js';
import { ingest } from '../ingest.js';
import { createRandom } from '../secrets/testing/planted-secrets.js';
import { createFakeEmbedder } from './fake-embedder.js';

const documents = 12;
const sections = 4;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The child as one file of JavaScript: starts in a tenth of the time that the sources need. */
async function buildChild(folder: string): Promise<string> {
  const outfile = join(folder, 'ingest-child.mjs');
  await build({
    entryPoints: [join(root, 'ingest/testing/ingest-child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  return outfile;
}

async function writeRound(corpus: string, round: number): Promise<void> {
  for (let number = 0; number < documents; number++) {
    const body = Array.from(
      { length: sections },
      (_, section) =>
        `## Part ${section}\n\nRound ${round} of part ${section} in write-up ${number}: ${`I measured the queue of worker ${number} again and kept the result. `.repeat(8)}\n`,
    );
    await writeFile(join(corpus, `w${number}.md`), `# Write-up ${number}\n\n${body.join('\n')}`);
  }
}

/** Runs one child and kills it `afterMs` after it began. Milliseconds that it took when it was done before, else undefined. */
function runChild(
  script: string,
  corpus: string,
  data: string,
  afterMs: number,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, corpus, data], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let begunAt = 0;
    let tookMs: number | undefined;
    let problems = '';
    child.stdout.on('data', (text: Buffer) => {
      if (output === '') {
        begunAt = performance.now();
        setTimeout(() => child.kill('SIGKILL'), afterMs).unref();
      }
      output += text.toString();
      if (output.includes('done')) tookMs ??= performance.now() - begunAt;
    });
    child.stderr.on('data', (text: Buffer) => (problems += text.toString()));
    child.once('error', reject);
    child.once('close', (_, signal) => {
      if (tookMs !== undefined || signal === 'SIGKILL') resolve(tookMs);
      else reject(new Error(`The ingest failed by itself: ${problems}`));
    });
  });
}

/** The round that the stored generation is of. Throws when it is not whole, or of several rounds. */
async function storedRound(data: string): Promise<number> {
  const stored = await readGeneration(data);
  try {
    const { chunks, catalogue } = stored.content;
    const rounds = new Set(chunks.flatMap(({ text }) => text.match(/Round \d+/g) ?? []));
    const parts = new Set(chunks.flatMap(({ text }) => text.match(/part \d+ in write-up \d+/g) ?? []));
    if (catalogue.documents.length !== documents || parts.size !== documents * sections || rounds.size !== 1)
      throw new Error(
        `${catalogue.documents.length} documents, ${parts.size} parts, of ${[...rounds].join(' and ')}`,
      );
    return Number([...rounds][0]?.replace('Round ', ''));
  } finally {
    stored.close();
  }
}

export interface KillReport {
  /** Ingests that were really ended by the signal. */
  readonly killed: number;
  /** Of these, how many left the generation before, and how many the new one. */
  readonly oldAnswered: number;
  readonly newAnswered: number;
  readonly problems: readonly string[];
  /** Names in the data folder after a last, undisturbed run that a fresh run does not leave. */
  readonly strayFiles: readonly string[];
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.map((name) => name.replace(/[0-9a-f]{8,}|\d+/g, '#')).sort();
}

/** `kills` ingests are killed, one after the other, over the same folder. The same seed kills at the same shares of a run. */
export async function killIngests(kills: number, seed: number): Promise<KillReport> {
  const folder = await mkdtemp(join(tmpdir(), 'askfolio-kill-'));
  const place = await mkdtemp(join(root, 'node_modules/.kill-'));
  const corpus = join(folder, 'corpus');
  const data = join(folder, 'data');
  const random = createRandom(seed);
  const counts = { killed: 0, oldAnswered: 0, newAnswered: 0 };
  const problems: string[] = [];
  try {
    await mkdir(corpus);
    const script = await buildChild(place);
    await writeRound(corpus, 0);
    let usualMs = (await runChild(script, corpus, data, 60_000)) ?? 1_000;
    let answering = 0;
    for (let round = 1; counts.killed < kills && round < kills * 20; round++) {
      await writeRound(corpus, round);
      const tookMs = await runChild(script, corpus, data, random() * usualMs);
      const isDone = tookMs !== undefined;
      // Follows the machine, so that the kills spread over the whole of a run.
      usualMs = isDone ? (usualMs + tookMs) / 2 : usualMs * 1.01;
      try {
        const found = await storedRound(data);
        if (found !== round && (isDone || found !== answering))
          problems.push(
            `Round ${round} (${isDone ? 'done' : 'killed'}): round ${found} answers, before it ${answering}`,
          );
        if (!isDone) counts[found === round ? 'newAnswered' : 'oldAnswered']++;
        answering = found;
      } catch (error) {
        problems.push(`Round ${round}: ${String(error)}`);
      }
      if (!isDone) counts.killed++;
    }
    const options = { corpusFolder: corpus, embedder: createFakeEmbedder(), now: () => Date.now() };
    await ingest({ ...options, dataFolder: data });
    const fresh = join(folder, 'fresh');
    await ingest({ ...options, dataFolder: fresh });
    const expected = await namesIn(fresh);
    const strayFiles = (await namesIn(data)).filter((name) => !expected.includes(name));
    return { ...counts, problems, strayFiles };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(place, { recursive: true, force: true });
  }
}
