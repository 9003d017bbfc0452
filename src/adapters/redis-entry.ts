/**
 * A cache entry as a Redis hash and back. Everything read is checked: version, checksum, shape. What is damaged, foreign or older
 * is `undefined`, never an exception.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { answerStatuses, cacheStatuses, degradations } from '../domain/answer.js';
import { aspects, intents, questionKinds } from '../domain/plan.js';
import type { CacheEntry } from '../ports.js';

// Raised when the shape below changes: older entries are then misses and are removed.
const version = '2';

const text = z.string();
const count = z.number().finite();
const scores = z.object({ factual: count, explanation: count, comparison: count, creative: count });
const query = z.object({ intent: z.enum([...intents, 'original', 'keywords']), text, weight: count });
const part = z.object({
  text,
  aspect: z.enum(aspects),
  kind: z.enum(questionKinds),
  operand: z.exactOptional(text),
  queries: z.array(query),
});
const plan = z.object({
  question: text,
  kind: z.enum(questionKinds),
  intent: z.enum(intents),
  scores,
  parts: z.array(part),
});
const citation = z.object({
  n: z.int().positive(),
  chunkId: text,
  documentId: text,
  title: text,
  heading: text,
  quote: text,
  url: z.exactOptional(text),
});
const packed = z.object({
  rank: count,
  id: text,
  documentId: text,
  title: text,
  heading: text,
  text,
  score: count,
});
const timings = z.object({
  totalMs: count,
  routeMs: count,
  embedMs: count,
  retrieveMs: count,
  composeMs: count,
  cacheMs: count,
});
const result = z.object({
  id: text,
  question: text,
  status: z.enum(answerStatuses),
  answer: text,
  confidence: count,
  citations: z.array(citation).min(1),
  parts: z.array(z.object({ text, status: z.enum(answerStatuses) })),
  intent: z.object({ label: z.enum(intents), scores }),
  suggestions: z.array(text),
  queries: z.array(query.extend({ part: count })),
  chunks: z.array(packed),
  cache: z.object({
    status: z.enum(cacheStatuses),
    similarity: z.exactOptional(count),
    veto: z.exactOptional(text),
  }),
  timings,
  engine: z.object({ index: text, embedder: text, composer: text }),
  degraded: z.array(z.enum(degradations)),
  standalone: z.exactOptional(text),
});
const evidence = z.array(z.object({ chunkId: text, documentId: text, sha256: text })).min(1);
const body = z.object({
  key: text,
  scope: text,
  question: text,
  plan,
  result,
  evidence,
  grounds: z.array(text),
  generation: text,
  catalogue: text,
  storedAt: count,
});

/** Fields of the hash; `vector` is raw little-endian Float32. */
export type EntryFields = Record<string, string | Buffer>;

function checksum(entryBody: Buffer | string, vector: Buffer): string {
  return createHash('sha256').update(entryBody).update(vector).digest('hex');
}

function bytesOf(vector: Float32Array | undefined): Buffer {
  if (vector === undefined) return Buffer.alloc(0);
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes;
}

/** The vector of a field; undefined when it is empty, cut or not finite. */
export function vectorOf(bytes: Buffer | null | undefined): Float32Array | undefined {
  if (bytes === null || bytes === undefined || bytes.length === 0 || bytes.length % 4 !== 0) return undefined;
  const vector = Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
  return vector.every(Number.isFinite) ? vector : undefined;
}

/** The hash of an entry. `scope` and `evidence` stand beside the body so that lists of entries need not read it. */
export function fieldsOf(entry: CacheEntry): EntryFields {
  const { vector, ...rest } = entry;
  const json = JSON.stringify(rest);
  const bytes = bytesOf(vector);
  return {
    v: version,
    sum: checksum(json, bytes),
    scope: entry.scope,
    evidence: JSON.stringify(entry.evidence),
    body: json,
    vector: bytes,
  };
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return undefined;
  }
}

/** The entry of a hash; undefined when anything about it is not as `fieldsOf` wrote it. */
export function entryOf(fields: Readonly<Record<string, Buffer>>): CacheEntry | undefined {
  const { v, sum, body: json, vector = Buffer.alloc(0) } = fields;
  if (v?.toString() !== version || json === undefined) return undefined;
  if (sum?.toString() !== checksum(json, vector)) return undefined;
  const parsed = body.safeParse(parseJson(json.toString()));
  return parsed.success ? { ...parsed.data, vector: vectorOf(vector) } : undefined;
}

/** The evidence field alone, for removing the answers of a document; an empty list when it is damaged. */
export function evidenceFieldOf(raw: string | null): z.infer<typeof evidence> {
  const parsed = evidence.safeParse(parseJson(raw ?? ''));
  return parsed.success ? parsed.data : [];
}
