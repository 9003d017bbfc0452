import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelHeader } from './model-file.js';
import { bundledModelPath } from './model-memory-node.js';
import { readReference } from './testing/reference.js';
import { strangeTexts } from './testing/strange-texts.js';
import { createTokenizer } from './tokenizer.js';
import type { Tokenizer } from './tokenizer.js';

const reference = readReference();
let vocabulary: string[];
let tokenizer: Tokenizer;

beforeAll(() => {
  const file = readFileSync(bundledModelPath());
  const header = JSON.parse(file.toString('utf8', 64, 16 * 1024)) as ModelHeader;
  const [start = 0, length = 0] = header.sections['vocabulary'] ?? [];
  vocabulary = file.toString('utf8', start, start + length).split('\n');
  tokenizer = createTokenizer(vocabulary);
});

function pieces(text: string): string {
  return tokenizer
    .tokenize(text, 1000)
    .map((id) => vocabulary[id])
    .join(' ');
}

describe('tokenizer', () => {
  it('gives the ids of the original for 10,000 strange texts', () => {
    const { count, seed, sha256, examples } = reference.tokens;
    const texts = strangeTexts(count, seed);
    const ids = texts.map((text) => tokenizer.tokenize(text, Infinity));
    for (const [index, example] of examples.entries()) expect(ids[index]).toEqual(example.ids);
    const digest = createHash('sha256').update(ids.map((each) => each.join(' ')).join('\n'));
    expect(digest.digest('hex')).toBe(sha256);
  });

  it.each([
    ['Unbelievably naïve CAFÉ', 'un ##bel ##ie ##va ##bly naive cafe'],
    ['pub/sub, C++', 'pub / sub , c + +'],
    ['東京 x', '[UNK] [UNK] x'],
    ['Привет', '[UNK]'],
    ['[SEP] [CLS]', '[ sep ] [ cl ##s ]'],
    ['a\u0000b\u200bc', 'abc'],
    ['\ud800x', 'x'],
    ['', ''],
  ])('splits %j', (text, expected) => {
    expect(pieces(text)).toBe(expected);
  });

  it('reads no more of a huge text than it needs', () => {
    expect(tokenizer.tokenize('x'.repeat(1_000_000), 254)).toEqual([tokenizer.unknown]);
    expect(tokenizer.tokenize('word '.repeat(1_000_000), 3)).toHaveLength(3);
  });

  it('does not break words, or characters of two units, where it reads in slices', () => {
    for (const lead of [4090, 4092, 4093, 4094, 4095, 4096]) {
      const text = `${'. '.repeat(lead / 2)}${lead % 2 ? '.' : ''}database😀 database`;
      const expected = [...pieces('database😀 database').split(' ')];
      expect(
        tokenizer
          .tokenize(text, Infinity)
          .slice(-expected.length)
          .map((id) => vocabulary[id]),
      ).toEqual(expected);
    }
  });
});
