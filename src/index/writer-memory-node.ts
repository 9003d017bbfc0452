/**
 * What a process that writes generation after generation keeps between two of them, so that the next costs what has changed: terms and stored
 * form of each chunk, and which files are known to be whole. Never changes what is written.
 */
import { lstatSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { lexicalSettings, weightedFields } from './bm25f.js';
import { encodeRecord } from './segment-codec.js';
import type { EncodeOptions, StoredRecord } from './segment-codec.js';
import { createTermCounter } from './term-counts.js';

export interface WriterMemory {
  readonly encoding: EncodeOptions;
  /** Whether the file is, for all that the file system says, the one that was found whole before. */
  isKnownWhole(path: string): boolean;
  /** The file has been read and compared, or written and flushed. */
  rememberWhole(path: string): void;
}

/** Without a memory: only what makes writing faster by itself. */
export const plainEncoding: EncodeOptions = { checksum: crc32 };

/** Every change of a file moves its change time, which no program can set back. */
function stampOf(path: string): string | undefined {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return found && [found.size, found.mtimeNs, found.ctimeNs, found.ino].join('-');
}

export function createWriterMemory(): WriterMemory {
  const records = new WeakMap<StoredRecord, Uint8Array>();
  const whole = new Map<string, string>();
  const recordOf = (record: StoredRecord): Uint8Array => {
    let bytes = records.get(record);
    if (bytes === undefined) records.set(record, (bytes = encodeRecord(record)));
    return bytes;
  };
  const counter = createTermCounter(weightedFields(lexicalSettings), { remembers: true });
  return {
    encoding: { ...plainEncoding, counter, recordOf },
    isKnownWhole(path) {
      const known = whole.get(path);
      const isSame = known !== undefined && known === stampOf(path);
      if (!isSame) whole.delete(path);
      return isSame;
    },
    rememberWhole(path) {
      const stamp = stampOf(path);
      if (stamp !== undefined) whole.set(path, stamp);
    },
  };
}
