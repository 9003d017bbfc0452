/** Tables of the corpus that already compare the sides, by columns or by rows. */
import { describe, expect, it } from 'vitest';
import type { Chunk } from '../domain/chunk.js';
import { createCitationBook } from './citations.js';
import { sideBySide } from './side-by-side.js';

function candidateIn(table: readonly string[]): { chunk: Chunk } {
  const text = table.join('\n');
  let start = 0;
  const sentences = table.map((line) => {
    const span = { start, end: start + line.length };
    start += line.length + 1;
    return span;
  });
  const chunk: Chunk = {
    id: 'boats#1',
    documentId: 'boats',
    title: 'Boats',
    headingPath: ['Ferries'],
    text,
    ordinal: 0,
    total: 1,
    tokens: 40,
    sentences,
    kind: 'table',
    tags: [],
    source: { path: 'boats.md', startLine: 1, endLine: 5, sha256: '' },
    summary: '',
    documentType: 'note',
    standing: 'done',
  };
  return { chunk };
}

const rows = candidateIn([
  '| Boat | Speed | Crew |',
  '|---|---|---|',
  '| Diesel ferry | 18 knots | 6 |',
  '| Battery ferry | 14 knots | 4 |',
  '| Water taxi | 30 knots | 1 |',
]);

describe('sideBySide', () => {
  const ask = (operands: string[], aspect: string[] = []): string | undefined =>
    sideBySide([rows], operands, aspect, createCitationBook());

  it('turns rows that begin with the sides', () => {
    expect(ask(['battery ferry', 'water taxi'])).toBe(
      ['| | battery ferry | water taxi |', '|---|---|---|', '| Speed | 14 knots | 30 knots [1] |', '| Crew | 4 | 1 [1] |'].join('\n'),
    ); // prettier-ignore
  });

  it('has no answer where a side has no row, or where the table says nothing of what is compared', () => {
    expect(ask(['battery ferry', 'canoe'])).toBeUndefined();
    expect(ask(['battery ferry', 'water taxi'], ['price'])).toBeUndefined();
    expect(ask(['battery ferry', 'water taxi'], ['speed'])).toBeDefined();
  });
});
