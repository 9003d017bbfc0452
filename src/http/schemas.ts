/** The zod schemas of requests and responses: they parse, and they are the source of `/openapi.json`. */
import { z } from 'zod';
import { answerStatuses, cacheStatuses, degradations } from '../domain/answer.js';
import { chunkKinds, documentTypes, standings } from '../domain/chunk.js';
import { messageOf } from '../domain/errors.js';
import { intents } from '../domain/plan.js';
import { maximumQuestionLength, normaliseQuestion } from '../text/normalise.js';
import { problemKinds } from './problems.js';

export const maximumTurns = 20;
/** UTF-16 units of one turn: an answer fits. */
export const maximumTurnLength = 8_000;

// What `text/normalise.ts` leaves nothing of: white space, control characters, and characters that nobody sees. As characters
// and not as escapes: those above U+FFFF are written differently by each dialect of patterns.
const unseen = [
  [0x00, 0x20], [0x7f, 0xa0], [0xad, 0xad], [0x34f, 0x34f], [0x61c, 0x61c], [0x115f, 0x1160], [0x1680, 0x1680],
  [0x17b4, 0x17b5], [0x180b, 0x180f], [0x2000, 0x200f], [0x2028, 0x202f], [0x205f, 0x206f], [0x3000, 0x3000],
  [0x3164, 0x3164], [0xfe00, 0xfe0f], [0xfeff, 0xfeff], [0xffa0, 0xffa0], [0xe0000, 0xe0fff],
] as const; // prettier-ignore
export const seenPattern = `[^${unseen.map(([first, last]) => `${String.fromCodePoint(first)}-${String.fromCodePoint(last)}`).join('')}]`;

// The length rule is that of `text/`: counted in code points of the cleaned question.
const question = z
  .string()
  .check((context) => {
    try {
      normaliseQuestion(context.value);
    } catch (error) {
      context.issues.push({ code: 'custom', input: context.value, message: messageOf(error) });
    }
  })
  .meta({
    minLength: 1,
    maxLength: maximumQuestionLength,
    pattern: seenPattern,
    description: 'One question, in plain words.',
    examples: ['Which projects use PostgreSQL?'],
  });

const turn = z.strictObject({
  role: z.enum(['user', 'assistant']),
  content: z.string().max(maximumTurnLength),
});

export const askBody = z.strictObject({
  question,
  history: z.array(turn).max(maximumTurns).optional().meta({ description: 'Earlier turns, oldest first.' }),
  id: z.string().max(100).optional().meta({
    description: 'Id of a stream that broke off: its answer is sent again instead of a second run.',
  }),
});
export type AskBody = z.infer<typeof askBody>;

export const feedbackBody = z.strictObject({
  id: z.string().min(1).max(100).meta({ description: '`id` of the answer.' }),
  verdict: z.enum(['up', 'down']),
  reason: z.string().max(100).optional(),
  comment: z.string().max(2_000).optional(),
});

export const emptyBody = z.strictObject({});

export const cacheFilter = z.strictObject({
  documentId: z.string().min(1).max(500).optional(),
  olderThanMs: z
    .string()
    .regex(/^\d{1,13}$/, 'must be a whole number of milliseconds')
    .optional(),
});

const score = z.number();
const citation = z.object({
  n: z.int(),
  chunkId: z.string(),
  documentId: z.string(),
  title: z.string(),
  heading: z.string(),
  quote: z.string(),
  url: z.string().optional(),
});

const packedChunk = z.object({
  rank: z.int(),
  id: z.string(),
  documentId: z.string(),
  title: z.string(),
  heading: z.string(),
  text: z.string(),
  score,
});

const query = z.object({ part: z.int(), intent: z.string(), text: z.string(), weight: z.number() });

export const askResult = z.object({
  id: z.string(),
  question: z.string(),
  status: z.enum(answerStatuses),
  answer: z.string().meta({ description: 'Markdown with [n] citations.' }),
  confidence: z.number().min(0).max(1),
  citations: z.array(citation),
  parts: z.array(z.object({ text: z.string(), status: z.enum(answerStatuses) })),
  intent: z.object({ label: z.enum(intents), scores: z.record(z.enum(intents), score) }),
  suggestions: z.array(z.string()),
  queries: z.array(query).optional().meta({ description: 'Owner only.' }),
  chunks: z.array(packedChunk).optional().meta({ description: 'Owner only.' }),
  cache: z.object({
    status: z.enum(cacheStatuses),
    similarity: z.number().optional(),
    veto: z.string().optional(),
  }),
  timings: z.record(z.string(), z.number()).meta({ description: 'Milliseconds per stage.' }),
  engine: z.object({ index: z.string(), embedder: z.string(), composer: z.string() }),
  degraded: z.array(z.enum(degradations)),
  standalone: z.string().optional(),
});

export const problemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  id: z.string(),
  code: z.enum(Object.keys(problemKinds) as [string, ...string[]]),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

export const health = z.object({ status: z.literal('ok'), version: z.string(), uptimeSeconds: z.number() });

export const readiness = z.object({
  ready: z.boolean(),
  engines: z.record(
    z.string(),
    z.object({
      name: z.string(),
      answers: z.boolean(),
      detail: z.string().optional().meta({ description: 'Owner only.' }),
    }),
  ),
  generation: z.string().optional(),
  documents: z.int().optional(),
  chunks: z.int().optional(),
});

export const suggestionList = z.object({ suggestions: z.array(z.string()) });

const passage = z.object({
  id: z.string(),
  heading: z.array(z.string()),
  text: z.string(),
  kind: z.enum(chunkKinds),
  standing: z.enum(standings),
  ordinal: z.int(),
  startLine: z.int(),
  endLine: z.int(),
  page: z.int().optional(),
});

export const sourceView = z.object({
  document: z.object({
    id: z.string(),
    title: z.string(),
    summary: z.string(),
    type: z.enum(documentTypes),
    tags: z.array(z.string()),
    period: z.string().optional(),
    url: z.string().optional(),
  }),
  chunk: passage,
  neighbours: z.array(passage),
});
export type SourceView = z.infer<typeof sourceView>;

export const clearedCache = z.object({ cleared: z.int() });
export const ingestReport = z.record(z.string(), z.unknown());
