/**
 * The query log in a folder: one JSON line per question, a new file per day and per `maximumBytes`, old files removed.
 * Writing never waits and never throws into a request: the line is made after the answer has gone out, and is in the file a moment later.
 * A line that cannot be written is lost and `onError` is told.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { appendFile, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { AnswerStatus } from '../domain/answer.js';
import { AppError } from '../domain/errors.js';
import type { QueryLog, QueryRecord } from '../ports.js';
import { loggedQuery, toLoggedQuery, type LoggedQuery } from './pino-query-record.js';

export { formatQueryRecord, type LoggedQuery } from './pino-query-record.js';

export interface QueryLogOptions {
  /** Made when it does not exist. */
  readonly folder: string;
  /** `hash`: no text of a visitor; `off`: nothing at all. */
  readonly mode: 'full' | 'hash' | 'off';
  /** Default 30. */
  readonly keepDays?: number;
  readonly maskSecrets: (text: string) => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Size from which the next file of a day begins; default 10 MiB. */
  readonly maximumBytes?: number;
  readonly onError?: (error: unknown) => void;
}

const filePattern = /^questions-(\d{4}-\d{2}-\d{2})(?:\.(\d+))?\.jsonl$/;
const dayMs = 86_400_000;
/** UTF-16 units that wait for a stuck disk; more are dropped. */
const maximumQueued = 1024 * 1024;
/** Lines of this time go into one append: opening, writing and closing the file costs more than making the line. */
const gatherMs = 50;
const maximumGathered = 128 * 1024;

export function createQueryLog(options: QueryLogOptions): QueryLog {
  const { mode } = options;
  if (mode === 'off') return { write: () => undefined, close: () => Promise.resolve() };
  const onError = options.onError ?? ((): void => undefined);
  const files = createFiles(options, onError);
  const maskSecrets = rememberMasked(options.maskSecrets);
  let pending: { readonly record: QueryRecord; readonly at: number }[] = [];
  const writePending = (): void => {
    const records = pending;
    pending = [];
    for (const { record, at } of records) {
      try {
        const line = toLoggedQuery(record, { mode, maskSecrets });
        files.append(`${JSON.stringify(line)}\n`, at);
      } catch (error) {
        onError(error);
      }
    }
  };
  return {
    write(record) {
      pending.push({ record, at: options.now() });
      if (pending.length === 1) setImmediate(writePending);
    },
    close() {
      writePending();
      return files.close();
    },
  };
}

/** The line of a cached answer would otherwise take longer than the answer: its texts are searched for secrets once. */
function rememberMasked(maskSecrets: (text: string) => string): (text: string) => string {
  const known = new LRUCache<string, string>({ max: 2_000, maxSize: rememberedLength, sizeCalculation });
  return (text) => {
    let masked = known.get(text);
    if (masked === undefined) known.set(text, (masked = maskSecrets(text)));
    return masked;
  };
}

/** UTF-16 units. */
const rememberedLength = 1024 * 1024;
const sizeCalculation = (masked: string, text: string): number => masked.length + text.length + 1;

interface Files {
  /** `at`: milliseconds since the epoch. */
  append(line: string, at: number): void;
  close(): Promise<void>;
}

/** Decides which file a line belongs to. */
function createFiles(options: QueryLogOptions, onError: (error: unknown) => void): Files {
  const { folder, keepDays = 30, maximumBytes = 10 * 1024 * 1024 } = options;
  const appender = createAppender(onError);
  let day = '';
  let number = 0;
  let bytes = 0;

  const startFile = (today: string, first: number): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (today !== day) removeOld(folder, Date.parse(today) - keepDays * dayMs);
    number = first;
    bytes = sizeOf(join(folder, fileName(today, number)));
    // A restart goes on in the last file of the day.
    while (bytes >= maximumBytes) bytes = sizeOf(join(folder, fileName(today, (number += 1))));
    day = today;
  };

  return {
    append(line, at) {
      const today = new Date(at).toISOString().slice(0, 10);
      if (today !== day) startFile(today, 0);
      else if (bytes >= maximumBytes) startFile(day, number + 1);
      bytes += Buffer.byteLength(line);
      appender.append(join(folder, fileName(day, number)), line);
    },
    close: () => appender.close(),
  };
}

/** Writes in order, one append at a time. Not pino's own destination: that throws at exit when its file could not be opened. */
function createAppender(onError: (error: unknown) => void): {
  append(path: string, line: string): void;
  close(): Promise<void>;
} {
  let queue: { path: string; line: string }[] = [];
  let queuedLength = 0;
  let writing: Promise<void> | undefined;
  let gathering: NodeJS.Timeout | undefined;

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const path = queue[0]?.path ?? '';
      const other = queue.findIndex((entry) => entry.path !== path);
      const batch = queue.slice(0, other === -1 ? queue.length : other);
      queue = queue.slice(batch.length);
      const text = batch.map(({ line }) => line).join('');
      queuedLength -= text.length;
      await appendFile(path, text, { mode: 0o600 }).catch(onError);
    }
    writing = undefined;
  };
  const start = (): Promise<void> => {
    clearTimeout(gathering);
    gathering = undefined;
    return (writing ??= drain());
  };

  return {
    append(path, line) {
      if (queuedLength + line.length > maximumQueued) {
        onError(new AppError('storage_failed', `${path} takes no more: a line of the query log is lost.`));
        return;
      }
      queue.push({ path, line });
      queuedLength += line.length;
      if (queuedLength > maximumGathered) void start();
      else gathering ??= setTimeout(() => void start(), gatherMs);
    },
    close: start,
  };
}

function fileName(day: string, number: number): string {
  return `questions-${day}${number === 0 ? '' : `.${number}`}.jsonl`;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function removeOld(folder: string, before: number): void {
  const oldest = new Date(before).toISOString().slice(0, 10);
  for (const name of readdirSync(folder)) {
    const day = filePattern.exec(name)?.[1];
    if (day !== undefined && day < oldest) rmSync(join(folder, name), { force: true });
  }
}

export interface ReadQueryLogOptions {
  readonly folder: string;
  /** Milliseconds since the epoch; older records are left out. */
  readonly since?: number;
  readonly status?: AnswerStatus;
}

/** The records that were written, oldest first; lines that are damaged or cut are left out. No folder: no records. */
export async function* readQueryLog({
  folder,
  since,
  status,
}: ReadQueryLogOptions): AsyncGenerator<LoggedQuery> {
  const oldestDay = since === undefined ? '' : new Date(since).toISOString().slice(0, 10);
  for (const { name, day } of await listFiles(folder)) {
    if (day < oldestDay) continue;
    const file = await open(join(folder, name));
    for await (const line of file.readLines()) {
      const record = parseLine(line);
      if (record === undefined) continue;
      const isWanted = status === undefined || record.status === status;
      if (isWanted && (since === undefined || Date.parse(record.time) >= since)) yield record;
    }
  }
}

async function listFiles(folder: string): Promise<{ name: string; day: string; number: number }[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .flatMap((name) => {
      const match = filePattern.exec(name);
      return match === null ? [] : [{ name, day: match[1] ?? '', number: Number(match[2] ?? 0) }];
    })
    .sort((a, b) => a.day.localeCompare(b.day) || a.number - b.number);
}

function parseLine(line: string): LoggedQuery | undefined {
  try {
    return loggedQuery.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
