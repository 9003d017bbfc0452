import { describe, expect, it } from 'vitest';
import { chunksOf } from '../testing/fake-subject.js';
import { documentRanking } from './document-ranking.js';

function ranked(pairs: readonly (readonly [string, number])[]) {
  return pairs.map(([id, score]) => {
    const [chunk] = chunksOf({ id, title: id, text: 'text' }, id);
    if (chunk === undefined) throw new Error('no chunk');
    return { chunk, score };
  });
}

describe('documentRanking', () => {
  it('takes the best chunk of each document and breaks ties as trec_eval does', () => {
    expect(documentRanking(ranked([['a', 3], ['b', 2], ['a', 2], ['c', 2]]))).toEqual([
      { id: 'a', score: 3 },
      { id: 'c', score: 2 },
      { id: 'b', score: 2 },
    ]);
  });

  it('keeps an order that does not follow the scores', () => {
    expect(documentRanking(ranked([['a', 1], ['b', 5], ['a', 4]])).map((one) => one.id)).toEqual(['a', 'b']);
  });

  it('is empty for no chunks', () => {
    expect(documentRanking([])).toEqual([]);
  });
}); // prettier-ignore
