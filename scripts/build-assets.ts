/** Second step of `npm run build`: what the compiler does not copy (the model, the widget's files), and the mark of a whole build. */
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '..');
const widgetBuild = join(root, 'src/widget/build.ts');
const buildWidget = z.custom<(folder: string) => Promise<unknown>>((value) => typeof value === 'function');

/** The widget's own build; it is no part of the compiled tree. */
async function addWidget(): Promise<void> {
  if (!existsSync(widgetBuild)) return;
  const module: unknown = await import(pathToFileURL(widgetBuild).href);
  await z.object({ buildWidget }).parse(module).buildWidget(join(root, 'dist/widget'));
}

mkdirSync(join(root, 'dist'), { recursive: true });
cpSync(join(root, 'src/embedding/model'), join(root, 'dist/src/embedding/model'), { recursive: true });
await addWidget();
chmodSync(join(root, 'dist/src/cli/main.js'), 0o755);
writeFileSync(join(root, 'dist/.built'), `${new Date().toISOString()}\n`);
