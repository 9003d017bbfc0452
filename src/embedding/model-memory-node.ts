/** Finds the model file and reads it once into memory that all threads of the process share. Node only. */
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AppError, messageOf } from '../domain/errors.js';
import { memoryPages } from './encoder.js';
import { preambleLength, readPreamble } from './model-file.js';

export interface ModelMemory {
  /** Shared; the model file from byte 0 on, then working areas for `callers` threads. */
  readonly memory: WebAssembly.Memory;
  readonly fileLength: number;
}

const fileName = 'model/minilm-int8.bin';
// Beside this module; or, from a build that does not copy it, in the sources that the build was made from.
const places = [fileName, `../src/embedding/${fileName}`];

/** Path of the model file that comes with the package. */
export function bundledModelPath(): string {
  const candidates = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return candidates.find((path) => existsSync(path)) ?? candidates[0] ?? fileName;
}

/**
 * Reads the model; only the preamble is checked here, the checksum by the first encoder.
 * @throws AppError `embedder_failed` when the file cannot be read or is not the model
 */
export async function loadModelMemory(path: string, callers: number): Promise<ModelMemory> {
  const file = await open(path).catch((cause: unknown) => {
    const reason = messageOf(cause);
    throw new AppError(
      'embedder_failed',
      `The bundled embedding model cannot be opened (${reason}): install askfolio again.`,
      { cause },
    );
  });
  try {
    const { size } = await file.stat();
    const preamble = new Uint8Array(preambleLength);
    const { bytesRead } = await file.read(preamble, 0, preambleLength, 0);
    readPreamble(preamble.subarray(0, bytesRead), size);
    const pages = memoryPages(size, callers);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const target = new Uint8Array(memory.buffer);
    for (let at = 0; at < size;) {
      const { bytesRead: count } = await file.read(target, at, size - at, at);
      if (count === 0) throw new AppError('embedder_failed', `${path} ended after ${at} of ${size} bytes.`);
      at += count;
    }
    return { memory, fileLength: size };
  } finally {
    await file.close();
  }
}
