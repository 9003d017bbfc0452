import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from './strict-json.js';

const parse = (text: string): unknown => parseStrictJson(new TextEncoder().encode(text));

describe('parseStrictJson', () => {
  it.each([
    ['{"a":1,"b":{"a":1}}', { a: 1, b: { a: 1 } }],
    ['[{"a":1},{"a":1}]', [{ a: 1 }, { a: 1 }]],
    ['{"a":"a","b":["a","a"]}', { a: 'a', b: ['a', 'a'] }],
    ['{"a":"\\"b\\":","b":1}', { a: '"b":', b: 1 }],
    ['{"a\\\\":1,"a":2}', { 'a\\': 1, a: 2 }],
    ['{"x":"__proto__"}', { x: '__proto__' }],
  ])('reads %s', (text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it.each([
    ['{"a":1,"a":2}', 'The key "a" appears twice.'],
    ['{"b":[{"a":1 , "\\u0061" : 2}]}', 'The key "a" appears twice.'],
    ['{"b":{"__proto__":1}}', 'The key "__proto__" is not accepted.'],
    ['{"b":{"\\u005f_proto__":1}}', 'The key "__proto__" is not accepted.'],
    ['['.repeat(17) + ']'.repeat(17), 'The body is nested deeper than 16 levels.'],
    ['{"a":1', 'The body is not JSON: check quotes, commas and brackets.'],
    ['', 'The body is not JSON: check quotes, commas and brackets.'],
  ])('refuses %s', (text, detail) => {
    expect(() => parse(text)).toThrow(detail);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseStrictJson(Uint8Array.of(0x22, 0xc3, 0x28, 0x22))).toThrow(
      'The body is not valid UTF-8.',
    );
  });

  it('reads whatever JSON.stringify writes, spaced or not', () => {
    const json = fc
      .jsonValue({ maxDepth: 6 })
      .filter((value) => !JSON.stringify(value).includes('__proto__'));
    fc.assert(
      fc.property(json, fc.constantFrom(0, 2), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
