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

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}

async function waitUntilReady(port: number, password: string | undefined): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
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
  throw new Error(`redis-server on port ${port} did not answer within 5 s`);
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
