/**
 * The HTTP face: express behind a bounded node server. Wires the routes of `endpoints.ts` to the application and turns
 * everything that goes wrong into a problem document. Reads no environment and installs no signal handlers.
 */
import { randomUUID } from 'node:crypto';
import express, { type Express } from 'express';
import { createAdmission, watchLoopDelay } from './admission.js';
import { defaultLimits, type Application, type HttpLimits, type HttpOptions } from './application.js';
import { createAskRoute } from './ask-route.js';
import { createHandlers, notFound } from './handlers.js';
import { createMetrics } from './metrics.js';
import { answerProblems, beginRequests, guardOrigins, requireWellFormed } from './middleware.js';
import { createBoundedServer, drain, listen } from './node-server.js';
import { createOpenApi } from './openapi.js';
import { createOwnerCheck } from './owner.js';
import { createPages, serveAssets } from './pages.js';
import { createRateLimits } from './rate-limits.js';
import { answerRawFaults } from './raw-faults.js';
import { createBodyReader } from './request-body.js';
import { registerRoutes } from './routes.js';
import { createRuns } from './runs.js';

export interface HttpServer {
  /** Resolves when connections are accepted. Rejects with `bad_config` when the port cannot be had. */
  listen(): Promise<{ url: string }>;
  /** Refuses new connections, lets running requests finish for `drainMs`, then ends them. Safe to call twice. */
  close(options?: { drainMs?: number }): Promise<void>;
  readonly app: Express;
}

/** @throws AppError `bad_config` when a limit is not usable */
export function createHttpServer(application: Application, options: HttpOptions): HttpServer {
  const limits: HttpLimits = { ...defaultLimits, ...options.limits };
  const createId = options.createId ?? randomUUID;
  const owner = createOwnerCheck(options.ownerToken);
  const rates = createRateLimits(options.rateLimit, options.createLimiter);
  const readBody = createBodyReader(limits.bodyBytes);
  let streams = 0;
  let isDraining = false;

  const admission = createAdmission({
    maximumRunning: options.maximumRunning,
    limits,
    loopDelay: watchLoopDelay(),
  });
  const metrics = createMetrics({
    readiness: () => application.ready(),
    running: () => admission.running(),
    waiting: () => admission.waiting(),
    streams: () => streams,
  });
  const runs = createRuns({
    ask: async (request, askOptions) => {
      const result = await application.ask(request, askOptions);
      metrics.question(result);
      return result;
    },
    limits,
    admission,
    createId,
  });
  const askRoute = createAskRoute({
    runs,
    readBody,
    limits,
    onStream: (change) => (streams += change),
    onFault: (error, problem) =>
      options.log.error({ requestId: problem.id, err: error }, 'a stream broke off'),
  });

  const version = options.version ?? '0.0.0';
  const handlers = createHandlers({
    application,
    owner,
    rates,
    readBody,
    askRoute,
    metrics,
    version,
    pages: createPages(options, application),
    openApi: createOpenApi({ version, withOwner: owner.exists }),
    isDraining: () => isDraining,
  });

  const app = express();
  app.disable('x-powered-by');
  // Answers are not cached, so only files get an ETag; `false` would take theirs too.
  app.set('etag', () => undefined);
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.set('trust proxy', options.trustProxy);
  app.use(
    beginRequests({ createId, log: options.log, isDraining: () => isDraining, onRequest: metrics.request }),
    requireWellFormed,
    guardOrigins(options.allowedOrigins),
  );
  registerRoutes(app, handlers, owner.exists);
  serveAssets(app, options);
  app.use(() => {
    throw notFound();
  });
  app.use(answerProblems(owner));

  const server = createBoundedServer(app, limits);
  answerRawFaults(server, { createId, log: options.log });

  return {
    app,
    listen: () => listen(server, options),
    async close({ drainMs = limits.drainMs } = {}) {
      isDraining = true;
      await drain(server, { drainMs, abort: () => runs.abortAll() });
      admission.close();
    },
  };
}
