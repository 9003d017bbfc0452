/** Opens each engine that the configuration names. What only one engine needs is loaded with that engine; its failure never takes the service down. */

import { readMaskPolicy } from '../ingest/secrets/mask-policy.js';
import { maskSecrets as findSecrets } from '../ingest/secrets/mask-secrets.js';
import type { ModelUsage } from './adapters/openai-budget.js';
import type { createServiceLog as CreateServiceLog, ServiceLogOptions } from './adapters/pino-service-log.js';
import type { SharedRateLimiters } from './adapters/redis-rate-limiters.js';
import { createMemoryCache } from './cache/memory-cache.js';
import { wantsModel, type Config } from './config.js';
import { isAppError, messageOf } from './domain/errors.js';
import { readGeneration } from './index/segment-store-node.js';
import type { AnswerCache, Clock, Embedder, NoteStore, SearchableSnapshot } from './ports.js';

export const systemClock: Clock = { now: () => Date.now(), elapsed: () => performance.now() };

/** Something that a person should know and that does not stop the service. */
export type OnProblem = (message: string) => void;

/** The text with every secret replaced by its kind: the second net for answers and logs. */
export function maskSecrets(text: string): string {
  return findSecrets(text).text;
}

/** As `maskSecrets`, and personal data too where the configuration says so. */
export async function createMasker(config: Config): Promise<(text: string) => string> {
  if (config.PII === 'keep') return maskSecrets;
  const { personalData, keptContacts } = (await readMaskPolicy(config.corpusFolder, config.PII)).options;
  const options = { personalData: personalData ?? 'mask', keptContacts: keptContacts ?? new Set<string>() };
  return (text) => findSecrets(text, options).text;
}

/** The service log on stderr. Loaded here and not with the package: a process that answers one question needs none. */
export async function openServiceLog(
  level: NonNullable<ServiceLogOptions['level']>,
): Promise<ReturnType<typeof CreateServiceLog>> {
  const { createServiceLog } = await import('./adapters/pino-service-log.js');
  return createServiceLog({ level, maskSecrets });
}

/** Rate limits that every process with the same Redis shares; undefined without REDIS_URL: each process counts by itself. */
export async function openRateLimiters(
  config: Config,
  onProblem: OnProblem,
): Promise<SharedRateLimiters | undefined> {
  if (config.REDIS_URL === undefined || config.RATE_LIMIT === 'off') return undefined;
  const { createRedisRateLimiters } = await import('./adapters/redis-rate-limiters.js');
  return createRedisRateLimiters({ url: config.REDIS_URL, prefix: config.REDIS_PREFIX, onProblem });
}

/** The cache that was asked for; a Redis that is down is told once and costs misses, never answers. */
export async function openCache(
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

export function openMemoryCache(config: Config): AnswerCache & NoteStore {
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

interface ModelReports {
  readonly onProblem: OnProblem;
  readonly onUsage: ((usage: ModelUsage) => void) | undefined;
}

/** The language model, when a key or an address switches it on. It connects at the first question. */
export async function openModel(config: Config, notes: NoteStore, { onProblem, onUsage }: ModelReports) {
  if (!wantsModel(config)) return undefined;
  const adapter = await import('./adapters/openai-model.js');
  const { createModelPlanner } = await import('./router/model-planner.js');
  const { createModelComposer } = await import('./composer/model-composer.js');
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

const publishAgainMs = 5_000;

/** Search in Qdrant, and its filling after every ingest; a server that is away is tried again in the background. */
export async function openQdrant(config: Config, snapshot: () => SearchableSnapshot, onProblem: OnProblem) {
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
