/** Starts a real `redis-server` for tests, on a free port, in a temporary folder, without persistence. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** A plain client for what the test does behind the cache's back; waits for the server. */
  readonly admin: Redis;
  /** Ends the process at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** True when the Debian package `redis-server` is installed. */
export function hasRedisServer(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** A cluster node also listens on the port that is this much higher. */
const clusterBusOffset = 10_000;
// Both below the ports that systems give to outgoing connections (from 32,768 on Linux): there, a client that tries to reconnect
// while the server is away may be given the server's own port.
const ports = { first: 10_000, count: 12_000 };

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  const isListening = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (isListening) await new Promise((resolve) => probe.close(resolve));
  return isListening;
}

async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = ports.first + Math.floor(Math.random() * ports.count);
    if ((await isFree(port)) && (await isFree(port + clusterBusOffset))) return port;
  }
  throw new Error('no free port');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}

const startMs = 20_000;

async function waitUntilReady(port: number, password: string | undefined): Promise<void> {
  const endsAt = Date.now() + startMs;
  while (Date.now() < endsAt) {
    const client = new Redis(port, '127.0.0.1', {
      lazyConnect: true,
      retryStrategy: () => null,
      ...(password === undefined ? {} : { password }),
    });
    client.on('error', () => undefined);
    const isReady = await client.connect().then(
      () => true,
      () => false,
    );
    client.disconnect();
    if (isReady) return;
    await delay(50);
  }
  throw new Error(`redis-server on port ${port} did not answer within ${startMs / 1000} s`);
}

export async function startRedisServer(
  extra: readonly string[] = [],
  options: { password?: string } = {},
): Promise<RedisServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'askfolio-redis-'));
  const { password } = options;
  let child: ChildProcess;

  async function start(): Promise<void> {
    const own = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--save',
      '',
      '--appendonly',
      'no',
    ];
    const secret = password === undefined ? [] : ['--requirepass', password];
    child = spawn('redis-server', [...own, ...secret, ...extra], { stdio: 'ignore' });
    await waitUntilReady(port, password);
  }

  async function kill(): Promise<void> {
    child.kill('SIGKILL');
    await ended(child);
  }

  await start();
  const admin = new Redis(port, '127.0.0.1', {
    autoResendUnfulfilledCommands: false,
    ...(password === undefined ? {} : { password }),
  });
  admin.on('error', () => undefined);
  return {
    port,
    url: `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`,
    admin,
    kill,
    start,
    async close() {
      admin.disconnect();
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
