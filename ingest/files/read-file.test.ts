import { appendFile, mkdtemp, open, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readUnchanged } from './read-file.js';

describe('readUnchanged', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'askfolio-read-'));
    path = join(folder, 'note.md');
    await writeFile(path, 'I built Orbit.\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** What is read when something happens to the file between the first look at it and the reading of its bytes. */
  async function readAfter(change: () => Promise<unknown>) {
    const before = await stat(path);
    const handle = await open(path);
    try {
      await change();
      return await readUnchanged(handle, before);
    } finally {
      await handle.close();
    }
  }

  it('gives every byte of a file that stays', async () => {
    expect(await readAfter(() => Promise.resolve())).toEqual({ bytes: Buffer.from('I built Orbit.\n') });
  });

  it.each([
    ['grows', () => appendFile(path, 'And Comet.\n')],
    ['shrinks', () => truncate(path, 3)],
    ['is written again at the same length', () => utimes(path, new Date(), new Date(Date.now() + 5_000))],
  ])('gives nothing of a file that %s', async (_name, change) => {
    expect(await readAfter(change)).toEqual({
      problem: 'It was changed while it was read: run the ingest again when it is written.',
    });
  });
});
