import { describe, expect, it } from 'vitest';
import { createAnnouncer } from './announcer.js';

/** What is said when the text arrives in steps of `size`. */
function said(markdown: string, size: number): string[] {
  const spoken: string[] = [];
  const announcer = createAnnouncer((text) => spoken.push(text));
  for (let end = size; end < markdown.length; end += size) announcer.update(markdown.slice(0, end));
  announcer.finish(markdown);
  return spoken;
}

describe('createAnnouncer', () => {
  it('says whole sentences, each once', () => {
    expect(said('I built **one** thing [1]. It uses `Redis`. Then', 1)).toEqual([
      'I built one thing.',
      'It uses Redis.',
      'Then',
    ]);
  });

  it('says everything at once when it comes at once', () => {
    expect(said('One. Two.', 100)).toEqual(['One. Two.']);
  });

  it.each([1, 2, 3, 7, 20])('says a table with its heads and nothing twice, in steps of %d', (size) => {
    const answer =
      'Both differ. [1]\n\n| | A | B |\n|---|---|---|\n| Use | x. [1] | y. [2] |\n| Cost | low | high |\n\nThat is all.';
    const all = said(answer, size).join(' ');
    for (const part of ['Both differ.', 'A: x.', 'B: y.', 'Cost', 'That is all.'])
      expect(all.split(part).length, part).toBe(2);
  });
});
