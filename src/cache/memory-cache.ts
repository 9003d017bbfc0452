/** The in-process store: least recently used entries go first, bounded in entries and bytes, with a time to live. Decides nothing about what may be stored or served. */
import { LRUCache } from 'lru-cache';
import { createVectorTable, type VectorTable } from '../domain/vector-table.js';
import type { AnswerCache, CacheEntry, NoteStore } from '../ports.js';

export interface MemoryCacheOptions {
  readonly maximumEntries: number;
  readonly maximumBytes: number;
  readonly ttlMs: number;
  readonly now: () => number;
}

export interface ClearFilter {
  readonly documentId?: string;
  readonly chunkIds?: readonly string[];
  readonly olderThanMs?: number;
}

interface Slot {
  readonly entry: CacheEntry;
  readonly bytes: number;
}

// Two bytes per UTF-16 unit, and a rough share for the objects around the text and the row of the vector table.
const overheadBytes = 512;

function sizeOf(entry: CacheEntry): number {
  const text =
    JSON.stringify([entry.key, entry.scope, entry.question, entry.plan, entry.result, entry.evidence])
      .length * 2;
  return overheadBytes + text + (entry.vector === undefined ? 0 : entry.vector.byteLength * 2);
}

function matches(entry: CacheEntry, filter: ClearFilter, now: number): boolean {
  const { documentId, chunkIds, olderThanMs } = filter;
  if (documentId !== undefined && !entry.evidence.some((e) => e.documentId === documentId)) return false;
  if (chunkIds !== undefined && !entry.evidence.some((e) => chunkIds.includes(e.chunkId))) return false;
  return olderThanMs === undefined || now - entry.storedAt > olderThanMs;
}

/** An empty store. Never rejects. */
export function createMemoryCache(options: MemoryCacheOptions): AnswerCache & NoteStore {
  // A Map keeps insertion order: the first key is the least recently used one.
  const slots = new Map<string, Slot>();
  const vectors = new Map<string, VectorTable>();
  const notes = new LRUCache<string, string>({
    max: Math.max(1, options.maximumEntries),
    ttl: options.ttlMs,
    perf: options,
  });
  let bytes = 0;

  function remove(key: string): boolean {
    const slot = slots.get(key);
    if (slot === undefined) return false;
    slots.delete(key);
    bytes -= slot.bytes;
    const table = vectors.get(slot.entry.scope);
    table?.delete(key);
    if (table?.size === 0) vectors.delete(slot.entry.scope);
    return true;
  }

  /** The living entry, now the most recently used one. */
  function touch(key: string): CacheEntry | undefined {
    const slot = slots.get(key);
    if (slot === undefined) return undefined;
    if (options.now() - slot.entry.storedAt > options.ttlMs) {
      remove(key);
      return undefined;
    }
    slots.delete(key);
    slots.set(key, slot);
    return slot.entry;
  }

  function insert(entry: CacheEntry): void {
    remove(entry.key);
    const size = sizeOf(entry);
    if (size > options.maximumBytes || options.maximumEntries < 1) return;
    slots.set(entry.key, { entry, bytes: size });
    bytes += size;
    if (entry.vector !== undefined) {
      const table = vectors.get(entry.scope) ?? createVectorTable();
      vectors.set(entry.scope, table);
      table.set(entry.key, entry.vector);
    }
    for (const oldest of slots.keys()) {
      if (slots.size <= options.maximumEntries && bytes <= options.maximumBytes) break;
      remove(oldest);
    }
  }

  return {
    engine: 'memory',
    async get(scope, key) {
      const entry = slots.get(key)?.entry.scope === scope ? touch(key) : undefined;
      return entry;
    },
    async nearest(scope, vector, { limit, minimum }) {
      const matched = vectors.get(scope)?.nearest(vector, { limit, minimum }) ?? [];
      return matched.flatMap(({ key, similarity }) => {
        const entry = touch(key);
        return entry === undefined ? [] : [{ entry, similarity }];
      });
    },
    async set(entry) {
      insert(entry);
    },
    async delete(keys) {
      return keys.filter(remove).length;
    },
    async recall(key) {
      return notes.get(key);
    },
    async keep(key, text) {
      notes.set(key, text);
    },
    async clear(filter = {}) {
      if (Object.keys(filter).length === 0) notes.clear();
      const now = options.now();
      const going = [...slots].filter(([, slot]) => matches(slot.entry, filter, now)).map(([key]) => key);
      return going.filter(remove).length;
    },
    async statistics() {
      return { engine: 'memory', entries: slots.size, bytes };
    },
    async close() {
      slots.clear();
      vectors.clear();
      notes.clear();
      bytes = 0;
    },
  };
}
