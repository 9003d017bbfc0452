import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { generationOf } from '../../scripts/engines/corpus-sentences.js';
import { startQdrantStandIn, type QdrantStandIn } from '../../scripts/engines/qdrant-stand-in.js';
import type { Chunk } from '../domain/chunk.js';
import { isAppError, messageOf } from '../domain/errors.js';
import { openGeneration } from '../index/embedded-index.js';
import type { EmbeddedSnapshot, GenerationContent } from '../index/generation.js';
import { prepareGeneration } from '../index/prepared-generation.js';
import { describeChunkIndexContract } from '../index/testing/chunk-index.contract.js';
import {
  createSeededRandom,
  makeChunk,
  makeContent,
  makeVectors,
  unit,
  weighted,
} from '../index/testing/generation-content.js';
import type { PartSearch } from '../ports.js';
import { armDepth } from '../retrieval/retrieve.js';
import { terms } from '../text/terms.js';
import { checkQdrant } from './qdrant-check.js';
import { connectQdrant, explainQdrant, probeQdrant } from './qdrant-connection.js';
import { createQdrantIndex, type QdrantIndexOptions } from './qdrant-index.js';
import { pointId, publishToQdrant } from './qdrant-publish.js';
import { answersSchema, searchesOf } from './qdrant-search.js';
import { termId } from './qdrant-sparse.js';

const patience = { timeout: 10_000 };
const servers: QdrantStandIn[] = [];
async function startServer(options: { apiKey?: string } = {}): Promise<QdrantStandIn> {
  const server = await startQdrantStandIn(options);
  servers.push(server);
  return server;
}
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function publish(url: string, content: GenerationContent, apiKey?: string) {
  const { snapshot, content: stored } = openGeneration(prepareGeneration(content));
  const report = await publishToQdrant({
    url,
    apiKey,
    collection: 'pf',
    content: stored,
    sparseWeights: (number) => snapshot.sparseWeights(number),
  });
  return { snapshot, report };
}

function indexOn(url: string, options: Pick<QdrantIndexOptions, 'snapshot'> & Partial<QdrantIndexOptions>) {
  return createQdrantIndex({ url, collection: 'pf', probeEveryMs: 50, searchTimeoutMs: 2_000, ...options });
}

function smallContent(generation: string, count = 300): GenerationContent {
  const random = createSeededRandom(generation.length);
  const chunks = Array.from({ length: count }, (_, i) =>
    makeChunk({ id: `doc${i % 7}#${i}`, text: `word${i} shared${i % 5} of generation ${generation}` }),
  );
  const vectors = chunks.map(() =>
    makeVectors(unit(random() - 0.5, random() - 0.5, random() - 0.5, random() - 0.5)),
  );
  return makeContent(chunks, { generation, embedder: { id: 'test', dimensions: 4 }, vectors });
}

describeChunkIndexContract('Qdrant', async (content) => {
  const server = await startQdrantStandIn();
  const { snapshot } = await publish(server.url, content);
  const index = indexOn(server.url, { snapshot: () => snapshot });
  return { ...index, close: () => index.close().then(() => server.close()) };
});

