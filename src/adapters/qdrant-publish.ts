/**
 * A generation -> a collection of its own, verified before one alias is switched to it at once. A collection that is live is never written to;
 * the one before is kept for a way back, older ones go. Cut at any point, the alias still names a whole generation, and the next run goes on.
 */
import { createHash } from 'node:crypto';
import { AppError, isAppError } from '../domain/errors.js';
import type { Chunk } from '../domain/chunk.js';
import type { PassageVectors } from '../ports.js';
import {
  aliasTarget,
  collectionOf,
  denseName,
  isCollectionOf,
  nameIsTaken,
  publicScope,
  readCollection,
  sparseName,
} from './qdrant-collection.js';
import {
  connectQdrant,
  explainQdrant,
  isPassing,
  type QdrantAddress,
  type QdrantServer,
} from './qdrant-connection.js';
import { sparseVector } from './qdrant-sparse.js';

/** What is published: a generation as ingest stored it. */
export interface PublishedGeneration {
  readonly generation: string;
  readonly embedder: { readonly id: string; readonly dimensions: number } | undefined;
  readonly chunks: readonly Chunk[];
  /** One per chunk; an undefined entry is found by its words alone. */
  readonly vectors: readonly (PassageVectors | undefined)[] | undefined;
}

export interface PublishOptions extends QdrantAddress {
  /** The alias. */
  readonly collection: string;
  readonly content: PublishedGeneration;
  /** Stem -> saturated BM25F weight of a chunk, by its number. */
  readonly sparseWeights: (chunkNumber: number) => ReadonlyMap<string, number>;
  /** For large corpora; default: one shard, one copy, exact vectors. */
  readonly layout?: CollectionLayout;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Limit of one request, in milliseconds; default 10,000. */
  readonly requestTimeoutMs?: number;
}

export interface CollectionLayout {
  readonly shards?: number | undefined;
  readonly replicas?: number | undefined;
  /** `int8`: the server searches small copies in memory and ranks what it finds by the exact vectors. */
  readonly quantisation?: 'off' | 'int8' | undefined;
}

export interface PublishReport {
  readonly collection: string;
  /** False: this generation was there already. */
  readonly isNew: boolean;
  readonly removed: readonly string[];
}

const batchSize = 128;
const probes = 20;
const probeDepth = 10;

