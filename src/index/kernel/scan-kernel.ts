/** Runs the compiled scan over rows that it keeps in its own memory; a plain loop with the same integers where WASM SIMD is missing. */
import { scanKernelBase64 } from './scan-bytes.js';

/** Queries that are scanned in one pass; more are scanned in turns. */
export const queriesPerPass = 8;

export interface ScanKernel {
  readonly engine: 'wasm' | 'plain';
  /** int8[rowCount][stride], the rows that are scanned. */
  readonly rows: Int8Array;
  /**
   * Products of all rows with at most `queriesPerPass` int16 queries of `stride` elements.
   * @returns int32[queries][rowCount], valid until the next call.
   */
  products(queries: readonly Int16Array[]): Int32Array;
}

interface KernelOptions {
  readonly rows: Int8Array;
  readonly rowCount: number;
  readonly stride: number;
}

const pageBytes = 65_536;

/** The plain loop: the reference of the kernel and its stand-in. */
export function createPlainKernel({ rows, rowCount, stride }: KernelOptions): ScanKernel {
  const products = new Int32Array(queriesPerPass * rowCount);
  return {
    engine: 'plain',
    rows,
    products(queries) {
      queries.forEach((query, queryNumber) => {
        for (let row = 0; row < rowCount; row++) {
          let sum = 0;
          const start = row * stride;
          for (let at = 0; at < stride; at++) sum += rows[start + at]! * query[at]!;
          products[queryNumber * rowCount + row] = sum;
        }
      });
      return products;
    },
  };
}

type Scan = (
  rows: number,
  rowCount: number,
  stride: number,
  queries: number,
  queryCount: number,
  products: number,
) => void;

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function createWasmKernel({ rows, rowCount, stride }: KernelOptions): ScanKernel {
  const productsAt = rowCount * stride;
  const queriesAt = productsAt + queriesPerPass * rowCount * 4;
  const aligned = Math.ceil(queriesAt / 16) * 16;
  const pages = Math.ceil((aligned + queriesPerPass * stride * 2) / pageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const module = new WebAssembly.Module(decodeBase64(scanKernelBase64));
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const scan = instance.exports['scan'] as Scan;
  const kept = new Int8Array(memory.buffer, 0, rowCount * stride);
  kept.set(rows.subarray(0, rowCount * stride));
  const products = new Int32Array(memory.buffer, productsAt, queriesPerPass * rowCount);
  const slots = new Int16Array(memory.buffer, aligned, queriesPerPass * stride);
  return {
    engine: 'wasm',
    rows: kept,
    products(queries) {
      queries.forEach((query, number) => slots.set(query, number * stride));
      scan(0, rowCount, stride, aligned, queries.length, productsAt);
      return products;
    },
  };
}

/** Takes a copy of the rows; `options.rows` may be let go. */
export function createScanKernel(options: KernelOptions): ScanKernel {
  try {
    return createWasmKernel(options);
  } catch (error) {
    // No WebAssembly, no SIMD, or not enough address space: the plain loop ranks alike, only slower.
    if (error instanceof TypeError && options.rows.length < options.rowCount * options.stride) throw error;
    return createPlainKernel(options);
  }
}
