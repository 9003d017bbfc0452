/**
 * Unit vectors <-> int8 with one scale per vector. The scale is one over the length of the integers, so that decoded
 * vectors are unit vectors again and products of scaled integers are exact cosines of what is stored.
 */
import { AppError } from '../domain/errors.js';
import type { PassageVectors } from '../ports.js';

const largestInt8 = 127;

/** Scale of a row that holds no vector. */
export const notEmbedded = -1;

/**
 * Rounds `vector` into `target` and returns the scale; the zero vector has scale 0. Quantising a decoded vector gives
 * the same integers again.
 * @throws AppError `embedder_failed` for a component that is not finite.
 */
export function quantise(
  vector: Float32Array,
  target: Int8Array | Int16Array,
  largest: number = largestInt8,
): number {
  let peak = 0;
  for (const value of vector) {
    if (!Number.isFinite(value)) {
      throw new AppError(
        'embedder_failed',
        `A vector holds ${value}: only finite numbers may enter the index. Check the embedder.`,
      );
    }
    peak = Math.max(peak, Math.abs(value));
  }
  if (peak === 0) return 0;
  let squares = 0;
  for (let at = 0; at < vector.length; at++) {
    const rounded = Math.round((vector[at]! / peak) * largest);
    target[at] = rounded;
    squares += rounded * rounded;
  }
  return Math.fround(1 / Math.sqrt(squares));
}

/** The unit vector that a row of integers stands for. */
export function dequantise(row: Int8Array, scale: number, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (let at = 0; at < dimensions; at++) vector[at] = row[at]! * scale;
  return vector;
}

/** Row length in memory and on disk: whole 16-byte steps of the scan, zero beyond the dimensions. */
export function strideOf(dimensions: number): number {
  return Math.ceil(dimensions / 16) * 16;
}

/** One row per chunk; `notEmbedded` as scale marks a row without a vector. */
export interface PassageRows {
  readonly dimensions: number;
  readonly scales: Float32Array;
  /** int8[chunks][stride]. */
  readonly rows: Int8Array;
}

export function quantisePassages(
  vectors: readonly (PassageVectors | undefined)[],
  dimensions: number,
): PassageRows {
  const stride = strideOf(dimensions);
  const scales = new Float32Array(vectors.length).fill(notEmbedded);
  const rows = new Int8Array(vectors.length * stride);
  for (let number = 0; number < vectors.length; number++) {
    const passage = vectors[number]?.passage;
    if (passage === undefined) continue;
    requireDimensions(passage, dimensions);
    scales[number] = quantise(passage, rows.subarray(number * stride, (number + 1) * stride));
  }
  return { dimensions, scales, rows };
}

export function passageVector(rows: PassageRows, chunkNumber: number): Float32Array | undefined {
  const scale = rows.scales[chunkNumber];
  if (scale === undefined || scale === notEmbedded) return undefined;
  const stride = strideOf(rows.dimensions);
  return dequantise(rows.rows.subarray(chunkNumber * stride), scale, rows.dimensions);
}

/** Sentence vectors of one chunk as bytes: a float32 scale for each, then int8[sentences][dimensions]. */
export function encodeSentences(sentences: readonly Float32Array[], dimensions: number): Uint8Array {
  const record = new Uint8Array(sentences.length * (4 + dimensions));
  const view = new DataView(record.buffer);
  const rows = new Int8Array(record.buffer, sentences.length * 4);
  sentences.forEach((sentence, number) => {
    requireDimensions(sentence, dimensions);
    const row = rows.subarray(number * dimensions, (number + 1) * dimensions);
    view.setFloat32(number * 4, quantise(sentence, row), true);
  });
  return record;
}

export function decodeSentences(record: Uint8Array, dimensions: number): Float32Array[] {
  const count = record.length / (4 + dimensions);
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const rows = new Int8Array(record.buffer, record.byteOffset + count * 4, count * dimensions);
  return Array.from({ length: count }, (_, number) =>
    dequantise(rows.subarray(number * dimensions), view.getFloat32(number * 4, true), dimensions),
  );
}

/** The same vectors in an eighth of the memory (with rounding to int8, as the index would): decoded at each access. */
export function compactVectors(vectors: PassageVectors): PassageVectors {
  const dimensions = vectors.passage.length;
  const passage = encodeSentences([vectors.passage], dimensions);
  const sentences = encodeSentences(vectors.sentences, dimensions);
  return {
    get passage() {
      return decodeSentences(passage, dimensions)[0]!;
    },
    get sentences() {
      return decodeSentences(sentences, dimensions);
    },
  };
}

function requireDimensions(vector: Float32Array, dimensions: number): void {
  if (vector.length === dimensions) return;
  throw new AppError(
    'index_mismatch',
    `A vector has ${vector.length} dimensions, the index ${dimensions}: one index holds the vectors of one embedder.`,
  );
}
