/** Runs the readers of a run: at once, or for foreign parsers in one thread with limits of time and memory. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../src/domain/errors.js';
import type { ParsedDocument } from '../blocks.js';
import { readerNamed } from './reader-table.js';
import type { ReaderName } from './reader-table.js';
import type { ReaderRequest } from './reader-worker.js';

const timeLimitMs = 60_000;
const memoryLimitMegabytes = 512;

export type ReadResult = { readonly parsed: ParsedDocument } | { readonly problem: string };

function startWorker(): Worker {
  const built = fileURLToPath(new URL('./reader-worker.js', import.meta.url));
  const limits = {
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMegabytes },
    stdout: true,
    stderr: true,
  };
  if (existsSync(built)) return new Worker(built, limits);
  // From source the thread needs the TypeScript loader, which it does not take over from its parent.
  const loader = import.meta.resolve('tsx/esm/api');
  const source = new URL('./reader-worker.ts', import.meta.url).href;
  const start = `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(source)}); })`;
  return new Worker(start, { ...limits, eval: true });
}

const unreadable = (reason: string): string =>
  `It cannot be read as what its name says (${reason}): correct or convert it.`;

interface Answer {
  readonly parsed?: ParsedDocument;
  readonly error?: string;
}

/** Sends one file to the thread; `isLost` tells that the thread cannot be used again. */
function askWorker(
  worker: Worker,
  request: ReaderRequest,
  limitMs: number,
): Promise<ReadResult & { readonly isLost: boolean }> {
  return new Promise((resolve) => {
    const finish = (result: ReadResult, isLost: boolean): void => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve({ ...result, isLost });
    };
    const lost = (reason: string): void => finish({ problem: unreadable(reason) }, true);
    const timer = setTimeout(
      () =>
        finish(
          {
            problem: `Reading took longer than ${limitMs / 1000} s and was ended: convert it to Markdown or text.`,
          },
          true,
        ),
      limitMs,
    );
    const onMessage = ({ parsed, error }: Answer): void =>
      finish(parsed === undefined ? { problem: unreadable(error ?? 'no reason given') } : { parsed }, false);
    const onError = (error: unknown): void => lost(messageOf(error));
    const onExit = (code: number): void => lost(`the reader ended with ${code}`);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(request);
  });
}

export interface ReaderRunner {
  /** One file at a time. Never rejects: a file that its reader refuses is a problem with a reason. */
  read(name: ReaderName, bytes: Uint8Array, path: string): Promise<ReadResult>;
  close(): Promise<void>;
}

/** Starts its thread with the first file that needs one, and a new one after a file that had to be ended. */
export function createReaderRunner(options: { readonly timeLimitMs?: number } = {}): ReaderRunner {
  let worker: Worker | undefined;
  const drop = async (): Promise<void> => {
    const dropped = worker;
    worker = undefined;
    // A thread that is being ended may still fail; nobody is left to care.
    dropped?.on('error', () => undefined);
    await dropped?.terminate();
  };
  return {
    async read(name, bytes, path) {
      const reader = readerNamed(name);
      if (reader.isRisky) {
        worker ??= startWorker();
        const { isLost, ...result } = await askWorker(
          worker,
          { reader: name, bytes, path },
          options.timeLimitMs ?? timeLimitMs,
        );
        if (isLost) await drop();
        return result;
      }
      try {
        const read = await reader.load();
        return { parsed: await read(bytes, path) };
      } catch (error) {
        return { problem: unreadable(messageOf(error)) };
      }
    },
    close: drop,
  };
}
