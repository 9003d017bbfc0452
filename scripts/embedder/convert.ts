/**
 * all-MiniLM-L6-v2 as published (model.safetensors, tokenizer.json) -> the one model file of askfolio. The same input
 * gives the same bytes. Usage: `tsx scripts/embedder/convert.ts MODEL_FOLDER [OUT]`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { startKernel } from '../../src/embedding/kernel/kernel.js';
import {
  align,
  checksummedFrom,
  modelMagic,
  modelVersion,
  preambleLength,
} from '../../src/embedding/model-file.js';
import type { ModelShape } from '../../src/embedding/model-file.js';
import { packSixBits, quantiseRows } from './quantise.js';
import { readSafetensors } from './safetensors.js';
import type { Tensor } from './safetensors.js';

const width = 384;
const inner = 1536;
const layers = 6;
const heads = 12;
/** Longest sequence of the original (`max_seq_length`). */
const positions = 256;

const tokenizerSchema = z.object({ model: z.object({ vocab: z.record(z.string(), z.number()) }) });
const letterOrMark = /[\p{L}\p{M}]/u;
const keptScript = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Common}]/u;

/** False for placeholder rows and for tokens with a letter of a script other than Latin and Greek. */
export function isKeptToken(token: string): boolean {
  if (/^\[unused\d+\]$/.test(token)) return false;
  return [...token].every((character) => !letterOrMark.test(character) || keptScript.test(character));
}

type Section = readonly [name: string, bytes: Uint8Array];

function bytesOf(array: Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Finds a tensor and checks its shape. */
function createTensorReader(tensors: ReadonlyMap<string, Tensor>) {
  return (name: string, ...shape: number[]): Float32Array => {
    const tensor = tensors.get(name);
    if (tensor?.shape.join() !== shape.join()) {
      throw new Error(`${name} should be [${shape.join()}], it is [${tensor?.shape.join() ?? 'missing'}]`);
    }
    return tensor.values;
  };
}
type TensorReader = ReturnType<typeof createTensorReader>;

function concatenate(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

function denseSections(name: string, weights: Float32Array, bias: Float32Array): Section[] {
  const { values, scales } = quantiseRows(weights, weights.length / bias.length, 127);
  return [
    [`${name}.weights`, bytesOf(values)],
    [`${name}.scales`, bytesOf(scales)],
    [`${name}.bias`, bytesOf(bias)],
  ];
}

function normalSections(name: string, read: TensorReader, source: string): Section[] {
  return [
    [`${name}.gamma`, bytesOf(read(`${source}.weight`, width))],
    [`${name}.beta`, bytesOf(read(`${source}.bias`, width))],
  ];
}

/** Query, key and value as one matrix; the query carries the 1 / sqrt(head width) of the attention. */
function attentionSections(index: number, read: TensorReader): Section[] {
  const source = `encoder.layer.${index}.attention.self`;
  const factor = 1 / Math.sqrt(width / heads);
  const part = (name: string, scale: number): { weights: Float32Array; bias: Float32Array } => ({
    weights: read(`${source}.${name}.weight`, width, width).map((value) => value * scale),
    bias: read(`${source}.${name}.bias`, width).map((value) => value * scale),
  });
  const parts = [part('query', factor), part('key', 1), part('value', 1)];
  return denseSections(
    `${index}.attention`,
    concatenate(parts.map(({ weights }) => weights)),
    concatenate(parts.map(({ bias }) => bias)),
  );
}

function layerSections(index: number, read: TensorReader): Section[] {
  const source = `encoder.layer.${index}`;
  const dense = (name: string, from: string, outputs: number, inputs: number): Section[] =>
    denseSections(
      `${index}.${name}`,
      read(`${source}.${from}.weight`, outputs, inputs),
      read(`${source}.${from}.bias`, outputs),
    );
  return [
    ...attentionSections(index, read),
    ...dense('attentionOutput', 'attention.output.dense', width, width),
    ...normalSections(`${index}.attentionNormal`, read, `${source}.attention.output.LayerNorm`),
    ...dense('inner', 'intermediate.dense', inner, width),
    ...dense('output', 'output.dense', width, inner),
    ...normalSections(`${index}.outputNormal`, read, `${source}.output.LayerNorm`),
  ];
}

/** Rows of the kept tokens, and positions with the token type (always 0) added. */
function embeddingSections(read: TensorReader, kept: readonly number[], total: number): Section[] {
  const rows = read('embeddings.word_embeddings.weight', total, width);
  const tokens = quantiseRows(
    concatenate(kept.map((id) => rows.subarray(id * width, (id + 1) * width))),
    width,
    31,
  );
  const tokenType = read('embeddings.token_type_embeddings.weight', 2, width);
  const places = read('embeddings.position_embeddings.weight', 512, width)
    .slice(0, positions * width)
    .map((value, index) => value + (tokenType[index % width] ?? 0));
  return [
    ['tokens.rows', packSixBits(tokens.values)],
    ['tokens.scales', bytesOf(tokens.scales)],
    ['positions', bytesOf(places)],
    ...normalSections('embeddingNormal', read, 'embeddings.LayerNorm'),
  ];
}

function assemble(shape: ModelShape, sections: readonly Section[]): Uint8Array {
  // Offsets depend on the header's length and the header on the offsets: reserve a round size for it.
  const headerLength = 16 * 1024 - preambleLength;
  let end = preambleLength + headerLength;
  const places: Record<string, [number, number]> = {};
  for (const [name, bytes] of sections) {
    end = align(end);
    places[name] = [end, bytes.length];
    end += bytes.length;
  }
  const file = new Uint8Array(align(end));
  const header = new TextEncoder().encode(JSON.stringify({ shape, sections: places }));
  if (header.length > headerLength) throw new Error(`the header has ${header.length} bytes`);
  file.fill(0x20, preambleLength, preambleLength + headerLength);
  file.set(header, preambleLength);
  for (const [name, bytes] of sections) file.set(bytes, places[name]?.[0] ?? 0);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode(modelMagic));
  view.setUint32(8, modelVersion, true);
  view.setUint32(12, headerLength, true);
  view.setUint32(24, file.length, true);
  return file;
}

async function sign(file: Uint8Array): Promise<void> {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(file.length / 65536) });
  const kernel = await startKernel(memory, { shared: false });
  new Uint8Array(memory.buffer).set(file);
  const checksum = kernel.hash64(checksummedFrom, file.length - checksummedFrom);
  new DataView(file.buffer).setBigUint64(16, BigInt.asUintN(64, checksum), true);
}