describe('createQdrantIndex', () => {
  describe('ranks as the embedded index does', () => {
    const dimensions = 48;
    const directions = new Map<string, Float32Array>();
    function directionOf(stem: string): Float32Array {
      let direction = directions.get(stem);
      if (direction === undefined) {
        const random = createSeededRandom(termId(stem));
        direction = unit(...Array.from({ length: dimensions }, () => random() - 0.5));
        directions.set(stem, direction);
      }
      return direction;
    }
    /** A text as the sum of its words: like texts are close, and the same words give the same vector. */
    function vectorOf(text: string): Float32Array {
      const sum = new Float32Array(dimensions);
      for (const stem of terms(text)) directionOf(stem).forEach((value, at) => (sum[at]! += value));
      return unit(...sum);
    }

    async function openBoth(chunks: readonly Chunk[]) {
      const content = makeContent(chunks, {
        generation: 'corpus',
        embedder: { id: 'test', dimensions },
        vectors: chunks.map(({ text }) => makeVectors(vectorOf(text))),
      });
      const server = await startServer();
      const { snapshot } = await publish(server.url, content);
      let searched = 0;
      const counting: EmbeddedSnapshot = {
        ...snapshot,
        searchParts: (...given) => (searched++, snapshot.searchParts(...given)),
      };
      const index = indexOn(server.url, { snapshot: () => counting, searchTimeoutMs: 30_000 });
      return { url: server.url, snapshot, index, searchedHere: () => searched };
    }

    it('for 200 questions over the corpus and copies of its chunks, to the last bit and 200 deep', async () => {
      const { chunks } = generationOf('corpus');
      const copies = chunks.map((chunk) => ({ ...chunk, id: `copy-${chunk.id}` }));
      const { snapshot, index, searchedHere } = await openBoth([...copies, ...chunks]);
      for (let i = 0; i < 200; i++) {
        const chunk = chunks[Math.floor((i * chunks.length) / 200)]!;
        const words = `${chunk.headingPath.join(' ')} ${chunk.text.split(' ').slice(0, 8).join(' ')}`;
        const parts: PartSearch[] = [{ terms: weighted(words), vector: vectorOf(words) }];
        const expected = snapshot.searchParts(parts, { depth: armDepth });
        expect(await index.search(parts, { depth: armDepth })).toEqual(expected);
        expect(expected[0]!.dense).toHaveLength(armDepth);
      }
      // Answered by the server, not by the embedded index behind its back.
      expect(searchedHere()).toBeLessThan(20);
    });

    it('where more chunks tie than are asked for', async () => {
      const chunks = Array.from({ length: 600 }, (_, i) =>
        makeChunk({ id: `doc#${(i * 7919) % 600}`, text: i % 10 === 0 ? 'tide and moon' : 'tide and sand' }),
      );
      const { snapshot, index } = await openBoth(chunks);
      const parts: PartSearch[] = [{ terms: weighted('tide moon'), vector: vectorOf('tide') }];
      const expected = snapshot.searchParts(parts, { depth: armDepth });
      expect(await index.search(parts, { depth: armDepth })).toEqual(expected);
      expect(expected[0]!.lexical.at(-1)!.score).toBe(expected[0]!.lexical.at(-100)!.score);
    });

    it('from vectors that give the scores of the embedded index, but for the rounding of float32', async () => {
      const { chunks } = generationOf('corpus');
      const { url, snapshot } = await openBoth(chunks);
      const words = 'How does the messaging backend store its refresh tokens?';
      const parts: PartSearch[] = [{ terms: weighted(words), vector: vectorOf(words) }];
      const [expected] = snapshot.searchParts(parts, { depth: armDepth });
      const searches = searchesOf(parts, snapshot, armDepth);
      const { client } = connectQdrant({ url }, 10_000);
      const bodies = { searches: searches.map(({ body }) => body) };
      const answers = answersSchema.parse(await client.queryBatch('pf', bodies));
      expect(searches.map(({ arm }) => arm)).toEqual(['lexical', 'dense']);
      searches.forEach(({ arm }, at) => {
        const scores = new Map(
          answers[at]!.points.map(({ payload, score }) => [payload.chunkId, score] as const),
        );
        expect(expected![arm].length).toBeGreaterThan(50);
        for (const { chunkId, score } of expected![arm]) expect(scores.get(chunkId)).toBeCloseTo(score, 4);
      });
    });
  });

  it('sends one request for all parts', async () => {
    const server = await startServer();
    const { snapshot } = await publish(server.url, smallContent('one'));
    const opened = server.requestCount();
    const index = indexOn(server.url, { snapshot: () => snapshot });
    // It looks at its collection when it is opened.
    await vi.waitFor(() => expect(server.requestCount() - opened).toBe(2), patience);
    const before = server.requestCount();
    await index.search(
      Array.from({ length: 6 }, () => ({ terms: weighted('shared1'), vector: unit(1, 0, 0, 0) })),
      { depth: 200 },
    );
    expect(server.requestCount() - before).toBe(1);
  });

  it('fails fast while the server is away, names it once, and comes back by itself', async () => {
    const searchTimeoutMs = 500;
    const server = await startServer();
    const { snapshot } = await publish(server.url, smallContent('one'));
    const problems: string[] = [];
    const index = indexOn(server.url, {
      snapshot: () => snapshot,
      onProblem: (message) => problems.push(message),
      searchTimeoutMs,
    });
    const search = () => index.search([{ terms: weighted('shared1') }], { depth: 5 });
    expect((await search())[0]!.lexical).toHaveLength(5);
    for (const fault of ['setDown', 'setSilent'] as const) {
      server[fault](true);
      const startedAt = performance.now();
      for (let i = 0; i < 100; i++)
        await expect(search()).rejects.toSatisfy((error) => isAppError(error, 'engine_unavailable'));
      // All hundred together: only the first one waits for its time limit.
      expect(performance.now() - startedAt).toBeLessThan(20 * searchTimeoutMs);
      expect(index.problem()).toContain('Qdrant at 127.0.0.1');
      server[fault](false);
      await vi.waitFor(async () => expect((await search())[0]!.lexical).toHaveLength(5), {
        timeout: 30_000,
        interval: 50,
      });
      expect(index.problem()).toBeUndefined();
    }
    expect(new Set(problems).size).toBe(problems.length);
    await index.close();
  });

  it('says what to do when the generation is not there', async () => {
    const server = await startServer();
    const { snapshot } = openGeneration(prepareGeneration(smallContent('unpublished')));
    const problems: string[] = [];
    const index = indexOn(server.url, {
      snapshot: () => snapshot,
      onProblem: (message) => problems.push(message),
    });
    await expect(index.search([{ terms: weighted('shared1') }], { depth: 5 })).rejects.toThrow(
      'run `askfolio ingest`',
    );
    expect(problems).toHaveLength(1);
    await index.close();
  });
});

