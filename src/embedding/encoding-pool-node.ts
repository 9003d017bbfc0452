/**
 * Worker threads that encode: one for questions, more when many passages wait, fewer again when idle. Questions go before
 * passages. A worker that dies fails its own task only; the next task starts another.
 */
import { Worker } from 'node:worker_threads';
import { AppError, messageOf } from '../domain/errors.js';
import type { PassageVectors } from '../ports.js';
import type { ModelMemory } from './model-memory-node.js';
import type { WorkerReply, WorkerSettings, WorkerTask } from './worker-node.js';

export interface EncodingPool {
  /** Threads at most; 0: this thread does the work. */
  readonly limit: number;
  /** Rejects with `aborted` when the signal fired before the task began, else with `embedder_failed`. */
  run(task: WorkerTask, signal?: AbortSignal): Promise<PassageVectors>;
  close(): Promise<void>;
}

interface Job {
  readonly task: WorkerTask;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (vectors: PassageVectors) => void;
  readonly reject: (error: Error) => void;
}

interface Member {
  readonly worker: Worker;
  readonly slot: number;
  job: Job | undefined;
  isReady: boolean;
  idleTimer: NodeJS.Timeout | undefined;
}

// Starting a thread costs as much as one or two passages.
const waitingPerWorker = 4;

/**
 * Starts one worker and waits until it has checked the model.
 * @throws AppError `embedder_failed` when it cannot start
 */
export async function createEncodingPool(options: {
  model: ModelMemory;
  limit: number;
  /** Script of the worker. */
  entry: URL;
  /** A worker beyond the first stops after this long without work. */
  idleMs: number;
}): Promise<EncodingPool> {
  const { model, limit, entry, idleMs } = options;
  const members: Member[] = [];
  const questions: Job[] = [];
  const passages: Job[] = [];
  let isChecked = false;
  let isClosed = false;

  function stop(member: Member, reason?: AppError): Promise<unknown> {
    const index = members.indexOf(member);
    if (index >= 0) members.splice(index, 1);
    clearTimeout(member.idleTimer);
    const job = member.job;
    member.job = undefined;
    if (reason !== undefined) job?.reject(reason);
    return member.worker.terminate();
  }

  function rest(member: Member): void {
    member.worker.unref();
    if (members[0] === member) return;
    member.idleTimer = setTimeout(() => void stop(member), idleMs).unref();
  }

  /** The next job that somebody still waits for. */
  function nextJob(): Job | undefined {
    for (;;) {
      const job = questions.shift() ?? passages.shift();
      if (job?.signal?.aborted !== true) return job;
      job.reject(new AppError('aborted', 'Embedding was aborted before it began.'));
    }
  }

  function dispatch(): void {
    for (const member of members.filter((each) => each.isReady && each.job === undefined)) {
      const job = nextJob();
      if (job === undefined) return;
      clearTimeout(member.idleTimer);
      member.job = job;
      member.worker.ref();
      member.worker.postMessage(job.task);
    }
    const waiting = questions.length + passages.length;
    const isCrowded = waiting > members.length * waitingPerWorker;
    if (waiting > 0 && (members.length === 0 || (isCrowded && members.length < limit))) void start();
  }

  function receive(member: Member, reply: WorkerReply): void {
    const job = member.job;
    member.job = undefined;
    if (reply.kind === 'vectors') job?.resolve(reply.vectors);
    if (reply.kind === 'failed') job?.reject(new AppError(reply.code, reply.reason));
    dispatch();
    if (member.job === undefined) rest(member);
  }

  /** Resolves to undefined when the worker is ready, else to the reason why it is not. */
  function start(): Promise<AppError | undefined> {
    const slot = Array.from({ length: limit }, (_, index) => index).find(
      (index) => !members.some((member) => member.slot === index),
    );
    const settings: WorkerSettings = { ...model, slot: slot ?? 0, trusted: isChecked };
    const worker = new Worker(entry, {
      workerData: settings,
      // Flags of this process (loaders, inspectors) are not meant for the worker.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 },
    });
    const member: Member = {
      worker,
      slot: settings.slot,
      job: undefined,
      isReady: false,
      idleTimer: undefined,
    };
    members.push(member);
    return new Promise((resolve) => {
      const fail = (reason: AppError): void => {
        void stop(member, reason);
        resolve(reason);
        if (members.length > 0) return;
        if (!member.isReady)
          for (const job of [...questions.splice(0), ...passages.splice(0)]) job.reject(reason);
        else if (!isClosed) dispatch();
      };
      worker.on('message', (reply: WorkerReply) => {
        if (member.isReady) return receive(member, reply);
        if (reply.kind === 'failed') return fail(new AppError(reply.code, reply.reason));
        member.isReady = true;
        isChecked = true;
        resolve(undefined);
        receive(member, reply);
      });
      worker.on('error', (cause) =>
        fail(new AppError('embedder_failed', `The embedding worker failed: ${messageOf(cause)}`, { cause })),
      );
      worker.on('exit', (code) => {
        if (members.includes(member))
          fail(new AppError('embedder_failed', `The embedding worker ended with status ${code}.`));
      });
    });
  }

  const problem = await start();
  if (problem !== undefined) throw problem;

  return {
    limit,
    run: (task, signal) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new AppError('embedder_failed', 'The embedder is closed.'));
        (task.kind === 'question' ? questions : passages).push({ task, signal, resolve, reject });
        dispatch();
      }),
    close: async () => {
      isClosed = true;
      const reason = new AppError('embedder_failed', 'The embedder was closed.');
      for (const job of [...questions.splice(0), ...passages.splice(0)]) job.reject(reason);
      await Promise.all([...members].map((member) => stop(member, reason)));
    },
  };
}
