/** Calls back some time after the last of many changes in a folder, never twice at once. Knows nothing of what is done then. */
import { realpath } from 'node:fs/promises';
import { relative } from 'node:path';
import { watch } from 'chokidar';

const quietMs = 300;
/** Levels of folders that an ingest reads. */
const deepest = 64;
const hidden = /(?:^|[/\\])(?:\.[^/\\.][^/\\]*|node_modules)(?:[/\\]|$)/;

/** `onChange` never rejects. Resolves, once the folder is watched, with the way to end it, which waits for a call under way. */
export async function watchFolder(
  folder: string,
  onChange: () => Promise<void>,
): Promise<() => Promise<void>> {
  const root = await realpath(folder).catch(() => folder);
  const watcher = watch(root, {
    ignoreInitial: true,
    // An ingest follows no links either: they may lead in a circle, or out of the folder.
    followSymlinks: false,
    depth: deepest,
    ignored: (path) => hidden.test(relative(root, path)),
  });
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(onChange);
    }, quietMs);
  });
  // A folder that cannot be watched is read at the next start; the watcher says nothing more about it.
  watcher.on('error', () => undefined);
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  return async () => {
    clearTimeout(timer);
    await watcher.close();
    await running;
  };
}
