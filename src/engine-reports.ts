/** What each engine is and whether it answers: at once from what is known, or by asking every one of them. */

import { wantsModel, type Config } from './config.js';
import { AppError, isAppError, messageOf } from './domain/errors.js';
import type { AnswerCache, Embedder, Snapshot } from './ports.js';

export interface EngineReport {
  readonly name: string;
  readonly answers: boolean;
  readonly detail?: string;
}

/** `problem`: what is wrong with the engine in front while another one serves. */
export function engineOf(name: string, probe: () => boolean, problem?: string): EngineReport {
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

interface CheckedEngines {
  readonly config: Config;
  readonly embedder: Embedder | undefined;
  readonly cache: AnswerCache | undefined;
  readonly snapshot: () => Snapshot;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
}

async function timed(elapsed: () => number, run: () => Promise<unknown>): Promise<string> {
  const started = elapsed();
  await run();
  return `${Math.round(elapsed() - started)} ms`;
}

async function checkIndex({ snapshot, embedder }: CheckedEngines): Promise<string> {
  const current = snapshot();
  if (embedder !== undefined && current.embedder !== undefined && current.embedder !== embedder.id)
    throw new AppError(
      'index_mismatch',
      `its vectors were made by ${current.embedder}, EMBEDDER gives ${embedder.id}: run \`askfolio ingest\``,
    );
  return `${current.chunks.length} chunks, generation ${current.generation}`;
}

async function checkCollection(url: string, { config, snapshot, elapsed }: CheckedEngines): Promise<string> {
  const adapter = await import('./adapters/qdrant-check.js');
  const address = { url, apiKey: config.QDRANT_API_KEY, collection: config.QDRANT_COLLECTION };
  return adapter.checkQdrant(address, hasChunks(snapshot) ? snapshot() : undefined, elapsed);
}

async function checkModel({ config, elapsed }: CheckedEngines): Promise<string | undefined> {
  const adapter = await import('./adapters/openai-probe.js');
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model } = config;
  return adapter.probeModelServer({ apiKey, baseUrl, model, variable: 'OPENAI_MODEL' }, elapsed);
}

async function checkCache({ cache, elapsed }: CheckedEngines): Promise<string | undefined> {
  if (cache === undefined) return undefined;
  const { entries, problem, version } = await cache.statistics();
  if (problem !== undefined) throw new AppError('engine_unavailable', problem);
  const stated = version === undefined ? '' : `version ${version}, `;
  return `${stated}${entries} entries, answers in ${await timed(elapsed, () => cache.statistics())}`;
}

/** Asks every engine and waits for it; servers are asked side by side. */
export async function checkEngines(engines: CheckedEngines): Promise<Readonly<Record<string, EngineReport>>> {
  const { config, embedder, cache, elapsed } = engines;
  const { QDRANT_URL: qdrantUrl } = config;
  const index = checked('embedded', () => checkIndex(engines));
  const qdrant =
    qdrantUrl === undefined ? undefined : checked('qdrant', () => checkCollection(qdrantUrl, engines));
  const composer = wantsModel(config)
    ? checked(config.OPENAI_MODEL, () => checkModel(engines))
    : checked('extractive', () => Promise.resolve(undefined));
  return {
    index: await index,
    ...(qdrant === undefined ? {} : { qdrant: await qdrant }),
    embedder: await checked(
      embedder?.id ?? 'none',
      async () =>
        embedder &&
        `one question in ${await timed(elapsed, () => embedder.embedQuestions(['How fast is this?']))}`,
    ),
    cache: await checked(cache?.engine ?? 'off', () => checkCache(engines)),
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
