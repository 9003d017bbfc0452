/**
 * The embedder that needs nothing but this package: all-MiniLM-L6-v2 in int8. Adds to the encoder what a Node process
 * wants: worker threads, a memory of question vectors, and giving up when the caller does.
 */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { AppError } from '../domain/errors.js';
import type { Embedder, PassageVectors } from '../ports.js';
import { createEncoderInMemory, encoderDimensions, encoderId } from './encoder.js';
import { createEncodingPool } from './encoding-pool-node.js';
import type { EncodingPool } from './encoding-pool-node.js';
import { bundledModelPath, loadModelMemory } from './model-memory-node.js';
import type { ModelMemory } from './model-memory-node.js';
import { findWorkerEntry } from './worker-entry-node.js';

export interface BundledEmbedderOptions {
  /** Default: the model file of the package. */
  readonly modelPath?: string;
  /**
   * Threads at most. Default: one for questions, as many as there are cores while many passages wait. 0: all work is
   * done in the calling thread, which suits a process that answers one question.
   */
  readonly workers?: number;
  /** Threads beyond the first stop after this long without work. Default 10,000. */
  readonly idleMs?: number;
}

/** Fitted by scripts/retrieval/ablation.ts: nDCG@10 on anthropic-docs-rag and 1,000 questions of squad2 is .826 and .914 (.3: .821 and .913; .5: .828 and .910). */
const lexicalShare = 0.4;
/** Fitted by scripts/cache/fit-thresholds.ts: the lowest one tried, for vetoes and answers let no trap of 346 pass even there. */
const cacheSimilarity = 0.4;
const rememberedQuestions = 2000;

async function createInProcessPool(model: ModelMemory): Promise<EncodingPool> {
  const encoder = await createEncoderInMemory({ ...model, shared: true, slot: 0 });
  return {
    limit: 0,
    async run(task, signal) {
      if (task.kind === 'question') return { passage: encoder.encode(task.text), sentences: [] };
      // Lets timers and sockets have their turn between two passages.
      await setImmediate();
      if (signal?.aborted === true) throw aborted();
      return encoder.encodePassage(task.passage);
    },
    close: async () => undefined,
  };
}

async function createPool(options: BundledEmbedderOptions): Promise<EncodingPool> {
  const wanted = options.workers ?? availableParallelism();
  const entry = wanted > 0 ? findWorkerEntry() : undefined;
  const limit = entry === undefined ? 0 : wanted;
  const model = await loadModelMemory(options.modelPath ?? bundledModelPath(), Math.max(1, limit));
  if (entry === undefined) return createInProcessPool(model);
  return createEncodingPool({ model, limit, entry, idleMs: options.idleMs ?? 10_000 });
}

function aborted(): AppError {
  return new AppError('aborted', 'Embedding was aborted.');
}

/** Settles with the work, or rejects with `aborted` as soon as the signal fires; the work itself may go on for a moment. */
async function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return work;
  let onAbort = (): void => undefined;
  const abort = new Promise<never>((_, reject) => {
    onAbort = () => reject(aborted());
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([work, abort]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Loads the model, which takes about 0.1 s.
 * @throws AppError `embedder_failed` for a truncated or foreign model file, one that cannot be read, or when
 *   the runtime has no WebAssembly SIMD
 */
export async function createBundledEmbedder(options: BundledEmbedderOptions = {}): Promise<Embedder> {
  const pool = await createPool(options);
  const known = new LRUCache<string, Float32Array>({ max: rememberedQuestions });

  async function embedQuestion(text: string, signal: AbortSignal | undefined): Promise<Float32Array> {
    let vector = known.get(text);
    if (vector === undefined) {
      vector = (await pool.run({ kind: 'question', text }, signal)).passage;
      // Long texts are no questions that somebody repeats, and would make the memory large.
      if (text.length <= 4000) known.set(text, vector);
    }
    return vector.slice();
  }

  return {
    id: encoderId,
    dimensions: encoderDimensions,
    lexicalShare,
    cacheSimilarity,
    embedQuestions: (texts, { signal } = {}) =>
      untilAborted(Promise.all(texts.map((text) => embedQuestion(text, signal))), signal),
    embedPassages: (passages, { signal, onProgress } = {}) => {
      const results = new Array<PassageVectors>(passages.length);
      const rest = passages.entries();
      let done = 0;
      const lane = async (): Promise<void> => {
        for (const [index, passage] of rest) {
          if (signal?.aborted === true) throw aborted();
          results[index] = await pool.run({ kind: 'passage', passage }, signal);
          onProgress?.(++done);
        }
      };
      // Enough lanes that every worker has its next passage waiting, and that the pool sees when it is worth growing.
      const lanes = Array.from({ length: Math.max(1, pool.limit * 6) }, lane);
      return untilAborted(
        Promise.all(lanes).then(() => results),
        signal,
      );
    },
    close: async () => {
      known.clear();
      await pool.close();
    },
  };
}
