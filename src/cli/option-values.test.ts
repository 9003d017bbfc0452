import { describe, expect, it } from 'vitest';
import { collect, plainNumber, sinceTime, wholeNumber } from './option-values.js';

const now = Date.parse('2026-02-10T12:00:00Z');

describe('sinceTime', () => {
  it.each([
    ['30m', '2026-02-10T11:30:00Z'],
    ['12h', '2026-02-10T00:00:00Z'],
    ['7d', '2026-02-03T12:00:00Z'],
    ['2w', '2026-01-27T12:00:00Z'],
    ['0m', '2026-02-10T12:00:00Z'],
    ['2026-01-31', '2026-01-31T00:00:00Z'],
    ['2026-01-31T08:30:00Z', '2026-01-31T08:30:00Z'],
  ])('%s', (text, expected) => {
    expect(new Date(sinceTime(text, now)).toISOString()).toBe(new Date(expected).toISOString());
  });

  it.each(['', '7', 'd', '7y', '-1d', '1.5h', 'yesterday', '2026-13-01', '12/24/2026'])(
    'refuses %j',
    (text) => {
      expect(() => sinceTime(text, now)).toThrow('Give a date such as 2026-01-31 or a span such as 30m');
    },
  );
});

describe('numbers', () => {
  it.each([
    ['0', 0],
    ['8787', 8787],
    [' 5 ', 5],
  ])('whole: %j', (text, expected) => {
    expect(wholeNumber(text)).toBe(expected);
  });
  it.each(['', '-1', '1.5', '1e3', '0x10', 'ten', '9'.repeat(16)])('no whole number: %j', (text) => {
    expect(() => wholeNumber(text)).toThrow('Give a whole number');
  });
  it.each([
    ['0.01', 0.01],
    ['.5', 0.5],
    ['3', 3],
  ])('plain: %j', (text, expected) => {
    expect(plainNumber(text)).toBe(expected);
  });
  it.each(['', '-1', '1.', 'Infinity', 'NaN', '1e-3'])('no plain number: %j', (text) => {
    expect(() => plainNumber(text)).toThrow('Give a number');
  });
  it('collects values in order', () => {
    expect(collect('b', collect('a', undefined))).toEqual(['a', 'b']);
  });
});
