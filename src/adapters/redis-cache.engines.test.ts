/** The Redis cache against a real server, and against everything that can happen to it. Needs the Debian package `redis-server`. */
import { createServer, type Server } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeAnswerCache } from '../cache/testing/answer-cache.contract.js';
import { makeEntry, vectorAt } from '../cache/testing/entries.js';
import type { AnswerCache } from '../ports.js';
import { createRedisCache } from './redis-cache.js';
import { hasRedisServer, startRedisServer, type RedisServer } from './testing/redis-server.js';

const isInstalled = hasRedisServer();
if (!isInstalled) {
  const hint = 'redis-server is not installed: apt-get install redis-server';
  if (process.env['CI'] === 'true') throw new Error(hint);
  process.stderr.write(`${hint}; the Redis tests are skipped\n`);
}

const hour = 3_600_000;
const now = (): number => 1_000_000;
const unavailable = { code: 'engine_unavailable' };

interface Opened {
  readonly cache: AnswerCache;
  readonly problems: string[];
}

/** A machine that stands still for a moment must not look like a Redis that hangs: short limits only where they are tested. */
const patientMs = 5_000;
const usualMs = 150;
const patience = { timeout: 10_000 };

async function open(
  url: string,
  { maximumMirrorEntries = 1_000, commandTimeoutMs = patientMs } = {},
): Promise<Opened> {
  const problems: string[] = [];
  const onProblem = (message: string): void => void problems.push(message);
  const cache = await createRedisCache({
    url,
    ttlMs: hour,
    commandTimeoutMs,
    maximumMirrorEntries,
    now,
    onProblem,
  });
  return { cache, problems };
}

/** Milliseconds until the promise settles, whatever it says. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work().catch(() => undefined);
  return performance.now() - started;
}

async function untilItAnswers(cache: AnswerCache): Promise<void> {
  await expect
    .poll(
      () =>
        cache.get('scope-1', 'none').then(
          () => 'answers',
          () => 'fails',
        ),
      { timeout: 30_000 },
    )
    .toBe('answers');
}

/** True when the cache finds this entry by its vector. */
async function findsBy(cache: AnswerCache, degrees: number): Promise<boolean> {
  return (await cache.nearest('scope-1', vectorAt(degrees), { limit: 1, minimum: 0.999 })).length === 1;
}

