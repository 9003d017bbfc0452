/**
 * Rate limits that several processes share, counted in Redis. While Redis does not answer, each process counts by itself with the
 * same limits: a visitor is never refused because of it, nor kept waiting. Stores the client's address for one window, nothing else.
 */
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { connectRedis } from './redis-connection.js';

export interface RateLimitPolicy {
  /** Part of the key. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

export interface SharedRateLimiters {
  create(policy: RateLimitPolicy): RateLimiterAbstract;
  close(): void;
}

export interface RedisRateLimiterOptions {
  readonly url: string;
  readonly prefix: string;
  /** A command that takes longer has failed. Default 150. */
  readonly commandTimeoutMs?: number;
  readonly onProblem?: (message: string) => void;
}

// The window begins with the first request; a key that lost its expiry gets one again. KEYS: key. ARGV: points, seconds.
const countScript = `redis.call('set', KEYS[1], 0, 'EX', ARGV[2], 'NX')
local consumed = redis.call('incrby', KEYS[1], ARGV[1])
local ttl = redis.call('pttl', KEYS[1])
if ttl < 0 then
  redis.call('expire', KEYS[1], ARGV[2])
  ttl = 1000 * ARGV[2]
end
return {consumed, ttl}`;

/** Never rejects: a Redis that is away is told through `onProblem`. */
export async function createRedisRateLimiters(options: RedisRateLimiterOptions): Promise<SharedRateLimiters> {
  const connection = await connectRedis(options);
  // The one command that the limiter sends, by a connection that fails at once instead of waiting for a server that is away.
  const storeClient = {
    rlflxIncr: ([key = '', points = '', seconds = '']: readonly string[]) =>
      connection.use('counting a request', (redis) => redis.eval(countScript, 1, key, points, seconds)),
  };
  return {
    create: ({ name, points, seconds }) =>
      new RateLimiterRedis({
        storeClient,
        keyPrefix: `{${options.prefix}}:rate:${name}`,
        points,
        duration: seconds,
        // Who is over the limit costs Redis nothing until the window ends.
        inMemoryBlockOnConsumed: points + 1,
        insuranceLimiter: new RateLimiterMemory({ points, duration: seconds }),
      }),
    close: () => connection.close(),
  };
}
