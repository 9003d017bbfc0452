/** Runs the reader of a file: at once, or for foreign parsers in a thread with limits of time and memory. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../src/domain/errors.js';
import type { ParsedDocument } from '../blocks.js';
import { readerNamed } from './reader-table.js';
import type { ReaderName } from './reader-table.js';

const timeLimitMs = 60_000;
const memoryLimitMegabytes = 512;

export type ReadResult = { readonly parsed: ParsedDocument } | { readonly problem: string };

function startWorker(workerData: unknown): Worker {
  const built = fileURLToPath(new URL('./reader-worker.js', import.meta.url));
  const limits = {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMegabytes },
    stdout: true,
    stderr: true,
  };
  if (existsSync(built)) return new Worker(built, limits);
  // From source: the thread needs the TypeScript loader too.
  return new Worker(new URL('./reader-worker.ts', import.meta.url), {
    ...limits,
    execArgv: ['--import', 'tsx'],
  });
}

function runInWorker(
  reader: ReaderName,
  bytes: Uint8Array,
  path: string,
  limitMs: number,
): Promise<ReadResult> {
  return new Promise((resolve) => {
    const worker = startWorker({ reader, path, bytes });
    const finish = (result: ReadResult): void => {
      clearTimeout(timer);
      resolve(result);
      void worker.terminate();
    };
    const timer = setTimeout(
      () =>
        finish({
          problem: `Reading took longer than ${limitMs / 1000} s and was ended: convert it to Markdown or text.`,
        }),
      limitMs,
    );
    worker.once('message', (message: { parsed?: ParsedDocument; error?: string }) =>
      finish(
        message.parsed === undefined
          ? { problem: unreadable(message.error ?? 'no reason given') }
          : { parsed: message.parsed },
      ),
    );
    worker.once('error', (error) => finish({ problem: unreadable(messageOf(error)) }));
    worker.once('exit', (code) => finish({ problem: unreadable(`the reader ended with ${code}`) }));
  });
}

const unreadable = (reason: string): string =>
  `It cannot be read as what its name says (${reason}): correct or convert it.`;

/** Never rejects: a file that its reader refuses is a problem with a reason. */
export async function runReader(
  name: ReaderName,
  bytes: Uint8Array,
  path: string,
  limitMs = timeLimitMs,
): Promise<ReadResult> {
  const reader = readerNamed(name);
  if (reader.isRisky) return runInWorker(name, bytes, path, limitMs);
  try {
    const read = await reader.load();
    return { parsed: await read(bytes, path) };
  } catch (error) {
    return { problem: unreadable(messageOf(error)) };
  }
}
