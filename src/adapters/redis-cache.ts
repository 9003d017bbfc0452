/**
 * The answer cache in plain Redis 7, without modules: one hash per entry, a sorted set of all keys by age, and a stream of
 * changes that keeps every process's mirror of the vectors in step. All keys share one hash tag, so a cluster keeps them together.
 */
import { createHash } from 'node:crypto';
import type { ChainableCommander, Redis } from 'ioredis';
import { AppError } from '../domain/errors.js';
import type { AnswerCache, CacheCandidate, CacheEntry, NoteStore } from '../ports.js';
import { connectRedis } from './redis-connection.js';
import { entryOf, evidenceFieldOf, fieldsOf } from './redis-entry.js';
import { createRedisMirror } from './redis-mirror.js';

export interface RedisCacheOptions {
  /** redis:// or rediss:// (TLS), with user and password when the server wants them. */
  readonly url: string;
  /** Default `askfolio`: services with the same prefix share their answers. */
  readonly prefix?: string;
  /** A command that takes longer has failed. Default 150. */
  readonly commandTimeoutMs?: number;
  readonly ttlMs: number;
  /** Bound of the mirror in this process and of the entries in Redis. */
  readonly maximumMirrorEntries: number;
  readonly now: () => number;
  /** For the jitter of the time to live; 0 to 1. */
  readonly random?: () => number;
  /** Each problem once, when it starts, in one line for people. */
  readonly onProblem?: (message: string) => void;
}

interface ClearFilter {
  readonly documentId?: string;
  readonly chunkIds?: readonly string[];
  readonly olderThanMs?: number;
}

const batchSize = 200;
const ttlJitter = 0.1;
// Stale rows of the mirror (entries that expired or were evicted) are found out and dropped; then the search is repeated.
const searchRounds = 4;

type Reply = readonly [error: Error | null, value: unknown];

/** Results of a pipeline; an error of the connection is thrown, one of a single key is its result. */
async function run(pipeline: ChainableCommander): Promise<readonly Reply[]> {
  const replies: readonly Reply[] = (await pipeline.exec()) ?? [];
  const lost = replies.find(([error]) => error !== null && error.name !== 'ReplyError')?.[0];
  if (lost !== undefined && lost !== null) throw lost;
  return replies;
}

/** The first command that the server refused to queue: it says more than "EXECABORT". */
function refusedCommand(error: unknown): Error | undefined {
  if (!(error instanceof Error) || !('previousErrors' in error)) return undefined;
  const [first] = Array.isArray(error.previousErrors) ? (error.previousErrors as unknown[]) : [];
  return first instanceof Error ? first : undefined;
}

/** Results of a transaction, of which every command must have worked. */
async function commit(transaction: ChainableCommander): Promise<readonly unknown[]> {
  const replies: readonly Reply[] | null = await transaction.exec().catch((error: unknown) => {
    throw refusedCommand(error) ?? error;
  });
  if (replies === null) throw new AppError('engine_unavailable', 'Redis gave up the transaction');
  return replies.map(([error, value]) => {
    if (error !== null) throw error;
    return value;
  });
}

/**
 * Connects and fills the mirror in the background. Never rejects: a Redis that is away, refuses the password or has a malformed
 * address is told through `onProblem` and `statistics()`, and every method rejects with `engine_unavailable` until it is back.
 */
