/** Runs one reader in a thread that its owner can end: file bytes in, a parsed document or an error message out. */
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../src/domain/errors.js';
import { readerNamed } from './reader-table.js';
import type { ReaderName } from './reader-table.js';

/** What the owner sends, and what it gets back. */
export interface ReaderRequest {
  readonly reader: ReaderName;
  readonly path: string;
  readonly bytes: Uint8Array;
}

async function answer(): Promise<void> {
  const { reader, path, bytes } = workerData as ReaderRequest;
  try {
    const read = await readerNamed(reader).load();
    parentPort?.postMessage({ parsed: await read(bytes, path) });
  } catch (error) {
    parentPort?.postMessage({ error: messageOf(error) });
  }
}

void answer();
