/** What every engine of the answer cache must do; run for the in-process store and for Redis. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnswerCache, NoteStore } from '../../ports.js';
import { makeEntry, makeResult, vectorAt } from './entries.js';

export interface ContractSetup {
  /** An empty cache whose clock the test sets; entries live for one hour. */
  readonly create: (options: {
    now: () => number;
    maximumEntries: number;
  }) => Promise<AnswerCache & NoteStore>;
}

const start = 1_000_000;

export function describeAnswerCache(name: string, setup: ContractSetup): void {
  describe(`answer cache: ${name}`, () => {
    let cache: AnswerCache & NoteStore;
    let now = start;

    beforeEach(async () => {
      now = start;
      cache = await setup.create({ now: () => now, maximumEntries: 50 });
    });
    afterEach(async () => {
      await cache.close();
    });

    const evidenceOf = (documentId: string, chunkId: string) => [
      { chunkId, documentId, sha256: 'a'.repeat(64) },
    ];

    it('gives back what was stored, to the last bit', async () => {
      const entry = makeEntry('What is 1 + 1 — “quoted”, Ünïcode 🦉?', { vector: vectorAt(30) });
      await cache.set(entry);
      expect(await cache.get(entry.scope, entry.key)).toEqual(entry);
    });

    it('keeps an entry without a vector', async () => {
      const entry = makeEntry('no vector');
      await cache.set(entry);
      expect(await cache.get(entry.scope, entry.key)).toEqual(entry);
      expect(await cache.nearest(entry.scope, vectorAt(0), { limit: 5, minimum: 0 })).toEqual([]);
    });

    it('knows nothing of other keys and other scopes', async () => {
      const entry = makeEntry('mine', { vector: vectorAt(0) });
      await cache.set(entry);
      expect(await cache.get(entry.scope, 'f'.repeat(64))).toBeUndefined();
      expect(await cache.get('scope-2', entry.key)).toBeUndefined();
      expect(await cache.nearest('scope-2', vectorAt(0), { limit: 5, minimum: 0 })).toEqual([]);
    });

    it('finds the nearest first, within the limit and above the minimum', async () => {
      for (const degrees of [50, 10, 80, 20])
        await cache.set(makeEntry(`at ${degrees}`, { vector: vectorAt(degrees) }));
      const found = await cache.nearest('scope-1', vectorAt(0), { limit: 3, minimum: 0.5 });
      expect(found.map((candidate) => candidate.entry.question)).toEqual(['at 10', 'at 20', 'at 50']);
      expect(found[0]?.similarity).toBeCloseTo(Math.cos((10 * Math.PI) / 180), 5);
      const closest = await cache.nearest('scope-1', vectorAt(78), { limit: 1, minimum: 0.5 });
      expect(closest.map((candidate) => candidate.entry.question)).toEqual(['at 80']);
    });

    it('replaces an entry of the same key, with its vector', async () => {
      const entry = makeEntry('same', { vector: vectorAt(0) });
      await cache.set(entry);
      const newer = { ...entry, vector: vectorAt(90), result: makeResult('same', { id: 'result-2' }) };
      await cache.set(newer);
      expect((await cache.get(entry.scope, entry.key))?.result.id).toBe('result-2');
      expect(await cache.nearest('scope-1', vectorAt(0), { limit: 5, minimum: 0.5 })).toEqual([]);
      expect(await cache.nearest('scope-1', vectorAt(90), { limit: 5, minimum: 0.5 })).toHaveLength(1);
      expect((await cache.statistics()).entries).toBe(1);
    });

    it('keeps notes beside the answers, until everything is cleared', async () => {
      await cache.keep('plan: Wie läuft das?', '{"parts":["🦉"]}');
      await cache.set(makeEntry('an answer'));
      expect(await cache.recall('plan: Wie läuft das?')).toBe('{"parts":["🦉"]}');
      expect(await cache.recall('plan: another')).toBeUndefined();
      expect((await cache.statistics()).entries).toBe(1);
      await cache.clear({ documentId: 'doc' });
      expect(await cache.recall('plan: Wie läuft das?')).toBeDefined();
      await cache.clear();
      expect(await cache.recall('plan: Wie läuft das?')).toBeUndefined();
    });

    it('deletes by key and counts what went', async () => {
      const [a, b] = [makeEntry('a', { vector: vectorAt(0) }), makeEntry('b')];
      await cache.set(a);
      await cache.set(b);
      expect(await cache.delete([a.key, 'f'.repeat(64)])).toBe(1);
      expect(await cache.get(a.scope, a.key)).toBeUndefined();
      expect(await cache.nearest(a.scope, vectorAt(0), { limit: 5, minimum: 0 })).toEqual([]);
      expect(await cache.get(b.scope, b.key)).toEqual(b);
      expect(await cache.delete([])).toBe(0);
    });

    it.each([
      ['everything', undefined, 3],
      ['a document', { documentId: 'doc-a' }, 2],
      ['a chunk', { chunkIds: ['chunk-a2', 'chunk-x'] }, 1],
      ['age', { olderThanMs: 5_000 }, 2],
      ['a document and age', { documentId: 'doc-a', olderThanMs: 5_000 }, 1],
      ['nothing that is there', { documentId: 'doc-x' }, 0],
    ])('clears by %s', async (_, filter, count) => {
      await cache.set(makeEntry('1', { evidence: evidenceOf('doc-a', 'chunk-a1'), storedAt: start }));
      await cache.set(makeEntry('2', { evidence: evidenceOf('doc-a', 'chunk-a2'), storedAt: start + 9_000 }));
      await cache.set(makeEntry('3', { evidence: evidenceOf('doc-b', 'chunk-b1'), storedAt: start }));
      now = start + 10_000;
      expect(await cache.clear(filter)).toBe(count);
      expect((await cache.statistics()).entries).toBe(3 - count);
    });

    it('stays within its bound, oldest out first', async () => {
      for (let index = 0; index < 60; index++) {
        await cache.set(makeEntry(`question ${index}`, { vector: vectorAt(index), storedAt: start + index }));
      }
      const statistics = await cache.statistics();
      expect(statistics.entries).toBe(50);
      expect(statistics.bytes).toBeGreaterThan(0);
      expect(await cache.get('scope-1', makeEntry('question 0').key)).toBeUndefined();
      expect((await cache.get('scope-1', makeEntry('question 59').key))?.question).toBe('question 59');
    });

    it('has no entry after its time to live', async () => {
      const entry = makeEntry('old', { vector: vectorAt(0), storedAt: start - 2 * 3_600_000 });
      await cache.set(entry);
      await expect.poll(() => cache.get(entry.scope, entry.key)).toBeUndefined();
      expect(await cache.nearest(entry.scope, vectorAt(0), { limit: 5, minimum: 0 })).toEqual([]);
    });
  });
}
