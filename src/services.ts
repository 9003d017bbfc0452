/**
 * Composition root: a Config in, a running askfolio out. Each engine is switched on by its own variable, and its failure never takes the
 * service down. The package's public entry point.
 */

import { appendFile, mkdir } from 'node:fs/promises';
import type { IngestReport } from '../ingest/ingest.js';
import { isIndexCurrent } from '../ingest/is-index-current.js';
import type { ModelUsage } from './adapters/openai-budget.js';
import { createQueryLog } from './adapters/pino-query-log.js';
import { createAnswerIds } from './answer-ids-node.js';
import { createAsk, type Ask } from './ask.js';
import { createAnswerMemory, type AnswerMemory } from './cache/answer-memory.js';
import { createSingleFlight } from './cache/single-flight.js';
import { promptVersion } from './composer/model-prompt.js';
import type { Config } from './config.js';
import { checkEngines, engineOf, type EngineReport } from './engine-reports.js';
import {
  createMasker,
  openCache,
  openEmbedder,
  openMemoryCache,
  openModel,
  openQdrant,
  systemClock,
  type OnProblem,
} from './engines.js';
import { createIndexUpkeep, type UpkeepOptions } from './index-upkeep.js';
import { createEmbeddedIndex } from './index/segment-store-node.js';
import type { AnswerCache, ChunkIndex, Embedder, Snapshot } from './ports.js';
import { hasSnapshot, routerFor, sourceOf, suggestionsFor, type SourceView } from './snapshot-views.js';
import { aliasTable } from './text/other-names.js';
import { createTurns } from './turns-node.js';

export { formatQueryRecord, readQueryLog, type LoggedQuery } from './adapters/pino-query-log.js';
export { readConfig, type Config } from './config.js';
export type { Ask, AskOptions } from './ask.js';
export type { AskEvent, AskRequest, AskResult, PublicAskResult } from './domain/answer.js';
export { AppError, isAppError, type ErrorCode } from './domain/errors.js';
export type { EngineReport } from './engine-reports.js';
export { maskSecrets, openEmbedder, openRateLimiters, openServiceLog, type OnProblem } from './engines.js';
export { routerFor, suggestionsFor } from './snapshot-views.js';

/** A visitor's verdict; `id` is that of the AskResult. */
export interface FeedbackRecord {
  readonly id: string;
  readonly verdict: 'up' | 'down';
  readonly reason?: string;
  readonly comment?: string;
}

export interface Askfolio {
  readonly config: Config;
  readonly ask: Ask;
  /** Brings the index up to date with the folder, and takes the new generation over. */
  ingest(options?: UpkeepOptions): Promise<IngestReport>;
  /** Whether the index holds the corpus folder as it is now, so that `ingest()` would change nothing. Much cheaper than `ingest()`. */
  isCurrent(): Promise<boolean>;
  /** Throws `index_missing` when there is none. */
  snapshot(): Snapshot;
  suggestions(): readonly string[];
  source(chunkId: string): SourceView | undefined;
  /** What each engine is and whether it answers; never waits. */
  engines(): Readonly<Record<string, EngineReport>>;
  /** Resolves as soon as some index answers. */
  whenReady(): Promise<void>;
  /** Keeps a verdict on an answer beside the query log. */
  feedback(record: FeedbackRecord): Promise<void>;
  readonly memory: AnswerMemory | undefined;
  readonly embedder: Embedder | undefined;
  readonly indexes: readonly ChunkIndex[];
  /** Asks every engine and waits for it, a few seconds at most: what `doctor` tells. */
  checkEngines(): Promise<Readonly<Record<string, EngineReport>>>;
  close(): Promise<void>;
}

export interface CreateOptions {
  readonly onProblem?: OnProblem;
  /** Told of the tokens, and the cost where LLM_PRICE is known, of every call of the language model. */
  readonly onUsage?: (usage: ModelUsage) => void;
  /** Threads of the bundled embedder; 0 suits a process that answers one question. Default: as many as there are cores. */
  readonly embedderWorkers?: number;
  /** For a process that follows a folder: keeps the corpus in memory, so that an ingest costs what has changed. Default: false. */
  readonly followsFolder?: boolean;
}

interface OpenedEngines {
  readonly embedded: ChunkIndex;
  readonly qdrant: Awaited<ReturnType<typeof openQdrant>>;
  readonly embedder: Embedder | undefined;
  readonly cache: AnswerCache | undefined;
  readonly language: Awaited<ReturnType<typeof openModel>>;
}

