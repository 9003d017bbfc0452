import { describe, expect, it } from 'vitest';
import { leansOnBefore } from './leaning.js';

describe('leansOnBefore', () => {
  it.each([
    'He also replaced the valves.',
    '"They are expensive.',
    'In the second week, he measured the pumps.',
    'Unless watered, these plants die.',
    'In fact, these two steps took an afternoon.',
    'The server also counts requests.',
    'The answer is simple: patience.',
    'For these reasons the walls were insulated.',
    'Another reason was the price of oil.',
  ])('%s leans', (text) => {
    expect(leansOnBefore(text)).toBe(true);
  });

  it.each([
    'In March the controller stopped for nine hours.',
    'In Python, threads share one lock.',
    'Unless the disk is full, the controller keeps a log.',
    'The answer of the server is cached for a minute.',
    'Jonas Vik is the author, who also drew the map.',
    'A second disk holds the backups.',
    'In contrast to sprinklers, drip lines keep the leaves dry.',
  ])('%s stands alone', (text) => {
    expect(leansOnBefore(text)).toBe(false);
  });
});
