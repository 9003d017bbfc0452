/** One writer at a time per data folder: a lock with its owner's process id and start. A lock whose owner is dead is taken over. */
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { z } from 'zod';
import { AppError, messageOf } from '../src/domain/errors.js';

const ownerShape = z.object({ pid: z.number().int(), host: z.string(), startedAt: z.number() });
type Owner = z.infer<typeof ownerShape>;

// Cutting a large text keeps the event loop busy for seconds; a lock must not look abandoned meanwhile.
const staleAfterMs = 120_000;

const ownerFile = (dataFolder: string): string => join(dataFolder, 'ingest-owner.json');
const lockFolder = (dataFolder: string): string => join(dataFolder, 'ingest.lock');

async function readOwner(dataFolder: string): Promise<Owner | undefined> {
  try {
    return ownerShape.parse(JSON.parse(await readFile(ownerFile(dataFolder), 'utf8')));
  } catch {
    return undefined;
  }
}

// An owner writes its name at once after it has taken the lock.
const ownerAppearsAfterMs = 3_000;

async function readOwnerLater(dataFolder: string): Promise<Owner | undefined> {
  await setTimeout(ownerAppearsAfterMs);
  return readOwner(dataFolder);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function busy(dataFolder: string, owner: Owner | undefined, now: number): AppError {
  const seconds = owner === undefined ? undefined : Math.max(0, Math.round((now - owner.startedAt) / 1000));
  const who =
    owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}, for ${seconds} s`;
  return new AppError(
    'index_busy',
    `The index in ${dataFolder} is being written by ${who}: wait until it is done, then run \`askfolio ingest\` again.`,
  );
}

const acquire = (dataFolder: string): Promise<() => Promise<void>> =>
  lock(dataFolder, {
    lockfilePath: lockFolder(dataFolder),
    realpath: false,
    stale: staleAfterMs,
    update: 10_000,
    retries: 0,
    // Losing the lock is no reason to end the process: the generation is written atomically in any case.
    onCompromised: () => undefined,
  });

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ELOCKED';

/**
 * Takes the lock of an existing data folder; the returned function gives it back and never throws.
 * @throws AppError `index_busy` with the owner, `storage_failed` when the folder cannot be written.
 */
export async function lockDataFolder(dataFolder: string, now: () => number): Promise<() => Promise<void>> {
  for (let attempt = 1; ; attempt++) {
    try {
      const release = await acquire(dataFolder);
      const owner: Owner = { pid: process.pid, host: hostname(), startedAt: now() };
      await writeFile(ownerFile(dataFolder), JSON.stringify(owner), { mode: 0o600 });
      return async () => {
        await rm(ownerFile(dataFolder), { force: true }).catch(() => undefined);
        await release().catch(() => undefined);
      };
    } catch (error) {
      if (!isTaken(error)) {
        throw new AppError(
          'storage_failed',
          `The data folder ${dataFolder} cannot be locked (${messageOf(error)}): check that it can be written.`,
          { cause: error },
        );
      }
      const owner = (await readOwner(dataFolder)) ?? (await readOwnerLater(dataFolder));
      // Killed before it could say who it is.
      if (owner === undefined && attempt === 1 && existsSync(lockFolder(dataFolder))) {
        await rm(lockFolder(dataFolder), { recursive: true, force: true });
        continue;
      }
      const isAbandoned =
        owner !== undefined && owner.host === hostname() && owner.pid !== process.pid && !isAlive(owner.pid);
      if (!isAbandoned || attempt === 2) throw busy(dataFolder, owner, now());
      await rm(lockFolder(dataFolder), { recursive: true, force: true });
    }
  }
}
