import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createVectorTable } from './vector-table.js';

function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values) || 1;
  return Float32Array.from(values, (value) => value / length);
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

const component = fc.double({ min: -1, max: 1, noNaN: true });

it('finds what a plain search finds, through stores, replacements and removals', () => {
  const vector = fc
    .integer({ min: 5, max: 5 })
    .chain((size) => fc.array(component, { minLength: size, maxLength: size }));
  const step = fc.record({ key: fc.integer({ min: 0, max: 12 }), vector, isRemoval: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), vector, component, (steps, asked, minimum) => {
      const table = createVectorTable();
      const plain = new Map<string, Float32Array>();
      for (const { key, vector: values, isRemoval } of steps) {
        if (isRemoval) expect(table.delete(String(key))).toBe(plain.delete(String(key)));
        else {
          plain.set(String(key), unit(values));
          expect(table.set(String(key), unit(values))).toBe(true);
        }
      }
      const question = unit(asked);
      const best = [...plain.values()]
        .map((value) => cosine(value, question))
        .filter((value) => value >= minimum + 1e-4);
      const found = table
        .nearest(question, { limit: 4, minimum })
        .filter((match) => match.similarity >= minimum + 1e-4);
      const expected = best.sort((a, b) => b - a).slice(0, 4);
      expect(found.map((match) => match.similarity.toFixed(3))).toEqual(
        expected.map((value) => value.toFixed(3)),
      );
      expect(table.size).toBe(plain.size);
    }),
    { seed: 7, numRuns: 300 },
  );
});

it('refuses other dimensions, and takes them when it is empty again', () => {
  const table = createVectorTable();
  expect(table.set('a', unit([1, 0, 0]))).toBe(true);
  expect(table.set('b', unit([1, 0]))).toBe(false);
  expect(table.nearest(unit([1, 0]), { limit: 1, minimum: 0 })).toEqual([]);
  table.delete('a');
  expect(table.set('b', unit([1, 0]))).toBe(true);
  expect(table.nearest(unit([1, 0]), { limit: 1, minimum: 0.9 })).toEqual([{ key: 'b', similarity: 1 }]);
});
