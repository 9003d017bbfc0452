/** `npm start`: builds when the sources are newer than the build, then runs the command line (default: serve). */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`askfolio: Node ${process.versions.node} is too old: install 20.19 or newer.\n`);
  process.exit(2);
}
const root = fileURLToPath(new URL('..', import.meta.url));
const main = join(root, 'dist/main.js');

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
    if (entry.isFile())
      time = Math.max(time, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  }
  return time;
}

function isBuilt() {
  if (!existsSync(main) || !existsSync(join(root, 'dist/.built'))) return false;
  const built = statSync(join(root, 'dist/.built')).mtimeMs;
  return (
    statSync(join(root, 'scripts/build.ts')).mtimeMs <= built &&
    ['src', 'ingest', 'eval'].every((folder) => newest(folder) <= built)
  );
}

if (!isBuilt()) {
  if (!existsSync(join(root, 'node_modules/esbuild'))) {
    process.stderr.write(
      'askfolio: the packages that build it are missing: run `npm install` (without --omit=dev) first.\n',
    );
    process.exit(2);
  }
  process.stderr.write('askfolio: building, once...\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const built = spawnSync(npm, ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

const given = process.argv.slice(2);
process.argv = [
  process.argv[0],
  main,
  ...(given.length === 0 || given[0].startsWith('-') ? ['serve', ...given] : given),
];
await import(new URL('../dist/main.js', import.meta.url).href);
