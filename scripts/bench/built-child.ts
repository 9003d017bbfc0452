/** The child process of the ingest benchmark as JavaScript beside its threads: what is measured is the product, not the TypeScript loader. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '../..');

/** Inside node_modules, so that packages are found from it. */
export async function buildChild(): Promise<{ readonly script: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(root, 'node_modules/.bench-'));
  await build({
    absWorkingDir: root,
    entryPoints: {
      'ingest-child': 'scripts/bench/ingest-child.ts',
      'preparer-worker': 'ingest/threads/preparer-worker.ts',
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  return {
    script: join(folder, 'ingest-child.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
