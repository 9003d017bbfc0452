/**
 * Entry of a worker thread: encodes what it is sent, one task at a time, over the model that the process shares. Steps back for the thread that
 * answers requests, where the system can tell threads apart.
 */
import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { isAppError, messageOf } from '../domain/errors.js';
import type { ErrorCode } from '../domain/errors.js';
import type { Passage, PassageVectors } from '../ports.js';
import { createEncoderInMemory } from './encoder.js';
import type { Encoder } from './encoder.js';

export interface WorkerSettings {
  readonly memory: WebAssembly.Memory;
  readonly fileLength: number;
  readonly slot: number;
  /** Another thread has checked the checksum. */
  readonly trusted: boolean;
}

/** A question is a passage without context whose single sentence nobody wants. */
export type WorkerTask =
  | { readonly kind: 'question'; readonly text: string }
  | { readonly kind: 'passage'; readonly passage: Passage };

export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'vectors'; readonly vectors: PassageVectors }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly reason: string };

function failed(error: unknown): WorkerReply {
  const code = isAppError(error) ? error.code : 'embedder_failed';
  return { kind: 'failed', code, reason: messageOf(error) };
}

function run(encoder: Encoder, task: WorkerTask): PassageVectors {
  return task.kind === 'question'
    ? { passage: encoder.encode(task.text), sentences: [] }
    : encoder.encodePassage(task.passage);
}

const niceness = 10;

/** Linux takes 0 for the calling thread; elsewhere it is the whole process, whose priority is not ours to change. */
function stepBack(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, Math.max(niceness, getPriority(0)));
  } catch {
    // Where that is forbidden, the thread works all the same.
  }
}

const port = parentPort;
if (port !== null) {
  stepBack();
  const settings = workerData as WorkerSettings;
  const send = (reply: WorkerReply): void => port.postMessage(reply);
  try {
    const encoder = await createEncoderInMemory({ ...settings, shared: true });
    port.on('message', (task: WorkerTask) => {
      try {
        send({ kind: 'vectors', vectors: run(encoder, task) });
      } catch (error) {
        send(failed(error));
      }
    });
    send({ kind: 'ready' });
  } catch (error) {
    send(failed(error));
  }
}
