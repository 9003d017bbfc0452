import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256 } from './sha256.js';

it.each([0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 119, 120, 1000, 100_000])(
  'agrees with Node for %i characters',
  (length) => {
    const text = 'aé🦉z'.repeat(length).slice(0, length).toWellFormed();
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
  },
);
