/**
 * A small Qdrant for tests: the REST calls that the adapter makes, with the statuses, shapes and error texts of a real 1.18 server, exact search
 * in memory. Stricter than the real one in one thing: it refuses fields that it does not know. No HNSW, no shards, no persistence.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { z } from 'zod';

const sparse = z.strictObject({ indices: z.array(z.int().min(0)), values: z.array(z.number()) });
const vectorValue = z.union([z.array(z.number()), sparse]);
type VectorValue = z.infer<typeof vectorValue>;
const condition = z.strictObject({
  key: z.string(),
  match: z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]) }),
});
const filterSchema = z.strictObject({ must: z.array(condition) });
const payloadSelector = z.union([z.boolean(), z.array(z.string())]);
const pointId = z.union([z.int().min(0), z.string()]);
const vectorsSchema = z.record(
  z.string(),
  z.strictObject({ size: z.int().min(1), distance: z.enum(['Cosine', 'Dot']) }),
);

/** Read for their form alone: the search is exact whatever they say. */
const paramsSchema = z.strictObject({
  exact: z.boolean().optional(),
  quantization: z
    .strictObject({
      ignore: z.boolean().optional(),
      rescore: z.boolean().optional(),
      oversampling: z.number().min(1).optional(),
    })
    .optional(),
});

const querySchema = z.strictObject({
  query: z.union([z.array(z.number()), sparse, z.strictObject({ fusion: z.enum(['rrf', 'dbsf']) })]),
  using: z.string().optional(),
  prefetch: z.array(z.strictObject({ query: vectorValue, using: z.string(), limit: z.int() })).optional(),
  filter: filterSchema.optional(),
  params: paramsSchema.optional(),
  limit: z.int().default(10),
  with_payload: payloadSelector.default(false),
  with_vector: z.boolean().default(false),
});
type Query = z.infer<typeof querySchema>;

const bodies = {
  create: z.strictObject({
    vectors: vectorsSchema,
    sparse_vectors: z.record(z.string(), z.strictObject({ modifier: z.literal('idf').optional() })).optional(),
    on_disk_payload: z.boolean().optional(),
    shard_number: z.int().min(1).optional(),
    replication_factor: z.int().min(1).optional(),
    quantization_config: z.strictObject({ scalar: z.strictObject({ type: z.literal('int8'), always_ram: z.boolean().optional() }) }).optional(),
  }),
  update: z.strictObject({ metadata: z.record(z.string(), z.unknown()) }),
  index: z.strictObject({
    field_name: z.string(),
    field_schema: z.union([z.literal('keyword'), z.strictObject({ type: z.literal('keyword'), is_tenant: z.boolean() })]),
  }),
  upsert: z.strictObject({
    points: z.array(z.strictObject({ id: pointId, vector: z.record(z.string(), vectorValue), payload: z.record(z.string(), z.unknown()) })),
  }),
  remove: z.union([z.strictObject({ points: z.array(pointId) }), z.strictObject({ filter: filterSchema })]),
  retrieve: z.strictObject({ ids: z.array(pointId), with_payload: payloadSelector.default(true), with_vector: z.boolean().default(false) }),
  scroll: z.strictObject({ limit: z.int().default(10), filter: filterSchema.optional(), offset: pointId.optional(), with_payload: payloadSelector.default(true), with_vector: z.boolean().default(false) }),
  count: z.strictObject({ exact: z.boolean().optional(), filter: filterSchema.optional() }),
  facet: z.strictObject({ key: z.string(), limit: z.int().default(10) }),
  batch: z.strictObject({ searches: z.array(querySchema) }),
  aliases: z.strictObject({
    actions: z.array(
      z.union([
        z.strictObject({ create_alias: z.strictObject({ collection_name: z.string(), alias_name: z.string() }) }),
        z.strictObject({ delete_alias: z.strictObject({ alias_name: z.string() }) }),
      ]),
    ),
  }),
} as const; // prettier-ignore

interface Point {
  readonly id: number | string;
  readonly vector: Record<string, VectorValue>;
  /** The dense vectors as they are compared. */
  readonly units: Readonly<Record<string, Float32Array>>;
  readonly payload: Record<string, unknown>;
  readonly version: number;
}

