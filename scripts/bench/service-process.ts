/** The built service as a process of its own, for benchmarks: started, watched from outside, ended. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface ServiceProcess {
  readonly url: string;
  readonly port: number;
  /** From the start of the process to the first 200 of `/ready`. */
  readonly readyMs: number;
  /** Time of the processors until then, over all threads: what a busy machine does not change. */
  readonly readyCpuMs: number;
  /** From now to the call of what it returns: processors that neither the service nor this process kept busy. Noise in any figure of time. */
  watchMachine(): () => number;
  /** Resolves when it has nothing left to do. */
  settled(): Promise<void>;
  /** Resident memory in MiB, after a second of rest. */
  restingMemory(): Promise<number>;
  stop(): Promise<void>;
}

const main = 'dist/main.js';

/** Builds when there is no build, and indexes the sample corpus when the folder has no index. */
export function prepareService(dataFolder: string): void {
  if (!existsSync(main)) run('npm', ['run', '--silent', 'build']);
  run(process.execPath, [main, 'ingest', '--data-dir', dataFolder]);
}

function run(command: string, parameters: readonly string[]): void {
  const { status } = spawnSync(command, parameters, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')} ended with ${status}`);
}

/** Limits are off, the log is on and goes nowhere. */
export async function startService(
  dataFolder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [main, 'serve', '--port', String(port), '--data-dir', dataFolder], {
    env: { ...process.env, RATE_LIMIT: 'off', ...environment },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
    await delay(5);
  }
  const readyMs = performance.now() - started;
  return {
    url,
    port,
    readyMs,
    readyCpuMs: processorMs(child.pid),
    watchMachine: () => watchMachine([child.pid, process.pid]),
    async settled() {
      for (let before = -1; before < processorMs(child.pid) - settledMs;) {
        before = processorMs(child.pid);
        await delay(500);
      }
    },
    async restingMemory() {
      await delay(1_000);
      return residentMiB(child);
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

const tickMs = 10;
/** Time of the processors in half a second that a service without requests may take. */
const settledMs = 20;

/** User and system time of all threads, from the 14th and 15th field of /proc/PID/stat. */
function processorMs(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** Time in which any processor was busy, from the first line of /proc/stat: all but `idle` and `iowait`, without the guests' double count. */
function busyMs(): number {
  const [, ...fields] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').split(/\s+/).map(Number);
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, soft = 0, stolen = 0] = fields;
  return (user + nice + system + interrupts + soft + stolen) * tickMs;
}

function watchMachine(own: readonly (number | undefined)[]): () => number {
  const others = (): number => busyMs() - own.reduce((sum: number, pid) => sum + processorMs(pid), 0);
  const [started, before] = [performance.now(), others()];
  return () => Math.max(0, Math.round(((others() - before) / (performance.now() - started)) * 10) / 10);
}

function residentMiB(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