describe('a collection that is not what it should be', () => {
  const generation = '0123456789abcdef0123456789abcdef';
  async function problemOf(prepare: (url: string) => Promise<void>): Promise<string> {
    const server = await startServer();
    await prepare(server.url);
    const { snapshot } = openGeneration(prepareGeneration(smallContent(generation, 20)));
    const problems: string[] = [];
    const index = indexOn(server.url, {
      snapshot: () => snapshot,
      onProblem: (message) => problems.push(message),
    });
    await vi.waitFor(() => expect(problems).toHaveLength(1), patience);
    await expect(index.search([{ terms: weighted('shared1') }], { depth: 5 })).rejects.toSatisfy((error) =>
      isAppError(error, 'engine_unavailable'),
    );
    await index.close();
    const address = { url: server.url, collection: 'pf' };
    const told = await checkQdrant(address, snapshot, () => 0).then(String, messageOf);
    expect(told).toContain('run `askfolio ingest`');
    expect(problems).toHaveLength(1);
    expect(problems[0]).not.toContain('\n');
    return problems[0] ?? '';
  }
  const clientOf = (url: string) => connectQdrant({ url }, 2_000).client;
  const foreign = { vectors: { dense: { size: 8, distance: 'Cosine' as const } } };
  const metadata = { madeBy: 'askfolio', generation, embedder: 'test', dimensions: 4, chunks: 20 };

  it.each<readonly [string, (url: string) => Promise<void>, string]>([
    ['is missing', () => Promise.resolve(), 'is not there'],
    [
      'was made by something else',
      async (url) => void (await clientOf(url).createCollection(`pf-${generation}`, foreign)),
      'made by something else',
    ],
    [
      'has other dimensions',
      async (url) => {
        await clientOf(url).createCollection(`pf-${generation}`, {
          ...foreign,
          sparse_vectors: { bm25: {} },
        });
        await clientOf(url).updateCollection(`pf-${generation}`, { metadata });
      },
      'has 8 dimensions where its vectors have 4',
    ],
    [
      'holds vectors of another embedder',
      async (url) => {
        await publish(url, smallContent(generation, 20));
        await clientOf(url).updateCollection(`pf-${generation}`, {
          metadata: { ...metadata, embedder: 'other' },
        });
      },
      'holds vectors of other, and EMBEDDER gives test',
    ],
  ])('is told at the start when it %s, with what to do', async (_name, prepare, told) => {
    const problem = await problemOf(prepare);
    expect(problem).toContain('QDRANT_COLLECTION=pf');
    expect(problem).toContain(told);
    expect(problem).toContain('run `askfolio ingest`');
  });

  it('an alias that points elsewhere, or nowhere, is told by doctor', async () => {
    const server = await startServer();
    const { snapshot } = await publish(server.url, smallContent(generation, 20));
    await clientOf(server.url).updateCollectionAliases({ actions: [{ delete_alias: { alias_name: 'pf' } }] });
    const told = await checkQdrant({ url: server.url, collection: 'pf' }, snapshot, () => 0);
    expect(told).toContain('alias pf points at nothing');
    expect(told).toContain('run `askfolio ingest`');
    await publish(server.url, smallContent(generation, 20));
    expect(server.aliases.get('pf')).toBe(`pf-${generation}`);
  });

  it('makes shards, copies and int8 vectors where they are wanted', async () => {
    const server = await startServer();
    const { snapshot, content } = openGeneration(prepareGeneration(smallContent('large', 20)));
    await publishToQdrant({
      url: server.url,
      collection: 'pf',
      content,
      sparseWeights: (number) => snapshot.sparseWeights(number),
      layout: { shards: 3, replicas: 2, quantisation: 'int8' },
    });
    expect(server.collections.get('pf-large')!.config).toMatchObject({
      shard_number: 3,
      replication_factor: 2,
      quantization_config: { scalar: { type: 'int8', always_ram: true } },
    });
  });
});