interface Collection {
  readonly config: z.infer<typeof bodies.create>;
  metadata: Record<string, unknown> | undefined;
  readonly indexed: Map<string, unknown>;
  readonly points: Map<number | string, Point>;
  operations: number;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface QdrantStandIn {
  readonly url: string;
  readonly collections: ReadonlyMap<string, Collection>;
  readonly aliases: ReadonlyMap<string, string>;
  requestCount(): number;
  /** The connection is cut at the request with this number (1 is the next one), before or after its work. */
  cutAt(number: number, when: 'before' | 'after'): void;
  /** Cuts every connection until set to false. */
  setDown(isDown: boolean): void;
  /** Accepts connections and never answers. */
  setSilent(isSilent: boolean): void;
  close(): Promise<void>;
}

const wrong = (message: string): Refusal => new Refusal(400, `Wrong input: ${message}`);
/** Answered without a body, as by a server that does not know the path. */
const noRoute = (): Refusal => new Refusal(404, '');
const missing = (name: string): Refusal =>
  new Refusal(404, `Not found: Collection \`${name}\` doesn't exist!`);

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    400,
    `Format error in JSON body: ${parsed.error.issues[0]?.message ?? ''} at ${parsed.error.issues[0]?.path.join('.') ?? ''}`,
  );
}

function isSparse(value: VectorValue): value is z.infer<typeof sparse> {
  return !Array.isArray(value);
}

function matches(point: Point, filter: z.infer<typeof filterSchema> | undefined): boolean {
  return (filter?.must ?? []).every(({ key, match }) => {
    const value = point.payload[key];
    return Array.isArray(value) ? value.includes(match.value) : value === match.value;
  });
}

function pickPayload(
  point: Point,
  selector: z.infer<typeof payloadSelector>,
): { payload?: Record<string, unknown> } {
  if (selector === false) return {};
  if (selector === true) return { payload: point.payload };
  return {
    payload: Object.fromEntries(Object.entries(point.payload).filter(([key]) => selector.includes(key))),
  };
}

/** As the server keeps vectors that are compared by cosine: float32, of length 1. */
function normalised(vector: readonly number[]): Float32Array {
  const rounded = Float32Array.from(vector);
  let squares = 0;
  for (const value of rounded) squares = Math.fround(squares + Math.fround(value * value));
  const length = Math.fround(Math.sqrt(squares));
  return length === 0 ? rounded : rounded.map((value) => value / length);
}

/** Of unit vectors, added in float32 in four lanes, as vector instructions do. */
function cosine(a: Float32Array, b: Float32Array): number {
  const lanes = new Float32Array(4);
  for (let at = 0; at < a.length; at++) lanes[at & 3]! += Math.fround(a[at]! * b[at]!);
  return lanes.reduce((sum, lane) => Math.fround(sum + lane), 0);
}

function idf(collection: Collection, name: string, index: number): number {
  const holders = [...collection.points.values()].filter((point) => {
    const vector = point.vector[name];
    return vector !== undefined && isSparse(vector) && vector.indices.includes(index);
  }).length;
  return Math.log(1 + (collection.points.size - holders + 0.5) / (holders + 0.5));
}

function sparseScore(
  query: z.infer<typeof sparse>,
  stored: z.infer<typeof sparse>,
  weight: (index: number) => number,
): number | undefined {
  let score = 0;
  let isHit = false;
  query.indices.forEach((index, i) => {
    const at = stored.indices.indexOf(index);
    if (at < 0) return;
    isHit = true;
    const product = Math.fround(Math.fround(query.values[i] ?? 0) * Math.fround(stored.values[at] ?? 0));
    score = Math.fround(score + Math.fround(product * weight(index)));
  });
  return isHit ? score : undefined;
}

type Scored = { point: Point; score: number };

