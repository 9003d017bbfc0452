/** Sentence vectors that stay on disk: at 100,000 chunks they are most of the index, and a question needs a few dozen records. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { messageOf } from '../domain/errors.js';
import { crc32 } from './crc32.js';
import type { ReadSentenceRecord } from './segment-codec.js';
import { checkSection, damaged, readSegmentTable, requirePlace, tableProbeBytes } from './segment-file.js';

export interface SentenceFile {
  /** One positioned read; undefined after `close`, and when the record is damaged, which `onWarning` is told. */
  readonly read: ReadSentenceRecord;
  close(): void;
}

interface SentenceFileOptions {
  readonly path: string;
  readonly expectedBytes: number;
  readonly onWarning: (message: string) => void;
}

function readAt(descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function openFile(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw damaged(path, `cannot be opened (${messageOf(error)})`, error);
  }
}

/**
 * Opens the segment and reads its table; the records themselves are checked one by one when they are read.
 * @throws AppError `index_damaged`
 */
export function openSentenceFile(options: SentenceFileOptions): SentenceFile {
  const descriptor = openFile(options.path);
  try {
    return openRecords(descriptor, options);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function openRecords(descriptor: number, options: SentenceFileOptions): SentenceFile {
  const { path, expectedBytes } = options;
  const size = fstatSync(descriptor).size;
  if (size !== expectedBytes) throw damaged(path, `is cut short (${size} of ${expectedBytes} bytes)`);
  const { sections } = readSegmentTable(path, readAt(descriptor, 0, Math.min(size, tableProbeBytes)));
  const numbers = (name: string): Uint32Array => {
    const place = requirePlace(path, name, sections);
    const bytes = checkSection(path, name, place, readAt(descriptor, place.offset, place.length));
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  };
  const starts = numbers('STRT');
  const checksums = numbers('CRCS');
  const recordsAt = requirePlace(path, 'RECS', sections).offset;
  let isOpen = true;
  return {
    read(number) {
      if (!isOpen) return undefined;
      const start = starts[number]!;
      const record = readAt(descriptor, recordsAt + start, starts[number + 1]! - start);
      if (crc32(record) === checksums[number]) return record;
      options.onWarning(damaged(path, `is damaged (sentence record ${number} has a wrong checksum)`).message);
      return undefined;
    },
    close() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}
