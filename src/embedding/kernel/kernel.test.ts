import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { kernelModule } from '../../../scripts/embedder/build-kernel.js';

describe('kernel bytes', () => {
  it('are what the source compiles to', async () => {
    const committed = await readFile(new URL('kernel-bytes.ts', import.meta.url), 'utf8');
    expect(await kernelModule()).toBe(committed);
  }, 60_000);
});