function rank(
  collection: Collection,
  vector: VectorValue,
  using: string,
  limit: number,
  filter: Query['filter'],
): Scored[] {
  const dense = collection.config.vectors[using];
  const isKnown = dense !== undefined || collection.config.sparse_vectors?.[using] !== undefined;
  if (!isKnown) throw wrong(`Not existing vector name error: ${using}`);
  if (Array.isArray(vector) && dense !== undefined && vector.length !== dense.size)
    throw wrong(`Vector dimension error: expected dim: ${dense.size}, got ${vector.length}`);
  if (limit < 1)
    throw new Refusal(
      422,
      `Validation error in JSON body: [internal.limit: value ${limit} invalid, must be 1 or larger]`,
    );
  const unit = Array.isArray(vector) ? normalised(vector) : undefined;
  const weights = new Map<number, number>();
  const hasIdf = collection.config.sparse_vectors?.[using]?.modifier === 'idf';
  const weight = (index: number): number => {
    if (!hasIdf) return 1;
    let known = weights.get(index);
    if (known === undefined) weights.set(index, (known = idf(collection, using, index)));
    return known;
  };
  const scored = [...collection.points.values()].flatMap((point): Scored[] => {
    const stored = point.vector[using];
    if (stored === undefined || !matches(point, filter)) return [];
    const own = point.units[using];
    const score =
      unit === undefined
        ? isSparse(stored) && !Array.isArray(vector)
          ? sparseScore(vector, stored, weight)
          : undefined
        : own && cosine(unit, own);
    return score === undefined ? [] : [{ point, score }];
  });
  // Equal scores come in an order that has nothing to do with the payload.
  return scored
    .sort((a, b) => b.score - a.score || (String(a.point.id) < String(b.point.id) ? -1 : 1))
    .slice(0, limit);
}

function fuse(lists: readonly Scored[][], fusion: 'rrf' | 'dbsf'): Scored[] {
  const sums = new Map<Point, number>();
  for (const list of lists) {
    const mean = list.reduce((sum, { score }) => sum + score, 0) / Math.max(1, list.length);
    const deviation = Math.sqrt(
      list.reduce((sum, { score }) => sum + (score - mean) ** 2, 0) / Math.max(1, list.length - 1),
    );
    list.forEach(({ point, score }, i) => {
      const share =
        fusion === 'rrf'
          ? 1 / (i + 2)
          : deviation === 0
            ? 0.5
            : (score - mean + 3 * deviation) / (6 * deviation);
      sums.set(point, (sums.get(point) ?? 0) + share);
    });
  }
  return [...sums].map(([point, score]) => ({ point, score })).sort((a, b) => b.score - a.score);
}

