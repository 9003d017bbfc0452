/**
 * What a file system says of a file without opening it: as long as that stays the same, so does the content. A change moves the
 * change time, which no program can set back; one within the tick of a clock does not, so a file that was changed
 * a moment ago has no stamp yet (git calls such an entry of its index "racily clean").
 */
import { lstatSync } from 'node:fs';

/** Longest tick of the clocks that file systems keep: FAT counts in two seconds. */
const settleMs = 2_500;

/**
 * Undefined for what is no ordinary file, cannot be looked at, or was changed less than 2.5 s before `nowMs` (milliseconds since the epoch).
 * Has to be read before the content: a change in between then makes the stamp differ at the next look.
 */
export function readStamp(path: string, nowMs = Date.now()): string | undefined {
  try {
    // A look takes microseconds; through the pool of threads it takes ten times as long, and a folder has thousands of files.
    const found = lstatSync(path, { bigint: true });
    const changedMs = Number(found.mtimeMs > found.ctimeMs ? found.mtimeMs : found.ctimeMs);
    if (!found.isFile() || changedMs > nowMs - settleMs) return undefined;
    return [found.size, found.mtimeNs, found.ctimeNs, found.ino].join('-');
  } catch {
    return undefined;
  }
}