describe('publishToQdrant', () => {
  it('changes nothing the second time, keeps one generation for a way back and drops older ones', async () => {
    const server = await startServer();
    for (const generation of ['a', 'b', 'c']) {
      await publish(server.url, smallContent(generation));
      const before = server.requestCount();
      const { report } = await publish(server.url, smallContent(generation));
      expect(report).toMatchObject({ collection: `pf-${generation}`, isNew: false });
      expect(server.requestCount() - before).toBeLessThan(5);
      expect(server.aliases.get('pf')).toBe(`pf-${generation}`);
    }
    expect([...server.collections.keys()]).toEqual(['pf-b', 'pf-c']);
    expect(server.collections.get('pf-c')!.points.size).toBe(300);
    expect(server.collections.get('pf-c')!.metadata).toMatchObject({
      generation: 'c',
      embedder: 'test',
      dimensions: 4,
      chunks: 300,
    });
    expect([...server.collections.get('pf-c')!.indexed.keys()]).toEqual(['scope', 'documentId']);
  });

  it('leaves collections of others alone', async () => {
    const server = await startServer();
    const { client } = connectQdrant({ url: server.url }, 2_000);
    for (const name of ['pf-photos', 'other'])
      await client.createCollection(name, { vectors: { dense: { size: 4, distance: 'Cosine' } } });
    for (const generation of ['a', 'b', 'c']) await publish(server.url, smallContent(generation, 20));
    expect([...server.collections.keys()]).toEqual(['pf-photos', 'other', 'pf-b', 'pf-c']);
  });

  it('never leaves the alias on half a generation, wherever it is cut', async () => {
    const server = await startServer();
    await publish(server.url, smallContent('first'));
    const start = server.requestCount();
    await publish(server.url, smallContent('probe'));
    const total = server.requestCount() - start;
    expect(total).toBeGreaterThan(25);
    let cuts = 0;
    for (let number = 1; number <= total; number++) {
      for (const when of ['before', 'after'] as const) {
        const generation = `g${number}${when}`;
        server.cutAt(number, when);
        await publish(server.url, smallContent(generation)).catch((error: unknown) =>
          expect(isAppError(error, 'engine_unavailable')).toBe(true),
        );
        server.cutAt(0, 'before');
        const live = server.collections.get(server.aliases.get('pf')!)!;
        expect(live.points.size).toBe(300);
        expect(live.metadata).toMatchObject({ madeBy: 'askfolio', chunks: 300 });
        cuts++;
      }
    }
    expect(cuts).toBeGreaterThan(50);
    await publish(server.url, smallContent('last'));
    expect(server.aliases.get('pf')).toBe('pf-last');
  });

  it('survives a request that is cut once', async () => {
    const server = await startServer();
    const original = server.requestCount();
    server.cutAt(8, 'after');
    const published = publish(server.url, smallContent('a'));
    await vi.waitFor(() => expect(server.requestCount() - original).toBeGreaterThanOrEqual(8), patience);
    server.cutAt(0, 'before');
    await published;
    expect(server.collections.get('pf-a')!.points.size).toBe(300);
  });

  it('stops when it is given up', async () => {
    const server = await startServer();
    const { snapshot, content } = openGeneration(prepareGeneration(smallContent('a')));
    const run = publishToQdrant({
      url: server.url,
      collection: 'pf',
      content,
      sparseWeights: (number) => snapshot.sparseWeights(number),
      signal: AbortSignal.abort(),
    });
    await expect(run).rejects.toSatisfy((error) => isAppError(error, 'aborted'));
    expect(server.aliases.size).toBe(0);
  });

  it('makes the same id of a chunk everywhere', () => {
    expect(pointId('doc#1')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(pointId('doc#1')).toBe(pointId('doc#1'));
    expect(pointId('doc#1')).not.toBe(pointId('doc#2'));
  });
});

describe('bad addresses', () => {
  it.each([
    ['redis://localhost:6333', 'QDRANT_URL'],
    ['localhost', 'QDRANT_URL'],
  ])('refuses %s', (url, told) => {
    expect(() => connectQdrant({ url }, 1_000)).toThrow(told);
  });

  it.each([
    ['http://qdrant', 'qdrant:6333'],
    ['http://qdrant:80/', 'qdrant:80'],
    ['https://cloud.example', 'cloud.example:443'],
    ['https://cloud.example:6333/db/', 'cloud.example:6333/db'],
  ])('reads %s', (url, target) => {
    expect(connectQdrant({ url }, 1_000).target).toBe(target);
  });

  it('tells a rejected key, a server that is none, and a name that is taken', async () => {
    const server = await startServer({ apiKey: 'right' });
    await expect(probeQdrant({ url: server.url, apiKey: 'wrong' }, () => 0)).rejects.toThrow(
      'check QDRANT_API_KEY',
    );
    expect((await probeQdrant({ url: server.url, apiKey: 'right' }, () => 0)).version).toBe('1.18.1');
    await expect(probeQdrant({ url: 'http://127.0.0.1:9' }, () => 0)).rejects.toThrow('check QDRANT_URL');
    const open = await startServer();
    await connectQdrant({ url: open.url }, 2_000).client.createCollection('pf', {
      vectors: { dense: { size: 4, distance: 'Cosine' } },
    });
    await expect(publish(open.url, smallContent('a', 5))).rejects.toThrow('QDRANT_COLLECTION=pf');
    expect([...open.collections.keys()]).toEqual(['pf']);
    const { snapshot } = openGeneration(prepareGeneration(smallContent('a', 5)));
    await expect(checkQdrant({ url: open.url, collection: 'pf' }, snapshot, () => 0)).rejects.toThrow(
      'choose another name',
    );
    expect(explainQdrant(new TypeError('fetch failed'), 'x:1')).toContain(
      'x:1 does not answer (fetch failed)',
    );
  });

  it('tells a path that no server has, and a server of something else', async () => {
    const { url } = await startServer();
    await expect(probeQdrant({ url: `${url}/dashboard` }, () => 0)).rejects.toThrow(
      /dashboard answers 404, but not as Qdrant does: check QDRANT_URL, above all its path\.$/,
    );
    const site = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html></html>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const { port } = site.address() as AddressInfo;
    await expect(probeQdrant({ url: `http://127.0.0.1:${port}` }, () => 0)).rejects.toThrow(
      'but not as Qdrant does: check QDRANT_URL.',
    );
    site.closeAllConnections();
    await new Promise((resolve) => site.close(resolve));
  });
});
