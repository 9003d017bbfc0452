import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Embedder } from '../src/ports.js';
import { ingest } from './ingest.js';
import type { IngestReport } from './ingest.js';
import { createIngestMemory } from './ingest-memory.js';
import type { IngestMemory } from './ingest-memory.js';
import { createFakeEmbedder } from './testing/fake-embedder.js';

let folder: string;
let corpus: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askfolio-memory-'));
  corpus = join(folder, 'corpus');
  await mkdir(corpus);
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

interface Given {
  readonly data: string;
  readonly memory?: IngestMemory;
  readonly embedder?: Embedder;
}

function run({ data, ...rest }: Given): Promise<IngestReport> {
  return ingest({ corpusFolder: corpus, dataFolder: join(folder, data), now: () => 1_000, ...rest });
}

/** Segments of the newest generation, each with the SHA-256 of its bytes. */
async function stored(data: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, data, 'index', 'manifest.json'), 'utf8')) as unknown;
}

const write = (name: string, text: string): Promise<void> => writeFile(join(corpus, name), text);

/** What a person may do to a folder, each step after the one before; the names that the corpus teaches come and go with them. */
const edits: readonly { readonly name: string; readonly edit: () => Promise<void> }[] = [
  { name: 'a first document', edit: () => write('a.md', '# Alpha\n\nI used Redis, Zorbex and Go.') },
  {
    name: 'a second one, which makes Zorbex a name',
    edit: () => write('b.md', '# Bravo\n\nWe ran Kafka, Zorbex and Docker. Go is fast. Go to the shop.'),
  },
  {
    name: 'a technology of the front matter',
    edit: () =>
      write('c.md', '---\nstack: [Quibble DB, Go]\ntags: [one, two]\n---\n# Charlie\n\nQuibble DB.'),
  },
  { name: 'an edit', edit: () => write('a.md', '# Alpha\n\nI used Redis and Quibble DB, and planned Go.') },
  { name: 'the word in small letters', edit: () => write('d.md', '# Delta\n\nThe zorbex is a bird.') },
  { name: 'a title that takes the name', edit: () => write('d.md', '# Zorbex\n\nThe bird is gone.') },
  { name: 'the title gone again', edit: () => rm(join(corpus, 'd.md')) },
  { name: 'a document that moves', edit: () => write('e.md', '# Alpha\n\nI used Redis and Quibble DB.') },
  {
    name: 'the first in the order',
    edit: () => write('0.md', '# Zero\n\n| A | B |\n|---|---|\n| Go | Perl |'),
  },
  { name: 'all the same text', edit: () => write('b.md', '# Alpha\n\nI used Redis and Quibble DB.') },
  { name: 'the name of the front matter gone', edit: () => write('c.md', '# Charlie\n\nNothing.') },
];

describe('an ingest with a memory', () => {
  it('writes byte for byte what one without it writes, after every edit', async () => {
    const memory = createIngestMemory();
    for (const [number, { name, edit }] of edits.entries()) {
      await edit();
      await run({ data: 'kept', memory });
      await run({ data: `new-${number}` });
      expect([name, await stored('kept')]).toEqual([name, await stored(`new-${number}`)]);
    }
  });

  it('writes the same vectors as one without it, and asks the embedder for what has changed', async () => {
    const memory = createIngestMemory();
    const kept = createFakeEmbedder();
    for (const [number, { name, edit }] of edits.entries()) {
      await edit();
      await run({ data: 'kept', memory, embedder: kept });
      await run({ data: `new-${number}`, embedder: createFakeEmbedder() });
      expect([name, await stored('kept')]).toEqual([name, await stored(`new-${number}`)]);
    }
  });

  it('builds on the data folder as it is: another process may have written, or a file be damaged', async () => {
    const memory = createIngestMemory();
    await write('a.md', '# Alpha\n\nI used Redis and Go.');
    await run({ data: 'kept', memory });
    await write('b.md', '# Bravo\n\nI used Kafka.');
    await run({ data: 'kept' });
    await write('c.md', '# Charlie\n\nI used Docker.');
    expect((await run({ data: 'kept', memory })).unchanged).toEqual(['a.md', 'b.md']);
    await run({ data: 'new' });
    expect(await stored('kept')).toEqual(await stored('new'));
    const { manifest } = JSON.parse(
      await readFile(join(folder, 'kept', 'index', 'manifest.json'), 'utf8'),
    ) as { manifest: { segments: { file: string }[] } };
    await writeFile(join(folder, 'kept', 'index', manifest.segments[0]?.file ?? ''), 'damaged');
    expect(await run({ data: 'kept', memory })).toMatchObject({ isWritten: true, documents: 3 });
    expect(await stored('kept')).toEqual(await stored('new'));
  });

  it('tries a file that could not be read again when it has changed, and tells of it until then', async () => {
    // A file has a stamp when its last change is some seconds old.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    const memory = createIngestMemory();
    await write('a.md', '# Alpha\n\nI used Redis.');
    await write('broken.docx', 'no archive');
    const told = async (): Promise<unknown> =>
      (await run({ data: 'kept', memory })).warnings.map(({ path, message }) => [path, message]);
    const [first] = (await told()) as [string, string][];
    expect(first?.[1]).toContain('no archive');
    const { stamp = '' } = memory.problems.get('broken.docx') ?? {};
    memory.problems.set('broken.docx', { stamp, problem: 'told without reading' });
    expect(await told()).toEqual([['broken.docx', 'told without reading']]);
    await write('broken.docx', 'no archive either');
    expect(await told()).toEqual([first]);
    await rm(join(corpus, 'broken.docx'));
    expect(await told()).toEqual([]);
  });

  it('reads a changed file alone', async () => {
    const memory = createIngestMemory();
    for (const name of ['a', 'b', 'c']) await write(`${name}.md`, `# ${name}\n\nI used Redis.`);
    await run({ data: 'kept', memory });
    await write('b.md', '# b\n\nI used Kafka.');
    expect(await run({ data: 'kept', memory })).toMatchObject({ changed: ['b.md'], documents: 3 });
    expect(await run({ data: 'kept', memory })).toMatchObject({ changed: [], isWritten: false });
  });
});
