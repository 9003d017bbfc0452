/**
 * The HTTP face: express behind a bounded node server. Wires the routes of `endpoints.ts` to the application and turns
 * everything that goes wrong into a problem document. Reads no environment and installs no signal handlers.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import { AppError } from '../domain/errors.js';
import { defaultLimits, type Application, type HttpLimits, type HttpOptions } from './application.js';
import { createAskRoute } from './ask-route.js';
import { endpointList, type Endpoint, type EndpointName } from './endpoints.js';
import { answerRawFaults } from './raw-faults.js';
import { createMetrics } from './metrics.js';
import { createOpenApi } from './openapi.js';
import { corsHeaders, judgeOrigin, preflightHeaders } from './origins.js';
import { createOwnerCheck, refusal } from './owner.js';
import { createPages, serveAssets } from './pages.js';
import { HttpProblem, problemHeaders, problemOf, type Problem } from './problems.js';
import { createRateLimits, type Allowance } from './rate-limits.js';
import { createBodyReader, hasBody, parseWith } from './request-body.js';
import { createRuns } from './runs.js';
import { cacheFilter, emptyBody, feedbackBody } from './schemas.js';
import { viewSource } from './source-view.js';

export interface HttpServer {
  /** Resolves when connections are accepted. Rejects with `bad_config` when the port cannot be had. */
  listen(): Promise<{ url: string }>;
  /** Refuses new connections, lets running requests finish for `drainMs`, then ends them. Safe to call twice. */
  close(options?: { drainMs?: number }): Promise<void>;
  readonly app: Express;
}

/** What every handler may ask about its request; set before the first route. */
interface Locals {
  id: string;
  route: string;
  fault?: unknown;
  problem?: Problem;
}

const localsOf = (response: Response): Locals => response.locals as Locals;

