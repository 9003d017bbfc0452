import { describe, expect, it } from 'vitest';
import { isAppError } from '../domain/errors.js';
import {
  compactVectors,
  decodeSentences,
  dequantise,
  encodeSentences,
  notEmbedded,
  passageVector,
  quantise,
  quantisePassages,
  strideOf,
} from './quantise.js';
import { createSeededRandom, makeVectors, unit } from './testing/generation-content.js';

function randomUnit(dimensions: number, random: () => number): Float32Array {
  return unit(...Array.from({ length: dimensions }, () => random() + random() + random() - 1.5));
}

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

describe('quantise', () => {
  it('keeps direction and length', () => {
    const random = createSeededRandom(1);
    for (let round = 0; round < 50; round++) {
      const vector = randomUnit(384, random);
      const row = new Int8Array(384);
      const decoded = dequantise(row, quantise(vector, row), 384);
      expect(cosine(decoded, decoded)).toBeCloseTo(1, 5);
      expect(cosine(decoded, vector)).toBeGreaterThan(0.9998);
    }
  });

  it('gives the same integers for a decoded vector', () => {
    const random = createSeededRandom(2);
    const first = new Int8Array(100);
    const second = new Int8Array(100);
    const scale = quantise(randomUnit(100, random), first);
    expect(quantise(dequantise(first, scale, 100), second)).toBe(scale);
    expect(second).toEqual(first);
  });

  it('gives the zero vector the scale 0', () => {
    const row = new Int8Array(4);
    expect(quantise(new Float32Array(4), row)).toBe(0);
    expect([...row]).toEqual([0, 0, 0, 0]);
  });

  it.each([NaN, Infinity, -Infinity])('refuses %f', (value) => {
    const attempt = () => quantise(Float32Array.of(0, value), new Int8Array(2));
    expect(attempt).toThrow(expect.toSatisfy((error) => isAppError(error, 'embedder_failed')));
  });
});

describe('passage rows', () => {
  it('marks what is not embedded and pads rows with zeros', () => {
    const rows = quantisePassages([undefined, makeVectors(unit(0, 3, 4))], 3);
    expect(strideOf(3)).toBe(16);
    expect([...rows.rows.subarray(16)]).toEqual([0, 95, 127, ...new Array<number>(13).fill(0)]);
    expect(rows.scales[0]).toBe(notEmbedded);
    expect(passageVector(rows, 0)).toBeUndefined();
    expect(passageVector(rows, 1)).toEqual(dequantise(Int8Array.of(0, 95, 127), rows.scales[1]!, 3));
  });

  it('refuses vectors of other dimensions', () => {
    expect(() => quantisePassages([makeVectors(unit(1, 2))], 3)).toThrow(
      'A vector has 2 dimensions, the index 3: one index holds the vectors of one embedder.',
    );
  });
});

describe('sentence records', () => {
  it.each([0, 1, 5])('come back, %i sentences', (count) => {
    const random = createSeededRandom(3);
    const sentences = Array.from({ length: count }, () => randomUnit(7, random));
    const record = encodeSentences(sentences, 7);
    expect(record).toHaveLength(count * 11);
    const decoded = decodeSentences(record, 7);
    expect(decoded).toHaveLength(count);
    decoded.forEach((vector, number) => expect(cosine(vector, sentences[number]!)).toBeGreaterThan(0.999));
  });

  it('compactVectors holds the same vectors as the index would', () => {
    const vectors = makeVectors(unit(1, 2, 3), 2);
    const compact = compactVectors(vectors);
    expect(encodeSentences(compact.sentences, 3)).toEqual(encodeSentences(vectors.sentences, 3));
    expect(quantisePassages([compact], 3)).toEqual(quantisePassages([vectors], 3));
  });
});
