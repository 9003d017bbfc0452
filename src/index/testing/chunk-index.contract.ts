/** What every ChunkIndex must do, whatever engine is behind it. Scores are compared to four digits: engines add in other orders. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../../domain/errors.js';
import type { Chunk } from '../../domain/chunk.js';
import type { ChunkIndex, Hit, PartSearch } from '../../ports.js';
import type { GenerationContent } from '../generation.js';
import { makeChunk, makeContent, makeVectors, unit, weighted } from './generation-content.js';

const vectors = {
  cache: unit(1, 0.1, 0, 0),
  queue: unit(0, 1, 0.1, 0),
  store: unit(0.1, 0, 1, 0),
  other: unit(0, 0, 0, 1),
};

const chunks: readonly Chunk[] = [
  makeChunk({ id: 'redis#2', title: 'Redis cache', text: 'Keys expire after an hour.', tags: ['cache'] }),
  makeChunk({ id: 'kafka#1', title: 'Orders', headingPath: ['Queue'], text: 'Kafka carries the orders.' }),
  makeChunk({ id: 'redis#1', title: 'Redis cache', text: 'Keys expire after an hour.', tags: ['cache'] }),
  makeChunk({ id: 'store#1', title: 'Ledger', text: 'Postgres keeps the orders for good.' }),
  makeChunk({ id: 'later#1', title: 'Not embedded', text: 'Orders of tomorrow.' }),
];

const content = makeContent(chunks, {
  generation: 'contract1',
  embedder: { id: 'test-embedder', dimensions: 4 },
  vectors: [
    makeVectors(vectors.cache, 2),
    makeVectors(vectors.queue),
    makeVectors(vectors.cache, 2),
    makeVectors(vectors.store),
    undefined,
  ],
  catalogue: {
    documents: [],
    technologies: [{ name: 'Kafka', aliases: [], mentions: [] }],
  },
});

const noTerms: PartSearch['terms'] = new Map();
const ids = (hits: readonly Hit[]): string[] => hits.map(({ chunkId }) => chunkId);

/** Runs the suite; `createIndexWith` gives an index that answers from `content`, fresh for each call. */
export function describeChunkIndexContract(
  name: string,
  createIndexWith: (content: GenerationContent) => Promise<ChunkIndex>,
): void {
  describe(`${name} is a ChunkIndex`, () => {
    const opened: ChunkIndex[] = [];
    const open = async (wanted: GenerationContent): Promise<ChunkIndex> => {
      const index = await createIndexWith(wanted);
      opened.push(index);
      return index;
    };
    let index: ChunkIndex;
    const search = async (part: PartSearch, depth = 10) => (await index.search([part], { depth }))[0]!;

    beforeAll(async () => {
      index = await open(content);
    });
    afterAll(async () => {
      for (const each of opened) await each.close();
    });

    it('gives back the generation as it was ingested', () => {
      const snapshot = index.snapshot();
      expect(snapshot.generation).toBe('contract1');
      expect(snapshot.embedder).toBe('test-embedder');
      expect(snapshot.chunks).toEqual(chunks);
      expect(snapshot.catalogue).toEqual(content.catalogue);
      expect(snapshot.chunk('kafka#1')).toEqual(chunks[1]);
      expect(snapshot.chunk('kafka#9')).toBeUndefined();
      expect(snapshot.chunk('constructor')).toBeUndefined();
    });

    it('counts stems over all fields', () => {
      const { terms } = index.snapshot();
      expect(terms.chunkCount).toBe(5);
      expect(['order', 'cach', 'queue', 'absent'].map((stem) => terms.documentFrequency(stem))).toEqual([
        3, 2, 1, 0,
      ]);
      expect(terms.inverseDocumentFrequency('cach')).toBeCloseTo(Math.log(1 + 3.5 / 2.5), 9);
      expect([...terms.stems()]).toContain('postgr');
    });

    it('gives sentence vectors of embedded chunks only', () => {
      const snapshot = index.snapshot();
      const sentences = snapshot.sentenceVectors('redis#1')!;
      expect(sentences).toHaveLength(2);
      sentences[0]!.forEach((value, at) => expect(value).toBeCloseTo(vectors.cache[at]!, 1));
      expect(snapshot.sentenceVectors('later#1')).toBeUndefined();
      expect(snapshot.sentenceVectors('nowhere')).toBeUndefined();
    });

    it('scores a term by BM25F', async () => {
      const { lexical } = await search({ terms: weighted('postgres') });
      const { terms } = index.snapshot();
      // The body has 4 terms (postgr, keep, order, good), on average (3 + 3 + 3 + 4 + 2) / 5 = 3.
      const frequency = 1 / (0.25 + (0.75 * 4) / 3);
      const expected = (terms.inverseDocumentFrequency('postgr') * frequency * 2.2) / (frequency + 1.2);
      expect(lexical).toEqual([{ chunkId: 'store#1', score: expect.closeTo(expected, 4) as number }]);
    });

    it.each([
      ['a title', 'ledger', ['store#1']],
      ['a heading', 'queue', ['kafka#1']],
      ['a tag, ties in the order of ids', 'cache', ['redis#1', 'redis#2']],
      ['no word of the corpus', 'zeppelin', []],
    ])('finds %s', async (_case, words, expected) => {
      expect(ids((await search({ terms: weighted(words) })).lexical)).toEqual(expected);
    });

    it('weighs the terms of a part', async () => {
      const heavy = new Map([
        ['postgr', 3],
        ['kafka', 1],
      ]);
      expect(ids((await search({ terms: heavy })).lexical)).toEqual(['store#1', 'kafka#1']);
    });

    it('orders by cosine, ties by id, and leaves out what is not embedded', async () => {
      const { lexical, dense } = await search({ terms: noTerms, vector: vectors.cache });
      expect(lexical).toEqual([]);
      expect(ids(dense)).toEqual(['redis#1', 'redis#2', 'store#1', 'kafka#1']);
      expect(dense[0]!.score).toBeCloseTo(1, 2);
    });

    it('answers all parts in their order, each arm for itself', async () => {
      const parts = [
        { terms: weighted('kafka'), vector: vectors.queue },
        { terms: noTerms },
        { terms: weighted('cache'), vector: vectors.store },
      ];
      const found = await index.search(parts, { depth: 1 });
      expect(found.map(({ lexical, dense }) => [ids(lexical), ids(dense)])).toEqual([
        [['kafka#1'], ['kafka#1']],
        [[], []],
        [['redis#1'], ['store#1']],
      ]);
    });

    it('has a silent dense arm for the zero vector', async () => {
      expect((await search({ terms: noTerms, vector: new Float32Array(4) })).dense).toEqual([]);
    });

    it('refuses a vector of another embedder', async () => {
      await expect(search({ terms: noTerms, vector: unit(1, 2) })).rejects.toSatisfy((error) =>
        isAppError(error, 'index_mismatch'),
      );
    });

    it('gives up when the caller has gone', async () => {
      const gone = index.search([{ terms: noTerms }], { depth: 1, signal: AbortSignal.abort() });
      await expect(gone).rejects.toSatisfy((error) => isAppError(error, 'aborted'));
    });

    it('says that nothing is newer', async () => {
      expect(await index.refresh()).toBe(false);
    });

    it('ranks alike whatever the order of ingest', async () => {
      const turned = await open({
        ...content,
        generation: 'contract2',
        chunks: [...chunks].reverse(),
        vectors: [...content.vectors!].reverse(),
      });
      const parts = [{ terms: weighted('orders cache keys'), vector: vectors.store }];
      const [one] = await index.search(parts, { depth: 10 });
      const [two] = await turned.search(parts, { depth: 10 });
      expect(ids(two!.lexical)).toEqual(ids(one!.lexical));
      expect(ids(two!.dense)).toEqual(ids(one!.dense));
    });

    it('answers without vectors on the lexical arm alone', async () => {
      const plain = await open({
        ...content,
        generation: 'contract3',
        embedder: undefined,
        vectors: undefined,
      });
      const [found] = await plain.search([{ terms: weighted('kafka'), vector: vectors.queue }], { depth: 5 });
      expect([ids(found!.lexical), found!.dense]).toEqual([['kafka#1'], []]);
      expect(plain.snapshot().embedder).toBeUndefined();
      expect(plain.snapshot().sentenceVectors('kafka#1')).toBeUndefined();
    });

    it('answers from an empty corpus with nothing', async () => {
      const empty = await open({ ...content, generation: 'contract4', chunks: [], vectors: [] });
      const found = await empty.search([{ terms: weighted('kafka'), vector: vectors.queue }], { depth: 5 });
      expect(found).toEqual([{ lexical: [], dense: [] }]);
      expect(empty.snapshot().chunks).toEqual([]);
      expect(empty.snapshot().terms.documentFrequency('kafka')).toBe(0);
    });
  });
}
