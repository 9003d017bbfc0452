import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeEmbedder } from '../testing/fake-embedder.js';
import { runHarness } from '../testing/harness.js';
import { readSpanSet } from './chroma-set.js';
import { locatePieces } from './locate-pieces.js';
import { measureChunker } from './run-chunking.js';
import { splitByWords, splitRecursively } from './splitters.js';

describe('splitters', () => {
  it('cut by words', () => {
    expect(splitByWords(' a b\nc  d e ', 2)).toEqual(['a b', 'c  d', 'e']);
    expect(splitByWords('', 2)).toEqual([]);
  });

  it('cut at the strongest boundary that fits and lose nothing', () => {
    const text = 'One two three.\n\nFour five six seven. Eight nine ten eleven twelve.\n\nEnd.';
    const pieces = splitRecursively(text, 30);
    expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    expect(pieces.every((piece) => piece.length <= 30)).toBe(true);
    expect(pieces[0]).toBe('One two three.\n\n');
    expect(splitRecursively('x'.repeat(25), 10)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)]);
  });
});

describe('locatePieces', () => {
  it('finds pieces whatever their white space, repeated text in order', () => {
    const document = 'Same line.\nOther  words here.\nSame line.';
    expect(locatePieces(document, ['Same line.', 'Other words\nhere.', 'Same line.'])).toEqual({
      ranges: [[{ start: 0, end: 10 }], [{ start: 11, end: 29 }], [{ start: 0, end: 10 }].map(() => ({ start: 30, end: 40 }))],
      located: 1,
    });
  });

  it('finds a piece from which a tag was dropped, tag included', () => {
    expect(locatePieces('a <unk> b\nc', ['a b']).ranges).toEqual([[{ start: 0, end: 9 }]]);
  });

  it('finds what it can line by line and says how much', () => {
    const { ranges, located } = locatePieces('alpha\nbeta\n', ['added heading\nbeta']);
    expect(ranges).toEqual([[{ start: 6, end: 10 }]]);
    expect(located).toBeCloseTo(4 / 16, 10);
  });
}); // prettier-ignore

describe('the span set', () => {
  let folder = '';
  const text = '🚀 Orbit stores state in Postgres.\n\nFerrite ships logs to disk.\n';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'spans-'));
    mkdirSync(join(folder, 'corpora'));
    writeFileSync(join(folder, 'corpora', 'a.md'), text);
    write([{ _id: 'q', text: 'Where does Orbit store state?', doc: 'a.md', spans: [{ start: 2, end: 33, text: 'Orbit stores state in Postgres.' }] }]);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(rows: readonly object[]): void {
    writeFileSync(join(folder, 'questions.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }

  it('counts code points in the file and UTF-16 units here', () => {
    expect(readSpanSet(folder).questions[0]?.spans).toEqual([{ start: 3, end: 34 }]);
  });

  it('refuses a span that is not where it says', () => {
    write([{ _id: 'q', text: 'x', doc: 'a.md', spans: [{ start: 0, end: 5, text: 'Orbit' }] }]);
    expect(() => readSpanSet(folder)).toThrow('questions.jsonl:1: span 0 of "q" is not at 0 of a.md');
  });

  it('scores a chunker that cuts exactly at the span with 1', async () => {
    const exact = { name: 'lines', split: async (whole: string) => ['🚀', ...whole.slice(2).split('\n').map((line) => line.trim()).filter((line) => line !== '')] };
    const scores = await measureChunker(readSpanSet(folder), exact, undefined);
    expect(scores.located).toBe(1);
    expect(scores.arms).toEqual({ lexical: [{ recall: 1, precision: 1, iou: 1, recallInWords: 1 }] });
  });

  it('prints a table of every chunker and arm', async () => {
    const run = await runHarness({ command: 'chunking', paths: [folder] }, { dependencies: { createEmbedder: async () => createFakeEmbedder() } });
    expect(run.code).toBe(0);
    expect(run.stdout.split('\n').filter((line) => line.startsWith('| fixed 200 words |'))).toHaveLength(3);
    expect(run.lastLine).toBe('PASS 1 questions over 1 documents');
  });
}); // prettier-ignore
