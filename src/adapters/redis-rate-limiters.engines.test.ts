/** Shared rate limits against a real Redis, and against one that dies or hangs. Needs the Debian package `redis-server`. */
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRedisRateLimiters, type SharedRateLimiters } from './redis-rate-limiters.js';
import { hasRedisServer, startRedisServer, type RedisServer } from './testing/redis-server.js';

const isInstalled = hasRedisServer();
if (!isInstalled && process.env['CI'] === 'true')
  throw new Error('redis-server is not installed: apt-get install redis-server');

/** Points left, or `refused`. */
async function take(limiter: RateLimiterAbstract, key = '203.0.113.7'): Promise<number | 'refused'> {
  try {
    return (await limiter.consume(key)).remainingPoints;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return 'refused';
    throw refusal;
  }
}

describe.skipIf(!isInstalled)('rate limits in Redis', () => {
  let server: RedisServer;
  const opened: SharedRateLimiters[] = [];
  const problems: string[] = [];

  async function open(): Promise<RateLimiterAbstract> {
    const limiters = await createRedisRateLimiters({
      url: server.url,
      prefix: 'test',
      // A machine that stands still for a moment must not look like a Redis that hangs.
      commandTimeoutMs: 5_000,
      onProblem: (message) => problems.push(message),
    });
    opened.push(limiters);
    return limiters.create({ name: 'question', points: 2, seconds: 60 });
  }

  beforeAll(async () => {
    server = await startRedisServer();
  });
  beforeEach(async () => {
    await server.admin.flushall();
    problems.length = 0;
  });
  afterEach(() => {
    for (const limiters of opened.splice(0)) limiters.close();
  });
  afterAll(async () => {
    await server.close();
  });

  it('are one allowance for all processes, per client and with a window', async () => {
    const [one, other] = [await open(), await open()];
    expect([await take(one), await take(other), await take(one), await take(other)]).toEqual([
      1,
      0,
      'refused',
      'refused',
    ]);
    expect(await take(one, '203.0.113.8')).toBe(1);
    expect(await server.admin.keys('*')).toEqual(
      expect.arrayContaining(['{test}:rate:question:203.0.113.7', '{test}:rate:question:203.0.113.8']),
    );
    const left = await server.admin.ttl('{test}:rate:question:203.0.113.7');
    expect(left).toBeGreaterThan(55);
    expect(left).toBeLessThanOrEqual(60);
  });

  it('give back what was not used', async () => {
    const limiter = await open();
    await take(limiter);
    await limiter.reward('203.0.113.7', 1);
    expect(await take(limiter)).toBe(1);
  });

  it('count in the process while Redis is dead, without a wait, and in Redis again afterwards', async () => {
    const limiter = await open();
    await take(limiter);
    await server.kill();
    expect([await take(limiter), await take(limiter), await take(limiter)]).toEqual([1, 0, 'refused']);
    await expect.poll(() => problems, { timeout: 10_000 }).toHaveLength(1);
    await server.start();
    await expect
      .poll(
        async () => {
          await take(limiter, 'somebody');
          return server.admin.exists('{test}:rate:question:somebody');
        },
        { timeout: 30_000 },
      )
      .toBe(1);
  });

  it('serve from the first request on when Redis was never there', async () => {
    const limiters = await createRedisRateLimiters({
      url: 'redis://127.0.0.1:1',
      prefix: 'test',
      onProblem: (message) => problems.push(message),
    });
    opened.push(limiters);
    const limiter = limiters.create({ name: 'question', points: 1, seconds: 60 });
    expect([await take(limiter), await take(limiter)]).toEqual([0, 'refused']);
    expect(problems).toHaveLength(1);
  });
});
