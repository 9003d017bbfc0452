import { describe, expect, it } from 'vitest';
import { createSeededRandom } from './testing/generation-content.js';
import { createTopHits } from './top-hits.js';

describe('createTopHits', () => {
  it.each([0, 1, 2, 7, 50, 200, 1000])('keeps what sorting everything would put first, depth %i', (depth) => {
    const random = createSeededRandom(depth + 1);
    const count = 300;
    const ranks = Uint32Array.from({ length: count }, (_, number) => (number * 7 + 3) % count);
    const scores = Array.from({ length: count }, () => Math.floor(random() * 20)); // many ties
    const top = createTopHits(depth, ranks);
    scores.forEach((score, number) => top.offer(number, score));
    const sorted = scores
      .map((score, chunkNumber) => ({ chunkNumber, score }))
      .sort((a, b) => b.score - a.score || ranks[a.chunkNumber]! - ranks[b.chunkNumber]!);
    expect(top.take()).toEqual(sorted.slice(0, depth));
    expect(top.take()).toEqual([]);
  });
});
