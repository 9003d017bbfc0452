import { describe, expect, it } from 'vitest';
import { buildPostings, type LexicalSettings } from '../index/bm25f.js';
import { createLexicalSearch } from '../index/lexical-search.js';
import { makeChunk } from '../index/testing/generation-content.js';
import { terms } from '../text/terms.js';
import { sparseVector, termId } from './qdrant-sparse.js';

/** What `qdrant/bm25` of a server 1.18.1 makes of short texts: token ids. */
const serverIds: readonly (readonly [string, readonly number[]])[] = [
  ['stay', [1881538586]],
  ['studies', [150760872]],
  ['sprint', [1932363795]],
  ['naïve café déjà vu', [605818632, 686458043, 756638508, 1598227991]],
  ['running runs ran runner', [243905464, 567658162, 946033505]],
  ['The the the and of', []],
  ['User123 v2.0 3.14 50%', [118156056, 264741300, 505117043, 538840311, 764297089, 1749031367]],
  ["don't can't it's", []],
  ['日本語 text', [970674652, 1515949417]],
];

describe('termId', () => {
  it.each(serverIds)('numbers the terms of "%s" as the server does', (text, expected) => {
    const own = terms(text).map(termId);
    expect([...new Set(own)].sort((a, b) => a - b)).toEqual(expected);
  });

  it.each([
    // Beyond the server's tokens come the parts of camelCase words.
    ['e-mail foo_bar fooBar', [116628897, 156908512, 1158584717, 1530604355, 1701593959]],
    [
      'I built a real-time messaging backend with Go, PostgreSQL and Redis pub/sub.',
      [
        17909388, 108710752, 129810225, 668707053, 708164930, 1067717801, 1454980414, 1999429279, 2058513491,
        2105113340,
      ],
    ],
    [
      'Refresh tokens are stored in HTTP-only cookies or in the iOS Keychain.',
      [112174620, 212141249, 216166593, 362932159, 375101486, 546776626, 884471572],
    ],
    ['Kubernetes, k8s; WebSockets & WebRTC', [178664410, 853394230, 1261259700, 2018163606]],
  ])('has the terms of the server among those of "%s"', (text, expected) => {
    expect(terms(text).map(termId)).toEqual(expect.arrayContaining(expected));
  });
});

describe('sparseVector', () => {
  /** One field, k1 1.2, b .75 and a mean length of 100 terms: the parameters behind the server's weights. */
  const oneField: LexicalSettings = {
    saturation: 1.2,
    fields: {
      title: { weight: 0, lengthShare: 0 },
      headings: { weight: 0, lengthShare: 0 },
      body: { weight: 1, lengthShare: 0.75 },
      tags: { weight: 0, lengthShare: 0 },
    },
  };

  it.each([
    ['stay', [1.6806723]],
    ['running runs ran runner', [1.8835616, 1.6467066, 1.6467066]],
    ['naïve café déjà vu', Array.from({ length: 4 }, () => 1.6467066)],
    ['User123 v2.0 3.14 50%', Array.from({ length: 6 }, () => 1.6248153)],
  ])('weighs the terms of "%s" as the server does', (text, expected) => {
    const filler = 200 - terms(text).length;
    const chunks = [makeChunk({ id: 'a', text }), makeChunk({ id: 'b', text: 'zebra '.repeat(filler) })];
    const search = createLexicalSearch(buildPostings(chunks, oneField), Uint32Array.of(0, 1));
    const { values } = sparseVector(search.weightsOf(0));
    expect([...values].sort((a, b) => b - a).map((value) => value.toFixed(5))).toEqual(
      expected.map((value) => value.toFixed(5)),
    );
  });

  it('has ascending unique ids and leaves out zero weights', () => {
    const { indices, values } = sparseVector(new Map([['sprint', 2], ['stay', 0], ['studi', 1]])); // prettier-ignore
    expect(indices).toEqual([150760872, 1932363795]);
    expect(values).toEqual([1, 2]);
  });
});