describe.skipIf(!isInstalled)('Redis cache', () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(async () => {
    await server.close();
  });
  beforeEach(async () => {
    await server.admin.flushall();
  });

  describeAnswerCache('redis', {
    create: async (options) => {
      await server.admin.flushall();
      return createRedisCache({
        url: server.url,
        commandTimeoutMs: patientMs,
        ttlMs: hour,
        maximumMirrorEntries: options.maximumEntries,
        now: options.now,
      });
    },
  });

  it('keeps two processes in step, stores and removals alike', async () => {
    const [a, b] = [(await open(server.url)).cache, (await open(server.url)).cache];
    const entry = makeEntry('from a', { vector: vectorAt(40) });
    await a.set(entry);
    expect(await findsBy(b, 40)).toBe(true);
    expect(await b.get('scope-1', entry.key)).toEqual(entry);
    expect(await b.clear({ documentId: 'doc-1' })).toBe(1);
    expect(await findsBy(a, 40)).toBe(false);
    expect(await a.get('scope-1', entry.key)).toBeUndefined();
    await b.set({ ...entry, vector: vectorAt(70) });
    expect(await findsBy(a, 40)).toBe(false);
    expect(await findsBy(a, 70)).toBe(true);
    await Promise.all([a.close(), b.close()]);
  });

  it('fills the mirror of a new process from what is there', async () => {
    const first = (await open(server.url)).cache;
    for (let index = 0; index < 450; index++)
      await first.set(makeEntry(`q ${index}`, { vector: vectorAt(index / 5) }));
    const second = (await open(server.url)).cache;
    await expect.poll(() => findsBy(second, 89.8), patience).toBe(true);
    await Promise.all([first.close(), second.close()]);
  });

  it('bounds its mirror and Redis alike', async () => {
    const { cache } = await open(server.url, { maximumMirrorEntries: 20 });
    for (let index = 0; index < 60; index++) {
      await cache.set(makeEntry(`q ${index}`, { vector: vectorAt(index), storedAt: now() + index }));
    }
    expect((await cache.statistics()).entries).toBe(20);
    expect(await server.admin.keys('{askfolio}:entry:*')).toHaveLength(20);
    await cache.close();
  });

  it('gives every key a time to live with jitter and puts all under one hash tag', async () => {
    const { cache } = await open(server.url);
    for (let index = 0; index < 30; index++) await cache.set(makeEntry(`q ${index}`));
    const keys = await server.admin.keys('*');
    expect(keys.every((key) => key.startsWith('{askfolio}:'))).toBe(true);
    const lives = await Promise.all(
      keys.filter((key) => key.includes(':entry:')).map((key) => server.admin.pttl(key)),
    );
    expect(Math.min(...lives)).toBeGreaterThan(0.89 * hour);
    expect(Math.max(...lives)).toBeLessThanOrEqual(1.1 * hour);
    expect(new Set(lives.map((life) => Math.round(life / 10_000))).size).toBeGreaterThan(5);
    await cache.close();
  });

  it.each([
    ['a changed body', (key: string) => server.admin.hset(key, 'body', '{"key":"x"}')],
    ['another vector', (key: string) => server.admin.hset(key, 'vector', 'abcdefgh')],
    ['an older version', (key: string) => server.admin.hset(key, 'v', '0')],
    ['a missing field', (key: string) => server.admin.hdel(key, 'sum')],
    ['a string in its place', (key: string) => server.admin.set(key, 'foreign')],
    [
      'a list in its place',
      async (key: string) => (await server.admin.del(key), server.admin.lpush(key, 'x')),
    ],
  ])('treats %s as a miss and removes it', async (_, damage) => {
    const { cache } = await open(server.url);
    const entry = makeEntry('damaged', { vector: vectorAt(10) });
    await cache.set(entry);
    expect(await findsBy(cache, 10)).toBe(true);
    await damage(`{askfolio}:entry:${entry.key}`);
    expect(await cache.get('scope-1', entry.key)).toBeUndefined();
    expect(await findsBy(cache, 10)).toBe(false);
    expect(await server.admin.exists(`{askfolio}:entry:${entry.key}`)).toBe(0);
    await cache.set(entry);
    expect(await cache.get('scope-1', entry.key)).toEqual(entry);
    await cache.close();
  });

  it('rejects cleanly when its own lists are of another type', async () => {
    await server.admin.set('{askfolio}:keys', 'foreign');
    const { cache } = await open(server.url);
    await expect(cache.set(makeEntry('q'))).rejects.toMatchObject(unavailable);
    await server.admin.del('{askfolio}:keys');
    await cache.set(makeEntry('q'));
    expect(await cache.get('scope-1', makeEntry('q').key)).toBeDefined();
    await cache.close();
  });

  it('goes on after FLUSHALL', async () => {
    const { cache } = await open(server.url);
    for (let index = 0; index < 40; index++)
      await cache.set(makeEntry(`q ${index}`, { vector: vectorAt(index) }));
    expect(await findsBy(cache, 5)).toBe(true);
    await server.admin.flushall();
    expect(await cache.get('scope-1', makeEntry('q 5').key)).toBeUndefined();
    expect(await findsBy(cache, 5)).toBe(false);
    await cache.set(makeEntry('new', { vector: vectorAt(5) }));
    expect(await findsBy(cache, 5)).toBe(true);
    await cache.close();
  });

  it('fails once and then at once while Redis hangs, and comes back by itself', async () => {
    const { cache, problems } = await open(server.url, { commandTimeoutMs: usualMs });
    const entry = makeEntry('paused');
    await expect.poll(() => cache.set(entry).then(() => 'stored', String), patience).toBe('stored');
    const pauseMs = 4_000;
    await server.admin.client('PAUSE', pauseMs, 'ALL');
    const waited = await timeOf(async () => {
      for (let i = 0; i < 50; i++)
        await expect(cache.get('scope-1', entry.key)).rejects.toMatchObject(unavailable);
    });
    // All fifty together: less than the pause, and far less than fifty time limits.
    expect(waited).toBeLessThan(0.75 * pauseMs);
    expect(problems).toEqual([expect.stringContaining('did not answer within 150 ms')]);
    await untilItAnswers(cache);
    expect(await cache.get('scope-1', entry.key)).toEqual(entry);
    expect((await cache.statistics()).problem).toBeUndefined();
    await cache.close();
  });

  it('tells when the memory is full, and still reads', async () => {
    const { cache, problems } = await open(server.url);
    const entry = makeEntry('kept');
    await cache.set(entry);
    await server.admin.config('SET', 'maxmemory', '1');
    await expect(cache.set(makeEntry('too much'))).rejects.toMatchObject(unavailable);
    expect(problems.join()).toContain('its memory is full (maxmemory)');
    expect(await cache.get('scope-1', entry.key)).toEqual(entry);
    await server.admin.config('SET', 'maxmemory', '0');
    await cache.set(makeEntry('fits again'));
    await cache.close();
  });

  it('tells when it is a read-only replica', async () => {
    const primary = await startRedisServer();
    await server.admin.replicaof('127.0.0.1', primary.port);
    const { cache, problems } = await open(server.url);
    expect(problems).toEqual([expect.stringContaining('read-only replica: point REDIS_URL at the primary')]);
    expect((await cache.statistics()).problem).toContain('read-only replica');
    await expect(cache.set(makeEntry('q'))).rejects.toMatchObject(unavailable);
    await cache.close();
    await server.admin.replicaof('NO', 'ONE');
    await primary.close();
  });

  it('survives 10,000 commands with random time-outs without a reply to the wrong question', async () => {
    const { cache } = await open(server.url, { commandTimeoutMs: usualMs });
    const entries = Array.from({ length: 200 }, (_, index) =>
      makeEntry(`question ${index}`, { vector: vectorAt(index / 3) }),
    );
    for (const entry of entries) await cache.set(entry).catch(() => untilItAnswers(cache));
    const counts = { right: 0, failed: 0, wrong: 0 };
    for (let wave = 0; wave < 100; wave++) {
      // Every tenth wave meets a pause that is longer than a command may take.
      if (wave % 10 === 5) await server.admin.client('PAUSE', 220, 'ALL');
      const asked = Array.from(
        { length: 100 },
        (_, index) => entries[(wave * 37 + index * 13) % entries.length]!,
      );
      const replies = await Promise.allSettled(asked.map((entry) => cache.get('scope-1', entry.key)));
      replies.forEach((reply, index) => {
        if (reply.status === 'rejected') counts.failed++;
        else if (reply.value?.question === asked[index]?.question) counts.right++;
        else counts.wrong++;
      });
      if (wave % 10 === 5) await untilItAnswers(cache);
    }
    expect(counts.wrong).toBe(0);
    expect(counts.failed).toBeGreaterThan(100);
    expect(counts.right).toBeGreaterThan(1_000);
    expect(counts.right + counts.failed).toBe(10_000);
    await cache.close();
  });

  it('survives a restart under load and SHUTDOWN NOSAVE', async () => {
    const { cache } = await open(server.url, { commandTimeoutMs: usualMs });
    let isRunning = true;
    let wrong = 0;
    const load = async (worker: number): Promise<void> => {
      for (let index = 0; isRunning; index++) {
        const entry = makeEntry(`load ${worker} ${index % 50}`);
        const work = index % 3 === 0 ? cache.set(entry) : cache.get('scope-1', entry.key);
        const reply = await work.catch(() => undefined);
        if (reply !== undefined && reply.question !== entry.question) wrong++;
        await delay(1);
      }
    };
    const workers = [1, 2, 3, 4].map(load);
    for (const stop of [
      () => server.kill(),
      () => Promise.race([server.admin.call('SHUTDOWN', 'NOSAVE').catch(() => undefined), delay(300)]),
    ]) {
      await delay(200);
      await stop();
      await delay(400);
      await server.kill();
      await server.start();
      await untilItAnswers(cache);
    }
    isRunning = false;
    await Promise.all(workers);
    expect(wrong).toBe(0);
    await untilItAnswers(cache);
    const after = makeEntry('after', { vector: vectorAt(3) });
    await expect.poll(() => cache.set(after).then(() => findsBy(cache, 3), String), patience).toBe(true);
    await cache.close();
  });
});

