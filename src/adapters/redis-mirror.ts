/**
 * The vectors of the entries in Redis, kept in this process for the nearest search. Every process that stores or removes writes
 * a line to a stream; each mirror reads on from the last line it knows, so several processes agree at their next lookup.
 */
import type { Redis } from 'ioredis';
import { createVectorTable, type VectorMatch, type VectorTable } from '../domain/vector-table.js';
import { vectorOf } from './redis-entry.js';

export interface RedisMirror {
  /** Reads on until the end of the stream, at most `rounds` reads; true when it got there. */
  catchUp(redis: Redis, rounds: number): Promise<boolean>;
  nearest(scope: string, vector: Float32Array, options: { limit: number; minimum: number }): VectorMatch[];
  forget(key: string): void;
  readonly size: number;
  readonly bytes: number;
}

export interface RedisMirrorOptions {
  readonly stream: string;
  readonly entryKey: (key: string) => string;
  readonly maximumEntries: number;
}

const eventsPerRead = 200;

type StreamLine = [id: string, fields: string[]];

/** Field and value pairs of one line. */
function readEvent(fields: readonly string[]): { operation: string; key: string } | undefined {
  const operation = fields[0];
  const key = fields[1];
  return operation === undefined || key === undefined ? undefined : { operation, key };
}

export function createRedisMirror(options: RedisMirrorOptions): RedisMirror {
  const tables = new Map<string, VectorTable>();
  // Key -> scope, oldest first.
  const scopes = new Map<string, string>();
  let lastId = '0-0';
  let reading: Promise<boolean> | undefined;
  let following: Promise<boolean> | undefined;

  function forget(key: string): void {
    const scope = scopes.get(key);
    if (scope === undefined) return;
    scopes.delete(key);
    const table = tables.get(scope);
    table?.delete(key);
    if (table?.size === 0) tables.delete(scope);
  }

  function take(key: string, scope: string, vector: Float32Array): void {
    forget(key);
    const table = tables.get(scope) ?? createVectorTable();
    if (!table.set(key, vector)) return;
    tables.set(scope, table);
    scopes.set(key, scope);
    for (const oldest of scopes.keys()) {
      if (scopes.size <= options.maximumEntries) break;
      forget(oldest);
    }
  }

  async function fetch(redis: Redis, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const pipeline = redis.pipeline();
    for (const key of keys) pipeline.hmgetBuffer(options.entryKey(key), 'scope', 'vector');
    const replies = (await pipeline.exec()) ?? [];
    keys.forEach((key, index) => {
      const [error, fields] = replies[index] ?? [null, undefined];
      const [scope, bytes] = error === null && Array.isArray(fields) ? (fields as (Buffer | null)[]) : [];
      const vector = vectorOf(bytes);
      if (scope === undefined || scope === null || vector === undefined) forget(key);
      else take(key, scope.toString(), vector);
    });
    const failure = replies.find(([error]) => error !== null && error.name !== 'ReplyError')?.[0];
    if (failure !== undefined && failure !== null) throw failure;
  }

  async function readOnce(redis: Redis): Promise<boolean> {
    const lines = (await redis.xrange(
      options.stream,
      `(${lastId}`,
      '+',
      'COUNT',
      eventsPerRead,
    )) as StreamLine[];
    const latest = new Map<string, string>();
    for (const [, fields] of lines) {
      const event = readEvent(fields);
      if (event !== undefined) latest.set(event.key, event.operation);
    }
    for (const [key, operation] of latest) if (operation === 'del') forget(key);
    await fetch(
      redis,
      [...latest].filter(([, operation]) => operation === 'set').map(([key]) => key),
    );
    lastId = lines.at(-1)?.[0] ?? lastId;
    return lines.length < eventsPerRead;
  }

  async function readOn(redis: Redis, rounds: number): Promise<boolean> {
    for (let round = 0; round < rounds; round++) if (await readOnce(redis)) return true;
    return false;
  }

  function startReading(redis: Redis, rounds: number): Promise<boolean> {
    following = undefined;
    reading = readOn(redis, rounds).finally(() => (reading = undefined));
    return reading;
  }

  return {
    catchUp(redis, rounds) {
      if (following !== undefined) return following;
      if (reading === undefined) return startReading(redis, rounds);
      // Two readers at once would take the same lines twice and could step back, and the one under way may have passed the end
      // before a line that the caller must see: all who come meanwhile share the reading that follows it.
      following = reading.catch(() => false).then(() => startReading(redis, rounds));
      return following;
    },
    nearest: (scope, vector, search) => tables.get(scope)?.nearest(vector, search) ?? [],
    forget,
    get size() {
      return scopes.size;
    },
    get bytes() {
      return [...tables.values()].reduce((sum, table) => sum + table.bytes, 0);
    },
  };
}
