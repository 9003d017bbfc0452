/** Starts the kernel on a given memory. Addresses are byte offsets; see assembly/kernel.ts for what each function does. */
import { AppError } from '../../domain/errors.js';
import { plainKernel, sharedKernel } from './kernel-bytes.js';

export interface Kernel {
  hash64(address: number, length: number): bigint;
  embed(
    ids: number,
    rows: number,
    table: number,
    scales: number,
    positions: number,
    out: number,
    width: number,
  ): void;
  layerNorm(x: number, residual: number, rows: number, gamma: number, beta: number, width: number): void;
  quantise(x: number, rows: number, width: number, out: number, scales: number): void;
  matmul(
    x: number,
    xScales: number,
    rows: number,
    w: number,
    wScales: number,
    bias: number,
    out: number,
    n: number,
    k: number,
  ): void;
  gelu(x: number, count: number): void;
  attention(
    qkv: number,
    tokens: number,
    rows: number,
    heads: number,
    keys: number,
    scores: number,
    out: number,
  ): void;
  sumRows(x: number, from: number, to: number, out: number, width: number): void;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/**
 * The functions of the kernel over `memory`.
 * @throws AppError `embedder_failed` when the runtime has no WebAssembly SIMD
 */
export async function startKernel(
  memory: WebAssembly.Memory,
  options: { shared: boolean; validate?: (bytes: Uint8Array<ArrayBuffer>) => boolean },
): Promise<Kernel> {
  const validate = options.validate ?? ((binary) => WebAssembly.validate(binary));
  const bytes = decodeBase64(options.shared ? sharedKernel : plainKernel);
  if (!validate(bytes)) {
    throw new AppError(
      'embedder_failed',
      'This runtime has no WebAssembly SIMD, which the bundled embedder needs: use Node 20.19 or newer, or a browser from 2023 or newer.',
    );
  }
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  return instance.exports as unknown as Kernel;
}
