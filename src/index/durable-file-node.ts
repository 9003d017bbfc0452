/** Files that are whole or absent: written aside, flushed, renamed, and the folder flushed. Mode 0600: an index is as private as its text. */
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, messageOf } from '../domain/errors.js';

const temporarySuffix = '.tmp';

function storageFailed(action: string, path: string, cause: unknown): AppError {
  return new AppError(
    'storage_failed',
    `${action} ${path} failed (${messageOf(cause)}): free disk space or grant permission, then run \`askfolio ingest\` again. The previous index is intact.`,
    { cause },
  );
}

/** @throws AppError `storage_failed` */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storageFailed('Making the folder', folder, error);
  }
}

/** Makes renames in the folder survive a loss of power. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeFlushed(path: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file that appears under its name only when it is whole and on disk. One writer at a time.
 * @throws AppError `storage_failed`; what had the name before is then still there.
 */
export async function writeDurably(
  folder: string,
  name: string,
  content: Uint8Array | string,
): Promise<void> {
  const path = join(folder, name);
  try {
    await writeFlushed(path + temporarySuffix, content);
    await rename(path + temporarySuffix, path);
    await flushFolder(folder);
  } catch (error) {
    await rm(path + temporarySuffix, { force: true }).catch(() => undefined);
    throw storageFailed(`Writing ${content.length} bytes to`, path, error);
  }
}

/** Removes segments and leftovers that are not `wanted`. A file that cannot be removed stays: it does no harm. */
export async function sweep(folder: string, wanted: readonly string[]): Promise<void> {
  for (const name of await readdir(folder)) {
    const isOurs = name.endsWith('.seg') || name.endsWith(temporarySuffix);
    if (isOurs && !wanted.includes(name))
      await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}
