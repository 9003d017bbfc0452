/**
 * Builds the widget: `widget.js` (the script tag), `askfolio.js` (the module) with its types, `embed.html` with its script and style under names that hold a
 * hash of their content. Measures them and refuses to go over the budget. Runs at build time only; part of no page.
 */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';

/** Bytes after gzip. */
export const budgets = { loader: 3_072, everything: 20_480 } as const;

export interface BuiltFile {
  readonly name: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const common = {
  bundle: true,
  minify: true,
  target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'silent',
} satisfies BuildOptions;

/** Empties `folder` and fills it. Rejects when a budget is exceeded. */
export async function buildWidget(folder: string): Promise<readonly BuiltFile[]> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({
    ...common,
    entryPoints: { widget: join(here, 'page/script.ts') },
    format: 'iife',
    outdir: folder,
  });
  await build({
    ...common,
    entryPoints: { askfolio: join(here, 'page/module.ts') },
    format: 'esm',
    outdir: folder,
  });
  const frame = await build({
    ...common,
    metafile: true as const,
    entryPoints: { chat: join(here, 'frame/main.ts'), style: join(here, 'frame/style.css') },
    entryNames: '[name]-[hash]',
    format: 'esm',
    outdir: folder,
  });
  const outputs = Object.keys(frame.metafile.outputs).map((path) => basename(path));
  const script = outputs.find((name) => name.endsWith('.js')) ?? '';
  const style = outputs.find((name) => name.endsWith('.css')) ?? '';
  await writeFile(join(folder, 'embed.html'), embedPage(script, style));
  await copyFile(join(here, 'askfolio.d.ts'), join(folder, 'askfolio.d.ts'));
  const files = await Promise.all(
    ['widget.js', 'askfolio.js', 'embed.html', script, style].map((name) => measure(folder, name)),
  );
  check(files);
  return files;
}

function embedPage(script: string, style: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="robots" content="noindex">
<title>Ask about my work</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/${style}">
<script type="module" src="assets/${script}"></script>
</head>
<body>
<noscript><main><h1>Ask about my work</h1><p>This chat needs JavaScript.</p></main></noscript>
</body>
</html>
`;
}

async function measure(folder: string, name: string): Promise<BuiltFile> {
  const content = await readFile(join(folder, name));
  return { name, bytes: content.length, gzipBytes: gzipSync(content, { level: 9 }).length };
}

/** What one visitor loads: the loader and the frame; the module is the loader again. */
function check(files: readonly BuiltFile[]): void {
  const sum = files
    .filter(({ name }) => name !== 'askfolio.js')
    .reduce((total, { gzipBytes }) => total + gzipBytes, 0);
  const loader = Math.max(
    ...files.filter(({ name }) => /^(widget|askfolio)\.js$/.test(name)).map(({ gzipBytes }) => gzipBytes),
  );
  if (loader <= budgets.loader && sum <= budgets.everything) return;
  const list = files.map(({ name, gzipBytes }) => `${name} ${gzipBytes}`).join(', ');
  throw new Error(
    `the widget is over its budget: loader ${loader} of ${budgets.loader} bytes, everything ${sum} of ${budgets.everything} (gzip: ${list})`,
  );
}
