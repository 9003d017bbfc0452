/** `/openapi.json`: OpenAPI 3.1 made from the endpoint table and the schemas that parse requests. */
import { z } from 'zod';
import { endpointList, type Endpoint } from './endpoints.js';
import { problemKinds } from './problems.js';
import { problemDocument } from './schemas.js';

type Json = Record<string, unknown>;

/** `withOwner`: whether the owner's routes exist here. */
export function createOpenApi(options: { version: string; withOwner: boolean }): Json {
  const paths: Record<string, Json> = {};
  for (const [name, endpoint] of endpointList) {
    if (endpoint.isOwners === true && !options.withOwner) continue;
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method]: describe(name, endpoint, options.withOwner),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'askfolio',
      version: options.version,
      description: 'Honest, cited answers about one developer’s work. Errors are RFC 9457 problem documents.',
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemDocument, 'output') },
      securitySchemes: { owner: { type: 'http', scheme: 'bearer', description: 'OWNER_TOKEN' } },
    },
  };
}

function describe(name: string, endpoint: Endpoint, withOwner: boolean): Json {
  const parameters = [...pathParameters(endpoint.path), ...queryParameters(endpoint.query)];
  return {
    operationId: name,
    summary: endpoint.summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(endpoint.body === undefined ? {} : { requestBody: requestBody(endpoint.body) }),
    responses: responsesOf(endpoint),
    ...(withOwner ? securityOf(name, endpoint) : {}),
  };
}

/** Visitors ask without a token; the owner gets more with one. */
function securityOf(name: string, endpoint: Endpoint): Json {
  if (endpoint.isOwners === true || name === 'metrics') return { security: [{ owner: [] }] };
  return name === 'ask' || name === 'ready' ? { security: [{}, { owner: [] }] } : {};
}

function requestBody(body: NonNullable<Endpoint['body']>): Json {
  return {
    required: body.isOptional !== true,
    content: { 'application/json': { schema: schemaOf(body.schema, 'input') } },
  };
}

function responsesOf(endpoint: Endpoint): Json {
  const { status, description, content } = endpoint.success;
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const described = Object.entries(content ?? {}).map(([type, schema]) => [
    type,
    { schema: schemaOf(schema, 'output') },
  ]);
  const responses: Json = {
    [status]: {
      description,
      ...(described.length > 0 ? { content: Object.fromEntries(described) as Json } : {}),
    },
  };
  for (const code of endpoint.problems) responses[code] = { description: titleOf(code), content: problem };
  if (endpoint.path === '/ready') responses[503] = { ...(responses[200] as Json), description: 'Not ready.' };
  return responses;
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1 },
  }));
}

function queryParameters(query: z.ZodObject | undefined): Json[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema as z.ZodType, 'input'),
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as Json;
  return rest;
}

function titleOf(status: number): string {
  return Object.values(problemKinds)
    .filter((kind) => kind.status === status)
    .map((kind) => kind.title)
    .join(', or: ');
}
