import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGeneration } from '../src/index/segment-store-node.js';
import type { Embedder } from '../src/ports.js';
import { ingest } from './ingest.js';
import type { IngestOptions, IngestReport } from './ingest.js';
import { createFakeEmbedder } from './testing/fake-embedder.js';

let folder: string;
let corpus: string;
let data: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askfolio-ingest-'));
  corpus = join(folder, 'corpus');
  data = join(folder, 'data');
  await mkdir(corpus);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(corpus, path)), { recursive: true });
  await writeFile(join(corpus, path), content);
}

const run = (options: Partial<IngestOptions> = {}): Promise<IngestReport> =>
  ingest({ corpusFolder: corpus, dataFolder: data, now: () => 1_000, ...options });

async function stored() {
  const loaded = await readGeneration(data);
  const { chunks, vectors, embedder, generation, catalogue } = loaded.content;
  loaded.close();
  return { chunks, vectors, embedder, generation, catalogue };
}

const section = (name: string): string =>
  `# ${name}\n\nI built ${name} with Go and it keeps every counter in Redis for a day.\n`;

describe('ingest', () => {
  it('masks a secret in the name of a file or folder wherever the name goes, and reads the file all the same', async () => {
    const keys = ['AKIAQYLPMN5HFIQR7XYA', 'AKIAZZ3PMN5HFIQR7QWE'];
    await write(`backup-${keys[0]}.md`, 'I built the first backup with restic.');
    await write(`backup-${keys[1]}.md`, 'I built the second backup with borg.');
    await write(`${keys[0]}/note.txt`, 'I wrote this note in a folder with a bad name.');
    await write(`${keys[0]}/broken.pdf`, 'no PDF');
    const report = await run();
    expect(report.added).toEqual([
      '[redacted: AWS access key]/note.txt',
      'backup-[redacted: AWS access key]-2.md',
      'backup-[redacted: AWS access key].md',
    ]);
    expect(report.warnings.map(({ message }) => message.slice(0, 24))).toContain('The name of the file, or');
    const { chunks, catalogue } = await stored();
    const state = await readFile(join(data, 'ingest-state.json'), 'utf8');
    const all = JSON.stringify([report, chunks, catalogue, state]);
    expect(all).toContain('restic');
    expect(all).toContain('borg');
    for (const key of keys) expect(all.toLowerCase()).not.toContain(key.toLowerCase());
    expect((await run()).isWritten).toBe(false);
  });

  it('indexes a folder, then does nothing when nothing changed', async () => {
    await write('projects/a.md', section('alpha'));
    await write('b.txt', 'Plain text about caching.');
    const first = await run();
    expect(first).toMatchObject({
      documents: 2,
      added: ['b.txt', 'projects/a.md'],
      warnings: [],
      isWritten: true,
    });
    const second = await run();
    expect(second).toMatchObject({
      documents: 2,
      chunks: first.chunks,
      generation: first.generation,
      isWritten: false,
    });
    expect(second.unchanged).toEqual(['b.txt', 'projects/a.md']);
  });

  it('tells added, changed and removed files apart, and gives what a fresh run gives', async () => {
    for (const name of ['a', 'b', 'c']) await write(`${name}.md`, section(name));
    await run();
    await write('b.md', section('bravo'));
    await write('d.md', section('d'));
    await rm(join(corpus, 'c.md'));
    const report = await run();
    expect(report).toMatchObject({
      added: ['d.md'],
      changed: ['b.md'],
      unchanged: ['a.md'],
      removed: ['c.md'],
    });
    const incremental = await stored();
    await rm(data, { recursive: true });
    await run();
    expect(incremental).toEqual(await stored());
  });

  it('notices a file that went back to its old content after an interrupted run', async () => {
    await write('a.md', section('one'));
    await run();
    const state = await readFile(join(data, 'ingest-state.json'));
    await write('a.md', section('two'));
    await run();
    await writeFile(join(data, 'ingest-state.json'), state);
    await write('a.md', section('one'));
    await run();
    expect((await stored()).chunks[0]?.text).toContain('I built one');
  });

  it.each([
    ['a missing folder', async () => rm(corpus, { recursive: true }), /does not exist: create it/],
    ['an empty folder', async () => undefined, /holds nothing that can be read/],
    ['a folder of pictures', async () => write('a.png', 'x'), /holds nothing that can be read/],
  ])('refuses %s and keeps the index', async (_, change, message) => {
    await write('a.md', section('a'));
    await run();
    const before = (await stored()).generation;
    await rm(join(corpus, 'a.md'));
    await change();
    await expect(run()).rejects.toMatchObject({
      code: 'corpus_missing',
      message: expect.stringMatching(message) as string,
    });
    expect((await stored()).generation).toBe(before);
  });

  it('leaves out what must not be read and says why', async () => {
    await write('a.md', section('a'));
    await write('README.md', 'explains the folder');
    await write('.hidden.md', 'hidden');
    await write('node_modules/x.md', 'foreign');
    await write('drafts/x.md', 'ignored');
    await write('.askfolioignore', 'drafts/\n');
    await write('id_rsa', 'key');
    await write('server.pem', 'key');
    await write('binary.md', Uint8Array.from([35, 32, 0, 1, 2]));
    await write('latin.md', Uint8Array.from([67, 97, 102, 0xe9, 32, 116, 101, 120, 116]));
    await write('private.md', '---\nvisibility: private\n---\nnothing to see');
    await writeFile(join(folder, 'outside.md'), 'outside');
    await symlink(join(folder, 'outside.md'), join(corpus, 'link.md'));
    await symlink(corpus, join(corpus, 'loop'));
    await symlink(folder, join(corpus, 'up'));
    await write('large.md', 'x');
    await truncate(join(corpus, 'large.md'), 2 ** 31);
    spawnSync('mkfifo', [join(corpus, 'pipe.md')]);
    await write('new\nline.md', section('newline'));
    const report = await run();
    const { catalogue } = await stored();
    expect(catalogue.documents.map(({ path }) => path)).toEqual(['a.md', 'latin.md', 'new_line.md']);
    expect(
      Object.fromEntries(report.warnings.map(({ path, message }) => [path, message.slice(0, 40)])),
    ).toEqual({
      id_rsa: 'Files of this name hold credentials and ',
      'server.pem': 'Files of this name hold credentials and ',
      'binary.md': 'It holds a NUL byte (at byte 2) and look',
      'latin.md': 'It is not valid UTF-8 and was read as Wi',
      'link.md': 'The link leads out of the corpus folder ',
      up: 'The link leads out of the corpus folder ',
      'large.md': 'It has 2048.0 MB, at most 20.0 MB are re',
      'pipe.md': 'This is no ordinary file (a pipe, socket',
    });
  });

  it('reads what people wrote in the clone of a repository, and not its code', async () => {
    await write('package.json', '{}');
    await write('README.md', section('repo'));
    await write('CHANGELOG', 'Version 2 is faster.');
    await write('docs/guide.mdx', `export const a = 1\n\n${section('guide')}`);
    await write('src/index.ts', 'export {};');
    await write('dist/notes.md', section('built'));
    const report = await run();
    expect(report.added).toEqual(['CHANGELOG', 'README.md', 'docs/guide.mdx']);
    expect(report.warnings).toEqual([]);
  });

  it('stops at deep nesting and goes on with the rest', async () => {
    await write('a.md', section('a'));
    await write(`${'d/'.repeat(80)}deep.md`, section('deep'));
    const report = await run();
    expect(report.documents).toBe(1);
    expect(report.warnings[0]?.message).toContain('nested deeper than 64');
  });

  it('reads further files and folders, each once', async () => {
    await write('a.md', section('a'));
    await mkdir(join(folder, 'more'));
    await writeFile(join(folder, 'more', 'b.md'), section('b'));
    const report = await run({
      paths: [join(folder, 'more'), join(folder, 'more', 'b.md'), join(corpus, 'a.md'), join(folder, 'none')],
    });
    expect(report.added).toEqual(['a.md', 'more/b.md']);
    expect(report.warnings).toMatchObject([
      { path: join(folder, 'none'), message: expect.stringContaining('no such file') as string },
    ]);
  });

  it('reports without writing on a dry run, and on secrets when strict', async () => {
    await write('a.md', 'The password is Tulip#4711.');
    const dry = await run({ dryRun: true });
    expect(dry).toMatchObject({ documents: 1, added: ['a.md'], isWritten: false });
    await expect(readdir(data)).rejects.toThrow();
    const strict = await run({ strict: true });
    expect(strict).toMatchObject({
      isWritten: false,
      redactions: [{ path: 'a.md', line: 1, kind: 'password' }],
    });
    await run();
    expect((await run({ strict: true })).redactions).toHaveLength(1);
    const kept = (
      await Promise.all(
        (await readdir(data, { recursive: true, withFileTypes: true }))
          .filter((e) => e.isFile())
          .map((e) => readFile(join(e.parentPath, e.name), 'latin1')),
      )
    ).join();
    expect(kept).not.toContain('Tulip');
  });

  it('refuses a second writer by name, and takes over from a dead one', async () => {
    await write('a.md', section('a'));
    await mkdir(join(data, 'ingest.lock'), { recursive: true });
    const alive = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    const owner = (pid: number) =>
      writeFile(join(data, 'ingest-owner.json'), JSON.stringify({ pid, host: hostname(), startedAt: 0 }));
    await owner(alive.pid ?? 0);
    await expect(run()).rejects.toMatchObject({
      code: 'index_busy',
      message: expect.stringContaining(`process ${alive.pid} on`) as string,
    });
    const closed = new Promise((resolve) => alive.once('close', resolve));
    alive.kill('SIGKILL');
    await closed;
    expect((await run()).documents).toBe(1);
    expect(await readdir(data)).toEqual(expect.not.arrayContaining(['ingest.lock', 'ingest-owner.json']));
  });

  it('embeds once, and again only what changed', async () => {
    await write('a.md', section('a'));
    await write('b.md', section('b'));
    const embedder = createFakeEmbedder();
    expect(await run({ embedder })).toMatchObject({ embedded: 2 });
    expect((await run({ embedder })).isWritten).toBe(false);
    await write('b.md', section('c'));
    expect(await run({ embedder })).toMatchObject({ embedded: 1 });
    expect(embedder.embedded).toEqual(['a', 'b', 'c']);
    const { vectors, chunks } = await stored();
    expect(vectors?.map((vector) => vector?.sentences.length)).toEqual(
      chunks.map(({ sentences }) => sentences.length),
    );
  });

  it('embeds everything anew for another embedder, and drops vectors without one', async () => {
    await write('a.md', section('a'));
    await run({ embedder: createFakeEmbedder() });
    expect(await run({ embedder: createFakeEmbedder({ id: 'fake-2' }) })).toMatchObject({ embedded: 1 });
    const report = await run();
    expect(report.isWritten).toBe(true);
    expect((await stored()).embedder).toBeUndefined();
  });

  it('answers on words alone when the embedder fails, and goes on where it stopped', async () => {
    for (let number = 0; number < 40; number++) await write(`${number}.md`, section(`name${number}`));
    const failed = await run({ embedder: createFakeEmbedder({ failAfter: 20 }) });
    expect(failed.warnings[0]?.message).toContain('16 of 40 passages could be embedded (the model is gone)');
    expect((await stored()).vectors?.filter((vector) => vector !== undefined)).toHaveLength(16);
    const embedder = createFakeEmbedder();
    expect(await run({ embedder })).toMatchObject({ embedded: 24, warnings: [] });
    const resumed = await stored();
    await rm(data, { recursive: true });
    await run({ embedder });
    expect(resumed.generation).toBe((await stored()).generation);
  });

  it('has no vectors at all when the embedder gives none', async () => {
    await write('a.md', section('a'));
    const report = await run({ embedder: createFakeEmbedder({ failAfter: 0 }) });
    expect(report).toMatchObject({ documents: 1, embedded: 0, isWritten: true });
    expect((await stored()).embedder).toBeUndefined();
  });

  it('never stores a vector that is not a number', async () => {
    await write('a.md', section('a'));
    const embedder: Embedder = {
      ...createFakeEmbedder(),
      embedPassages: async (passages) =>
        passages.map(({ sentences }) => ({
          passage: new Float32Array(8).fill(Number.NaN),
          sentences: sentences.map(() => new Float32Array(8)),
        })),
    };
    expect((await run({ embedder })).warnings[0]?.message).toContain('numbers that are none');
    expect((await stored()).embedder).toBeUndefined();
  });

  it('stops when it is told to, with the old index intact', async () => {
    await write('a.md', section('a'));
    const before = await run();
    await write('a.md', section('b'));
    await expect(run({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    expect((await stored()).generation).toBe(before.generation);
  });

  it('reports progress by stage', async () => {
    await write('a.md', section('a'));
    const seen: string[] = [];
    await run({
      embedder: createFakeEmbedder(),
      onProgress: ({ stage, done, total }) => seen.push(`${stage} ${done}/${total}`),
    });
    expect(seen).toEqual(['read 1/1', 'embed 1/1']);
  });
});
