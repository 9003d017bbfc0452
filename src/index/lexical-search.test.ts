import { describe, expect, it } from 'vitest';
import { buildPostings } from './bm25f.js';
import { createLexicalSearch, inverseDocumentFrequency } from './lexical-search.js';
import { makeChunk } from './testing/generation-content.js';

const texts = ['redis cache', 'kafka queue', 'redis queue', 'postgres'];

function searchOver(list: readonly string[]) {
  const chunks = list.map((text, number) => makeChunk({ id: `c${number}`, text }));
  return createLexicalSearch(buildPostings(chunks), Uint32Array.from(list.keys()));
}

describe('lexical search', () => {
  const lexical = searchOver(texts);

  it('computes the inverse document frequency', () => {
    expect(inverseDocumentFrequency(4, 2)).toBeCloseTo(Math.log(2), 12);
    expect(lexical.statistics.inverseDocumentFrequency('redi')).toBeCloseTo(Math.log(2), 12);
    expect(lexical.statistics.inverseDocumentFrequency('absent')).toBeCloseTo(Math.log(10), 12);
  });

  it('counts the chunks that hold a stem', () => {
    const stems = [...lexical.statistics.stems()];
    expect(stems).toEqual(['cach', 'kafka', 'postgr', 'queue', 'redi']);
    expect(stems.map((stem) => lexical.statistics.documentFrequency(stem))).toEqual([1, 1, 1, 2, 2]);
    expect(lexical.statistics.documentFrequency('constructor')).toBe(0);
    expect(lexical.statistics.chunkCount).toBe(4);
  });

  it.each([
    ['one term', { kafka: 1 }, [1]],
    ['a tie in the order of ids', { redi: 1 }, [0, 2]],
    ['the sum of two terms first', { redi: 1, queue: 1 }, [2, 0, 1]],
    ['weights decide', { redi: 0.1, kafka: 2, queue: 0.2 }, [1, 2, 0]],
    ['an unknown term adds nothing', { redi: 1, absent: 5 }, [0, 2]],
    ['unknown terms alone', { absent: 1, __proto__x: 1 }, []],
    ['no terms', {}, []],
    ['a term without weight', { redi: 0 }, []],
  ])('%s', (_name, weights, expected) => {
    const found = lexical.search(new Map(Object.entries(weights)), 10);
    expect(found.map(({ chunkNumber }) => chunkNumber)).toEqual(expected);
  });

  it('returns at most as many as asked', () => {
    expect(lexical.search(new Map([['redi', 1]]), 1)).toHaveLength(1);
    expect(lexical.search(new Map([['redi', 1]]), 0)).toEqual([]);
  });

  it('scores the same bits however the question was put together', () => {
    const pairs: [string, number][] = [
      ['redi', 0.3],
      ['queue', 0.7],
      ['kafka', 0.1],
    ];
    expect(lexical.search(new Map([...pairs].reverse()), 4)).toEqual(lexical.search(new Map(pairs), 4));
  });

  it('gives sparse weights whose product with the inverse document frequency is the score', () => {
    const weights = lexical.weightsOf(2);
    expect([...weights.keys()]).toEqual(['queue', 'redi']);
    const terms = new Map([
      ['redi', 1],
      ['queue', 0.5],
    ]);
    let sum = 0;
    for (const [stem, weight] of terms) {
      sum += weight * lexical.statistics.inverseDocumentFrequency(stem) * weights.get(stem)!;
    }
    expect(lexical.search(terms, 1)[0]?.score).toBeCloseTo(sum, 6);
  });
});