function runQuery(collection: Collection, query: Query) {
  const { using = '', limit, filter } = query;
  const scored =
    'fusion' in query.query
      ? fuse(
          (query.prefetch ?? []).map((arm) => rank(collection, arm.query, arm.using, arm.limit, filter)),
          query.query.fusion,
        ).slice(0, limit)
      : rank(collection, query.query, using, limit, filter);
  return {
    points: scored.map(({ point, score }) => ({
      id: point.id,
      version: point.version,
      score,
      ...pickPayload(point, query.with_payload),
    })),
  };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function checkPoint(
  collection: Collection,
  point: z.infer<typeof bodies.upsert>['points'][number],
  number: number,
): void {
  if (typeof point.id === 'string' && !uuid.test(point.id))
    throw new Refusal(
      400,
      `Format error in JSON body: value ${point.id} is not a valid point ID, valid values are either an unsigned integer or a UUID`,
    );
  for (const [name, vector] of Object.entries(point.vector)) {
    if (Array.isArray(vector)) {
      const size = collection.config.vectors[name]?.size;
      if (size === undefined) throw wrong(`Not existing vector name error: ${name}`);
      if (vector.length !== size)
        throw wrong(
          `Vector dimension error: expected dim: ${size}, got ${vector.length} for vector '${name}'`,
        );
    } else {
      if (collection.config.sparse_vectors?.[name] === undefined)
        throw wrong(`Not existing vector name error: ${name}`);
      if (
        new Set(vector.indices).size !== vector.indices.length ||
        vector.indices.length !== vector.values.length
      )
        throw new Refusal(
          422,
          `Validation error in JSON body: [points[${number}].vector.?.indices: Validation error: must be unique [{}]]`,
        );
    }
  }
}

function createStore() {
  const collections = new Map<string, Collection>();
  const aliases = new Map<string, string>();
  const find = (name: string): Collection => {
    const found = collections.get(aliases.get(name) ?? name);
    if (found === undefined) throw missing(name);
    return found;
  };
  const done = (collection: Collection): unknown => ({
    operation_id: ++collection.operations,
    status: 'completed',
  });

  function info(collection: Collection): unknown {
    return {
      status: 'green', optimizer_status: 'ok', indexed_vectors_count: 0, points_count: collection.points.size, segments_count: 2,
      config: {
        params: { vectors: collection.config.vectors, shard_number: collection.config.shard_number ?? 1, replication_factor: collection.config.replication_factor ?? 1, write_consistency_factor: 1, on_disk_payload: collection.config.on_disk_payload ?? true, ...(collection.config.sparse_vectors === undefined ? {} : { sparse_vectors: collection.config.sparse_vectors }) },
        hnsw_config: { m: 16, ef_construct: 100, full_scan_threshold: 10000, max_indexing_threads: 0, on_disk: false },
        optimizer_config: { deleted_threshold: 0.2, vacuum_min_vector_number: 1000, default_segment_number: 2, max_segment_size: null, memmap_threshold: null, indexing_threshold: 10000, flush_interval_sec: 5, max_optimization_threads: null, prevent_unoptimized: null },
        wal_config: { wal_capacity_mb: 32, wal_segments_ahead: 0, wal_retain_closed: 1 }, quantization_config: collection.config.quantization_config ?? null,
        ...(collection.metadata === undefined ? {} : { metadata: collection.metadata }),
      },
      payload_schema: Object.fromEntries([...collection.indexed].map(([field, schema]) => [field, { data_type: 'keyword', ...(schema === 'keyword' ? {} : { params: schema }), points: 0 }])),
      update_queue: { length: 0 },
    }; // prettier-ignore
  }

  function create(name: string, body: unknown): boolean {
    if (aliases.has(name))
      throw wrong(`Can't create collection with name ${name}. Alias with the same name already exists`);
    if (collections.has(name)) throw new Refusal(409, `Wrong input: Collection \`${name}\` already exists!`);
    collections.set(name, {
      config: parse(bodies.create, body),
      metadata: undefined,
      indexed: new Map(),
      points: new Map(),
      operations: 0,
    });
    return true;
  }

  function changeAliases(body: unknown): boolean {
    const { actions } = parse(bodies.aliases, body);
    const next = new Map(aliases);
    for (const action of actions) {
      if ('delete_alias' in action) next.delete(action.delete_alias.alias_name);
      else {
        const { collection_name, alias_name } = action.create_alias;
        if (!collections.has(collection_name)) throw missing(collection_name);
        if (collections.has(alias_name))
          throw new Refusal(409, `Wrong input: Collection \`${alias_name}\` already exists!`);
        next.set(alias_name, collection_name);
      }
    }
    aliases.clear();
    for (const [alias, name] of next) aliases.set(alias, name);
    return true;
  }

  function upsert(collection: Collection, body: unknown): unknown {
    const { points } = parse(bodies.upsert, body);
    points.forEach((point, number) => checkPoint(collection, point, number));
    const reply = done(collection);
    for (const point of points) {
      const dense = Object.entries(point.vector).flatMap(([name, value]) =>
        isSparse(value) ? [] : [[name, normalised(value)] as const],
      );
      const units = Object.fromEntries(dense);
      collection.points.set(point.id, { ...point, units, version: collection.operations });
    }
    return reply;
  }

  function remove(collection: Collection, body: unknown): unknown {
    const given = parse(bodies.remove, body);
    for (const point of [...collection.points.values()])
      if ('points' in given ? given.points.includes(point.id) : matches(point, given.filter))
        collection.points.delete(point.id);
    return done(collection);
  }

  function scroll(collection: Collection, body: unknown): unknown {
    const { limit, filter, with_payload: selector } = parse(bodies.scroll, body);
    const found = [...collection.points.values()]
      .filter((point) => matches(point, filter))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return {
      points: found.slice(0, limit).map((point) => ({ id: point.id, ...pickPayload(point, selector) })),
      next_page_offset: found[limit]?.id ?? null,
    };
  }

  function retrieve(collection: Collection, body: unknown): unknown {
    const { ids, with_payload: selector, with_vector: withVector } = parse(bodies.retrieve, body);
    return ids.flatMap((id) => {
      const point = collection.points.get(id);
      return point === undefined
        ? []
        : [{ id, ...pickPayload(point, selector), ...(withVector ? { vector: point.vector } : {}) }];
    });
  }

  function facet(collection: Collection, body: unknown): unknown {
    const { key, limit } = parse(bodies.facet, body);
    const counts = new Map<unknown, number>();
    for (const point of collection.points.values())
      counts.set(point.payload[key], (counts.get(point.payload[key]) ?? 0) + 1);
    return {
      hits: [...counts]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count)
        .slice(0, limit),
    };
  }

  function onPoints(collection: Collection, action: string, method: string, body: unknown): unknown {
    switch (`${method} ${action}`) {
      case 'PUT ':
        return upsert(collection, body);
      case 'POST ':
        return retrieve(collection, body);
      case 'POST query':
        return runQuery(collection, parse(querySchema, body));
      case 'POST query/batch':
        return parse(bodies.batch, body).searches.map((search) => runQuery(collection, search));
      case 'POST scroll':
        return scroll(collection, body);
      case 'POST count':
        return {
          count: [...collection.points.values()].filter((point) =>
            matches(point, parse(bodies.count, body).filter),
          ).length,
        };
      case 'POST delete':
        return remove(collection, body);
      default:
        throw noRoute();
    }
  }

  function onCollection(name: string, action: string, method: string, body: unknown): unknown {
    if (action === 'exists') return { exists: collections.has(aliases.get(name) ?? name) };
    if (action === '' && method === 'PUT') return create(name, body);
    if (action === '' && method === 'DELETE') {
      for (const [alias, target] of aliases) if (target === name) aliases.delete(alias);
      return collections.delete(name);
    }
    const collection = find(name);
    if (action === '' && method === 'GET') return info(collection);
    if (action === '' && method === 'PATCH') {
      collection.metadata = { ...collection.metadata, ...parse(bodies.update, body).metadata };
      return true;
    }
    if (action === 'index') {
      const { field_name, field_schema } = parse(bodies.index, body);
      collection.indexed.set(field_name, field_schema);
      return done(collection);
    }
    if (action === 'facet') return facet(collection, body);
    if (action === 'aliases')
      return {
        aliases: [...aliases]
          .filter(([, target]) => target === name)
          .map(([alias_name, collection_name]) => ({ alias_name, collection_name })),
      };
    if (action === 'points' || action.startsWith('points/'))
      return onPoints(collection, action.slice(7), method, body);
    throw noRoute();
  }

  function route(method: string, path: string, body: unknown): unknown {
    if (path === '/aliases')
      return {
        aliases: [...aliases].map(([alias_name, collection_name]) => ({ alias_name, collection_name })),
      };
    if (path === '/collections/aliases') return changeAliases(body);
    if (path === '/collections') return { collections: [...collections.keys()].map((name) => ({ name })) };
    const [, name, action = ''] = /^\/collections\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
    if (name === undefined) throw noRoute();
    return onCollection(decodeURIComponent(name), action, method, body);
  }

  return { collections, aliases, route };
}

