/**
 * One connection to Redis that never makes a caller wait: a command fails after its time limit (150 ms), a lost connection fails at once, and
 * after one failure nothing is sent until a ping in the background has been answered. Knows nothing of what is stored.
 */
import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { Redis, type RedisOptions } from 'ioredis';
import { AppError, messageOf } from '../domain/errors.js';

export interface RedisConnection {
  /** Runs commands; rejects with `engine_unavailable`, within the command's time limit or at once. */
  use<T>(operation: string, work: (redis: Redis) => Promise<T>): Promise<T>;
  /** What is wrong at the moment, for people; undefined when nothing is. */
  problem(): string | undefined;
  close(): void;
}

export interface RedisConnectionOptions {
  readonly url: string;
  /** Default 150. */
  readonly commandTimeoutMs?: number | undefined;
  /** Each problem once, when it starts. */
  readonly onProblem?: ((message: string) => void) | undefined;
}

const connectTimeoutMs = 1_000;
const probeEveryMs = 250;
const longestRetryMs = 1_000;

const clientOptions = {
  lazyConnect: true,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 1,
  connectTimeout: connectTimeoutMs,
  retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 6), longestRetryMs),
  // After a failover the old master is read-only: only a new connection finds the new one.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
} satisfies RedisOptions;

/** The address without its password. */
function safeTarget(url: URL): string {
  return `${url.protocol}//${url.username === '' ? '' : `${url.username}@`}${url.host}${url.pathname}`;
}

function parseUrl(raw: string): URL | undefined {
  if (!URL.canParse(raw)) return undefined;
  const url = new URL(raw);
  return /^rediss?:$/.test(url.protocol) && url.hostname !== '' ? url : undefined;
}

/** True for an answer of the server, which proves that it is reachable. */
function isReply(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}

function explain(error: unknown, commandTimeoutMs: number): string {
  const message = messageOf(error);
  if (/WRONGPASS|invalid password|NOAUTH|invalid username-password/i.test(message))
    return 'it refuses the password: check user and password in REDIS_URL';
  if (message.startsWith('READONLY')) return 'it is a read-only replica: point REDIS_URL at the primary';
  if (/\bOOM\b/.test(message)) return 'its memory is full (maxmemory): raise it or set an eviction policy';
  if (message.startsWith('NOPERM'))
    return `its user may not do this (${message}): allow hash, sorted set and stream commands`;
  if (message.startsWith('MISCONF') || message.startsWith('LOADING')) return message;
  if (/Command timed out/.test(message)) return `it did not answer within ${commandTimeoutMs} ms`;
  if (isReply(error)) return `it answered "${message}"`;
  return `it is not reachable (${message || 'connection refused'})`;
}

/** A connection whose every use fails: the address itself is wrong. */
function neverConnected(message: string): RedisConnection {
  return {
    use: () => Promise.reject(new AppError('engine_unavailable', message)),
    problem: () => message,
    close: () => undefined,
  };
}

/** Connects, waiting at most one second for the first answer; without it the cache is used as soon as Redis is there. */
export async function connectRedis(options: RedisConnectionOptions): Promise<RedisConnection> {
  const url = parseUrl(options.url);
  if (url === undefined) {
    const message =
      'REDIS_URL is not an address of the form redis://[user:password@]host:port[/database]: correct it';
    options.onProblem?.(message);
    return neverConnected(message);
  }
  const target = safeTarget(url);
  const { commandTimeoutMs = 150 } = options;
  const redis = new Redis(options.url, { ...clientOptions, commandTimeout: commandTimeoutMs });
  const breaker = circuitBreaker(
    handleWhen((error) => !isReply(error)),
    { halfOpenAfter: probeEveryMs - 50, breaker: new ConsecutiveBreaker(1) },
  );
  let current: string | undefined;
  let probe: NodeJS.Timeout | undefined;
  let isClosed = false;

  function tell(error: unknown): string {
    const message = `Redis at ${target}: ${explain(error, commandTimeoutMs)}`;
    if (message !== current) options.onProblem?.(message);
    current = message;
    return message;
  }

  function stopProbing(): void {
    clearInterval(probe);
    probe = undefined;
  }

  async function ping(): Promise<void> {
    try {
      await breaker.execute(() => redis.ping());
      stopProbing();
      current = undefined;
    } catch (error) {
      if (isReply(error)) tell(error);
    }
  }

  breaker.onBreak(() => {
    if (isClosed) return;
    // A visitor must not pay for finding out that Redis is back.
    probe ??= setInterval(() => void ping(), probeEveryMs);
    probe.unref();
  });
  redis.on('error', (error) => {
    if (!isClosed) tell(error);
  });
  redis.on('ready', () => {
    current = undefined;
  });

  async function use<T>(operation: string, work: (client: Redis) => Promise<T>): Promise<T> {
    if (isClosed || breaker.state !== CircuitState.Closed || redis.status !== 'ready') {
      throw new AppError(
        'engine_unavailable',
        current ?? `Redis at ${target}: not connected, ${operation} was not tried`,
      );
    }
    try {
      return await breaker.execute(() => work(redis));
    } catch (error) {
      throw new AppError('engine_unavailable', `${tell(error)} (${operation})`, { cause: error });
    }
  }

  function close(): void {
    isClosed = true;
    stopProbing();
    redis.disconnect();
  }

  try {
    await redis.connect();
    await readRole(redis, tell);
  } catch (error) {
    if (current === undefined) tell(error);
  }
  return { use, problem: () => current, close };
}

/** A replica answers reads and refuses writes, so it must be told before the first answer is to be kept. */
async function readRole(redis: Redis, tell: (error: unknown) => string): Promise<void> {
  const info = await redis.info('replication').catch(() => '');
  const isReadOnly = /^role:slave/m.test(info) && !/^slave_read_only:0/m.test(info);
  if (isReadOnly) tell(new Error('READONLY'));
}
