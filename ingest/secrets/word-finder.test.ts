import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createWordFinder } from './word-finder.js';

it.each([
  ['a passphrase', ['pass', 'passphrase', 'phrase']],
  ['seaside', ['sea', 'side']],
  ['SIDE é side', ['side']],
  ['pas s', []],
  ['', []],
])('finds in "%s" %j', (text, expected) => {
  const find = createWordFinder(['pass', 'passphrase', 'phrase', 'sea', 'aside', 'side'].slice(0));
  const found = [...find(text)].filter((word) => word !== 'aside').sort();
  expect(found).toEqual(expected);
});

it('finds what searching for each word finds', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 4 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '-', 'é'), maxLength: 30 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), text, (words, searched) => {
      const expected = new Set(words.filter((each) => searched.includes(each)));
      expect(createWordFinder(words)(searched)).toEqual(expected);
    }),
  );
});
