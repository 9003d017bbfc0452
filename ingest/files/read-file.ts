/**
 * Reads one file of the corpus: never outside its root, never a pipe or device, never more than the limit, never half a change.
 * An expected problem is a value with a reason, because it costs the file and not the run.
 */
import { constants, type Stats } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { sep } from 'node:path';
import { messageOf } from '../../src/domain/errors.js';
import type { FoundFile } from './find-files.js';

export const maximumTextBytes = 20 * 1024 * 1024;

export type FileContent = { readonly bytes: Buffer } | { readonly problem: string };

async function isInside(file: FoundFile, handle: FileHandle): Promise<boolean> {
  const real = await realpath(file.absolutePath);
  if (!real.startsWith(file.root.endsWith(sep) ? file.root : file.root + sep)) return false;
  // The path may have been swapped between opening and resolving: both must be the same file.
  const [opened, found] = await Promise.all([handle.stat(), stat(real)]);
  return opened.ino === found.ino && opened.dev === found.dev;
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

async function readOpened(file: FoundFile, handle: FileHandle, maximumBytes: number): Promise<FileContent> {
  if (!(await isInside(file, handle)))
    return { problem: 'It lies outside the corpus folder and is not read: copy it into the folder.' };
  const before = await handle.stat();
  if (!before.isFile())
    return {
      problem: 'It is no ordinary file (a pipe, socket or device) and is skipped: move it out of the corpus.',
    };
  if (before.size > maximumBytes)
    return {
      problem: `It has ${megabytes(before.size)}, at most ${megabytes(maximumBytes)} are read: split it or list it in .askfolioignore.`,
    };
  return readUnchanged(handle, before);
}

/** All bytes of an opened file, or the problem that it is no longer what it was before the first of them was read. */
export async function readUnchanged(
  handle: Pick<FileHandle, 'read' | 'stat'>,
  before: Pick<Stats, 'size' | 'mtimeMs'>,
): Promise<FileContent> {
  const bytes = Buffer.alloc(before.size);
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  const after = await handle.stat();
  const isSame = length === before.size && after.size === before.size && after.mtimeMs === before.mtimeMs;
  return isSame
    ? { bytes }
    : { problem: 'It was changed while it was read: run the ingest again when it is written.' };
}

/** Bytes of a file, or why it is not read and what to do. Tries again once when the file changes under the reader. */
export async function readCorpusFile(file: FoundFile, maximumBytes = maximumTextBytes): Promise<FileContent> {
  for (let attempt = 1; ; attempt++) {
    let handle: FileHandle | undefined;
    try {
      // Without O_NONBLOCK the open of a pipe would wait for a writer.
      handle = await open(
        file.absolutePath,
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      );
      const content = await readOpened(file, handle, maximumBytes);
      if ('bytes' in content || attempt === 2 || !content.problem.startsWith('It was changed'))
        return content;
    } catch (error) {
      const reason = messageOf(error).replaceAll(file.absolutePath, file.path);
      return { problem: `It cannot be read (${reason}): check its permissions.` };
    } finally {
      await handle?.close();
    }
  }
}

export type DecodedText = { readonly text: string; readonly warning?: string } | { readonly problem: string };

/** Share of control characters from which a file without NUL bytes still counts as binary. */
const binaryShare = 0.02;

/** Text of a file: UTF-8, or UTF-16 with a byte order mark, else Windows-1252 with a warning; binary content is a problem. */
export function decodeText(bytes: Buffer): DecodedText {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes) };
  if (first === 0xfe && second === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes) };
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    return {
      problem: `It holds a NUL byte (at byte ${nul}) and looks binary: it is skipped. Save it as UTF-8 text, or list it in .askfolioignore.`,
    };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    const controls = text.match(/[\u0001-\u0008\u000E-\u001F\u007F-\u009F]/g)?.length ?? 0;
    if (controls > text.length * binaryShare)
      return { problem: 'It is not text (bytes that are no UTF-8, many control characters): it is skipped.' };
    return {
      text,
      warning: 'It is not valid UTF-8 and was read as Windows-1252: save it as UTF-8 if letters look wrong.',
    };
  }
}
