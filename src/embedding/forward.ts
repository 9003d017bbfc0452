/**
 * The forward pass of a BERT encoder over one sequence, without padding: token ids in, the output of every token out, in
 * the kernel's memory. Weights are int8 with a scale per output channel, activations int16 with a scale per row.
 */
import type { Kernel } from './kernel/kernel.js';
import { align, sectionOffset } from './model-file.js';
import type { ModelHeader, ModelShape } from './model-file.js';

/** Addresses of one caller's working memory. Two threads that share the weights use two of them. */
export interface Scratch {
  readonly ids: number;
  readonly hidden: number;
  readonly mixed: number;
  readonly wide: number;
  readonly quantised: number;
  readonly rowScales: number;
  readonly keys: number;
  readonly scores: number;
  readonly pooled: number;
  /** First byte after it. */
  readonly end: number;
}

interface Dense {
  readonly weights: number;
  readonly scales: number;
  readonly bias: number;
  readonly outputs: number;
  readonly inputs: number;
}

interface Normal {
  readonly gamma: number;
  readonly beta: number;
}

interface Layer {
  readonly attention: Dense;
  readonly attentionOutput: Dense;
  readonly attentionNormal: Normal;
  readonly inner: Dense;
  readonly output: Dense;
  readonly outputNormal: Normal;
}

/** Lays out working memory for sequences of up to `shape.positions` tokens from `start` on. */
export function layOutScratch(shape: ModelShape, start: number): Scratch {
  const { positions, width, inner } = shape;
  let next = align(start);
  const take = (bytes: number): number => {
    const address = next;
    next = align(next + bytes);
    return address;
  };
  return {
    ids: take(positions * 4),
    hidden: take(positions * width * 4),
    mixed: take(positions * width * 4),
    wide: take(positions * Math.max(inner, 3 * width) * 4),
    quantised: take(positions * inner * 2),
    rowScales: take(positions * 4),
    keys: take(positions * (width / shape.heads) * 4),
    scores: take(positions * positions * 4),
    pooled: take(width * 4),
    end: next,
  };
}

function readLayers(header: ModelHeader): Layer[] {
  const { width, inner, layers } = header.shape;
  const at = (name: string): number => sectionOffset(header, name);
  const dense = (name: string, outputs: number, inputs: number): Dense => ({
    weights: at(`${name}.weights`),
    scales: at(`${name}.scales`),
    bias: at(`${name}.bias`),
    outputs,
    inputs,
  });
  const normal = (name: string): Normal => ({ gamma: at(`${name}.gamma`), beta: at(`${name}.beta`) });
  return Array.from({ length: layers }, (_, index) => ({
    attention: dense(`${index}.attention`, 3 * width, width),
    attentionOutput: dense(`${index}.attentionOutput`, width, width),
    attentionNormal: normal(`${index}.attentionNormal`),
    inner: dense(`${index}.inner`, inner, width),
    output: dense(`${index}.output`, width, inner),
    outputNormal: normal(`${index}.outputNormal`),
  }));
}

/** A function that encodes `ids` (at most `shape.positions`) and leaves one row per token at `scratch.hidden`. */
export function createForward(parts: {
  kernel: Kernel;
  memory: WebAssembly.Memory;
  header: ModelHeader;
  scratch: Scratch;
}): (ids: readonly number[]) => void {
  const { kernel, memory, header, scratch } = parts;
  const { width, heads, inner } = header.shape;
  const layers = readLayers(header);
  const at = (name: string): number => sectionOffset(header, name);
  const embedding = {
    table: at('tokens.rows'),
    scales: at('tokens.scales'),
    positions: at('positions'),
    gamma: at('embeddingNormal.gamma'),
    beta: at('embeddingNormal.beta'),
  };

  function dense(input: number, rows: number, matrix: Dense, out: number): void {
    kernel.quantise(input, rows, matrix.inputs, scratch.quantised, scratch.rowScales);
    const { weights, scales, bias, outputs, inputs } = matrix;
    kernel.matmul(scratch.quantised, scratch.rowScales, rows, weights, scales, bias, out, outputs, inputs);
  }

  return (ids) => {
    // The kernel works on four rows at a time; the rows beyond the text take no part in attention or pooling.
    const rows = Math.ceil(ids.length / 4) * 4;
    const target = new Uint32Array(memory.buffer, scratch.ids, rows).fill(0);
    target.set(ids);
    const { hidden, mixed, wide, keys, scores } = scratch;
    kernel.embed(scratch.ids, rows, embedding.table, embedding.scales, embedding.positions, hidden, width);
    kernel.layerNorm(hidden, 0, rows, embedding.gamma, embedding.beta, width);
    for (const layer of layers) {
      dense(hidden, rows, layer.attention, wide);
      kernel.attention(wide, ids.length, rows, heads, keys, scores, mixed);
      dense(mixed, rows, layer.attentionOutput, wide);
      kernel.layerNorm(hidden, wide, rows, layer.attentionNormal.gamma, layer.attentionNormal.beta, width);
      dense(hidden, rows, layer.inner, wide);
      kernel.gelu(wide, rows * inner);
      dense(wide, rows, layer.output, mixed);
      kernel.layerNorm(hidden, mixed, rows, layer.outputNormal.gamma, layer.outputNormal.beta, width);
    }
  };
}
