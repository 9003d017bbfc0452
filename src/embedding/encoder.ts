/**
 * Text -> unit vectors with the bundled model: the part that runs in Node and in a page alike. Takes bytes, knows no files
 * or threads. Long passages are read in windows at sentence boundaries, so that every sentence gets a vector.
 */
import type { Passage, PassageVectors } from '../ports.js';
import { createForward, layOutScratch } from './forward.js';
import type { Scratch } from './forward.js';
import { startKernel } from './kernel/kernel.js';
import type { Kernel } from './kernel/kernel.js';
import { align, checksummedFrom, preambleLength, readHeader, readPreamble } from './model-file.js';
import type { ModelHeader } from './model-file.js';
import { layOutWindows } from './passage-windows.js';
import { createTokenizer } from './tokenizer.js';

/** Changes whenever the vectors of a text may change: model file, kernel, tokenizer or windows. */
export const encoderId = 'all-MiniLM-L6-v2-int8.1';
export const encoderDimensions = 384;

export interface Encoder {
  readonly id: string;
  readonly dimensions: number;
  /** Unit vector of the first 254 tokens; the zero vector when no token is known. */
  encode(text: string): Float32Array;
  /** See `Embedder.embedPassages`. A sentence without a known token gets the zero vector. */
  encodePassage(passage: Passage): PassageVectors;
}

/** Mean direction: L2 norm 1, or zeros for zeros. Plain IEEE arithmetic, the same in every engine. */
function normalise(sum: Float64Array): Float32Array {
  let squares = 0;
  for (const value of sum) squares += value * value;
  const factor = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  return Float32Array.from(sum, (value) => value * factor);
}

function assembleEncoder(parts: {
  kernel: Kernel;
  memory: WebAssembly.Memory;
  header: ModelHeader;
  scratch: Scratch;
}): Encoder {
  const { kernel, memory, header, scratch } = parts;
  const { width, positions } = header.shape;
  const [from, length] = header.sections['vocabulary'] ?? [0, 0];
  const vocabulary = new TextDecoder().decode(new Uint8Array(memory.buffer, from, length).slice());
  const tokenizer = createTokenizer(vocabulary.split('\n'));
  const forward = createForward(parts);

  function addRows(sum: Float64Array, start: number, end: number): void {
    kernel.sumRows(scratch.hidden, start, end, scratch.pooled, width);
    const pooled = new Float32Array(memory.buffer, scratch.pooled, width);
    pooled.forEach((value, index) => (sum[index] = (sum[index] ?? 0) + value));
  }
  const isKnown = (id: number): boolean => id !== tokenizer.unknown;
  const wrap = (ids: readonly number[]): number[] => [tokenizer.classify, ...ids, tokenizer.separator];

  function encode(text: string): Float32Array {
    const ids = tokenizer.tokenize(text, positions - 2);
    const sum = new Float64Array(width);
    if (ids.some(isKnown)) {
      forward(wrap(ids));
      addRows(sum, 0, ids.length + 2);
    }
    return normalise(sum);
  }

  function encodePassage(passage: Passage): PassageVectors {
    const { windows, sentences } = layOutWindows(passage, tokenizer, positions - 2);
    const whole = new Float64Array(width);
    const sums = sentences.map(() => new Float64Array(width));
    for (const [index, window] of windows.entries()) {
      if (!window.ids.some(isKnown)) continue;
      forward(wrap(window.ids));
      // As the original does, the first 256 tokens stand for the whole: the mean of all windows found less.
      if (index === 0) addRows(whole, 0, window.ids.length + 2);
      for (const { sentence, start, end } of window.spans) {
        const sum = sums[sentence];
        if (sum !== undefined && sentences[sentence]?.some(isKnown)) addRows(sum, start + 1, end + 1);
      }
    }
    return { passage: normalise(whole), sentences: sums.map(normalise) };
  }

  return { id: encoderId, dimensions: width, encode, encodePassage };
}

/** Bytes of memory for a model file of `fileLength` bytes and `callers` threads at most. */
export function memoryPages(fileLength: number, callers: number): number {
  return Math.ceil((align(fileLength) + callers * scratchLimit) / 65536);
}
// 256 tokens of 384 and 1536 numbers and the attention between them take 5.0 MB.
const scratchLimit = 5_250_000;

/**
 * An encoder over memory that already holds the model file from byte 0 on.
 * @param slot which of the memory's working areas this encoder uses; no two threads may use the same one
 * @throws AppError `embedder_failed` for a file that is not the model, and without WebAssembly SIMD
 */
export async function createEncoderInMemory(options: {
  memory: WebAssembly.Memory;
  fileLength: number;
  shared: boolean;
  slot: number;
  /** The checksum was checked by another thread. */
  trusted?: boolean;
}): Promise<Encoder> {
  const { memory, fileLength, shared, slot } = options;
  const bytes = new Uint8Array(memory.buffer, 0, fileLength);
  const preamble = readPreamble(bytes.slice(0, preambleLength), fileLength);
  const kernel = await startKernel(memory, { shared });
  const checksum = options.trusted
    ? preamble.checksum
    : BigInt.asUintN(64, kernel.hash64(checksummedFrom, fileLength - checksummedFrom));
  const header = readHeader(bytes, preamble, checksum);
  const scratch = layOutScratch(header.shape, fileLength + slot * scratchLimit);
  return assembleEncoder({ kernel, memory, header, scratch });
}

/**
 * An encoder from the bytes of the model file, for pages and tests.
 * @throws AppError `embedder_failed` for bytes that are not the model, and without WebAssembly SIMD
 */
export async function createEncoder(modelBytes: Uint8Array): Promise<Encoder> {
  readPreamble(modelBytes, modelBytes.length);
  const memory = new WebAssembly.Memory({ initial: memoryPages(modelBytes.length, 1) });
  new Uint8Array(memory.buffer).set(modelBytes);
  return createEncoderInMemory({ memory, fileLength: modelBytes.length, shared: false, slot: 0 });
}
