import { describe, expect, it } from 'vitest';
import { createEmbeddedSnapshot } from './embedded-index.js';
import { stem } from '../text/terms.js';
import {
  createSeededRandom,
  makeChunk,
  makeContent,
  makeVectors,
  unit,
  weighted,
} from './testing/generation-content.js';

describe('createEmbeddedSnapshot', () => {
  const chunks = ['redis keys', 'kafka topics'].map((text, number) => makeChunk({ id: `c${number}`, text }));
  const embedder = { id: 'test', dimensions: 2 };

  it('answers straight from content', () => {
    const vectors = [makeVectors(unit(1, 0)), makeVectors(unit(0, 1))];
    const snapshot = createEmbeddedSnapshot(makeContent(chunks, { embedder, vectors }));
    const [found] = snapshot.searchParts([{ terms: weighted('kafka'), vector: unit(1, 0) }], { depth: 1 });
    expect(found!.lexical.map(({ chunkId }) => chunkId)).toEqual(['c1']);
    expect(found!.dense).toEqual([{ chunkId: 'c0', score: expect.closeTo(1, 6) as number }]);
    expect(snapshot.chunks).toBe(snapshot.chunks);
    expect(snapshot.chunk('c1')).toBe(snapshot.chunks[1]);
    expect([...snapshot.sparseWeights(0).keys()]).toEqual(['key', 'redi']);
  });

  it('ranks candidates as its search does, to the last bit', () => {
    const random = createSeededRandom(11);
    const words = ['tide', 'moon', 'sand', 'reef', 'gull', 'foam', 'dune'];
    const texts = Array.from({ length: 120 }, () => words.filter(() => random() < 0.5).join(' ') || 'kelp');
    const many = texts.map((text, number) => makeChunk({ id: `c${(number * 7) % 120}`, text }));
    const vectors = many.map((_, number) =>
      number % 9 === 0
        ? undefined
        : makeVectors(unit(...Array.from({ length: 24 }, () => Math.round(random() * 3 - 1.5)))),
    );
    const wide = { id: 'test', dimensions: 24 };
    const snapshot = createEmbeddedSnapshot(makeContent(many, { embedder: wide, vectors }));
    for (let round = 0; round < 20; round++) {
      const terms = new Map(words.map((word) => [stem(word), random()] as const));
      const part = { terms, vector: unit(...Array.from({ length: 24 }, () => random() - 0.5)) };
      const [whole] = snapshot.searchParts([part], { depth: 120 });
      const ids = many.map(({ id }) => id).filter(() => random() < 0.4);
      const candidates = [...ids, ...ids, 'of another generation'];
      const wanted = new Set(ids);
      expect(snapshot.rankCandidates(part, { lexical: candidates, dense: candidates })).toEqual({
        lexical: whole!.lexical.filter(({ chunkId }) => wanted.has(chunkId)),
        dense: whole!.dense.filter(({ chunkId }) => wanted.has(chunkId)),
      });
    }
  });

  it.each([
    ['two chunks with one id', { chunks: [chunks[0]!, chunks[0]!] }, 'Two chunks have the id c0'],
    ['too few vectors', { embedder, vectors: [undefined] }, '1 vectors for 2 chunks'],
    ['vectors of no embedder', { vectors: [undefined, undefined] }, 'no embedder'],
    [
      'a vector that is not a number',
      { embedder, vectors: [makeVectors(Float32Array.of(NaN, 1)), undefined] },
      'NaN',
    ],
  ])('refuses %s', (_name, fields, expected) => {
    expect(() => createEmbeddedSnapshot(makeContent(chunks, fields))).toThrow(expected);
  });
});
