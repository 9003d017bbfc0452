import { describe, expect, it } from 'vitest';
import { isKeptToken } from './convert.js';
import { packSixBits, quantiseRows } from './quantise.js';

describe('quantiseRows', () => {
  it('gives values and a scale per row that restore the row', () => {
    const { values, scales } = quantiseRows(Float32Array.of(1, -0.5, 0.25, 0, 0, 0), 3, 127);
    expect([...values.subarray(3)]).toEqual([0, 0, 0]);
    expect(scales[1]).toBe(0);
    [1, -0.5, 0.25].forEach((value, index) =>
      expect((values[index] ?? 0) * (scales[0] ?? 0)).toBeCloseTo(value, 2),
    );
  });

  it('stays within the limit', () => {
    const row = Float32Array.from({ length: 384 }, (_, index) => (index === 0 ? 9 : Math.sin(index)));
    const { values } = quantiseRows(row, 384, 31);
    expect(values[0]).toBe(31);
    expect(Math.max(...values.map(Math.abs))).toBe(31);
  });
});

describe('packSixBits', () => {
  it('puts four values in three bytes, the first one lowest', () => {
    expect([...packSixBits(Int8Array.of(-32, -31, 0, 31))]).toEqual([0b01000000, 0b00000000, 0b11111110]);
  });
});

describe('isKeptToken', () => {
  it.each([
    ['##ing', true],
    ['café', true],
    ['λ', true],
    ['→', true],
    ['[UNK]', true],
    ['[unused7]', false],
    ['中', false],
    ['##ы', false],
    ['ا', false],
  ])('%s: %s', (token, kept) => {
    expect(isKeptToken(token)).toBe(kept);
  });
});