describe.skipIf(!isInstalled)('Redis cache, wrong addresses', () => {
  it('says that the password is wrong, and never shows it', async () => {
    const server = await startRedisServer([], { password: 'right-one' });
    const { cache, problems } = await open(`redis://:wrong-one@127.0.0.1:${server.port}`);
    expect(problems[0]).toContain('it refuses the password: check user and password in REDIS_URL');
    expect(problems.join()).not.toContain('wrong-one');
    await expect(cache.get('scope-1', 'a')).rejects.toMatchObject(unavailable);
    expect((await cache.statistics()).problem).toContain('refuses the password');
    await cache.close();
    const right = await open(server.url);
    await right.cache.set(makeEntry('q'));
    expect(right.problems).toEqual([]);
    await right.cache.close();
    await server.close();
  });

  it('works for an ACL user and on a cluster node', async () => {
    const server = await startRedisServer(['--cluster-enabled', 'yes']);
    await server.admin.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    await server.admin.acl(
      'SETUSER',
      'folio',
      'on',
      '>pass',
      '~{askfolio}*',
      '+@all',
      '-@dangerous',
      '+info',
    );
    await expect
      .poll(() => server.admin.call('CLUSTER', 'INFO'), { timeout: 20_000 })
      .toContain('cluster_state:ok');
    const { cache, problems } = await open(`redis://folio:pass@127.0.0.1:${server.port}`);
    const entry = makeEntry('q', { vector: vectorAt(1) });
    await cache.set(entry);
    expect(await cache.get('scope-1', entry.key)).toEqual(entry);
    expect(await findsBy(cache, 1)).toBe(true);
    expect(await cache.clear()).toBe(1);
    expect(problems).toEqual([]);
    await cache.close();
    await server.close();
  });
});

