/** `POST /ask`: one question, answered as JSON or as an event stream; both are readers of a run. */
import type { Request, Response } from 'express';
import type { AskRequest, AskResult, PublicAskResult } from '../domain/answer.js';
import type { HttpLimits } from './application.js';
import { openEventStream, type EventStream } from './event-stream.js';
import { problemOf, type Problem } from './problems.js';
import type { BodyReader } from './request-body.js';
import type { Run, RunEvent, Runs } from './runs.js';
import { askBody, type AskBody } from './schemas.js';

export interface AskRouteOptions {
  readonly runs: Runs;
  readonly readBody: BodyReader;
  readonly limits: HttpLimits;
  /** Tells how many streams are open, for `/metrics`. */
  readonly onStream: (change: 1 | -1) => void;
  /** For the log: a fault that went out as an `error` event. */
  readonly onFault: (error: unknown, problem: Problem) => void;
}

interface Visitor {
  readonly requestId: string;
  readonly isOwner: boolean;
}

/** Rejects with the problem as long as nothing has been sent; afterwards an `error` event carries it. */
export type AskRoute = (request: Request, response: Response, visitor: Visitor) => Promise<void>;

export function createAskRoute(options: AskRouteOptions): AskRoute {
  const { runs, readBody } = options;
  return async (request, response, visitor) => {
    const body = await readBody(askBody, request, response);
    if (response.destroyed) return;
    const question = askRequestOf(body);
    const wantsStream = prefersEvents(request);
    const resumed = findRun(runs, request, body, question);
    const run = resumed?.run ?? runs.start(question, { isResumable: wantsStream });
    if (wantsStream) await stream(run, resumed?.after ?? 0, { response, visitor, options });
    else await sendJson(run, response, visitor);
  };
}

/** Only the wish for events turns them on: `Accept: *∕*` means JSON. */
function prefersEvents(request: Request): boolean {
  if (request.headers.accept?.includes('event-stream') !== true) return false;
  return request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream';
}

function askRequestOf(body: AskBody): AskRequest {
  return { question: body.question, ...(body.history === undefined ? {} : { history: body.history }) };
}

/** An event id is the id of the run and the number of the event. */
function findRun(
  runs: Runs,
  request: Request,
  body: AskBody,
  question: AskRequest,
): { run: Run; after: number } | undefined {
  const given = request.get('Last-Event-ID') ?? body.id;
  if (given === undefined) return undefined;
  const [, id = '', number = '0'] = /^([^.]{1,64})(?:\.(\d{1,9}))?$/.exec(given) ?? [];
  const run = runs.find(id, question);
  return run === undefined ? undefined : { run, after: Number(number) };
}

async function sendJson(run: Run, response: Response, visitor: Visitor): Promise<void> {
  const leave = run.attach(0, () => undefined);
  // Not the request's `close`: that fires as soon as its body has been read.
  response.on('close', leave);
  const result = await run.outcome;
  if (!response.destroyed) response.json(visible(result, visitor));
}

interface StreamParts {
  readonly response: Response;
  readonly visitor: Visitor;
  readonly options: AskRouteOptions;
}

/** The status line waits for the first event, so that a failure before it is a problem with its own status. */
async function stream(run: Run, after: number, { response, visitor, options }: StreamParts): Promise<void> {
  let opened: EventStream | undefined;
  let sent = after;
  let hasSources = false;
  let hasText = false;
  const open = (): EventStream => (opened ??= openStream(response, options));
  const send = (event: RunEvent, number: number): void => {
    hasSources ||= event.type === 'sources';
    hasText ||= event.type === 'token';
    sent = number;
    const data = event.type === 'sources' ? { citations: event.citations } : { text: event.text };
    open().send(event.type, data, `${run.id}.${number}`);
  };
  const silence = setTimeout(() => open().announce(`${run.id}.${sent}`), options.limits.openAfterMs);
  const leave = run.attach(after, send);
  response.on('close', () => {
    clearTimeout(silence);
    leave();
  });

  try {
    const result = await run.outcome;
    if (response.destroyed) return;
    // An answer that came in one piece (from the cache) has the same order of events as a streamed one.
    if (after === 0 && !hasSources) send({ type: 'sources', citations: result.citations }, sent);
    if (after === 0 && !hasText) send({ type: 'token', text: result.answer }, sent);
    open().send('done', visible(result, visitor), `${run.id}.${sent}`);
  } catch (error) {
    if (opened === undefined) throw error;
    const problem = problemOf(error, { id: visitor.requestId, isOwner: visitor.isOwner });
    options.onFault(error, problem);
    open().send('error', problem);
  } finally {
    clearTimeout(silence);
    opened?.end();
  }
}

function openStream(response: Response, options: AskRouteOptions): EventStream {
  options.onStream(1);
  response.on('close', () => options.onStream(-1));
  return openEventStream(response, options.limits);
}

/** Queries and chunks are the owner's. */
function visible(result: AskResult, visitor: Visitor): AskResult | PublicAskResult {
  if (visitor.isOwner) return result;
  const { queries: _queries, chunks: _chunks, ...rest } = result;
  return rest;
}
