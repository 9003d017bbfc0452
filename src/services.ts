/**
 * Composition root: a Config in, a running askfolio out. The only importer of adapters; each engine is switched on by its own variable, and
 * its failure never takes the service down. The package's public entry point.
 */

import { appendFile, mkdir } from 'node:fs/promises';
import { ulid } from 'ulid';
import type { IngestOptions, IngestReport } from '../ingest/ingest.js';
import { isIndexCurrent } from '../ingest/is-index-current.js';
import { maskSecrets as findSecrets } from '../ingest/secrets/mask-secrets.js';
import type { ModelUsage } from './adapters/openai-budget.js';
import { createQueryLog } from './adapters/pino-query-log.js';
import type { createServiceLog as CreateServiceLog, ServiceLogOptions } from './adapters/pino-service-log.js';
import { createAsk, type Ask, type AskServices } from './ask.js';
import { createAnswerMemory, type AnswerMemory } from './cache/answer-memory.js';
import { createMemoryCache } from './cache/memory-cache.js';
import { createSingleFlight } from './cache/single-flight.js';
import { createModelComposer } from './composer/model-composer.js';
import { promptVersion } from './composer/model-prompt.js';
import { suggestionsOf } from './composer/suggestions.js';
import type { Config } from './config.js';
import type { DocumentEntry } from './domain/catalogue.js';
import type { Chunk } from './domain/chunk.js';
import { AppError, isAppError, messageOf } from './domain/errors.js';
import { createEmbeddedIndex, readGeneration } from './index/segment-store-node.js';
import type { AnswerCache, ChunkIndex, Clock, Embedder, NoteStore, Snapshot } from './ports.js';
import { createModelPlanner } from './router/model-planner.js';
import { createRouter } from './router/router.js';
import { aliasTable } from './text/other-names.js';

export { formatQueryRecord, readQueryLog, type LoggedQuery } from './adapters/pino-query-log.js';
export { readConfig, type Config } from './config.js';
export type { Ask, AskOptions } from './ask.js';
export type { AskEvent, AskRequest, AskResult, PublicAskResult } from './domain/answer.js';
export { AppError, isAppError, type ErrorCode } from './domain/errors.js';

/** The text with every secret replaced by its kind: the second net for answers and logs. */
export function maskSecrets(text: string): string {
  return findSecrets(text).text;
}

/** The service log on stderr. Loaded here and not with the package: a process that answers one question needs none. */
export async function openServiceLog(
  level: NonNullable<ServiceLogOptions['level']>,
): Promise<ReturnType<typeof CreateServiceLog>> {
  const { createServiceLog } = await import('./adapters/pino-service-log.js');
  return createServiceLog({ level, maskSecrets });
}

export interface EngineReport {
  readonly name: string;
  readonly answers: boolean;
  readonly detail?: string;
}

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
  ingest(
    options?: Partial<Pick<IngestOptions, 'paths' | 'dryRun' | 'strict' | 'signal' | 'onProgress'>>,
  ): Promise<IngestReport>;
  /** Whether the index holds the corpus folder as it is now, so that `ingest()` would change nothing. Much cheaper than `ingest()`. */
  isCurrent(): Promise<boolean>;
  /** Throws `index_missing` when there is none. */
  snapshot(): Snapshot;
  suggestions(): readonly string[];
  source(
    chunkId: string,
  ): { document: DocumentEntry; chunk: Chunk; neighbours: readonly Chunk[] } | undefined;
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

const systemClock: Clock = { now: () => Date.now(), elapsed: () => performance.now() };

/** Something that a person should know and that does not stop the service. */
export type OnProblem = (message: string) => void;

function perSnapshot<T>(make: (snapshot: Snapshot) => T): (snapshot: Snapshot) => T {
  const made = new WeakMap<Snapshot, { value: T }>();
  return (snapshot) => {
    let known = made.get(snapshot);
    if (known === undefined) {
      known = { value: make(snapshot) };
      made.set(snapshot, known);
    }
    return known.value;
  };
}

