/** `npm run bench`: every benchmark of this folder, one after another, each with its own baseline in the same run. Arguments go to all of them. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const benches = [
  'ask.ts',
  'router.ts',
  'cache.ts',
  'cache-http.ts',
  'embedder.ts',
  'onnx-runtime.ts',
  'index.ts',
  'ingest.ts',
  'http.ts',
  'widget.ts',
];
const present = readdirSync(folder);

console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
);
for (const bench of benches.filter((name) => present.includes(name))) {
  console.log(`\n== ${bench}`);
  const run = spawnSync(
    process.execPath,
    ['--import', 'tsx', `${folder}${bench}`, ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  if (run.status !== 0) process.exitCode = 1;
}
