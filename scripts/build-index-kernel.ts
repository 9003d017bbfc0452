/** Compiles the dense scan from AssemblyScript to `src/index/kernel/scan-bytes.ts`. Run with `npx tsx` after a change of the source. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const root = resolve(import.meta.dirname, '..');
const source = 'src/index/kernel/assembly/scan.ts';
const target = 'src/index/kernel/scan-bytes.ts';

/** The WebAssembly module of the dense scan; equal source gives equal bytes. */
export async function compileScanKernel(): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];
  const { error } = await asc.main([source, '--outFile', 'scan.wasm', ...options], {
    readFile: (name, baseDir) => readSource(join(baseDir, name)),
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) {
    throw new Error(`Compiling ${source} failed: ${String(error ?? 'no output')}`, { cause: error });
  }
  return binary;
}

function readSource(path: string): string | null {
  try {
    return readFileSync(resolve(root, path), 'utf8');
  } catch {
    return null; // the compiler asks for places where a file might be
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const base64 = Buffer.from(await compileScanKernel()).toString('base64');
  const text = `/** Generated from \`assembly/scan.ts\` by \`scripts/build-index-kernel.ts\`: do not edit. */\nexport const scanKernelBase64 =\n  '${base64}';\n`;
  writeFileSync(join(root, target), text);
  console.log(`${target}: ${base64.length} characters`);
}
