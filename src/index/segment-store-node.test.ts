import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '../domain/errors.js';
import type { GenerationContent } from './generation.js';
import { createEmbeddedIndex, readGeneration, writeGeneration } from './segment-store-node.js';
import { describeChunkIndexContract } from './testing/chunk-index.contract.js';
import { makeChunk, makeContent, makeVectors, unit, weighted } from './testing/generation-content.js';

let folder: string;
let index: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askfolio-index-'));
  index = join(folder, 'index');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function generation(name: string, words = name): GenerationContent {
  return makeContent([makeChunk({ id: 'a#1', text: words }), makeChunk({ id: 'b#1', text: 'later' })], {
    generation: name,
    embedder: { id: 'test', dimensions: 3 },
    vectors: [makeVectors(unit(1, 2, 3), 2), undefined],
  });
}

const filesIn = async (): Promise<string[]> => (await readdir(index)).sort();
const segment = async (name: string, of: string): Promise<string> => {
  const file = (await filesIn()).find((each) => each.startsWith(`${name}-${of}-`));
  return join(index, file ?? `no ${name} segment of ${of}`);
};
const failsWith = (
  code: 'index_missing' | 'index_damaged' | 'storage_failed' | 'internal',
  ...parts: string[]
) =>
  expect.toSatisfy(
    (error) => isAppError(error, code) && parts.every((part) => error.message.includes(part)),
  ) as unknown as Error;

describeChunkIndexContract('the embedded index', async (content) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'askfolio-contract-'));
  await writeGeneration(dataFolder, content);
  const opened = await createEmbeddedIndex({ dataFolder });
  return {
    ...opened,
    close: async () => {
      await opened.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
});

describe('writeGeneration', () => {
  it('writes what readGeneration gives back', async () => {
    const content = generation('g1');
    await writeGeneration(folder, content);
    const loaded = await readGeneration(folder);
    expect(loaded.warning).toBeUndefined();
    expect(loaded.snapshot.generation).toBe('g1');
    expect(loaded.content.chunks).toEqual(content.chunks);
    expect(loaded.content.vectors!.map((vectors) => vectors?.sentences.length)).toEqual([2, undefined]);
  });

  it('makes private files', async () => {
    await writeGeneration(folder, generation('g1'));
    for (const file of await filesIn()) expect((await stat(join(index, file))).mode & 0o777).toBe(0o600);
  });

  it('keeps the generation before and sweeps older ones and leftovers', async () => {
    for (const name of ['g1', 'g2', 'g3']) await writeGeneration(folder, generation(name));
    await writeFile(join(index, 'chunks-g9-0.seg.tmp'), 'half');
    await writeFile(join(index, 'chunks-g9-0.seg'), 'whole, never named');
    await writeGeneration(folder, generation('g4'));
    const names = await filesIn();
    expect(names.filter((name) => name.startsWith('chunks-')).map((name) => name.slice(0, 9))).toEqual([
      'chunks-g3',
      'chunks-g4',
    ]);
    expect(names).toHaveLength(12);
  });

  it('written again heals damage and leaves the fallback alone', async () => {
    await writeGeneration(folder, generation('g1'));
    await writeGeneration(folder, generation('g2'));
    await truncate(await segment('postings', 'g2'), 10);
    await writeGeneration(folder, generation('g2'));
    expect((await readGeneration(folder)).warning).toBeUndefined();
    expect(await segment('chunks', 'g1')).toContain('chunks-g1');
  });

  it('does not make a damaged generation the fallback', async () => {
    await writeGeneration(folder, generation('g1'));
    await writeGeneration(folder, generation('g2'));
    await truncate(await segment('postings', 'g2'), 10);
    await writeGeneration(folder, generation('g3'));
    await truncate(await segment('postings', 'g3'), 10);
    expect((await readGeneration(folder)).snapshot.generation).toBe('g1');
  });

  it('leaves the previous index intact when nothing can be written', async () => {
    await writeGeneration(folder, generation('g1'));
    // A folder in the place of the temporary file stands for a disk that refuses: it also refuses a superuser.
    await mkdir(join(index, 'manifest.json.tmp', 'in the way'), { recursive: true });
    await expect(writeGeneration(folder, generation('g2'))).rejects.toEqual(
      failsWith('storage_failed', 'manifest.json', 'The previous index is intact'),
    );
    expect((await readGeneration(folder)).snapshot.generation).toBe('g1');
  });

  it('reports a file in the place of the data folder', async () => {
    await writeFile(join(folder, 'data'), '');
    await expect(writeGeneration(join(folder, 'data'), generation('g1'))).rejects.toEqual(
      failsWith('storage_failed', 'Making the folder'),
    );
  });

  it('refuses a generation that is not a plain name', async () => {
    await expect(writeGeneration(folder, generation('../g1'))).rejects.toEqual(
      failsWith('internal', '../g1'),
    );
  });
});

