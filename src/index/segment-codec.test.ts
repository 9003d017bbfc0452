import { describe, expect, it } from 'vitest';
import { isAppError } from '../domain/errors.js';
import { openGeneration } from './embedded-index.js';
import { contentOf } from './prepared-generation.js';
import { decodeGeneration, encodeGeneration, readSentences } from './segment-codec.js';
import { makeChunk, makeContent, makeVectors, unit } from './testing/generation-content.js';

const chunks = [
  makeChunk({
    id: 'é#1',
    title: 'Größe \u{1f600}',
    text: 'Zeilen\nund "Zeichen" \u0000 \ud800',
    tags: ['a', 'b'],
  }),
  makeChunk({ id: 'b#1', text: 'Second chunk.', period: '2024', url: 'https://example.org/b' }),
  makeChunk({ id: 'c#1', text: '' }),
];
const content = makeContent(chunks, {
  embedder: { id: 'test', dimensions: 3 },
  vectors: [makeVectors(unit(1, 2, 3), 2), undefined, makeVectors(unit(0, 0, 0), 0)],
});

describe('encodeGeneration and decodeGeneration', () => {
  it('give back what went in', () => {
    const decoded = contentOf(decodeGeneration(encodeGeneration(content)));
    expect(decoded.chunks).toEqual(chunks);
    expect(decoded).toMatchObject({
      generation: 'g1',
      embedder: content.embedder,
      catalogue: content.catalogue,
    });
    const [first, second, third] = decoded.vectors!;
    first!.passage.forEach((value, at) => expect(value).toBeCloseTo(unit(1, 2, 3)[at]!, 2));
    expect(first!.sentences).toEqual([first!.passage, first!.passage]);
    expect(second).toBeUndefined();
    expect([...third!.passage]).toEqual([0, 0, 0]);
    expect(third!.sentences).toEqual([]);
  });

  it('give the same bytes for what was decoded', () => {
    const encoded = encodeGeneration(content);
    const { content: reopened } = openGeneration(decodeGeneration(encoded));
    expect(encodeGeneration(reopened)).toEqual(encoded);
  });

  it('leave the vector segments out where there are no vectors', () => {
    const encoded = encodeGeneration(makeContent(chunks));
    expect([...encoded.keys()]).toEqual(['chunks', 'catalogue', 'postings']);
    expect(contentOf(decodeGeneration(encoded)).vectors).toBeUndefined();
  });

  it('read segments that lie at an odd place of a larger buffer', () => {
    const moved = new Map(
      [...encodeGeneration(content)].map(([name, bytes]) => {
        const larger = new Uint8Array(bytes.length + 3);
        larger.set(bytes, 3);
        return [name, larger.subarray(3)];
      }),
    );
    expect(contentOf(decodeGeneration(moved)).chunks).toEqual(chunks);
    expect(readSentences(moved.get('sentences')!)(0)).toHaveLength(14);
  });
});

describe('decodeGeneration refuses', () => {
  const encoded = encodeGeneration(content);
  const decodeWith = (name: string, bytes: Uint8Array | undefined) => () => {
    const files = new Map<string, Uint8Array>(encoded);
    if (bytes === undefined) files.delete(name);
    else files.set(name, bytes);
    const prepared = decodeGeneration(files);
    prepared.chunkIds.forEach((_, number) => prepared.vectors?.sentenceRecord(number));
  };
  const damagedAs = (found: string) =>
    expect.toSatisfy(
      (error) => isAppError(error, 'index_damaged') && error.message.includes(found),
    ) as unknown as Error;

  it.each([...encoded.keys()])('%s cut at any byte', (name) => {
    const bytes = encoded.get(name)!;
    for (let length = 0; length < bytes.length; length += 5) {
      expect(decodeWith(name, bytes.slice(0, length))).toThrow(damagedAs('is cut short'));
    }
  });

  it.each([...encoded.keys()])('%s with a changed byte in a section', (name) => {
    const bytes = encoded.get(name)!;
    let refused = 0;
    for (let at = 24; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 0x10;
      try {
        decodeWith(name, changed)();
      } catch (error) {
        expect(isAppError(error, 'index_damaged')).toBe(true);
        refused++;
      }
    }
    // Padding between sections, at most 7 bytes each, carries nothing.
    expect(refused).toBeGreaterThan(bytes.length - 24 - 5 * 7);
  });

  it.each(['chunks', 'catalogue', 'postings', 'sentences'])('a missing %s segment', (name) => {
    expect(decodeWith(name, undefined)).toThrow(damagedAs(`The index file ${name} is missing`));
  });

  it('another format version, saying which', () => {
    const newer = encoded.get('chunks')!.slice();
    newer[4] = 9;
    expect(decodeWith('chunks', newer)).toThrow(
      'The index file chunks has format version 9, this askfolio reads version 1: run `askfolio ingest`.',
    );
  });

  it('something else', () => {
    expect(decodeWith('postings', new Uint8Array(100))).toThrow(damagedAs('is not an index segment'));
  });
});
