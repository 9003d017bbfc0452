/** What each endpoint does: checks who asks and how often, calls the application, sends the answer. */
import type { Request, RequestHandler, Response } from 'express';
import type { Application } from './application.js';
import type { AskRoute } from './ask-route.js';
import type { EndpointName } from './endpoints.js';
import type { Metrics } from './metrics.js';
import { localsOf } from './middleware.js';
import { refusal, type OwnerCheck } from './owner.js';
import type { PageName } from './pages.js';
import { HttpProblem } from './problems.js';
import type { Allowance, RateLimits } from './rate-limits.js';
import { hasBody, parseWith, type BodyReader } from './request-body.js';
import { cacheFilter, emptyBody, feedbackBody } from './schemas.js';
import { viewSource } from './source-view.js';

export type Handlers = Record<EndpointName, RequestHandler | RequestHandler[]>;

export interface HandlerParts {
  readonly application: Application;
  readonly owner: OwnerCheck;
  readonly rates: RateLimits;
  readonly readBody: BodyReader;
  readonly askRoute: AskRoute;
  readonly metrics: Metrics;
  readonly pages: Record<PageName, RequestHandler[]>;
  readonly openApi: object;
  readonly version: string;
  readonly isDraining: () => boolean;
}

export function createHandlers(parts: HandlerParts): Handlers {
  const { application, owner, rates, readBody, askRoute, metrics, pages, openApi, version, isDraining } =
    parts;
  /** True for the owner; wrong tokens cost allowance. */
  const isOwner = async (request: Request, response: Response): Promise<boolean> => {
    try {
      return owner.isOwner(request.get('Authorization'));
    } catch (error) {
      await rates.take('token', request, response);
      throw error;
    }
  };
  const limited = (allowance: Allowance, handler: RequestHandler): RequestHandler => {
    return async (request, response, next) => {
      if (!(await isOwner(request, response))) await rates.take(allowance, request, response);
      await handler(request, response, next);
    };
  };
  const owners = (handler: RequestHandler): RequestHandler => {
    return async (request, response, next) => {
      if (!(await isOwner(request, response))) {
        await rates.take('token', request, response);
        throw refusal('This needs the owner token: Authorization: Bearer <OWNER_TOKEN>.');
      }
      await handler(request, response, next);
    };
  };

  return {
    ...pages,
    ask: async (request, response) => {
      const forOwner = await isOwner(request, response);
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
    ready: async (request, response) => {
      const withDetail = await isOwner(request, response);
      const state = application.ready();
      const engines = Object.entries(state.engines).map(([role, { name, answers, detail }]) => [
        role,
        { name, answers, ...(withDetail && detail !== undefined ? { detail } : {}) },
      ]);
      const isReady = state.ready && !isDraining();
      response
        .status(isReady ? 200 : 503)
        .json({ ...state, ready: isReady, engines: Object.fromEntries(engines) as object });
    },
    metrics: async (request, response) => {
      if (owner.exists && !(await isOwner(request, response))) throw refusal('The metrics are the owner’s.');
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
}

export function notFound(): HttpProblem {
  return new HttpProblem('not_found', 'There is nothing here; /docs lists what there is.');
}

/** A scraper on the same machine, not somebody behind a proxy on it. */
function isDirectLoopback(request: Request): boolean {
  const isForwarded = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'].some(
    (name) => name in request.headers,
  );
  return !isForwarded && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(request.socket.remoteAddress ?? '');
}