/** The same chunk has the same point id in every generation: a UUID of version 5 from the hash of its id. */
export function pointId(chunkId: string): string {
  const hex = createHash('sha1').update(`askfolio chunk ${chunkId}`).digest('hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

interface Work {
  readonly options: PublishOptions;
  readonly server: QdrantServer;
  readonly name: string;
}

/** One request, tried three times when the failure may pass. Every request of a publication may be repeated. */
async function request<T>(work: Work, send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    if (work.options.signal?.aborted === true)
      throw new AppError('aborted', 'The publication to Qdrant was given up; its alias is as it was.');
    try {
      return await send();
    } catch (error) {
      if (attempt === 3 || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
    }
  }
}

function pointOf({ content, sparseWeights }: PublishOptions, number: number) {
  const chunk = content.chunks[number] as Chunk;
  const vector = content.vectors?.[number]?.passage;
  return {
    id: pointId(chunk.id),
    vector: {
      [sparseName]: sparseVector(sparseWeights(number)),
      ...(vector === undefined ? {} : { [denseName]: [...vector] }),
    },
    payload: { chunkId: chunk.id, scope: publicScope, ...chunk },
  };
}

function layoutOf({ shards, replicas, quantisation }: CollectionLayout) {
  return {
    ...(shards === undefined ? {} : { shard_number: shards }),
    ...(replicas === undefined ? {} : { replication_factor: replicas }),
    ...(quantisation === 'int8'
      ? { quantization_config: { scalar: { type: 'int8' as const, always_ram: true } } }
      : {}),
  };
}

/** An empty collection under the name; one that an earlier run left half filled is made anew. */
async function create(work: Work): Promise<void> {
  const { server, name, options } = work;
  const { embedder } = options.content;
  await request(work, () => server.client.deleteCollection(name));
  await request(work, async () => {
    if ((await server.client.collectionExists(name)).exists) return;
    await server.client.createCollection(name, {
      ...(embedder === undefined
        ? { vectors: {} }
        : { vectors: { [denseName]: { size: embedder.dimensions, distance: 'Cosine' } } }),
      sparse_vectors: { [sparseName]: {} },
      ...layoutOf(options.layout ?? {}),
    });
  });
  const fields = [
    { field_name: 'scope', field_schema: { type: 'keyword', is_tenant: true } },
    { field_name: 'documentId', field_schema: 'keyword' },
  ] as const;
  for (const field of fields)
    await request(work, () => server.client.createPayloadIndex(name, { ...field, wait: true }));
}

async function fill(work: Work): Promise<void> {
  const { server, name, options } = work;
  const total = options.content.chunks.length;
  for (let start = 0; start < total; start += batchSize) {
    const count = Math.min(batchSize, total - start);
    const points = Array.from({ length: count }, (_, i) => pointOf(options, start + i));
    await request(work, () => server.client.upsert(name, { points, wait: true }));
    options.onProgress?.(start + count, total);
  }
}

function wrong(work: Work, what: string): AppError {
  return new AppError(
    'engine_unavailable',
    `The collection ${work.name} in Qdrant at ${work.server.target} is not what was written (${what}): its alias stays as it was; run \`askfolio ingest\` again.`,
  );
}

/** Counts the points, and searches chunks by their own vectors, spread over the corpus. */
async function verify(work: Work): Promise<void> {
  const { server, name, options } = work;
  const total = options.content.chunks.length;
  const { count } = await request(work, () => server.client.count(name, { exact: true }));
  if (count !== total) throw wrong(work, `${count} of ${total} chunks`);
  const step = Math.max(1, Math.floor(total / probes));
  for (let number = 0; number < total; number += step) {
    const { id, vector } = pointOf(options, number);
    const searches = Object.entries(vector)
      .filter(([, value]) => Array.isArray(value) || value.indices.length > 0)
      .map(([using, query]) => ({ query, using, limit: probeDepth, with_payload: false }));
    const answers = await request(work, () => server.client.queryBatch(name, { searches }));
    for (const { points } of answers) {
      const isTied =
        points.length === probeDepth &&
        points.every(({ score }) => Math.abs(score - (points[0]?.score ?? 0)) < 1e-4);
      if (!isTied && !points.some((point) => point.id === id))
        throw wrong(work, `chunk ${number} is not found by its own words`);
    }
  }
}

async function switchAlias(work: Work, previous: string | undefined): Promise<void> {
  const { server, name, options } = work;
  const alias = options.collection;
  const create = { create_alias: { collection_name: name, alias_name: alias } };
  const actions = previous === undefined ? [create] : [{ delete_alias: { alias_name: alias } }, create];
  await request(work, () => server.client.updateCollectionAliases({ actions }));
}

/** Collections of this alias that are neither live nor the one before. Somebody else's collections stay, whatever their names. */
async function removeOlder(work: Work, previous: string | undefined): Promise<string[]> {
  const { server, name, options } = work;
  const { collections } = await request(work, () => server.client.getCollections());
  const removed: string[] = [];
  for (const { name: other } of collections) {
    if (other === name || other === previous || !isCollectionOf(options.collection, other)) continue;
    const state = await request(work, () => readCollection(server, other));
    // Half filled by a run that was cut: recognised by a name that only a generation has.
    if (state?.metadata === undefined && !/-[0-9a-f]{32}$/.test(other)) continue;
    await request(work, () => server.client.deleteCollection(other));
    removed.push(other);
  }
  return removed;
}

/** An alias cannot have the name of a collection: told before anything is filled. */
async function requireFreeName(work: Work): Promise<void> {
  const { exists } = await request(work, () => work.server.client.collectionExists(work.options.collection));
  if (exists)
    throw new AppError('engine_unavailable', nameIsTaken(work.options.collection, work.server.target));
}

async function publish(work: Work): Promise<PublishReport> {
  const { server, name, options } = work;
  const { content } = options;
  const previous = await request(work, () => aliasTarget(server, options.collection));
  if (previous === undefined) await requireFreeName(work);
  const state = await request(work, () => readCollection(server, name));
  const isWhole =
    state?.metadata?.generation === content.generation && state.points === content.chunks.length;
  if (!isWhole) {
    if (previous === name) throw wrong(work, 'it is live and not whole: delete it');
    await create(work);
    await fill(work);
    await verify(work);
    const metadata = {
      madeBy: 'askfolio',
      generation: content.generation,
      embedder: content.embedder?.id ?? 'none',
      dimensions: content.embedder?.dimensions ?? 0,
      chunks: content.chunks.length,
    };
    await request(work, () => server.client.updateCollection(name, { metadata }));
  }
  if (previous === name) return { collection: name, isNew: !isWhole, removed: [] };
  await switchAlias(work, previous);
  return { collection: name, isNew: !isWhole, removed: await removeOlder(work, previous) };
}

/**
 * Publishes a generation. Doing so twice changes nothing.
 * @throws AppError `engine_unavailable` (the alias is as it was, or already names the new generation), `aborted`, `bad_config`.
 */
export async function publishToQdrant(options: PublishOptions): Promise<PublishReport> {
  const server = connectQdrant(options, options.requestTimeoutMs ?? 10_000);
  const work = { options, server, name: collectionOf(options.collection, options.content.generation) };
  try {
    return await publish(work);
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('engine_unavailable', explainQdrant(error, server.target), { cause: error });
  }
}
