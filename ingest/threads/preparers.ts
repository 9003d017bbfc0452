/**
 * Prepares the files of a run: foreign formats in threads with limits of time and memory, plain ones on the main thread until there
 * are many. A thread lives as long as the run, so that each library is loaded once in it; one that a file brings down is replaced.
 */
import { availableParallelism } from 'node:os';
import { prepareContent } from '../prepare-content.js';
import type { ContentResult, FileBytes } from '../prepare-content.js';
import { readerNamed } from '../readers/reader-table.js';
import type { ReaderName } from '../readers/reader-table.js';
import { maskOptionsOf } from '../secrets/mask-policy.js';
import { startThread } from './preparer-thread.js';
import type { PreparerThread, ThreadOptions } from './preparer-thread.js';

/** So many threads at most, however many cores there are: each may take its share of memory. */
const mostThreads = 8;
/** Bytes of plain files from which threads are worth their start. */
const plainBytesAlone = 1024 * 1024;
/** A plain file of this size would not fit into the memory of a thread with all that is made of it. */
const largePlainBytes = 4 * 1024 * 1024;

interface Waiting {
  readonly file: FileBytes;
  readonly resolve: (result: ContentResult) => void;
}

interface Member {
  readonly thread: PreparerThread;
  /** Readers that it has loaded. */
  readonly loaded: Set<ReaderName>;
}

export interface Preparers {
  /** In any number at once, finished in any order. Never rejects. */
  prepare(file: FileBytes): Promise<ContentResult>;
  close(): Promise<void>;
}

export interface PreparerOptions extends ThreadOptions {
  /** Default: as many as there are cores, at most eight. */
  readonly threads?: number;
}

/** The first that waits for a reader which the thread has loaded, else the first of all. */
function takeNext(waiting: Waiting[], loaded: ReadonlySet<ReaderName>): Waiting | undefined {
  const fitting = waiting.findIndex(({ file }) => loaded.has(file.reader));
  return waiting.splice(Math.max(0, fitting), 1)[0];
}

export function createPreparers(options: PreparerOptions): Preparers {
  const most = options.threads ?? Math.min(mostThreads, availableParallelism());
  const masking = maskOptionsOf(options.masking);
  const waiting: Waiting[] = [];
  const idle: Member[] = [];
  const members = new Set<Member>();
  let plainBytes = 0;

  const memberFor = (reader: ReaderName | undefined): Member | undefined => {
    const fitting = idle.findIndex(({ loaded }) => reader !== undefined && loaded.has(reader));
    if (fitting !== -1) return idle.splice(fitting, 1)[0];
    if (members.size >= most) return idle.shift();
    const member = { thread: startThread(options), loaded: new Set<ReaderName>() };
    members.add(member);
    return member;
  };
  const work = async (member: Member): Promise<void> => {
    for (let next = takeNext(waiting, member.loaded); next; next = takeNext(waiting, member.loaded)) {
      member.loaded.add(next.file.reader);
      const { isLost, result } = await member.thread.prepare(next.file);
      if (isLost) members.delete(member);
      next.resolve(result);
      if (isLost) return startNext();
    }
    idle.push(member);
  };
  const startNext = (): void => {
    const member = waiting.length === 0 ? undefined : memberFor(waiting.at(-1)?.file.reader);
    if (member !== undefined) void work(member);
  };
  const isForThread = ({ reader, bytes }: FileBytes): boolean => {
    if (readerNamed(reader).isRisky) return true;
    if (bytes.length > largePlainBytes) return false;
    plainBytes += bytes.length;
    return plainBytes > plainBytesAlone && most > 1;
  };
  return {
    prepare(file) {
      if (!isForThread(file)) return prepareContent(file, masking);
      return new Promise((resolve) => {
        waiting.push({ file, resolve });
        startNext();
      });
    },
    close: async () => {
      await Promise.all([...members].map(({ thread }) => thread.end()));
      members.clear();
    },
  };
}