describe('readGeneration', () => {
  it.each(['', 'absent'])('says that there is no index in a folder %j', async (name) => {
    await expect(readGeneration(join(folder, name))).rejects.toEqual(
      failsWith('index_missing', 'run `askfolio ingest`'),
    );
  });

  const segments = ['chunks', 'catalogue', 'postings', 'passages', 'sentences'];

  it.each(segments.flatMap((name) => [0, 10, 0.5, -1].map((cut) => [name, cut] as const)))(
    'falls back when the %s segment is cut at %d, and refuses when the one before is cut too',
    async (name, cut) => {
      await writeGeneration(folder, generation('g1'));
      await writeGeneration(folder, generation('g2'));
      const shorten = async (path: string): Promise<void> => {
        const { size } = await stat(path);
        await truncate(path, cut < 0 ? size + cut : cut < 1 ? Math.floor(size * cut) : cut);
      };
      await shorten(await segment(name, 'g2'));
      const loaded = await readGeneration(folder);
      expect(loaded.snapshot.generation).toBe('g1');
      expect(loaded.warning).toContain(`${name}-g2-`);
      expect(loaded.warning).toContain('is cut short');
      await shorten(await segment(name, 'g1'));
      await expect(readGeneration(folder)).rejects.toEqual(
        failsWith('index_damaged', `${name}-g2-`, 'is cut short', 'run `askfolio ingest`'),
      );
    },
  );

  it.each(segments)('falls back when a byte of the %s segment changed, or it is gone', async (name) => {
    await writeGeneration(folder, generation('g1'));
    await writeGeneration(folder, generation('g2'));
    const path = await segment(name, 'g2');
    const bytes = await readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(path, bytes);
    expect((await readGeneration(folder)).warning).toContain('SHA-256');
    await rm(path);
    expect((await readGeneration(folder)).warning).toContain('is missing');
  });

  it.each([
    ['empty', '', 'is not JSON (0 characters)'],
    ['cut', '{"format":1,"checks', 'is not JSON'],
    ['of another kind', '[]', 'is not an index manifest'],
    ['changed', '{"format":1,"checksum":5,"manifest":{"generation":"g7"}}', 'wrong checksum'],
    ['of a newer version', '{"format":2}', 'has format version 2, this askfolio reads version 1'],
  ])('falls back when the manifest is %s, and refuses without a fallback', async (_name, text, found) => {
    await writeGeneration(folder, generation('g1'));
    await writeFile(join(index, 'manifest.json'), text);
    await expect(readGeneration(folder)).rejects.toEqual(
      failsWith('index_damaged', 'manifest.json', found, 'run `askfolio ingest`'),
    );
    await writeGeneration(folder, generation('g1'));
    await writeGeneration(folder, generation('g2'));
    await writeFile(join(index, 'manifest.json'), text);
    const loaded = await readGeneration(folder);
    expect(loaded.snapshot.generation).toBe('g1');
    expect(loaded.warning).toContain(found);
  });

  it('does not follow a manifest out of its folder', async () => {
    await writeGeneration(folder, generation('g1'));
    const text = await readFile(join(index, 'manifest.json'), 'utf8');
    await writeFile(join(index, 'manifest.json'), text.replace('"chunks-', '"../chunks-'));
    await expect(readGeneration(folder)).rejects.toEqual(failsWith('index_damaged'));
  });
});

describe('an interrupted write', () => {
  it('leaves the old generation answering, after every file of the new one', async () => {
    const other = await mkdtemp(join(tmpdir(), 'askfolio-other-'));
    try {
      await writeGeneration(folder, generation('g1', 'old words'));
      await writeGeneration(other, generation('g1', 'old words'));
      await writeGeneration(other, generation('g2', 'new words'));
      const coming = (await readdir(join(other, 'index'))).filter((name) => name.includes('-g2-'));
      expect(coming).toHaveLength(5);
      for (const name of coming) {
        const whole = await readFile(join(other, 'index', name));
        await writeFile(join(index, `${name}.tmp`), whole.subarray(0, whole.length >> 1));
        expect((await readGeneration(folder)).snapshot.generation).toBe('g1');
        await rm(join(index, `${name}.tmp`));
        await writeFile(join(index, name), whole);
        expect((await readGeneration(folder)).snapshot.generation).toBe('g1');
      }
      await copyFile(join(other, 'index', 'manifest.previous.json'), join(index, 'manifest.previous.json'));
      expect((await readGeneration(folder)).snapshot.generation).toBe('g1');
      await copyFile(join(other, 'index', 'manifest.json'), join(index, 'manifest.json'));
      const loaded = await readGeneration(folder);
      expect([loaded.snapshot.generation, loaded.warning]).toEqual(['g2', undefined]);
    } finally {
      await rm(other, { recursive: true, force: true });
    }
  });
});

