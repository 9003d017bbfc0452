/** Runs readers in a thread that its owner can end: file bytes in, a parsed document or an error message out, one after the other. */
import { parentPort } from 'node:worker_threads';
import { messageOf } from '../../src/domain/errors.js';
import { readerNamed } from './reader-table.js';
import type { ReaderName } from './reader-table.js';

/** What the owner sends. It gets back `{ parsed }` or `{ error }`. */
export interface ReaderRequest {
  readonly reader: ReaderName;
  readonly path: string;
  readonly bytes: Uint8Array;
}

async function answer({ reader, path, bytes }: ReaderRequest): Promise<void> {
  try {
    const read = await readerNamed(reader).load();
    parentPort?.postMessage({ parsed: await read(bytes, path) });
  } catch (error) {
    parentPort?.postMessage({ error: messageOf(error) });
  }
}

parentPort?.on('message', (request: ReaderRequest) => void answer(request));
