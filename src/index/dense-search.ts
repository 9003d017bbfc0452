/** The dense arm: exact cosine of every passage with every part's vector, in one pass over int8 rows. Nothing approximate. */
import { AppError } from '../domain/errors.js';
import { createScanKernel, queriesPerPass } from './kernel/scan-kernel.js';
import type { ScanKernel } from './kernel/scan-kernel.js';
import { notEmbedded, quantise, strideOf } from './quantise.js';
import type { PassageRows } from './quantise.js';
import { createTopHits } from './top-hits.js';
import type { ScoredChunk } from './top-hits.js';

export interface DenseSearch {
  /** The rows as the search keeps them: hold these, and let the originals go. */
  readonly passages: PassageRows;
  /**
   * One list per vector, best first, ties by chunk id. The zero vector (a question of unknown tokens) finds nothing.
   * @throws AppError `index_mismatch` when a vector has other dimensions than the index.
   */
  search(vectors: readonly Float32Array[], depth: number): ScoredChunk[][];
  /** What `search` would find among these chunks alone, to the last bit. Throws as it does. */
  rank(vector: Float32Array, candidates: readonly number[]): ScoredChunk[];
}

interface DenseOptions {
  readonly passages: PassageRows;
  readonly idRanks: Uint32Array;
  /** The plain loop instead of WASM, for comparison. */
  readonly createKernel?: (options: { rows: Int8Array; rowCount: number; stride: number }) => ScanKernel;
}

/** Largest integer of a query component: int16, less where the sum over all dimensions could pass 32 bits. */
function largestQueryComponent(dimensions: number): number {
  return Math.min(32_767, Math.floor((2 ** 31 - 1) / (127 * dimensions)));
}

export function createDenseSearch(options: DenseOptions): DenseSearch {
  const { dimensions, scales } = options.passages;
  const rowCount = scales.length;
  const stride = strideOf(dimensions);
  const kernel = (options.createKernel ?? createScanKernel)({
    rows: options.passages.rows,
    rowCount,
    stride,
  });
  const largest = largestQueryComponent(dimensions);

  const best = (products: Int32Array, queryScale: number, depth: number): ScoredChunk[] => {
    if (queryScale === 0) return [];
    const top = createTopHits(depth, options.idRanks);
    for (let row = 0; row < rowCount; row++) {
      const scale = scales[row]!;
      if (scale !== notEmbedded) top.offer(row, products[row]! * scale * queryScale);
    }
    return top.take();
  };

  const searchPass = (vectors: readonly Float32Array[], depth: number): ScoredChunk[][] => {
    const queries = vectors.map(() => new Int16Array(stride));
    const queryScales = vectors.map((vector, number) => quantise(vector, queries[number]!, largest));
    const products = kernel.products(queries);
    return queryScales.map((scale, number) =>
      best(products.subarray(number * rowCount, (number + 1) * rowCount), scale, depth),
    );
  };

  return {
    passages: { dimensions, scales, rows: kernel.rows },
    search(vectors, depth) {
      for (const vector of vectors) requireSameDimensions(vector, dimensions);
      const found: ScoredChunk[][] = [];
      for (let at = 0; at < vectors.length; at += queriesPerPass) {
        found.push(...searchPass(vectors.slice(at, at + queriesPerPass), depth));
      }
      return found;
    },
    rank(vector, candidates) {
      requireSameDimensions(vector, dimensions);
      const query = new Int16Array(stride);
      const queryScale = quantise(vector, query, largest);
      if (queryScale === 0) return [];
      const top = createTopHits(candidates.length, options.idRanks);
      for (const row of candidates) {
        const scale = scales[row]!;
        if (scale !== notEmbedded)
          top.offer(row, product(kernel.rows, row * stride, query) * scale * queryScale);
      }
      return top.take();
    },
  };
}

/** Of the row at `start` with the query: the integer that the kernel gives. */
function product(rows: Int8Array, start: number, query: Int16Array): number {
  let sum = 0;
  for (let at = 0; at < query.length; at++) sum += rows[start + at]! * query[at]!;
  return sum;
}

function requireSameDimensions(vector: Float32Array, dimensions: number): void {
  if (vector.length === dimensions) return;
  throw new AppError(
    'index_mismatch',
    `The index has ${dimensions} dimensions, the embedder makes ${vector.length}: run \`askfolio ingest\`.`,
  );
}