const plain: Readonly<Record<string, string>> = {
  '/healthz': 'healthz check passed',
  '/readyz': 'all shards are ready',
};

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  return text === '' ? {} : (JSON.parse(text) as unknown);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export async function startQdrantStandIn(options: { readonly apiKey?: string } = {}): Promise<QdrantStandIn> {
  const store = createStore();
  let requests = 0;
  let cut: { at: number; when: 'before' | 'after' } | undefined;
  let isDown = false;
  let isSilent = false;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    requests++;
    const isCut = cut !== undefined && requests >= cut.at;
    if (isDown || (isCut && cut?.when === 'before')) return void request.socket.destroy();
    if (isSilent) return;
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (options.apiKey !== undefined && path !== '/' && request.headers['api-key'] !== options.apiKey) {
      response.writeHead(401, { 'content-type': 'text/plain' });
      return void response.end('Must provide an API key or an Authorization bearer token');
    }
    if (path === '/')
      return send(response, 200, {
        title: 'qdrant - vector search engine',
        version: '1.18.1',
        commit: 'stand-in',
      });
    if (plain[path] !== undefined) {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
      return void response.end(plain[path]);
    }
    try {
      const result = store.route(request.method ?? 'GET', path, body);
      if (isCut) return void request.socket.destroy();
      send(response, 200, { result, status: 'ok', time: 0.001 });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.message === '') return void response.writeHead(error.status).end();
      send(response, error.status, { status: { error: error.message }, time: 0 });
    }
  }

  const sockets = new Set<Socket>();
  const server = createServer(
    (request, response) => void answer(request, response).catch(() => request.socket.destroy()),
  );
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    collections: store.collections,
    aliases: store.aliases,
    requestCount: () => requests,
    cutAt: (number, when) => {
      cut = number === 0 ? undefined : { at: requests + number, when };
    },
    setDown: (down) => {
      isDown = down;
    },
    setSilent: (silent) => {
      isSilent = silent;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
