import { describe, expect, it } from 'vitest';
import { isMeantAsName } from './plain-word-names.js';

/** The name stands between ‹ and ›. */
function isMeant(marked: string): boolean {
  const [before = '', name = '', after = ''] = ` ${marked} `.split(/[‹›]/);
  return isMeantAsName(name, before, after);
}

describe('isMeantAsName', () => {
  it.each([
    'is it written in ‹go›',
    'have you used ‹go›',
    'what does the ‹go› service do',
    '‹go› or rust',
    'which projects use ‹express›',
    'why ‹echo› and not fiber',
    'did you use ‹mysql›',
    'when did ‹mysql› go down',
  ])('name: %s', (marked) => expect(isMeant(marked)).toBe(true));

  it.each([
    'when did docs.rs ‹go› down',
    'did everything ‹go› wrong',
    'how did it ‹go›',
    'when will it ‹go› live',
    'how do you ‹react› to failures',
    'did you ‹express› doubts about it',
    'how do you ‹go› about testing',
  ])('no name: %s', (marked) => expect(isMeant(marked)).toBe(false));
});