/** @throws AppError `bad_config` when a limit is not usable */
export function createHttpServer(application: Application, options: HttpOptions): HttpServer {
  const limits: HttpLimits = { ...defaultLimits, ...options.limits };
  const createId = options.createId ?? randomUUID;
  const owner = createOwnerCheck(options.ownerToken);
  const rates = createRateLimits(options.rateLimit);
  const readBody = createBodyReader(limits.bodyBytes);
  let streams = 0;
  let isDraining = false;

  const metrics = createMetrics({
    readiness: () => application.ready(),
    running: () => runs.running(),
    streams: () => streams,
  });
  const runs = createRuns({
    ask: async (request, askOptions) => {
      const result = await application.ask(request, askOptions);
      metrics.question(result);
      return result;
    },
    limits,
    maximumRunning: options.maximumRunning,
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

  /** True for the owner; wrong tokens cost allowance. */
  const isOwner: (...parts: Parameters<RequestHandler>) => Promise<boolean> = async (request, response) => {
    try {
      return owner.isOwner(request.get('Authorization'));
    } catch (error) {
      await rates.take('token', request, response);
      throw error;
    }
  };
  const limited = (allowance: Allowance, handler: RequestHandler): RequestHandler => {
    return async (request, response, next) => {
      if (!(await isOwner(request, response, next))) await rates.take(allowance, request, response);
      await handler(request, response, next);
    };
  };
  const owners = (handler: RequestHandler): RequestHandler => {
    return async (request, response, next) => {
      if (!(await isOwner(request, response, next))) {
        await rates.take('token', request, response);
        throw refusal('This needs the owner token: Authorization: Bearer <OWNER_TOKEN>.');
      }
      await handler(request, response, next);
    };
  };
  const version = options.version ?? '0.0.0';
  const pages = createPages(options);
  const openApi = createOpenApi({ version, withOwner: owner.exists });

  const handlers: Record<EndpointName, RequestHandler | RequestHandler[]> = {
    ...pages,
    ask: async (request, response, next) => {
      const forOwner = await isOwner(request, response, next);
      if (!forOwner) await rates.take('question', request, response);
      await askRoute(request, response, { requestId: localsOf(response).id, isOwner: forOwner });
    },
    feedback: limited('light', async (request, response) => {
      const { reason, comment, ...record } = await readBody(feedbackBody, request, response);
      await application.feedback({
        ...record,
        ...(reason === undefined ? {} : { reason }),
        ...(comment === undefined ? {} : { comment }),
      });
      response.status(204).end();
    }),
    suggestions: limited('light', (_request, response) => {
      response.json({ suggestions: application.suggestions() });
    }),
    source: limited('light', (request, response) => {
      const id = ([] as string[]).concat(request.params['id'] ?? []).join('/');
      const found = application.source(id);
      if (found === undefined)
        throw new HttpProblem('not_found', 'No source of the current documents has this id.');
      response.json(viewSource(found));
    }),
    health: (_request, response) => {
      response.json({ status: 'ok', version, uptimeSeconds: Math.round(process.uptime()) });
    },
    ready: async (request, response, next) => {
      const withDetail = await isOwner(request, response, next);
      const state = application.ready();
      const engines = Object.entries(state.engines).map(([role, { name, answers, detail }]) => [
        role,
        { name, answers, ...(withDetail && detail !== undefined ? { detail } : {}) },
      ]);
      const isReady = state.ready && !isDraining;
      response
        .status(isReady ? 200 : 503)
        .json({ ...state, ready: isReady, engines: Object.fromEntries(engines) as object });
    },
    metrics: async (request, response, next) => {
      if (owner.exists && !(await isOwner(request, response, next)))
        throw refusal('The metrics are the owner’s.');
      if (!owner.exists && !isDirectLoopback(request)) throw notFound();
      response.type(metrics.contentType).send(await metrics.render());
    },
    openapi: (_request, response) => {
      response.json(openApi);
    },
    ingest: owners(async (request, response) => {
      if (hasBody(request)) await readBody(emptyBody, request, response);
      // It may take longer than any idle time.
      request.socket.setTimeout(0);
      response.json(await application.ingest());
    }),
    clearCache: owners(async (request, response) => {
      const { documentId, olderThanMs } = parseWith(cacheFilter, request.query, 'query');
      const cleared = await application.clearCache({
        ...(documentId === undefined ? {} : { documentId }),
        ...(olderThanMs === undefined ? {} : { olderThanMs: Number(olderThanMs) }),
      });
      response.json({ cleared });
    }),
  };

  const begin: RequestHandler = (request, response, next) => {
    const locals = Object.assign(localsOf(response), { id: createId(), route: 'unknown' });
    const started = performance.now();
    response.setHeader('X-Request-Id', locals.id);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    if (isDraining) response.setHeader('Connection', 'close');
    response.on('close', () => {
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.request(locals.route, status);
      logRequest(options, locals, {
        method: request.method,
        status,
        durationMs: round(performance.now() - started),
      });
    });
    next();
  };

  const origins: RequestHandler = (request, response, next) => {
    response.vary('Origin');
    const verdict = judgeOrigin(request.headers, options.allowedOrigins);
    const isPreflight =
      request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (verdict.kind === 'allowed') response.set(corsHeaders(verdict.origin));
    if (isPreflight && verdict.kind === 'allowed') {
      localsOf(response).route = 'preflight';
      response.set(preflightHeaders).status(204).end();
      return;
    }
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    if (verdict.kind === 'refused' && !isReading) {
      throw new HttpProblem(
        'origin_refused',
        'Pages of this origin may not ask here: the owner can add it to ALLOWED_ORIGINS.',
      );
    }
    next();
  };

  const fail: ErrorRequestHandler = (error: unknown, request, response, _next) => {
    const locals = localsOf(response);
    let isForOwner = false;
    try {
      isForOwner = owner.isOwner(request.get('Authorization'));
    } catch {
      // A wrong token is nobody's.
    }
    const problem = problemOf(error, { id: locals.id, isOwner: isForOwner });
    locals.problem = problem;
    if (problem.status >= 500) locals.fault = error;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.removeHeader('ETag');
    response.set({ ...problemHeaders(error, problem), 'Cache-Control': 'no-store' });
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };

  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.set('trust proxy', options.trustProxy);
  app.use(begin, origins);
  registerRoutes(app, handlers, owner.exists);
  serveAssets(app, options);
  app.use(() => {
    throw notFound();
  });
  app.use(fail);

  const server = boundedServer(app, limits);
  answerRawFaults(server, { createId, log: options.log });

  return {
    app,
    listen: () => listen(server, options),
    async close({ drainMs = limits.drainMs } = {}) {
      isDraining = true;
      await drain(server, { drainMs, abort: () => runs.abortAll() });
    },
  };
}

/** One list makes the routes, their 405s and their OPTIONS. */
function registerRoutes(
  app: Express,
  handlers: Record<EndpointName, RequestHandler | RequestHandler[]>,
  withOwner: boolean,
): void {
  const methods = new Map<string, string[]>();
  for (const [name, endpoint] of endpointList) {
    if (isHidden(endpoint, withOwner)) continue;
    const path = endpoint.path.replace('{id}', '*id');
    const named: RequestHandler = (_request, response, next) => {
      localsOf(response).route = name;
      next();
    };
    app[endpoint.method](path, named, handlers[name]);
    const verb = endpoint.method.toUpperCase();
    methods.set(path, [...(methods.get(path) ?? []), ...(verb === 'GET' ? ['GET', 'HEAD'] : [verb])]);
  }
  for (const [path, allowed] of methods) {
    app.all(path, (request, response) => {
      const allow = [...allowed, 'OPTIONS'].join(', ');
      response.setHeader('Allow', allow);
      if (request.method === 'OPTIONS') {
        response.status(204).end();
        return;
      }
      throw new HttpProblem('method_not_allowed', `This path answers to ${allow}.`);
    });
  }
}

function isHidden(endpoint: Endpoint, withOwner: boolean): boolean {
  return endpoint.isOwners === true && !withOwner;
}

function notFound(): HttpProblem {
  return new HttpProblem('not_found', 'There is nothing here; /docs lists what there is.');
}

/** A scraper on the same machine, not somebody behind a proxy on it. */
function isDirectLoopback(request: Parameters<RequestHandler>[0]): boolean {
  const isForwarded = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'].some(
    (name) => name in request.headers,
  );
  return !isForwarded && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(request.socket.remoteAddress ?? '');
}

function logRequest(
  { log }: HttpOptions,
  locals: Locals,
  facts: { method: string; status: number; durationMs: number },
): void {
  const fields = {
    requestId: locals.id,
    route: locals.route,
    ...facts,
    ...(locals.problem === undefined ? {} : { problem: locals.problem.code }),
  };
  if (locals.fault === undefined) log.info(fields, 'request');
  else if (facts.status === 503) log.warn({ ...fields, err: locals.fault }, 'request refused for now');
  else log.error({ ...fields, err: locals.fault }, 'request failed');
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

function boundedServer(app: Express, limits: HttpLimits): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
    },
    app,
  );
  server.maxHeadersCount = limits.headerCount;
  server.maxConnections = limits.connections;
  server.timeout = limits.idleTimeoutMs;
  return server;
}

function listen(server: Server, { host, port }: HttpOptions): Promise<{ url: string }> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === 'EADDRINUSE' ? 'another program has it: choose another --port' : cause.message;
      reject(new AppError('bad_config', `Cannot listen on ${host}:${port}: ${reason}.`, { cause }));
    });
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      const name =
        host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
      resolve({ url: `http://${name}:${address.port}` });
    });
  });
}

/** Waits for running requests; after `drainMs` aborts them, gives their errors a moment to go out, and cuts the rest. */
async function drain(server: Server, options: { drainMs: number; abort: () => void }): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), options.drainMs + 500);
  const abort = setTimeout(options.abort, options.drainMs);
  await closed;
  clearTimeout(cut);
  clearTimeout(abort);
}
