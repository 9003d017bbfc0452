/** Keeps the index of a running askfolio up to date: ingests, publishes, takes the new generation over, and makes up for missing vectors. */
import type { IngestMemory, IngestOptions, IngestReport } from '../ingest/ingest.js';
import type { AnswerMemory } from './cache/answer-memory.js';
import type { Config } from './config.js';
import { messageOf } from './domain/errors.js';
import { systemClock, type OnProblem, type openQdrant } from './engines.js';
import type { ChunkIndex, Embedder } from './ports.js';
import { createRefill } from './refill-vectors.js';
import { hasSnapshot } from './snapshot-views.js';

export type UpkeepOptions = Partial<
  Pick<IngestOptions, 'paths' | 'dryRun' | 'strict' | 'signal' | 'onProgress'>
>;

export interface IndexUpkeep {
  /** Brings the index up to date with the folder, and takes the new generation over. */
  ingest(options?: UpkeepOptions): Promise<IngestReport>;
  /** Resolves as soon as some index answers. */
  whenReady(): Promise<void>;
  close(): void;
}

export interface UpkeptEngines {
  readonly embedded: ChunkIndex;
  readonly qdrant: Awaited<ReturnType<typeof openQdrant>>;
  readonly embedder: Embedder | undefined;
  readonly memory: AnswerMemory | undefined;
}

const takeOverIntervalMs = 1000;

type OnProgress = NonNullable<IngestOptions['onProgress']>;

/** The new generation of the embedded index answers from now on; whoever waits for the first one is told. */
function createTakeOver(embedded: ChunkIndex, memory: AnswerMemory | undefined) {
  const waiting = new Set<() => void>();
  return {
    async takeOver(): Promise<void> {
      if (!(await embedded.refresh())) return;
      for (const resolve of waiting) resolve();
      await memory?.invalidate(embedded.snapshot());
    },
    async whenReady(): Promise<void> {
      if (hasSnapshot(embedded)) return;
      await new Promise<void>((resolve) => waiting.add(resolve));
    },
  };
}

/** BM25 answers while vectors are on their way: calls `takeOver` now and then while an ingest embeds. */
function watchEmbedding(takeOver: () => void, onProgress: OnProgress | undefined): OnProgress {
  let lastTakeOver = 0;
  return (progress) => {
    onProgress?.(progress);
    if (progress.stage !== 'embed' || systemClock.elapsed() - lastTakeOver < takeOverIntervalMs) return;
    lastTakeOver = systemClock.elapsed();
    takeOver();
  };
}

export interface UpkeepSettings {
  readonly onProblem: OnProblem;
  /** Keeps in memory what makes the next ingest cost what has changed. */
  readonly followsFolder: boolean;
}

export function createIndexUpkeep(
  config: Config,
  engines: UpkeptEngines,
  { onProblem, followsFolder }: UpkeepSettings,
): IndexUpkeep {
  const { embedded, qdrant, embedder, memory } = engines;
  const { takeOver, whenReady } = createTakeOver(embedded, memory);
  const takeOverWhileEmbedding = (): void => {
    // Qdrant gets whole generations only, and answers from the one before until then.
    if (qdrant !== undefined && hasSnapshot(embedded)) return;
    takeOver().catch((error: unknown) =>
      onProblem(`The new index could not be taken over: ${messageOf(error)}`),
    );
  };

  let kept: IngestMemory | undefined;

  async function ingest(options: UpkeepOptions = {}): Promise<IngestReport> {
    // The parsers of documents are loaded only when there is something to read.
    const { ingest: run, createIngestMemory } = await import('../ingest/ingest.js');
    if (followsFolder) kept ??= createIngestMemory();
    const report = await run({
      corpusFolder: config.corpusFolder,
      dataFolder: config.dataFolder,
      personalData: config.PII,
      ...(embedder === undefined ? {} : { embedder }),
      ...(kept === undefined ? {} : { memory: kept }),
      now: systemClock.now,
      ...options,
      onProgress: watchEmbedding(takeOverWhileEmbedding, options.onProgress),
    });
    // First the collection, then the generation that searches it.
    if (report.isWritten || options.dryRun !== true) await qdrant?.publish(options.signal);
    await takeOver();
    if (report.unembedded > 0) refill?.start();
    return report;
  }

  const refill =
    embedder === undefined
      ? undefined
      : createRefill({
          embedder,
          refill: async (signal) => (await ingest({ signal })).unembedded,
          onProblem,
        });
  return { ingest, whenReady, close: () => refill?.close() };
}
