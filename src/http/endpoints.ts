/** Every route as data: what `server.ts` registers, `/openapi.json` describes and 405 names. No handlers here. */
import { z } from 'zod';
import * as schemas from './schemas.js';

export interface Endpoint {
  readonly method: 'get' | 'post' | 'delete';
  /** As OpenAPI writes it; `{id}` may hold slashes when they are encoded. */
  readonly path: string;
  readonly summary: string;
  /** Exists only when OWNER_TOKEN is set, and needs it. */
  readonly isOwners?: boolean;
  readonly body?: { readonly schema: z.ZodType; readonly isOptional?: boolean };
  readonly query?: z.ZodObject;
  readonly success: { readonly status: number; readonly description: string; readonly content?: Content };
  /** Other statuses that this route sends on purpose, as problem documents. */
  readonly problems: readonly number[];
  /** A page or asset: described in prose only. */
  readonly isPage?: boolean;
}

type Content = Readonly<Record<string, z.ZodType>>;

const text = z.string();
const html: Content = { 'text/html': text };

export const endpoints = {
  ask: {
    method: 'post',
    path: '/ask',
    summary:
      'Answers a question with sources. With `Accept: text/event-stream`: events `sources`, `token`, `done`, or `error` with a problem document; the `id` of an event, sent back as `Last-Event-ID` or `id` with the same question, continues the stream.',
    body: { schema: schemas.askBody },
    success: {
      status: 200,
      description: 'The answer.',
      content: { 'application/json': schemas.askResult, 'text/event-stream': text },
    },
    problems: [400, 401, 403, 413, 415, 429, 500, 503, 504],
  },
  feedback: {
    method: 'post',
    path: '/feedback',
    summary: 'Says whether an answer helped.',
    body: { schema: schemas.feedbackBody },
    success: { status: 204, description: 'Stored.' },
    problems: [400, 401, 403, 413, 415, 429, 500, 503],
  },
  suggestions: {
    method: 'get',
    path: '/suggestions',
    summary: 'Questions that the documents answer well.',
    success: {
      status: 200,
      description: 'Questions.',
      content: { 'application/json': schemas.suggestionList },
    },
    problems: [429, 503],
  },
  source: {
    method: 'get',
    path: '/sources/{id}',
    summary: 'A cited chunk in its document, with its neighbours. The id is URL-encoded.',
    success: { status: 200, description: 'The source.', content: { 'application/json': schemas.sourceView } },
    problems: [400, 404, 429, 503],
  },
  health: {
    method: 'get',
    path: '/health',
    summary: 'The process runs.',
    success: { status: 200, description: 'It runs.', content: { 'application/json': schemas.health } },
    problems: [],
  },
  ready: {
    method: 'get',
    path: '/ready',
    summary: 'Some index answers; lists the engines. 503 with the same body when none does.',
    success: { status: 200, description: 'Ready.', content: { 'application/json': schemas.readiness } },
    problems: [401],
  },
  metrics: {
    method: 'get',
    path: '/metrics',
    summary: 'Counters for Prometheus: for the owner; without OWNER_TOKEN for direct loopback clients only.',
    success: { status: 200, description: 'Counters.', content: { 'text/plain': text } },
    problems: [401, 404, 429],
  },
  ingest: {
    method: 'post',
    path: '/ingest',
    summary: 'Reads the documents again; running questions keep the generation they began with.',
    isOwners: true,
    body: { schema: schemas.emptyBody, isOptional: true },
    success: {
      status: 200,
      description: 'The report.',
      content: { 'application/json': schemas.ingestReport },
    },
    problems: [400, 401, 403, 409, 413, 415, 429, 500, 503],
  },
  clearCache: {
    method: 'delete',
    path: '/cache',
    summary: 'Forgets stored answers: all, those resting on one document, or those older than an age.',
    isOwners: true,
    query: schemas.cacheFilter,
    success: { status: 200, description: 'How many.', content: { 'application/json': schemas.clearedCache } },
    problems: [400, 401, 403, 429, 500, 503],
  },
  openapi: {
    method: 'get',
    path: '/openapi.json',
    summary: 'This description.',
    success: { status: 200, description: 'OpenAPI 3.1.', content: { 'application/json': z.looseObject({}) } },
    problems: [],
  },
  docs: {
    method: 'get',
    path: '/docs',
    summary: 'This description for people.',
    success: { status: 200, description: 'A page.', content: html },
    problems: [],
    isPage: true,
  },
  page: {
    method: 'get',
    path: '/',
    summary: 'A page to ask from.',
    success: { status: 200, description: 'A page.', content: html },
    problems: [],
    isPage: true,
  },
  embed: {
    method: 'get',
    path: '/embed',
    summary: "The widget's frame; only the allowed origins may frame it.",
    success: { status: 200, description: 'A page.', content: html },
    problems: [],
    isPage: true,
  },
  widget: {
    method: 'get',
    path: '/widget.js',
    summary: 'The script that adds the widget to a page.',
    success: { status: 200, description: 'A script.', content: { 'text/javascript': text } },
    problems: [],
    isPage: true,
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;

/** The same list with the wide type, in reading order. */
export const endpointList: readonly [EndpointName, Endpoint][] = Object.entries(endpoints) as [
  EndpointName,
  Endpoint,
][];
