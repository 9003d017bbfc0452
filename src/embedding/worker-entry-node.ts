/** Where the worker thread starts: the built file, or in a source tree (tsx, vitest) a bundle made of the TypeScript on the spot. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Esbuild from 'esbuild';

/** A script for `new Worker()`. Undefined: there is none, so the calling thread has to do the work. */
export function findWorkerEntry(folder: URL = new URL('./', import.meta.url)): URL | undefined {
  const built = new URL('worker-node.js', folder);
  if (existsSync(built)) return built;
  const source = new URL('worker-node.ts', folder);
  return existsSync(source) ? bundleSource(fileURLToPath(source)) : undefined;
}

/** Loader hooks of the parent do not reach a worker in Node 20; esbuild is there wherever the sources are run. */
function bundleSource(path: string): URL | undefined {
  try {
    const esbuild = createRequire(import.meta.url)('esbuild') as typeof Esbuild;
    const { outputFiles } = esbuild.buildSync({
      entryPoints: [path],
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
      logLevel: 'silent',
    });
    const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
    return new URL(`data:text/javascript;base64,${code}`);
  } catch {
    return undefined;
  }
}
