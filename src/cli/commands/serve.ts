/** `askfolio serve`: answers over HTTP at once with the index that is there, and brings it up to date meanwhile. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../config.js';
import type { Application } from '../../http/application.js';
import { createHttpServer, type HttpServer } from '../../http/server.js';
import { handleShutdown } from '../../http/shutdown.js';
import { createAskfolio, openRateLimiters, openServiceLog, type Askfolio } from '../../services.js';
import { watchNpmParent } from '../npm-parent.js';
import { bringUpToDate, configFor, hasIndex, type CommandContext, type GlobalOptions } from '../open.js';
import { describeError, exitDone } from '../output.js';
import { watchFolder } from '../watch-folder.js';

export interface ServeOptions extends GlobalOptions {
  readonly port?: number;
  readonly watch?: boolean;
}

type ServiceLog = Awaited<ReturnType<typeof openServiceLog>>;
type RateLimiters = Awaited<ReturnType<typeof openRateLimiters>>;

interface ServerParts {
  readonly askfolio: Askfolio;
  readonly limiters: RateLimiters;
  readonly log: ServiceLog;
  readonly version: string;
}

/** The service as the HTTP face sees it. */
function applicationOf(askfolio: Askfolio): Application {
  return {
    ask: askfolio.ask,
    ready: () => {
      const engines = askfolio.engines();
      if (!hasIndex(askfolio)) return { ready: false, engines };
      const snapshot = askfolio.snapshot();
      return {
        ready: true,
        engines,
        generation: snapshot.generation,
        documents: snapshot.catalogue.documents.length,
        chunks: snapshot.chunks.length,
      };
    },
    suggestions: () => (hasIndex(askfolio) ? askfolio.suggestions() : []),
    documents: () => (hasIndex(askfolio) ? askfolio.snapshot().catalogue.documents : []),
    source: (chunkId) => (hasIndex(askfolio) ? askfolio.source(chunkId) : undefined),
    feedback: (record) => askfolio.feedback(record),
    ingest: () => askfolio.ingest(),
    clearCache: async (filter) => (await askfolio.memory?.clear(filter)) ?? 0,
  };
}

/** The built widget lies beside the build, or in dist/ when running from the sources. */
function assetFolder(): string | undefined {
  const places = ['./widget', '../../../dist/widget'];
  return places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((folder) => existsSync(folder));
}

function serverFor(config: Config, { askfolio, limiters, log, version }: ServerParts): HttpServer {
  const assets = assetFolder();
  return createHttpServer(applicationOf(askfolio), {
    port: config.PORT,
    host: config.HOST,
    ...(config.OWNER_TOKEN === undefined ? {} : { ownerToken: config.OWNER_TOKEN }),
    allowedOrigins: config.ALLOWED_ORIGINS ?? [],
    rateLimit:
      config.RATE_LIMIT === 'off'
        ? 'off'
        : { perMinute: config.RATE_LIMIT, overallPerMinute: config.RATE_LIMIT * 20 },
    ...(limiters === undefined ? {} : { createLimiter: limiters.create }),
    trustProxy: config.TRUST_PROXY,
    maximumRunning: config.MAX_RUNNING,
    log,
    version,
    ...(assets === undefined ? {} : { assetFolder: assets }),
  });
}

/** A semantic cache that would serve a look-alike question must not start; the log says that it is off and why. */
async function checkCache(askfolio: Askfolio, log: ServerParts['log']): Promise<void> {
  const outcome = await askfolio.memory?.selfCheck();
  if (outcome?.ok === false && !outcome.degraded) log.warn({}, outcome.message);
}

/** Serves until the process is told to stop. */
export async function serveCommand(options: ServeOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const config = configFor(options, context);
  const log = await openServiceLog(config.LOG_LEVEL);
  const onProblem = (message: string): void => log.warn({}, message);
  const [askfolio, limiters] = await Promise.all([
    createAskfolio(config, {
      onProblem,
      onUsage: (usage) => log.info({ ...usage }, 'language model'),
      followsFolder: options.watch === true,
    }),
    openRateLimiters(config, onProblem),
  ]);
  const closeEngines = async (): Promise<void> => {
    limiters?.close();
    await askfolio.close();
  };
  const server = serverFor(config, { askfolio, limiters, log, version: context.version });
  const { url } = await server.listen().catch(async (error: unknown) => {
    await closeEngines();
    throw error;
  });
  void checkCache(askfolio, log);
  const stopping = new AbortController();
  const ending: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    stopping.abort();
    await server.close();
    for (const end of ending) await end();
    await closeEngines();
  };
  const stopped = new Promise<void>((resolve) => {
    handleShutdown({ close: () => close().then(resolve), log });
  });
  const unwatch = watchNpmParent({
    environment: context.environment,
    onGone: () => process.kill(process.pid, 'SIGTERM'),
  });
  // A signal to the whole group reaches npm too: its end must not count as the second signal.
  stopping.signal.addEventListener('abort', unwatch);
  const readAgain = (): Promise<void> =>
    bringUpToDate(askfolio, terminal, stopping.signal).catch((error: unknown) => {
      if (!stopping.signal.aborted) terminal.note(describeError(error));
    });
  try {
    ending.push(await firstIngest(askfolio, context, readAgain, stopping.signal));
    if (options.watch === true) ending.push(await watchFolder(config.corpusFolder, readAgain));
  } catch (error) {
    if (stopping.signal.aborted) return exitDone;
    await close();
    throw error;
  }
  if (options.json === true) terminal.out(JSON.stringify({ url }));
  terminal.note(`askfolio answers on ${url}`);
  await stopped;
  return exitDone;
}

/** An index from before answers while the folder is read again; without one, it waits for the first part of the first ingest. */
async function firstIngest(
  askfolio: Askfolio,
  { terminal }: CommandContext,
  readAgain: () => Promise<void>,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  if (hasIndex(askfolio)) {
    const work = readAgain();
    return () => work;
  }
  terminal.note(`Reading ${askfolio.config.corpusFolder} for the first time...`);
  const work = bringUpToDate(askfolio, terminal, signal);
  await Promise.race([work, askfolio.whenReady()]);
  return () => work.catch((error: unknown) => terminal.note(describeError(error)));
}
