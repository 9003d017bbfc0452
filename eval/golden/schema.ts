/** The shape of a golden file, as people write it. Strict: a key that is not listed here is a mistake. */
import { z } from 'zod';
import { answerStatuses } from '../../src/domain/answer.js';
import { intents, questionKinds } from '../../src/domain/plan.js';
import { expressionOf } from '../metrics/answer-text.js';

/** Why a question must not be answered; refusals are counted by it and never averaged away. */
export const unanswerableKinds = [
  'off_topic', 'near_domain', 'missing_fact', 'false_premise', 'ambiguous', 'injected', 'secrets',
] as const; // prettier-ignore

export const trapKinds = [
  'paraphrase', 'negation', 'entity', 'number', 'role', 'aspect', 'time', 'intent', 'other',
] as const; // prettier-ignore

const text = z.string().trim().min(1, 'must not be empty');
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.union([item, z.array(item).min(1, 'must not be an empty list')]);

/** Names a case; `~1` is added for its first paraphrase. */
const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'an id is made of letters, digits, ".", "_" and "-"');

const pattern = text.refine(
  (value) => {
    try {
      expressionOf(value);
      return true;
    } catch {
      return false;
    }
  },
  { message: 'is not a valid regular expression' },
);

const evidence = z.strictObject({
  doc: text,
  quote: text.optional(),
  grade: z.number().int().min(1).max(3).optional(),
});

const gradedText = z.strictObject({ text, grade: z.number().min(0).max(1).optional() });
const answer = z.union([text, gradedText]);

const split = z.enum(['dev', 'test']).optional();
const common = {
  id,
  split,
  status: z.enum(['draft', 'ready']).optional(),
  tags: listOf(text).optional(),
  note: text.optional(),
};

export const caseSchema = z.strictObject({
  ...common,
  q: text.optional(),
  /** A conversation; the last turn is the question. `a` is what the service said, asked afresh when absent. */
  turns: z.array(z.strictObject({ q: text, a: text.optional() })).min(2, 'needs two turns or more').optional(),
  paraphrases: listOf(text).optional(),
  answerable: z.boolean().optional(),
  kind: z.enum(unanswerableKinds).optional(),
  near: text.optional(),
  /** Any one counts; under `all`, every item has to be listed. `none`: names that must not be listed beside them. */
  answers: z
    .union([answer, z.array(answer).min(1), z.strictObject({ all: z.array(pattern).min(1), none: z.array(text).optional() })])
    .optional(),
  number: z.strictObject({ value: z.number(), tolerance: z.number().min(0).optional() }).optional(),
  must_include: listOf(pattern).optional(),
  must_include_any: listOf(pattern).optional(),
  must_not_include: listOf(pattern).optional(),
  evidence: listOf(z.union([text, evidence])).optional(),
  intent: z.enum(intents).optional(),
  expect_status: listOf(z.enum(answerStatuses)).optional(),
}); // prettier-ignore

export const routerCaseSchema = z.strictObject({
  ...common,
  q: text,
  intent: z.enum(intents),
  kind: z.enum(questionKinds).optional(),
  /** Number of parts, or a phrase that each part must hold, in order. */
  parts: z.union([z.number().int().min(1).max(6), z.array(text).min(1).max(6)]).optional(),
});

export const pairSchema = z.strictObject({
  ...common,
  first: text,
  second: text,
  hit: z.boolean(),
  trap: z.enum(trapKinds).optional(),
});

const gateLimits = { min: z.number().optional(), max: z.number().optional() };
const gateScope = z.strictObject({
  kind: text.optional(),
  tag: text.optional(),
  trap: text.optional(),
  split: z.enum(['dev', 'test']).optional(),
  ...gateLimits,
});
export const gateSchema = z.union([
  z.number(),
  z.strictObject({ ...gateLimits, by: listOf(gateScope).optional() }),
]);

const header = {
  version: z.literal(1),
  corpus: text.optional(),
  defaults: z
    .strictObject({
      k: z.array(z.number().int().min(1).max(100)).min(1).optional(),
      mode: z.enum(['extractive', 'model']).optional(),
    })
    .optional(),
  gates: z.record(z.string(), gateSchema).optional(),
};

export const goldenFileSchema = z.strictObject({
  ...header,
  cases: z.array(caseSchema).optional(),
  router: z.array(routerCaseSchema).optional(),
  pairs: z.array(pairSchema).optional(),
});

export const lineKinds = ['cases', 'router', 'pairs'] as const;
export type LineKind = (typeof lineKinds)[number];

/** First line of a JSONL file: the header, and what the other lines are. */
export const headerLineSchema = z.strictObject({ ...header, kind: z.enum(lineKinds).optional() });

export type RawCase = z.infer<typeof caseSchema>;
export type RawRouterCase = z.infer<typeof routerCaseSchema>;
export type RawPair = z.infer<typeof pairSchema>;
export type RawGate = z.infer<typeof gateSchema>;
export type GoldenFile = z.infer<typeof goldenFileSchema>;
export type UnanswerableKind = (typeof unanswerableKinds)[number];
export type TrapKind = (typeof trapKinds)[number];
