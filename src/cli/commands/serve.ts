/** `askfolio serve`: answers over HTTP at once with the index that is there, and brings it up to date meanwhile. */
import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import { messageOf } from '../../domain/errors.js';
import type { Application } from '../../http/application.js';
import { createHttpServer } from '../../http/server.js';
import { handleShutdown } from '../../http/shutdown.js';
import { createAskfolio, createServiceLog, maskSecrets, type Askfolio } from '../../services.js';
import { exitDone, type Terminal } from '../output.js';
import { bringUpToDate, configFor, hasIndex, type GlobalOptions } from '../open.js';

export interface ServeOptions extends GlobalOptions {
  readonly port?: number;
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
    feedback: askfolio.feedback,
    ingest: () => askfolio.ingest(),
    clearCache: async (filter) => (await askfolio.memory?.clear(filter)) ?? 0,
  };
}

/** The built widget lies beside the compiled sources, or in dist/ when running from the sources. */
function assetFolder(): string | undefined {
  for (const path of ['../../../widget', '../../../dist/widget']) {
    const folder = fileURLToPath(new URL(path, import.meta.url));
    if (existsSync(folder)) return folder;
  }
  return undefined;
}

export async function serveCommand(options: ServeOptions, terminal: Terminal): Promise<number> {
  const config = configFor(options);
  const log = createServiceLog({ level: config.LOG_LEVEL, maskSecrets });
  const askfolio = await createAskfolio(config, { onProblem: (message) => log.warn({}, message) });
  const assets = assetFolder();
  const server = createHttpServer(applicationOf(askfolio), {
    port: config.PORT,
    host: config.HOST,
    ...(config.OWNER_TOKEN === undefined ? {} : { ownerToken: config.OWNER_TOKEN }),
    allowedOrigins: config.ALLOWED_ORIGINS ?? [],
    rateLimit:
      config.RATE_LIMIT === 'off'
        ? 'off'
        : { perMinute: config.RATE_LIMIT, overallPerMinute: config.RATE_LIMIT * 20 },
    trustProxy: config.TRUST_PROXY,
    maximumRunning: config.MAX_RUNNING,
    log,
    version: options.version,
    ...(assets === undefined ? {} : { assetFolder: assets }),
  });
  const { url } = await server.listen().catch(async (error: unknown) => {
    await askfolio.close();
    throw error;
  });
  const stopped = new Promise<void>((resolve) => {
    handleShutdown({
      close: async () => {
        await server.close();
        await askfolio.close();
        resolve();
      },
      log,
    });
  });
  await prepare(askfolio, options, terminal, async () => {
    await server.close({ drainMs: 0 });
    await askfolio.close();
  });
  terminal.note(`askfolio answers on ${url}`);
  await stopped;
  return exitDone;
}

/** An index from before answers while the folder is read again; without one, the first ingest comes first. */
async function prepare(
  askfolio: Askfolio,
  options: ServeOptions,
  terminal: Terminal,
  giveUp: () => Promise<void>,
): Promise<void> {
  const work = bringUpToDate(askfolio, terminal);
  if (hasIndex(askfolio)) {
    work.catch((error: unknown) => terminal.note(`warning: ${messageOf(error)}`));
    return;
  }
  try {
    await Promise.race([work, askfolio.whenReady()]);
    work.catch((error: unknown) => terminal.note(`warning: ${messageOf(error)}`));
  } catch (error) {
    await giveUp();
    throw error;
  }
}