function entitiesOf(snapshot: Snapshot): string[] {
  const titles = snapshot.catalogue.documents.flatMap((document) => [
    document.title,
    document.title.split(/[:(–—]/)[0]?.trim() ?? '',
  ]);
  const technologies = snapshot.catalogue.technologies.flatMap((technology) => [
    technology.name,
    ...technology.aliases,
  ]);
  return [...new Set([...titles, ...technologies])].filter((name) => name !== '');
}

/** The router of a generation: knows its documents, technologies and words. Made once per snapshot. */
export const routerFor = perSnapshot((snapshot) =>
  createRouter({
    entities: entitiesOf(snapshot),
    documentFrequency: (stem) => snapshot.terms.documentFrequency(stem),
  }),
);

/** Questions that the generation answers well. Made once per snapshot. */
export const suggestionsFor = perSnapshot((snapshot) => suggestionsOf(snapshot));

/** The cache that was asked for; a Redis that is down is told once and costs misses, never answers. */
async function openCache(
  config: Config,
  onProblem: OnProblem,
): Promise<(AnswerCache & NoteStore) | undefined> {
  if (config.CACHE === 'off') return undefined;
  const ttlMs = config.CACHE_TTL_SECONDS * 1000;
  if (config.REDIS_URL !== undefined) {
    return (await import('./adapters/redis-cache.js')).createRedisCache({
      url: config.REDIS_URL,
      prefix: config.REDIS_PREFIX,
      ttlMs,
      maximumMirrorEntries: 10_000,
      now: systemClock.now,
      onProblem,
    });
  }
  return openMemoryCache(config);
}

function openMemoryCache(config: Config): AnswerCache & NoteStore {
  return createMemoryCache({
    maximumEntries: 10_000,
    maximumBytes: 64 * 1024 * 1024,
    ttlMs: config.CACHE_TTL_SECONDS * 1000,
    now: systemClock.now,
  });
}

/** `workers`: threads of the bundled model. @throws AppError `embedder_failed` when the chosen embedder cannot start. */
export async function openEmbedder(
  config: Config,
  workers?: number,
  onProblem: OnProblem = () => undefined,
): Promise<Embedder | undefined> {
  switch (config.EMBEDDER) {
    case 'none':
      return undefined;
    case 'bundled': {
      const { createBundledEmbedder } = await import('./embedding/bundled-embedder-node.js');
      return createBundledEmbedder(workers === undefined ? {} : { workers });
    }
    case 'transformers': {
      const adapter = await import('./adapters/transformers-embedder.js');
      return adapter.createTransformersEmbedder({
        model: config.TRANSFORMERS_MODEL,
        modelPath: config.TRANSFORMERS_MODEL_PATH,
        dtype: config.TRANSFORMERS_DTYPE,
      });
    }
    case 'openai': {
      const adapter = await import('./adapters/openai-embedder.js');
      return adapter.createOpenAiEmbedder({
        apiKey: config.OPENAI_API_KEY,
        baseUrl: config.OPENAI_BASE_URL,
        model: config.OPENAI_EMBEDDING_MODEL,
        dimensions: config.OPENAI_EMBEDDING_DIMENSIONS,
        onProblem,
      });
    }
  }
}

/** Whether a language model was asked for: servers on the own machine often want no key. */
function wantsModel(config: Config): boolean {
  return config.OPENAI_API_KEY !== undefined || config.OPENAI_BASE_URL !== undefined;
}

/** The language model, when a key or an address switches it on. It connects at the first question. */
async function openModel(config: Config, notes: NoteStore, { onProblem, onUsage }: ModelReports) {
  if (!wantsModel(config)) return undefined;
  const adapter = await import('./adapters/openai-model.js');
  const model = adapter.createOpenAiModel({
    apiKey: config.OPENAI_API_KEY,
    baseUrl: config.OPENAI_BASE_URL,
    model: config.OPENAI_MODEL,
    timeoutMs: config.LLM_TIMEOUT_MS,
    dailyTokens: config.LLM_DAILY_TOKENS,
    price: config.LLM_PRICE,
    now: systemClock.now,
    ...(onUsage === undefined ? {} : { onUsage }),
  });
  const planner = createModelPlanner({
    model,
    budgetMs: config.LLM_PLAN_MS,
    translationMs: config.LLM_TIMEOUT_MS,
    notes,
  });
  let told: string | undefined;
  const composer = createModelComposer({
    model,
    clock: systemClock,
    timeoutMs: config.LLM_TIMEOUT_MS,
    maskSecrets,
    onReport: ({ problem }) => {
      if (problem !== undefined && problem !== told) onProblem(`The extractive answer serves: ${problem}`);
      told = problem;
    },
  });
  return { model, composer: { ...composer, refine: planner.refine } };
}

interface ModelReports {
  readonly onProblem: OnProblem;
  readonly onUsage: ((usage: ModelUsage) => void) | undefined;
}

/** Search in Qdrant, and its filling after every ingest; a server that is away is tried again in the background. */
async function openQdrant(config: Config, snapshot: () => Snapshot, onProblem: OnProblem) {
  if (config.QDRANT_URL === undefined) return undefined;
  const address = {
    url: config.QDRANT_URL,
    apiKey: config.QDRANT_API_KEY,
    collection: config.QDRANT_COLLECTION,
  };
  const search = await import('./adapters/qdrant-index.js');
  const publication = await import('./adapters/qdrant-publish.js');
  const index = search.createQdrantIndex({ ...address, snapshot, onProblem });
  let retry: NodeJS.Timeout | undefined;
  async function publish(signal?: AbortSignal): Promise<void> {
    clearTimeout(retry);
    const stored = await readGeneration(config.dataFolder);
    try {
      await publication.publishToQdrant({
        ...address,
        content: stored.content,
        sparseWeights: (number) => stored.snapshot.sparseWeights(number),
        layout: {
          shards: config.QDRANT_SHARDS,
          replicas: config.QDRANT_REPLICAS,
          quantisation: config.QDRANT_QUANTISATION,
        },
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      if (isAppError(error, 'aborted')) return;
      onProblem(`${messageOf(error)} The embedded index answers meanwhile.`);
      retry = setTimeout(
        () => void publish().catch((reason: unknown) => onProblem(messageOf(reason))),
        publishAgainMs,
      );
      retry.unref();
    } finally {
      stored.close();
    }
  }
  const close = async (): Promise<void> => {
    clearTimeout(retry);
    await index.close();
  };
  return { index: { ...index, close }, publish };
}

export interface CreateOptions {
  readonly onProblem?: OnProblem;
  /** Told of the tokens, and the cost where LLM_PRICE is known, of every call of the language model. */
  readonly onUsage?: (usage: ModelUsage) => void;
  /** Threads of the bundled embedder; 0 suits a process that answers one question. Default: as many as there are cores. */
  readonly embedderWorkers?: number;
}

/**
 * Opens every engine that the configuration names and gives back the running whole. Does not ingest: call `ingest()` when `snapshot()` throws.
 * Rejects with `bad_config`; an engine that does not answer is reported through `onProblem` and worked around.
 */
export async function createAskfolio(config: Config, options: CreateOptions = {}): Promise<Askfolio> {
  const onProblem = options.onProblem ?? (() => undefined);
  const embedded = await createEmbeddedIndex({ dataFolder: config.dataFolder });
  const qdrant = await openQdrant(config, () => embedded.snapshot(), onProblem);
  const indexes: ChunkIndex[] = qdrant === undefined ? [embedded] : [qdrant.index, embedded];
  const embedder = await openEmbedder(config, options.embedderWorkers, onProblem);
  const cache = await openCache(config, onProblem);
  // A plan is remembered even where answers are not: the same question routes the same way.
  const language = await openModel(config, cache ?? openMemoryCache(config), {
    onProblem,
    onUsage: options.onUsage,
  });
  const memory =
    cache === undefined
      ? undefined
      : createAnswerMemory({
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
        });
  const log = createQueryLog({
    folder: `${config.dataFolder}/log`,
    mode: config.LOG_QUESTIONS,
    keepDays: 30,
    maskSecrets,
    now: systemClock.now,
  });
  const services: AskServices = {
    indexes,
    embedder,
    routerFor,
    suggestionsFor,
    memory,
    flights: createSingleFlight(),
    model: language?.composer,
    log,
    clock: systemClock,
    newId: () => ulid(),
  };
  const waiting = new Set<() => void>();
  const takeOver = async (): Promise<void> => {
    if (!(await embedded.refresh())) return;
    for (const resolve of waiting) resolve();
    await memory?.invalidate(embedded.snapshot());
  };
  // BM25 answers while vectors are on their way: a generation that ingest has written is taken over at once.
  const watchProgress = (onProgress: IngestOptions['onProgress']): IngestOptions['onProgress'] => {
    let lastTakeOver = 0;
    return (progress) => {
      onProgress?.(progress);
      // Qdrant gets whole generations only, and answers from the one before until then.
      if (qdrant !== undefined && hasSnapshot(embedded)) return;
      if (progress.stage !== 'embed' || systemClock.elapsed() - lastTakeOver < takeOverIntervalMs) return;
      lastTakeOver = systemClock.elapsed();
      takeOver().catch((error: unknown) =>
        onProblem(`The new index could not be taken over: ${messageOf(error)}`),
      );
    };
  };
  return {
    config,
    ask: createAsk(services),
    ingest: async (ingestOptions = {}) => {
      // The parsers of documents are loaded only when there is something to read.
      const { ingest } = await import('../ingest/ingest.js');
      const report = await ingest({
        corpusFolder: config.corpusFolder,
        dataFolder: config.dataFolder,
        ...(embedder === undefined ? {} : { embedder }),
        now: systemClock.now,
        ...ingestOptions,
        onProgress: watchProgress(ingestOptions.onProgress) ?? (() => undefined),
      });
      // First the collection, then the generation that searches it.
      if (report.isWritten || ingestOptions.dryRun !== true) await qdrant?.publish(ingestOptions.signal);
      await takeOver();
      return report;
    },
    isCurrent: async () =>
      hasSnapshot(embedded) &&
      isIndexCurrent({
        corpusFolder: config.corpusFolder,
        dataFolder: config.dataFolder,
        generation: embedded.snapshot().generation,
        embedderId: embedder?.id,
      }),
    snapshot: () => embedded.snapshot(),
    suggestions: () => suggestionsFor(embedded.snapshot()),
    source: (chunkId) => sourceOf(embedded.snapshot(), chunkId),
    engines: () => ({
      index: engineOf(
        qdrant === undefined ? 'embedded' : 'qdrant, embedded',
        () => embedded.snapshot().chunks.length > 0,
        qdrant?.index.problem(),
      ),
      embedder: { name: embedder?.id ?? 'none', answers: true },
      cache: { name: cache?.engine ?? 'off', answers: true },
      composer: engineOf(language?.composer.id ?? 'extractive', () => true, language?.model.problem()),
    }),
    checkEngines: () => checkEngines(config, embedder, cache, () => embedded.snapshot()),
    whenReady: async () => {
      if (hasSnapshot(embedded)) return;
      await new Promise<void>((resolve) => waiting.add(resolve));
    },
    feedback: async (record) => {
      const folder = `${config.dataFolder}/log`;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const line = { time: new Date(systemClock.now()).toISOString(), ...record };
      await appendFile(`${folder}/feedback.jsonl`, `${maskSecrets(JSON.stringify(line))}\n`, {
        mode: 0o600,
      });
    },
    memory,
    embedder,
    indexes,
    close: async () => {
      await Promise.allSettled([
        embedder?.close(),
        cache?.close(),
        log.close(),
        ...indexes.map((index) => index.close()),
      ]);
    },
  };
}

const takeOverIntervalMs = 1000;
const publishAgainMs = 5_000;

function hasSnapshot(index: ChunkIndex): boolean {
  try {
    index.snapshot();
    return true;
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
}

/** `problem`: what is wrong with the engine in front while another one serves. */
function engineOf(name: string, probe: () => boolean, problem?: string): EngineReport {
  try {
    return { name, answers: probe(), ...(problem === undefined ? {} : { detail: problem }) };
  } catch (error) {
    return { name, answers: false, detail: isAppError(error) ? error.message : messageOf(error) };
  }
}

/** One line on each engine; a failure is a report, never a rejection. */
async function checked(name: string, ask: () => Promise<string | undefined>): Promise<EngineReport> {
  try {
    const detail = await ask();
    return { name, answers: true, ...(detail === undefined ? {} : { detail }) };
  } catch (error) {
    return { name, answers: false, detail: messageOf(error) };
  }
}

async function checkEngines(
  config: Config,
  embedder: Embedder | undefined,
  cache: AnswerCache | undefined,
  snapshot: () => Snapshot,
): Promise<Readonly<Record<string, EngineReport>>> {
  const { elapsed } = systemClock;
  const time = async (run: () => Promise<unknown>): Promise<string> => {
    const started = elapsed();
    await run();
    return `${Math.round(elapsed() - started)} ms`;
  };
  const { QDRANT_URL: qdrantUrl, OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = config;
  const index = checked('embedded', async () => {
    const current = snapshot();
    if (embedder !== undefined && current.embedder !== undefined && current.embedder !== embedder.id)
      throw new AppError(
        'index_mismatch',
        `its vectors were made by ${current.embedder}, EMBEDDER gives ${embedder.id}: run \`askfolio ingest\``,
      );
    return `${current.chunks.length} chunks, generation ${current.generation}`;
  });
  const qdrant =
    qdrantUrl === undefined
      ? undefined
      : checked('qdrant', async () => {
          const adapter = await import('./adapters/qdrant-check.js');
          const address = {
            url: qdrantUrl,
            apiKey: config.QDRANT_API_KEY,
            collection: config.QDRANT_COLLECTION,
          };
          return adapter.checkQdrant(address, hasChunks(snapshot) ? snapshot() : undefined, elapsed);
        });
  const composer = !wantsModel(config)
    ? checked('extractive', () => Promise.resolve(undefined))
    : checked(config.OPENAI_MODEL, async () => {
        const adapter = await import('./adapters/openai-probe.js');
        return adapter.probeModelServer(
          { apiKey, baseUrl, model: config.OPENAI_MODEL, variable: 'OPENAI_MODEL' },
          elapsed,
        );
      });
  return {
    index: await index,
    ...(qdrant === undefined ? {} : { qdrant: await qdrant }),
    embedder: await checked(
      embedder?.id ?? 'none',
      async () =>
        embedder && `one question in ${await time(() => embedder.embedQuestions(['How fast is this?']))}`,
    ),
    cache: await checked(cache?.engine ?? 'off', async () => {
      if (cache === undefined) return undefined;
      const { entries, problem, version } = await cache.statistics();
      if (problem !== undefined) throw new AppError('engine_unavailable', problem);
      return `${version === undefined ? '' : `version ${version}, `}${entries} entries, answers in ${await time(() => cache.statistics())}`;
    }),
    composer: await composer,
  };
}

function hasChunks(snapshot: () => Snapshot): boolean {
  try {
    return snapshot().chunks.length > 0;
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
}

function sourceOf(snapshot: Snapshot, chunkId: string): ReturnType<Askfolio['source']> {
  const chunk = snapshot.chunk(chunkId);
  const document = snapshot.catalogue.documents.find((entry) => entry.id === chunk?.documentId);
  if (chunk === undefined || document === undefined) return undefined;
  const neighbours = document.chunkIds
    .map((id) => snapshot.chunk(id))
    .filter((other): other is Chunk => other !== undefined && Math.abs(other.ordinal - chunk.ordinal) === 1);
  return { document, chunk, neighbours };
}
