/**
 * `npm run build`: the sources as a few files of JavaScript in dist/, then what they need beside them (the model, the widget), and the
 * mark of a whole build. Few files, because a process that answers one question spends most of its time on finding and opening modules.
 * Types are checked by `npm run lint` and written by `npm pack`: the first start does not wait for them.
 */
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Metafile, Plugin } from 'esbuild';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');
const widgetBuild = join(root, 'src/widget/build.ts');

/**
 * All outputs lie side by side in dist/, so that a module finds its neighbours (threads, the model, the widget) relative to itself
 * whatever file it was put into.
 */
const entryPoints = {
  main: 'src/cli/main.ts',
  services: 'src/services.ts',
  'worker-node': 'src/embedding/worker-node.ts',
  'preparer-worker': 'ingest/threads/preparer-worker.ts',
};

/** Packages of many small modules that every question or every ingest needs; all others stay where npm puts them. */
const bundledPackages =
  /^(?:zod|commander|snowball-stemmer\.jsx|lru-cache|ulid|ignore|yaml|unified|remark-[\w-]+|mdast-util-to-string)(?:\/|$)/;

/** zod's `z` holds every language of its messages; as a namespace of its own the unused ones fall away. */
const leanZod: Plugin = {
  name: 'zod',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace("import { z } from 'zod';", "import * as z from 'zod';"),
      loader: 'ts',
    }));
  },
};

const chooseBundled: Plugin = {
  name: 'packages',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^[^./]/ }, ({ path, importer }) => {
      const isOwn = !importer.includes('/node_modules/');
      // What a bundled package imports in turn belongs to it.
      return isOwn && !bundledPackages.test(path) && !path.startsWith('node:')
        ? { path, external: true }
        : {};
    });
  },
};

const packageShape = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().default('see there'),
});

/** Bundled packages with their licences, as their terms ask. */
function licencesOf({ inputs }: Metafile): string {
  const folders = new Set(
    Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []),
  );
  return [...folders]
    .sort()
    .map((folder) => {
      const file = readdirSync(join(root, folder)).find((name) => /^licen[cs]e/i.test(name));
      const { name, version, license } = packageShape.parse(
        JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
      );
      const text = file === undefined ? '' : `\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
      return `${name} ${version}: ${license}, https://www.npmjs.com/package/${name}\n${text}`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** The widget's own build; it is no part of the compiled tree. */
async function addWidget(): Promise<void> {
  if (!existsSync(widgetBuild)) return;
  const module: unknown = await import(pathToFileURL(widgetBuild).href);
  const buildWidget = z.custom<(folder: string) => Promise<unknown>>((value) => typeof value === 'function');
  await z.object({ buildWidget }).parse(module).buildWidget(join(dist, 'widget'));
}

rmSync(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints,
  outdir: dist,
  bundle: true,
  splitting: true,
  chunkNames: '[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  charset: 'utf8',
  logLevel: 'warning',
  metafile: true,
  plugins: [chooseBundled, leanZod],
  // Names and line breaks stay, so that a stack trace can be read.
  minifyWhitespace: true,
  lineLimit: 160,
  legalComments: 'none',
  // CommonJS packages load Node's own modules with it.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
});
writeFileSync(join(dist, 'THIRD-PARTY-LICENCES.txt'), licencesOf(metafile));
cpSync(join(root, 'src/embedding/model'), join(dist, 'model'), { recursive: true });
await addWidget();
chmodSync(join(dist, 'main.js'), 0o755);
writeFileSync(join(dist, '.built'), `${new Date().toISOString()}\n`);
