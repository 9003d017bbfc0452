/** One thread that prepares files, from the owner's side: started, asked for one file at a time, ended when a file takes too long. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../src/domain/errors.js';
import { unreadable } from '../prepare-content.js';
import type { ContentResult, FileBytes } from '../prepare-content.js';
import type { MaskSettings } from '../secrets/mask-policy.js';

const usualTimeLimitMs = 60_000;
const usualMemoryLimitMegabytes = 512;

function startWorker(workerData: MaskSettings, memoryLimitMegabytes = usualMemoryLimitMegabytes): Worker {
  const built = fileURLToPath(new URL('./preparer-worker.js', import.meta.url));
  const limits = {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMegabytes, maxYoungGenerationSizeMb: 96 },
    stdout: true,
    stderr: true,
  };
  if (existsSync(built)) return new Worker(built, limits);
  // From source the thread needs the TypeScript loader, which it does not take over from its parent.
  const loader = import.meta.resolve('tsx/esm/api');
  const source = new URL('./preparer-worker.ts', import.meta.url).href;
  const start = `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(source)}); })`;
  return new Worker(start, { ...limits, eval: true });
}

export interface ThreadResult {
  readonly result: ContentResult;
  /** The thread was ended, or ended itself, and cannot be used again. */
  readonly isLost: boolean;
}

export interface PreparerThread {
  /** One file at a time; its bytes are given away. Never rejects. */
  prepare(file: FileBytes): Promise<ThreadResult>;
  end(): Promise<void>;
}

function ask(worker: Worker, file: FileBytes, limitMs: number): Promise<ThreadResult> {
  return new Promise((resolve) => {
    const finish = (result: ContentResult, isLost: boolean): void => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve({ result, isLost });
    };
    const lost = (problem: string): void => finish({ problem }, true);
    const tooLong = `Reading took longer than ${limitMs / 1000} s and was ended: convert it to Markdown or text.`;
    const timer = setTimeout(() => lost(tooLong), limitMs);
    // The thread is this program's own: it sends what the type says.
    const onMessage = (json: string): void => finish(JSON.parse(json) as ContentResult, false);
    const onError = (error: unknown): void => lost(unreadable(messageOf(error)));
    const onExit = (code: number): void => lost(unreadable(`the reader ended with ${code}`));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    const { buffer, byteOffset, byteLength } = file.bytes;
    const isWhole = buffer instanceof ArrayBuffer && byteOffset === 0 && byteLength === buffer.byteLength;
    // Bytes that share their memory with others, as small buffers do, are copied.
    worker.postMessage(file, isWhole ? [buffer] : []);
  });
}

export interface ThreadOptions {
  readonly masking: MaskSettings;
  /** Longest time for one file; default 60 s. */
  readonly timeLimitMs?: number;
  /** Of the heap of one thread; default 512. */
  readonly memoryLimitMegabytes?: number;
}

export function startThread(options: ThreadOptions): PreparerThread {
  const worker = startWorker(options.masking, options.memoryLimitMegabytes);
  const end = async (): Promise<void> => {
    // A thread that is being ended may still fail; nobody is left to care.
    worker.on('error', () => undefined);
    await worker.terminate();
  };
  return {
    prepare: async (file) => {
      const answered = await ask(worker, file, options.timeLimitMs ?? usualTimeLimitMs);
      if (answered.isLost) await end();
      return answered;
    },
    end,
  };
}
