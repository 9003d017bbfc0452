import { expect, it } from 'vitest';
import { cleanLine } from '../text/normalise.js';
import { seenPattern } from './schemas.js';

it('the pattern of a question accepts exactly the characters that normalising leaves something of', () => {
  const pattern = new RegExp(seenPattern, 'u');
  const wrong: string[] = [];
  const ranges = [[0, 0xd7ff], [0xe000, 0x11fff], [0xdff00, 0xe1100], [0x10ff00, 0x10ffff]] as const; // prettier-ignore
  for (const [first, last] of ranges) {
    for (let point = first; point <= last; point += 1) {
      const character = String.fromCodePoint(point);
      if (pattern.test(character) !== (cleanLine(character) !== '')) wrong.push(point.toString(16));
    }
  }
  expect(wrong).toEqual([]);
});