async function openEngines(
  config: Config,
  options: CreateOptions,
  onProblem: OnProblem,
): Promise<OpenedEngines> {
  const embedded = await createEmbeddedIndex({ dataFolder: config.dataFolder });
  const qdrant = await openQdrant(config, () => embedded.snapshot(), onProblem);
  const embedder = await openEmbedder(config, options.embedderWorkers, onProblem);
  const cache = await openCache(config, onProblem);
  // A plan is remembered even where answers are not: the same question routes the same way.
  const notes = cache ?? openMemoryCache(config);
  const language = await openModel(config, notes, { onProblem, onUsage: options.onUsage });
  return { embedded, qdrant, embedder, cache, language };
}

function openMemory(
  { cache, embedder, embedded, language }: OpenedEngines,
  config: Config,
): AnswerMemory | undefined {
  if (cache === undefined) return undefined;
  // While Redis is away, this process remembers by itself.
  const fallback = cache.engine === 'redis' ? openMemoryCache(config) : undefined;
  return createAnswerMemory({
    cache,
    scope: () => ({
      embedder: embedder?.id ?? 'none',
      composer: language?.composer.id ?? 'extractive',
      promptVersion,
      language: 'en',
    }),
    snapshot: () => embedded.snapshot(),
    similarity: embedder?.cacheSimilarity ?? 1,
    now: systemClock.now,
    aliases: aliasTable(),
    ...(fallback === undefined ? {} : { fallback }),
    ...(embedder === undefined ? {} : { embedQuestions: (texts) => embedder.embedQuestions(texts) }),
  });
}

/** What `engines()` tells without asking anybody. */
function reportEngines({ qdrant, embedded, embedder, cache, language }: OpenedEngines) {
  return {
    index: engineOf(
      qdrant === undefined ? 'embedded' : 'qdrant, embedded',
      () => embedded.snapshot().chunks.length > 0,
      qdrant?.index.problem(),
    ),
    embedder: { name: embedder?.id ?? 'none', answers: true },
    cache: { name: cache?.engine ?? 'off', answers: true },
    composer: engineOf(language?.composer.id ?? 'extractive', () => true, language?.model.problem()),
  };
}

async function keepFeedback(
  { dataFolder }: Config,
  record: FeedbackRecord,
  maskText: (text: string) => string,
): Promise<void> {
  const folder = `${dataFolder}/log`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const line = { time: new Date(systemClock.now()).toISOString(), ...record };
  await appendFile(`${folder}/feedback.jsonl`, `${maskText(JSON.stringify(line))}\n`, { mode: 0o600 });
}

/**
 * Opens every engine that the configuration names and gives back the running whole. Does not ingest: call `ingest()` when `snapshot()` throws.
 * Rejects with `bad_config`; an engine that does not answer is reported through `onProblem` and worked around.
 */
export async function createAskfolio(config: Config, options: CreateOptions = {}): Promise<Askfolio> {
  const onProblem = options.onProblem ?? (() => undefined);
  const engines = await openEngines(config, options, onProblem);
  const { embedded, qdrant, embedder, cache, language } = engines;
  const indexes: ChunkIndex[] = qdrant === undefined ? [embedded] : [qdrant.index, embedded];
  const memory = openMemory(engines, config);
  const upkeep = createIndexUpkeep(
    config,
    { embedded, qdrant, embedder, memory },
    { onProblem, followsFolder: options.followsFolder ?? false },
  );
  const maskText = await createMasker(config);
  const log = createQueryLog({
    folder: `${config.dataFolder}/log`,
    mode: config.LOG_QUESTIONS,
    keepDays: 30,
    maskSecrets: maskText,
    now: systemClock.now,
  });
  return {
    config,
    ask: createAsk({
      indexes,
      embedder,
      routerFor,
      suggestionsFor,
      memory,
      flights: createSingleFlight(),
      model: language?.composer,
      log,
      clock: systemClock,
      newId: createAnswerIds(),
      takeTurn: createTurns(),
    }),
    ingest: upkeep.ingest,
    isCurrent: async () =>
      hasSnapshot(embedded) &&
      isIndexCurrent({
        corpusFolder: config.corpusFolder,
        dataFolder: config.dataFolder,
        generation: embedded.snapshot().generation,
        embedderId: embedder?.id,
        personalData: config.PII,
      }),
    snapshot: () => embedded.snapshot(),
    suggestions: () => suggestionsFor(embedded.snapshot()),
    source: (chunkId) => sourceOf(embedded.snapshot(), chunkId),
    engines: () => reportEngines(engines),
    checkEngines: () =>
      checkEngines({
        config,
        embedder,
        cache,
        snapshot: () => embedded.snapshot(),
        elapsed: systemClock.elapsed,
      }),
    whenReady: upkeep.whenReady,
    feedback: (record) => keepFeedback(config, record, maskText),
    memory,
    embedder,
    indexes,
    close: async () => {
      upkeep.close();
      await Promise.allSettled([
        embedder?.close(),
        cache?.close(),
        log.close(),
        ...indexes.map((index) => index.close()),
      ]);
    },
  };
}
