/** Calls back some time after the last of many changes in a folder, never twice at once. Knows nothing of what is done then. */
import { watch } from 'chokidar';

const quietMs = 300;

/** `onChange` never rejects. Resolves, once the folder is watched, with the way to end it, which waits for a call under way. */
export async function watchFolder(
  folder: string,
  onChange: () => Promise<void>,
): Promise<() => Promise<void>> {
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: /(?:^|\/)(?:\.[^/.][^/]*|node_modules)(?:\/|$)/,
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
