/** `npm start`: builds when the sources are newer than the build, then runs the command line (default: serve). */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = join(root, 'dist/src/cli/main.js');

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) time = Math.max(time, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  }
  return time;
}

function isBuilt() {
  if (!existsSync(main) || !existsSync(join(root, 'dist/.built'))) return false;
  const built = statSync(join(root, 'dist/.built')).mtimeMs;
  return ['src', 'ingest', 'eval'].every((folder) => newest(folder) <= built);
}

if (!isBuilt()) {
  process.stderr.write('askfolio: building, once...\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const built = spawnSync(npm, ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

const given = process.argv.slice(2);
process.argv = [process.argv[0], main, ...(given.length === 0 || given[0].startsWith('-') ? ['serve', ...given] : given)];
await import(new URL('../dist/src/cli/main.js', import.meta.url).href);
