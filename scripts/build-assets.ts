/** Second step of `npm run build`: what the compiler does not copy (the model, the widget's files), and the mark of a whole build. */
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));

function copy(from: string, to: string): void {
  if (existsSync(join(root, from))) cpSync(join(root, from), join(root, to), { recursive: true });
}

mkdirSync(join(root, 'dist'), { recursive: true });
copy('src/embedding/model', 'dist/src/embedding/model');
if (existsSync(join(root, 'src/widget/build.ts'))) {
  const { buildWidget } = (await import('../src/widget/build.js')) as { buildWidget: (folder: string) => Promise<unknown> };
  console.table(await buildWidget(join(root, 'dist/widget')));
}
chmodSync(join(root, 'dist/src/cli/main.js'), 0o755);
writeFileSync(join(root, 'dist/.built'), `${new Date().toISOString()}\n`);