describe('Redis cache without Redis', () => {
  it.each(['not a url', 'http://localhost:6379', 'redis://', 'localhost:6379', ''])(
    'tells that %j is malformed',
    async (url) => {
      const { cache, problems } = await open(url);
      expect(problems).toEqual([expect.stringContaining('REDIS_URL is not an address of the form redis://')]);
      await expect(cache.get('scope-1', 'a')).rejects.toMatchObject(unavailable);
      expect(await cache.statistics()).toMatchObject({ engine: 'redis', entries: 0, problem: problems[0] });
      await cache.close();
    },
  );

  it('starts without a server, fails at once, and does not flood', async () => {
    const { cache, problems } = await open('redis://127.0.0.1:1');
    for (let i = 0; i < 20; i++) await expect(cache.get('scope-1', 'a')).rejects.toMatchObject(unavailable);
    await delay(500);
    expect(problems).toEqual([expect.stringContaining('Redis at redis://127.0.0.1:1: it is not reachable')]);
    await cache.close();
  });

  it('does not wait for a server that accepts and says nothing', async () => {
    const silent: Server = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const { cache } = await open(`redis://127.0.0.1:${port}`, { commandTimeoutMs: usualMs });
    await expect(cache.get('scope-1', 'a')).rejects.toMatchObject(unavailable);
    await cache.close();
    silent.close();
  });
});