/** The model file from the two files of the original. Throws when a tensor is missing or has another shape. */
export async function convertModel(safetensors: Uint8Array, tokenizerJson: string): Promise<Uint8Array> {
  const { vocab } = tokenizerSchema.parse(JSON.parse(tokenizerJson)).model;
  const tokens = Object.keys(vocab).sort((a, b) => (vocab[a] ?? 0) - (vocab[b] ?? 0));
  const kept = tokens.filter(isKeptToken);
  const read = createTensorReader(readSafetensors(safetensors));
  const shape: ModelShape = {
    name: 'all-MiniLM-L6-v2',
    ...{ width, layers, heads, inner, positions, vocabulary: kept.length },
  };
  const file = assemble(shape, [
    ['vocabulary', new TextEncoder().encode(kept.join('\n'))],
    ...embeddingSections(
      read,
      kept.map((token) => vocab[token] ?? 0),
      tokens.length,
    ),
    ...Array.from({ length: layers }, (_, index) => layerSections(index, read)).flat(),
  ]);
  await sign(file);
  return file;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error('usage: convert.ts MODEL_FOLDER [OUT]');
  const out =
    process.argv[3] ?? fileURLToPath(new URL('../../src/embedding/model/minilm-int8.bin', import.meta.url));
  const file = await convertModel(
    await readFile(join(folder, 'model.safetensors')),
    await readFile(join(folder, 'tokenizer.json'), 'utf8'),
  );
  await writeFile(out, file);
  console.log(`wrote ${out}: ${file.length} bytes`);
}
