import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../domain/errors.js';
import { createEncoder } from './encoder.js';
import type { Encoder } from './encoder.js';
import { startKernel } from './kernel/kernel.js';
import { bundledModelPath } from './model-memory-node.js';
import { cosine, readReference } from './testing/reference.js';

const model = readFileSync(bundledModelPath());
const reference = readReference();
const zero = new Float32Array(384);
let encoder: Encoder;

beforeAll(async () => {
  encoder = await createEncoder(model);
});

function norm(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

describe('encoder', () => {
  it('equals the float32 original', () => {
    const cosines = reference.vectors.map(({ text, vector }) => cosine(encoder.encode(text), vector));
    expect(cosines.length).toBe(50);
    expect(Math.min(...cosines)).toBeGreaterThan(0.985);
    expect(cosines.reduce((sum, value) => sum + value, 0) / cosines.length).toBeGreaterThan(0.998);
  });

  it('gives the known similarity of two sentences', () => {
    const similarity = cosine(
      encoder.encode('A man is eating food.'),
      encoder.encode('A man is eating a piece of bread.'),
    );
    expect(similarity).toBeCloseTo(0.755, 2);
  });

  it('gives the same bits on every machine', () => {
    const digest = createHash('sha256');
    for (const { text } of reference.vectors) digest.update(encoder.encode(text));
    expect(digest.digest('hex')).toBe('4aa807731843804b198dcaf2b7d606965261701c1d0cccea3823e7c03cc98442');
  });

  it.each([
    ['nothing', ''],
    ['no known token', '東京 Привет 😀'],
    ['one word of a million letters', 'x'.repeat(1_000_000)],
    ['lone surrogates', '\ud800\udc00\ud800'],
    ['control characters', '\u0000\u0007'],
  ])('gives the zero vector for %s', (_, text) => {
    expect(encoder.encode(text)).toEqual(zero);
    expect(encoder.encodePassage({ context: '', sentences: [text] })).toEqual({
      passage: zero,
      sentences: [zero],
    });
  });

  it('gives unit vectors, whatever the length', () => {
    for (const text of ['a', 'x\ud800y', 'word '.repeat(253), 'word '.repeat(5000)]) {
      expect(norm(encoder.encode(text))).toBeCloseTo(1, 6);
    }
  });

  it('gives a passage its own vector and one for each sentence', () => {
    const sentences = ['The queue runs on Kafka.', '', 'My cat likes fish.'];
    const vectors = encoder.encodePassage({ context: 'Messaging backend', sentences });
    expect(vectors.passage).toEqual(encoder.encode(`Messaging backend ${sentences.join(' ')}`));
    expect(vectors.sentences[1]).toEqual(zero);
    const closest = (text: string): number =>
      vectors.sentences
        .map((vector) => (norm(vector) > 0 ? cosine(vector, encoder.encode(text)) : -1))
        .reduce((best, value, index, all) => (value > (all[best] ?? 0) ? index : best), 0);
    expect(closest('Which message broker is used?')).toBe(0);
    expect(closest('What do pets eat?')).toBe(2);
  });

  it('reads long passages in windows, so that the last sentence has a vector too', () => {
    const filler = Array.from(
      { length: 40 },
      (_, index) => `Step ${index} of the build copies more files over.`,
    );
    const { sentences } = encoder.encodePassage({
      context: 'Build',
      sentences: [...filler, 'My cat likes fish.'],
    });
    expect(sentences).toHaveLength(41);
    expect(cosine(sentences[40] ?? zero, encoder.encode('My cat likes fish.'))).toBeGreaterThan(0.6);
    for (const vector of sentences) expect(norm(vector)).toBeCloseTo(1, 6);
  });
});

describe('model file', () => {
  const flipped = Uint8Array.from(model);
  flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
  const future = Uint8Array.from(model);
  future[8] = 99;

  it.each([
    ['an empty file', new Uint8Array(0), 'the file has 0 bytes'],
    ['a foreign file', new TextEncoder().encode('PK'.repeat(100)), 'not a model file'],
    ['a truncated file', model.subarray(0, 1_000_000), '1000000 of 19691840 bytes'],
    ['a flipped bit', flipped, 'checksum'],
    ['another format', future, 'its format is 99'],
  ])('refuses %s', async (_, bytes, message) => {
    const error = await createEncoder(bytes).catch((reason: unknown) => reason);
    expect(isAppError(error, 'embedder_failed')).toBe(true);
    expect(String(error)).toContain(message);
  });
});

describe('kernel', () => {
  it('says what is missing in a runtime without SIMD', async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const error = await startKernel(memory, { shared: false, validate: () => false }).catch(
      (reason: unknown) => reason,
    );
    expect(isAppError(error, 'embedder_failed')).toBe(true);
  });

  it.each([
    ['', 0xef46db3751d8e999n],
    ['a', 0xd24ec4f1a98c6e5bn],
    ['abc', 0x44bc2cf5ad770999n],
  ])('computes XXH64 of %j', async (text, expected) => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const kernel = await startKernel(memory, { shared: false });
    new Uint8Array(memory.buffer).set(new TextEncoder().encode(text));
    expect(BigInt.asUintN(64, kernel.hash64(0, text.length))).toBe(expected);
  });
});
