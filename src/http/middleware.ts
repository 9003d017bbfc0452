/** What every request passes: its id and its log line, well-formedness, the origin rule, and the problem at the end. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { HttpLog } from './application.js';
import { corsHeaders, judgeOrigin, preflightHeaders } from './origins.js';
import type { OwnerCheck } from './owner.js';
import { HttpProblem, problemHeaders, problemOf, type Problem } from './problems.js';

/** What every handler may ask about its request; set by `beginRequests`. */
export interface Locals {
  id: string;
  /** Name of the endpoint: never the path as it was sent. */
  route: string;
  /** What was thrown, when it is our fault. */
  fault?: unknown;
  problem?: Problem;
}

export const localsOf = (response: Response): Locals => response.locals as Locals;

/** Names the request, sets the headers of every answer, and logs one line when it is over. */
export function beginRequests(parts: {
  createId: () => string;
  log: HttpLog;
  isDraining: () => boolean;
  onRequest: (route: string, status: number) => void;
}): RequestHandler {
  return (request, response, next) => {
    const locals = Object.assign(localsOf(response), { id: parts.createId(), route: 'unknown' });
    const started = performance.now();
    response.setHeader('X-Request-Id', locals.id);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    if (parts.isDraining()) response.setHeader('Connection', 'close');
    response.on('close', () => {
      const status = response.writableFinished ? response.statusCode : 499;
      parts.onRequest(locals.route, status);
      logRequest(parts.log, locals, {
        method: request.method,
        status,
        durationMs: round(performance.now() - started),
      });
    });
    next();
  };
}

/** Answers preflights of allowed origins; refuses everything but reading from others. */
export function guardOrigins(allowedOrigins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    response.vary('Origin');
    const verdict = judgeOrigin(request.headers, allowedOrigins);
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
}

/** The last handler: anything thrown becomes a problem document. */
export function answerProblems(owner: OwnerCheck): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
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
}

/** Refuses what node would answer without a problem document. */
export const requireWellFormed: RequestHandler = (request, _response, next) => {
  const expectation = request.headers.expect;
  if (expectation !== undefined && expectation.toLowerCase() !== '100-continue') {
    throw new HttpProblem('expectation_failed', 'The only expectation that is met is 100-continue.');
  }
  const hosts = countHosts(request);
  if (hosts > 1 || (hosts === 0 && request.httpVersion === '1.1')) {
    throw new HttpProblem('malformed_request', 'Send exactly one Host header.');
  }
  next();
};

/** `headers` keeps only the first of several. */
function countHosts(request: Request): number {
  let count = 0;
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}

function logRequest(
  log: HttpLog,
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
