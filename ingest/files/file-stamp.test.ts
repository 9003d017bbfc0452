import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultChunkSize } from '../chunk/pack.js';
import { prepareFile } from '../prepare-file.js';
import { createPreparers } from '../threads/preparers.js';
import { readStamp } from './file-stamp.js';

describe('readStamp', () => {
  let folder: string;
  let file: string;
  const later = (): number => Date.now() + 60_000;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'askfolio-stamp-'));
    file = join(folder, 'note.md');
    await writeFile(file, 'I built Orbit.\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('trusts a file only some time after its last change', async () => {
    expect(readStamp(file)).toBeUndefined();
    expect(readStamp(file, later())).toMatch(/^15-\d+-\d+-\d+$/);
  });

  it.each([
    ['other content of the same length', () => writeFile(file, 'I built Comet.\n')],
    [
      'other content under the old time of change',
      async () => {
        const long = new Date('2024-01-01T00:00:00Z');
        await writeFile(file, 'I built Comet.\n');
        await utimes(file, long, long);
      },
    ],
    [
      'another file under the same name',
      async () => {
        await writeFile(`${file}.new`, 'I built Orbit.\n');
        await rename(`${file}.new`, file);
      },
    ],
  ])('is another one for %s', async (_, change) => {
    const before = readStamp(file, later());
    await change();
    expect(readStamp(file, later())).not.toBe(before);
  });

  it('has none for what is no file, or is not there', async () => {
    expect(readStamp(folder, later())).toBeUndefined();
    expect(readStamp(join(folder, 'missing.md'), later())).toBeUndefined();
  });
});

describe('a file whose stamp is known', () => {
  const root = resolve('corpus');
  const absolutePath = join(root, 'profile.md');
  const prepare = (stamp: string) =>
    prepareFile({
      file: { absolutePath, root, path: 'profile.md' },
      documentId: 'profile',
      known: { path: 'profile.md', sha256: 'of other bytes', documentId: 'profile', isIndexed: true, stamp, warnings: [], redactions: [] },
      size: defaultChunkSize,
      preparers: createPreparers({ masking: { personalData: 'keep', allowed: [], keptContacts: [] } }),
    }); // prettier-ignore

  it('is not read again', async () => {
    const stamp = readStamp(absolutePath) ?? 'none';
    expect((await prepare(stamp)).status).toBe('unchanged');
  });

  it('is read when the stamp is another one', async () => {
    const { status, known } = await prepare('1-1-1-1');
    expect(status).toBe('prepared');
    expect(known?.stamp).toBe(readStamp(absolutePath));
  });
});
