/**
 * `npm run build`: the sources as JavaScript in dist/, file by file, then what they need beside them (the model, the widget), and
 * the mark of a whole build. Types are checked by `npm run lint` and written by `npm pack`: the first start does not wait for them.
 */
import { chmodSync, cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');
const widgetBuild = join(root, 'src/widget/build.ts');
// The same as `exclude` of tsconfig.build.json.
const leftOut = /\.test\.ts$|\.d\.ts$|\/testing\/|\/kernel\/assembly\/|^src\/widget\//;

function sources(): string[] {
  return ['src', 'ingest', 'eval']
    .flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !leftOut.test(path));
}

/** The widget's own build; it is no part of the compiled tree. */
async function addWidget(): Promise<void> {
  if (!existsSync(widgetBuild)) return;
  const module: unknown = await import(pathToFileURL(widgetBuild).href);
  const buildWidget = z.custom<(folder: string) => Promise<unknown>>((value) => typeof value === 'function');
  await z.object({ buildWidget }).parse(module).buildWidget(join(dist, 'widget'));
}

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: sources(),
  outbase: root,
  outdir: dist,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  charset: 'utf8',
  logLevel: 'warning',
});
cpSync(join(root, 'src/embedding/model'), join(dist, 'src/embedding/model'), { recursive: true });
await addWidget();
chmodSync(join(dist, 'src/cli/main.js'), 0o755);
writeFileSync(join(dist, '.built'), `${new Date().toISOString()}\n`);
