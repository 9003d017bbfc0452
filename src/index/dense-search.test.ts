import { describe, expect, it } from 'vitest';
import { createDenseSearch } from './dense-search.js';
import { createPlainKernel, createScanKernel } from './kernel/scan-kernel.js';
import { quantisePassages } from './quantise.js';
import { createSeededRandom, makeVectors, unit } from './testing/generation-content.js';

function randomUnits(count: number, dimensions: number, seed: number): Float32Array[] {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, () =>
    unit(...Array.from({ length: dimensions }, () => random() - 0.5)),
  );
}

function searchOver(vectors: readonly (Float32Array | undefined)[], dimensions: number, plain = false) {
  return createDenseSearch({
    passages: quantisePassages(
      vectors.map((vector) => vector && makeVectors(vector)),
      dimensions,
    ),
    idRanks: Uint32Array.from(vectors.keys()),
    ...(plain && { createKernel: createPlainKernel }),
  });
}

describe('dense search', () => {
  it('runs on WASM SIMD here', () => {
    expect(createScanKernel({ rows: new Int8Array(16), rowCount: 1, stride: 16 }).engine).toBe('wasm');
  });

  it.each([
    [1, 1],
    [17, 2],
    [384, 3],
    [384, 8],
    [384, 19],
    [1536, 5],
  ])('finds the same with and without WASM: %i dimensions, %i queries', (dimensions, queries) => {
    const passages = randomUnits(200, dimensions, 1);
    const asked = randomUnits(queries, dimensions, 2);
    const found = searchOver(passages, dimensions).search(asked, 50);
    expect(found).toHaveLength(queries);
    expect(found).toEqual(searchOver(passages, dimensions, true).search(asked, 50));
  });

  it.each([384, 4096])('does not overflow with the largest components, %i dimensions', (dimensions) => {
    const vector = unit(...new Array<number>(dimensions).fill(-1));
    const [found] = searchOver([vector, vector.map((value) => -value)], dimensions).search([vector], 2);
    expect(found!.map(({ chunkNumber }) => chunkNumber)).toEqual([0, 1]);
    expect(found![0]!.score).toBeCloseTo(1, 6);
    expect(found![1]!.score).toBeCloseTo(-1, 6);
  });

  it('is within .002 of the exact cosine, and its ten best are the exact ten but for ties within .003', () => {
    const passages = randomUnits(2000, 384, 3);
    const queries = passages.slice(0, 20).map((passage, number) => {
      const noise = randomUnits(1, 384, 100 + number)[0]!;
      return unit(...passage.map((value, at) => value + noise[at]!));
    });
    const found = searchOver(passages, 384).search(queries, 10);
    queries.forEach((query, number) => {
      const exact = passages.map((passage) =>
        passage.reduce((sum, value, at) => sum + value * query[at]!, 0),
      );
      for (const { chunkNumber, score } of found[number]!) {
        expect(Math.abs(score - exact[chunkNumber]!)).toBeLessThan(0.002);
      }
      const tenth = [...exact].sort((a, b) => b - a)[9]!;
      expect(Math.min(...found[number]!.map((hit) => exact[hit.chunkNumber]!))).toBeGreaterThan(
        tenth - 0.003,
      );
      expect(found[number]![0]!.chunkNumber).toBe(number);
    });
  });

  it('orders equal scores by id and skips what is not embedded', () => {
    const [a, b] = [unit(1, 0, 0), unit(0, 1, 0)];
    const [found] = searchOver([undefined, b, a, undefined, a], 3).search([a], 10);
    expect(found!.map(({ chunkNumber }) => chunkNumber)).toEqual([2, 4, 1]);
  });

  it('is silent for the zero vector', () => {
    expect(searchOver([unit(1, 2)], 2).search([new Float32Array(2), unit(1, 2)], 5)).toEqual([
      [],
      [{ chunkNumber: 0, score: expect.closeTo(1, 4) as number }],
    ]);
  });

  it('finds nothing in an index without chunks', () => {
    expect(searchOver([], 3).search([unit(1, 2, 3)], 5)).toEqual([[]]);
  });

  it('refuses a vector of another embedder', () => {
    expect(() => searchOver([unit(1, 2)], 2).search([unit(1, 2, 3)], 5)).toThrow(
      'The index has 2 dimensions, the embedder makes 3: run `askfolio ingest`.',
    );
  });
});
