import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../domain/errors.js';
import type { Embedder, Passage } from '../ports.js';
import { createBundledEmbedder } from './bundled-embedder-node.js';
import { bundledModelPath } from './model-memory-node.js';
import { findWorkerEntry } from './worker-entry-node.js';

const passages: Passage[] = Array.from({ length: 12 }, (_, index) => ({
  context: `Project ${index}`,
  sentences: [`Service ${index} stores events.`, 'It is written in Go.'],
}));

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason: unknown) => reason);
  return isAppError(error) ? error.code : String(error);
}

describe.each([
  ['in worker threads', 2],
  ['in the calling thread', 0],
])('bundled embedder %s', (_, workers) => {
  let embedder: Embedder;
  beforeAll(async () => {
    embedder = await createBundledEmbedder({ workers, idleMs: 10 });
  });
  afterAll(() => embedder.close());

  it('embeds questions, the same again from its memory', async () => {
    const [first, second] = await embedder.embedQuestions(['Which database?', 'Which database?']);
    expect(first).toHaveLength(embedder.dimensions);
    expect(second).toEqual(first);
    first?.fill(0);
    expect(await embedder.embedQuestions(['Which database?'])).toEqual([second]);
  });

  it('keeps the order of passages and tells its progress', async () => {
    const progress: number[] = [];
    const vectors = await embedder.embedPassages(passages, { onProgress: (done) => progress.push(done) });
    expect(progress).toEqual(passages.map((_passage, index) => index + 1));
    expect(vectors.map(({ sentences }) => sentences.length)).toEqual(passages.map(() => 2));
    const [seventh] = await embedder.embedPassages(passages.slice(7, 8));
    expect(vectors[7]).toEqual(seventh);
  });

  it('gives up when the caller does', async () => {
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    const { signal } = controller;
    expect(await codeOf(embedder.embedPassages(passages, { signal, onProgress }))).toBe('aborted');
    expect(await codeOf(embedder.embedQuestions(['What else?'], { signal }))).toBe('aborted');
    expect(await embedder.embedQuestions(['What else?'])).toHaveLength(1);
  });
});

describe('bundled embedder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'askfolio-embedder-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([0, 1])('refuses a foreign model file with %i workers', async (workers) => {
    const modelPath = join(folder, 'foreign.bin');
    await writeFile(modelPath, 'PK'.repeat(1000));
    expect(await codeOf(createBundledEmbedder({ modelPath, workers }))).toBe('embedder_failed');
    expect(await codeOf(createBundledEmbedder({ modelPath: join(folder, 'none'), workers }))).toBe(
      'embedder_failed',
    );
  });

  it.runIf(process.platform === 'linux')('gives way to the thread that answers requests', async () => {
    const own = getPriority(0);
    const embedder = await createBundledEmbedder({ workers: 1 });
    const threads = await readdir('/proc/self/task');
    const stats = await Promise.all(
      threads.map((id) => readFile(`/proc/self/task/${id}/stat`, 'utf8').catch(() => '')),
    );
    const priorities = stats.map((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]));
    await embedder.close();
    expect(priorities).toContain(Math.max(10, own));
    expect(getPriority(0)).toBe(own);
  });

  it('refuses work after close', async () => {
    const embedder = await createBundledEmbedder({ workers: 1 });
    await embedder.close();
    expect(await codeOf(embedder.embedQuestions(['Anyone there?']))).toBe('embedder_failed');
  });

  it('finds its worker in a build too, and lets the process end', async () => {
    const entryPoints = ['bundled-embedder-node.ts', 'worker-node.ts'].map((name) =>
      fileURLToPath(new URL(name, import.meta.url)),
    );
    // A bundle, because the temporary folder has no packages to resolve imports from.
    await build({
      ...{ entryPoints, outdir: folder, bundle: true, platform: 'node', format: 'esm' },
      banner: { js: `import { createRequire as r } from 'node:module'; var require = r(import.meta.url);` },
    });
    expect(findWorkerEntry(pathToFileURL(`${folder}/`))?.pathname).toBe(join(folder, 'worker-node.js'));
    const script = join(folder, 'main.mjs');
    await writeFile(
      script,
      `import { createBundledEmbedder } from './bundled-embedder-node.js';
       const embedder = await createBundledEmbedder({ modelPath: process.argv[2], workers: 1 });
       const [vector] = await embedder.embedQuestions(['Which database?']);
       console.log(vector.length, vector[0]);`,
    );
    const { stdout } = await promisify(execFile)(process.execPath, [script, bundledModelPath()]);
    const here = await createBundledEmbedder({ workers: 0 });
    const [vector] = await here.embedQuestions(['Which database?']);
    expect(stdout.trim()).toBe(`384 ${vector?.[0]}`);
  });
});
