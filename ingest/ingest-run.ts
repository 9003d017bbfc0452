/** One run of the ingest: what it is given, what it tells on its way, and what it reports in the end. */
import { AppError } from '../src/domain/errors.js';
import type { Embedder } from '../src/ports.js';
import type { IngestWarning } from './blocks.js';
import type { FileRedaction } from './build-generation.js';
import type { ChunkSize } from './chunk/pack.js';
import type { IngestMemory } from './ingest-memory.js';
import type { MaskPolicy } from './secrets/mask-policy.js';
import type { Preparers } from './threads/preparers.js';

export interface IngestProgress {
  readonly stage: 'read' | 'embed' | 'write';
  readonly done: number;
  readonly total: number;
  /** Milliseconds since the stage began, and what is left at the rate so far. */
  readonly elapsedMs: number;
  readonly leftMs: number;
}

export interface IngestOptions {
  readonly corpusFolder: string;
  /** Further files or folders; absent: those of the last run. */
  readonly paths?: readonly string[];
  readonly dataFolder: string;
  /** Without one the index works on BM25 alone. */
  readonly embedder?: Embedder;
  /** Reports what would change and writes nothing. */
  readonly dryRun?: boolean;
  /** Masked secrets keep the index as it was: the report lists them, nothing is written. */
  readonly strict?: boolean;
  /** Whether e-mail addresses, phone numbers and private addresses are masked; default `keep`. */
  readonly personalData?: 'keep' | 'mask';
  readonly size?: ChunkSize;
  /** Of the runs before, for a process that ingests again and again. */
  readonly memory?: IngestMemory;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: IngestProgress) => void;
  readonly now: () => number;
}

export interface IngestReport {
  readonly generation: string;
  readonly documents: number;
  readonly chunks: number;
  readonly words: number;
  readonly technologies: number;
  /** Paths, sorted. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
  readonly warnings: readonly IngestWarning[];
  readonly redactions: readonly FileRedaction[];
  readonly durationMs: number;
  /** Passages that were embedded in this run. */
  readonly embedded: number;
  /** Passages that have no vector because the embedder failed; 0 without an embedder. */
  readonly unembedded: number;
  /** False for a dry run, a strict run that found secrets, and a run in which nothing had changed. */
  readonly isWritten: boolean;
}

export interface Run {
  readonly options: IngestOptions;
  readonly size: ChunkSize;
  readonly startedAt: number;
  readonly warnings: IngestWarning[];
  readonly preparers: Preparers;
  readonly policy: MaskPolicy;
}

/** @throws AppError `aborted` once the caller has given up. */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new AppError('aborted', 'The ingest was given up; the index is as it was.', {
      cause: signal.reason,
    });
}

/** Tells the progress of a stage that has `total` steps. */
export function createMeter(run: Run, stage: IngestProgress['stage'], total: number): (done: number) => void {
  const startedAt = run.options.now();
  return (done) => {
    const elapsedMs = run.options.now() - startedAt;
    const leftMs = done === 0 ? 0 : Math.round((elapsedMs / done) * (total - done));
    run.options.onProgress?.({ stage, done, total, elapsedMs, leftMs });
  };
}