describe('large sentence vectors', () => {
  it('are read from disk record by record until closed', async () => {
    await writeGeneration(folder, generation('g1'));
    const resident = await readGeneration(folder);
    const loaded = await readGeneration(folder, { residentSentenceBytes: 0 });
    expect(loaded.snapshot.sentenceVectors('a#1')).toHaveLength(2);
    expect(loaded.snapshot.sentenceVectors('a#1')).toEqual(resident.snapshot.sentenceVectors('a#1'));
    expect(loaded.snapshot.sentenceVectors('b#1')).toBeUndefined();
    loaded.close();
    loaded.close();
    expect(loaded.snapshot.sentenceVectors('a#1')).toBeUndefined();
  });

  it('are left out with a warning where a record is damaged', async () => {
    await writeGeneration(folder, generation('g1'));
    const path = await segment('sentences', 'g1');
    const bytes = await readFile(path);
    bytes[bytes.length - 5]! ^= 1;
    await writeFile(path, bytes);
    const warnings: string[] = [];
    const options = { residentSentenceBytes: 0, onWarning: (message: string) => warnings.push(message) };
    const loaded = await readGeneration(folder, options);
    expect(loaded.snapshot.sentenceVectors('a#1')).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('sentence record 0 has a wrong checksum')]);
    loaded.close();
  });

  it('are damage when the file is shorter than it says', async () => {
    await writeGeneration(folder, generation('g1'));
    await truncate(await segment('sentences', 'g1'), 40);
    await expect(readGeneration(folder, { residentSentenceBytes: 0 })).rejects.toEqual(
      failsWith('index_damaged', 'is cut short (40 of'),
    );
  });
});

describe('createEmbeddedIndex', () => {
  const search = (chunkIndex: Awaited<ReturnType<typeof createEmbeddedIndex>>, words: string) =>
    chunkIndex.search([{ terms: weighted(words) }], { depth: 5 });

  it('waits for the first generation', async () => {
    const chunkIndex = await createEmbeddedIndex({ dataFolder: folder });
    expect(() => chunkIndex.snapshot()).toThrow(failsWith('index_missing'));
    await expect(search(chunkIndex, 'old')).rejects.toEqual(failsWith('index_missing'));
    expect(await chunkIndex.refresh()).toBe(false);
    await writeGeneration(folder, generation('g1'));
    expect(await chunkIndex.refresh()).toBe(true);
    expect(chunkIndex.snapshot().generation).toBe('g1');
  });

  it('takes over a newer generation; an earlier snapshot stays whole', async () => {
    await writeGeneration(folder, generation('g1', 'old'));
    const chunkIndex = await createEmbeddedIndex({ dataFolder: folder, residentSentenceBytes: 0 });
    const before = chunkIndex.snapshot();
    await writeGeneration(folder, generation('g2', 'new'));
    expect(await chunkIndex.refresh()).toBe(true);
    expect(await chunkIndex.refresh()).toBe(false);
    expect((await search(chunkIndex, 'new'))[0]!.lexical).toHaveLength(1);
    expect(before.chunk('a#1')!.text).toBe('old');
    expect(before.sentenceVectors('a#1')).toHaveLength(2);
    await chunkIndex.close();
  });

  it('takes over the same generation once it has more vectors', async () => {
    await writeGeneration(folder, { ...generation('g1'), embedder: undefined, vectors: undefined });
    const chunkIndex = await createEmbeddedIndex({ dataFolder: folder });
    expect(chunkIndex.snapshot().embedder).toBeUndefined();
    await writeGeneration(folder, generation('g1'));
    expect(await chunkIndex.refresh()).toBe(true);
    expect(chunkIndex.snapshot().embedder).toBe('test');
  });

  it('keeps what it has when the newer generation is damaged, and never goes back', async () => {
    const warnings: string[] = [];
    await writeGeneration(folder, generation('g1'));
    await writeGeneration(folder, generation('g2'));
    const chunkIndex = await createEmbeddedIndex({
      dataFolder: folder,
      onWarning: (message) => warnings.push(message),
    });
    await writeGeneration(folder, generation('g3'));
    await truncate(await segment('chunks', 'g3'), 30);
    expect(await chunkIndex.refresh()).toBe(false);
    await writeFile(join(index, 'manifest.previous.json'), '');
    expect(await chunkIndex.refresh()).toBe(false);
    expect(chunkIndex.snapshot().generation).toBe('g2');
    expect(warnings).toHaveLength(2);
  });

  it('reports a damaged index until it is ingested again', async () => {
    await writeGeneration(folder, generation('g1'));
    await truncate(await segment('chunks', 'g1'), 30);
    const chunkIndex = await createEmbeddedIndex({ dataFolder: folder });
    expect(() => chunkIndex.snapshot()).toThrow(failsWith('index_damaged'));
    await writeGeneration(folder, generation('g1'));
    expect(await chunkIndex.refresh()).toBe(true);
  });
});
