import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { watchFolder } from './watch-folder.js';

it('calls once after the last of many changes, so that a file in the middle of being written is left alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'askfolio-watch-'));
  const sizes: number[] = [];
  let called: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (called = resolve));
  let written = 0;
  const end = await watchFolder(folder, async () => {
    sizes.push(written);
    called();
  });
  try {
    await writeFile(join(folder, '.hidden.md'), 'x');
    for (written = 1; written < 20; written++) await appendFile(join(folder, 'a.md'), 'A line.\n');
    await first;
    expect(sizes).toEqual([20]);
  } finally {
    await end();
    await rm(folder, { recursive: true, force: true });
  }
});
