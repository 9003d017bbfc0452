import { describe, expect, it } from 'vitest';
import { coveredWords, quoteScores, spanScores, unionOf } from './spans.js';

describe('spanScores', () => {
  it('joins overlaps before it counts', () => {
    expect(unionOf([{ start: 5, end: 9 }, { start: 0, end: 6 }, { start: 20, end: 20 }])).toEqual([{ start: 0, end: 9 }]); // prettier-ignore
  });

  it.each([
    ['exactly the gold', [{ start: 0, end: 10 }], { recall: 1, precision: 1, iou: 1 }],
    ['a giant chunk', [{ start: 0, end: 100 }], { recall: 1, precision: 0.1, iou: 0.1 }],
    ['half of it', [{ start: 5, end: 10 }], { recall: 0.5, precision: 1, iou: 0.5 }],
    ['nothing', [], { recall: 0, precision: 0, iou: 0 }],
    ['twice the same', [{ start: 0, end: 10 }, { start: 0, end: 10 }], { recall: 1, precision: 1, iou: 1 }],
  ])('%s', (_, retrieved, expected) => {
    expect(spanScores([{ start: 0, end: 10 }], retrieved)).toEqual(expected);
  }); // prettier-ignore
});

describe('quoteScores', () => {
  const quote = { documentId: 'a', text: 'Orbit keeps its *state* in PostgreSQL 16' };

  it('finds a quote whatever its marks, white space and case', () => {
    const scores = quoteScores(
      [quote],
      [{ documentId: 'a', text: 'orbit keeps  its state\nin `PostgreSQL` 16' }],
    );
    expect(scores).toEqual({ recall: 1, precision: 1, iou: 1 });
  });

  it('does not count the same words of another document', () => {
    expect(quoteScores([quote], [{ documentId: 'b', text: quote.text }]).recall).toBe(0);
  });

  it('adds up a quote that two chunks share', () => {
    const parts = ['Before. Orbit keeps its state', 'its state in PostgreSQL 16 and more'];
    const scores = quoteScores(
      [quote],
      parts.map((text) => ({ documentId: 'a', text })),
    );
    expect(scores.recall).toBe(1);
    expect(scores.precision).toBeLessThan(1);
  });

  it('does not take a few common words for a quote', () => {
    expect(coveredWords('the state of the art'.split(' '), 'the state is fine'.split(' '))).toEqual([false, false, false, false, false]); // prettier-ignore
    expect(coveredWords(['kafka'], ['uses', 'kafka'])).toEqual([true]);
  });
});
