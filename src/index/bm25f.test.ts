import { describe, expect, it } from 'vitest';
import { buildPostings, lexicalSettings } from './bm25f.js';
import type { LexicalPostings, LexicalSettings } from './bm25f.js';
import { makeChunk } from './testing/generation-content.js';

/** Stem -> [chunk number, weight to four digits] of all its postings. */
function readable(postings: LexicalPostings): Record<string, [number, number][]> {
  return Object.fromEntries(
    postings.stems.map((stem, number) => {
      const [start, end] = [postings.starts[number]!, postings.starts[number + 1]!];
      const pairs: [number, number][] = [];
      for (let at = start; at < end; at++) {
        pairs.push([postings.chunkNumbers[at]!, Math.round(postings.weights[at]! * 1e4) / 1e4]);
      }
      return [stem, pairs];
    }),
  );
}

const settings: LexicalSettings = {
  saturation: 1.2,
  fields: {
    title: { weight: 2, lengthShare: 0.5 },
    headings: { weight: 3, lengthShare: 0 },
    body: { weight: 1, lengthShare: 0.75 },
    tags: { weight: 1, lengthShare: 0.5 },
  },
};

describe('buildPostings', () => {
  it('gives the weights of a computation by hand', () => {
    const chunks = [
      makeChunk({ id: 'a', title: 'Kafka', text: 'kafka broker broker' }),
      makeChunk({ id: 'b', title: 'Redis cache', text: 'cache', headingPath: ['Kafka'] }),
    ];
    // Mean lengths: title (1 + 2) / 2 = 1.5, body (3 + 1) / 2 = 2, headings 1 (over the one chunk that has any).
    // a, body factor 1 / (.25 + .75 * 3 / 2) = .727273; title factor 2 / (.5 + .5 / 1.5) = 2.4.
    //   kafka  tf = 2.4 + .727273 = 3.127273 -> 2.2 * 3.127273 / 4.327273 = 1.5899
    //   broker tf = 2 * .727273 = 1.454545 -> 2.2 * 1.454545 / 2.654545 = 1.2055
    // b, body factor 1 / (.25 + .75 / 2) = 1.6; title factor 2 / (.5 + .5 * 2 / 1.5) = 1.714286.
    //   cache  tf = 1.714286 + 1.6 = 3.314286 -> 2.2 * 3.314286 / 4.514286 = 1.6152
    //   redi   tf = 1.714286 -> 2.2 * 1.714286 / 2.914286 = 1.2941
    //   kafka  tf = 3 -> 6.6 / 4.2 = 1.5714
    expect(readable(buildPostings(chunks, settings))).toEqual({
      broker: [[0, 1.2055]],
      cach: [[1, 1.6152]],
      kafka: [
        [0, 1.5899],
        [1, 1.5714],
      ],
      redi: [[1, 1.2941]],
    });
  });

  it('does not count the terms of a field without weight', () => {
    const withoutTags = { ...settings, fields: { ...settings.fields, tags: { weight: 0, lengthShare: 0 } } };
    const postings = buildPostings(
      [makeChunk({ id: 'a', text: 'kafka', tags: ['kafka', 'redis'] })],
      withoutTags,
    );
    expect(readable(postings)).toEqual({ kafka: [[0, 1]] });
  });

  it.each([
    ['no chunks', [], 0],
    ['a chunk without words', [makeChunk({ id: 'a', text: '...' })], 1],
    ['stop words alone', [makeChunk({ id: 'a', text: 'the of and' })], 1],
  ])('has no postings for %s', (_name, chunks, chunkCount) => {
    const postings = buildPostings(chunks);
    expect(readable(postings)).toEqual({});
    expect(postings.chunkCount).toBe(chunkCount);
    expect([...postings.starts]).toEqual([0]);
  });

  it('weighs a chunk alike wherever it stands', () => {
    const chunks = ['redis cache keys', 'kafka topics and more kafka topics', 'redis'].map((text, number) =>
      makeChunk({ id: `${number}`, text, title: text.split(' ')[0]!, tags: ['store'] }),
    );
    const forward = buildPostings(chunks, lexicalSettings);
    const backward = buildPostings([...chunks].reverse(), lexicalSettings);
    const turned = readable(backward);
    for (const pairs of Object.values(turned)) {
      pairs.forEach((pair) => (pair[0] = 2 - pair[0]));
      pairs.sort((a, b) => a[0] - b[0]);
    }
    expect(turned).toEqual(readable(forward));
  });
});