export async function createRedisCache(options: RedisCacheOptions): Promise<AnswerCache & NoteStore> {
  const tag = `{${options.prefix ?? 'askfolio'}}`;
  const names = {
    keys: `${tag}:keys`,
    stream: `${tag}:changes`,
    entry: (key: string) => `${tag}:entry:${key}`,
    note: (key: string) => `${tag}:note:${createHash('sha256').update(key).digest('hex')}`,
  };
  const random = options.random ?? Math.random;
  const connection = await connectRedis(options);
  const mirror = createRedisMirror({
    stream: names.stream,
    entryKey: names.entry,
    maximumEntries: options.maximumMirrorEntries,
  });

  function fillMirror(): void {
    const work = connection.use('reading the list of changes', async (redis) => {
      while (!(await mirror.catchUp(redis, 10)));
    });
    work.catch(() => undefined);
  }

  async function remove(redis: Redis, keys: readonly string[]): Promise<number> {
    let removed = 0;
    for (let start = 0; start < keys.length; start += batchSize) {
      const batch = keys.slice(start, start + batchSize);
      const transaction = redis
        .multi()
        .unlink(batch.map(names.entry))
        .zrem(names.keys, ...batch);
      for (const key of batch) transaction.xadd(names.stream, 'MAXLEN', '~', maximumEvents, '*', 'del', key);
      const [count] = await commit(transaction);
      batch.forEach((key) => mirror.forget(key));
      removed += Number(count);
    }
    return removed;
  }

  const maximumEvents = Math.max(1_000, options.maximumMirrorEntries * 2);

  /** Entries by key; what is missing is left out, what is damaged or of another type is removed as well. */
  async function read(
    redis: Redis,
    scope: string,
    keys: readonly string[],
  ): Promise<Map<string, CacheEntry>> {
    const pipeline = redis.pipeline();
    for (const key of keys) pipeline.hgetallBuffer(names.entry(key));
    const replies = await run(pipeline);
    const found = new Map<string, CacheEntry>();
    const damaged: string[] = [];
    keys.forEach((key, index) => {
      const [error, value] = replies[index] ?? [null, undefined];
      const fields = (value ?? {}) as Record<string, Buffer>;
      if (error === null && Object.keys(fields).length === 0) return;
      const entry = error === null ? entryOf(fields) : undefined;
      if (entry !== undefined && entry.key === key && entry.scope === scope) found.set(key, entry);
      else if (error === null || error.message.startsWith('WRONGTYPE')) damaged.push(key);
      else throw error;
    });
    if (damaged.length > 0) await remove(redis, damaged).catch(() => 0);
    return found;
  }

  async function search(
    redis: Redis,
    scope: string,
    vector: Float32Array,
    wanted: { limit: number; minimum: number },
  ): Promise<readonly CacheCandidate[]> {
    // A visitor waits for two reads at most; the rest of a long list is read in the background.
    if (!(await mirror.catchUp(redis, 2))) fillMirror();
    for (let round = 0; round < searchRounds; round++) {
      const matches = mirror.nearest(scope, vector, wanted);
      if (matches.length === 0) return [];
      const entries = await read(
        redis,
        scope,
        matches.map((match) => match.key),
      );
      const stale = matches.filter((match) => !entries.has(match.key));
      stale.forEach((match) => mirror.forget(match.key));
      if (stale.length === 0 || round === searchRounds - 1) {
        return matches.flatMap(({ key, similarity }) => {
          const entry = entries.get(key);
          return entry === undefined ? [] : [{ entry, similarity }];
        });
      }
    }
    return [];
  }

  async function trim(redis: Redis, count: number): Promise<void> {
    if (count <= options.maximumMirrorEntries) return;
    const oldest = await redis.zrange(names.keys, '0', String(count - options.maximumMirrorEntries - 1));
    await remove(redis, oldest);
  }

  async function store(redis: Redis, entry: CacheEntry): Promise<void> {
    const age = Math.max(0, options.now() - entry.storedAt);
    const spread = 1 - ttlJitter + 2 * ttlJitter * random();
    const ttlMs = Math.max(1, Math.round(options.ttlMs * spread - age));
    const name = names.entry(entry.key);
    const transaction = redis
      .multi()
      .unlink(name)
      .hset(name, fieldsOf(entry))
      .pexpire(name, ttlMs)
      .zadd(names.keys, String(entry.storedAt), entry.key)
      .xadd(names.stream, 'MAXLEN', '~', maximumEvents, '*', 'set', entry.key)
      .zcard(names.keys);
    const replies = await commit(transaction);
    await trim(redis, Number(replies.at(-1)));
  }

  /** Keys of a batch whose evidence meets the filter. */
  async function matching(redis: Redis, keys: readonly string[], filter: ClearFilter): Promise<string[]> {
    const { documentId, chunkIds } = filter;
    if (documentId === undefined && chunkIds === undefined) return [...keys];
    const wanted = new Set(chunkIds);
    const pipeline = redis.pipeline();
    for (const key of keys) pipeline.hget(names.entry(key), 'evidence');
    const replies = await run(pipeline);
    return keys.filter((_, index) => {
      const raw = replies[index]?.[1];
      return evidenceFieldOf(typeof raw === 'string' ? raw : null).some(
        (reference) =>
          (documentId === undefined || reference.documentId === documentId) &&
          (chunkIds === undefined || wanted.has(reference.chunkId)),
      );
    });
  }

  async function clearNotes(redis: Redis): Promise<void> {
    let cursor = '0';
    do {
      const [next, found] = await redis.scan(cursor, 'MATCH', `${tag}:note:*`, 'COUNT', batchSize);
      if (found.length > 0) await redis.unlink(found);
      cursor = next;
    } while (cursor !== '0');
  }

  async function clear(redis: Redis, filter: ClearFilter): Promise<number> {
    if (Object.keys(filter).length === 0) await clearNotes(redis);
    const newest = filter.olderThanMs === undefined ? '+inf' : `(${options.now() - filter.olderThanMs}`;
    const keys = await redis.zrangebyscore(names.keys, '-inf', newest);
    let removed = 0;
    for (let start = 0; start < keys.length; start += batchSize) {
      const batch = await matching(redis, keys.slice(start, start + batchSize), filter);
      removed += await remove(redis, batch);
    }
    return removed;
  }

  /** Bytes of the youngest hundred entries, projected onto all. */
  async function measure(redis: Redis): Promise<{ entries: number; bytes: number; version?: string }> {
    const oldest = String(options.now() - options.ttlMs * (1 + ttlJitter));
    await redis.zremrangebyscore(names.keys, '-inf', oldest);
    const entries = await redis.zcard(names.keys);
    const sample = await redis.zrange(names.keys, '-100', '-1');
    const pipeline = redis.pipeline();
    for (const key of sample) pipeline.hstrlen(names.entry(key), 'body').hstrlen(names.entry(key), 'vector');
    const lengths = (await run(pipeline)).map(([, value]) => (typeof value === 'number' ? value : 0));
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const bytes = sample.length === 0 ? 0 : Math.round((total / sample.length) * entries);
    // Users of a shared server may lack the right to ask.
    const facts = await redis.info('server').catch(() => '');
    const version = /^redis_version:(\S+)/m.exec(facts)?.[1];
    return { entries, bytes, ...(version === undefined ? {} : { version }) };
  }

  fillMirror();
  return {
    engine: 'redis',
    get: (scope, key) =>
      connection.use('reading an answer', async (redis) => (await read(redis, scope, [key])).get(key)),
    nearest: (scope, vector, wanted) =>
      connection.use('looking for similar questions', (redis) => search(redis, scope, vector, wanted)),
    set: (entry) => connection.use('storing an answer', (redis) => store(redis, entry)),
    delete: (keys) => connection.use('removing answers', (redis) => remove(redis, keys)),
    recall: (key) =>
      connection.use('reading a note', async (redis) => (await redis.get(names.note(key))) ?? undefined),
    keep: (key, text) =>
      connection.use('keeping a note', async (redis) => {
        await redis.set(names.note(key), text, 'PX', options.ttlMs);
      }),
    clear: (filter = {}) => connection.use('clearing the cache', (redis) => clear(redis, filter)),
    async statistics() {
      const problem = connection.problem();
      const measured = await connection.use('counting answers', measure).catch((error: unknown) => {
        if (problem === undefined) throw error;
        return { entries: 0, bytes: 0 };
      });
      return { engine: 'redis', ...measured, ...(problem === undefined ? {} : { problem }) };
    },
    async close() {
      connection.close();
    },
  };
}
