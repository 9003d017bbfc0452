/** Golden cases as the harness uses them: defaults filled in, scalars made lists, paraphrases made cases of their own. */
import type { AnswerStatus } from '../../src/domain/answer.js';
import type { Intent, QuestionKind } from '../../src/domain/plan.js';
import type { Located } from './parse.js';
import type { Place } from './problem.js';
import type { RawCase, RawPair, RawRouterCase, TrapKind, UnanswerableKind } from './schema.js';

export type Split = 'dev' | 'test';

interface Common {
  readonly id: string;
  readonly place: Place;
  readonly split: Split;
  /** Drafts run and are reported; they do not gate. */
  readonly isDraft: boolean;
  readonly tags: readonly string[];
}

export interface Evidence {
  readonly doc: string;
  readonly quote?: string;
  readonly grade: number;
}

export interface Turn {
  readonly question: string;
  /** What the service said; undefined: it is asked. */
  readonly answer?: string;
}

export interface GoldenCase extends Common {
  readonly question: string;
  /** Turns before the question. */
  readonly earlier: readonly Turn[];
  /** Id of the case this one rephrases. */
  readonly paraphraseOf?: string;
  readonly answerable: boolean;
  readonly kind?: UnanswerableKind;
  readonly near?: string;
  readonly accepted: readonly string[];
  readonly listed: readonly string[];
  readonly notListed: readonly string[];
  readonly number?: { readonly value: number; readonly tolerance: number };
  readonly mustInclude: readonly string[];
  readonly mustIncludeAny: readonly string[];
  readonly mustNotInclude: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly intent?: Intent;
  readonly expectedStatuses: readonly AnswerStatus[];
}

export interface RouterCase extends Common {
  readonly question: string;
  readonly intent: Intent;
  readonly kind?: QuestionKind;
  readonly partCount?: number;
  readonly partPhrases: readonly string[];
}

export interface CachePair extends Common {
  readonly first: string;
  readonly second: string;
  readonly hit: boolean;
  readonly trap: TrapKind;
}

function asList<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Item[]) : [value as Item];
}

function common(raw: Pick<RawCase, 'id' | 'split' | 'status' | 'tags'>, place: Place): Common {
  return {
    id: raw.id,
    place,
    split: raw.split ?? 'dev',
    isDraft: raw.status === 'draft',
    tags: asList(raw.tags),
  };
}

function answersOf(raw: RawCase['answers']): Pick<GoldenCase, 'accepted' | 'listed' | 'notListed'> {
  if (typeof raw === 'object' && !Array.isArray(raw) && 'all' in raw)
    return { accepted: [], listed: raw.all, notListed: raw.none ?? [] };
  const accepted = asList(raw)
    .filter((one) => typeof one === 'string' || (one.grade ?? 1) > 0)
    .map((one) => (typeof one === 'string' ? one : one.text));
  return { accepted, listed: [], notListed: [] };
}

function evidenceOf(raw: RawCase['evidence']): Evidence[] {
  return asList(raw).map((one) =>
    typeof one === 'string'
      ? { doc: one, grade: 1 }
      : { doc: one.doc, grade: one.grade ?? 1, ...(one.quote === undefined ? {} : { quote: one.quote }) },
  );
}

/** A case and one more for each of its paraphrases (`id~1`, `id~2`, ...), which ask the same of the answer. */
export function toCases({ value: raw, place }: Located<RawCase>): GoldenCase[] {
  const turns = (raw.turns ?? []).map(({ q, a }) => ({
    question: q,
    ...(a === undefined ? {} : { answer: a }),
  }));
  const base: GoldenCase = {
    ...common(raw, place),
    question: raw.q ?? turns.at(-1)?.question ?? '',
    earlier: turns.slice(0, -1),
    answerable: raw.answerable ?? true,
    ...(raw.kind === undefined ? {} : { kind: raw.kind }),
    ...(raw.near === undefined ? {} : { near: raw.near }),
    ...answersOf(raw.answers),
    ...(raw.number === undefined
      ? {}
      : { number: { value: raw.number.value, tolerance: raw.number.tolerance ?? 0 } }),
    mustInclude: asList(raw.must_include),
    mustIncludeAny: asList(raw.must_include_any),
    mustNotInclude: asList(raw.must_not_include),
    evidence: evidenceOf(raw.evidence),
    ...(raw.intent === undefined ? {} : { intent: raw.intent }),
    expectedStatuses: asList(raw.expect_status),
  };
  const paraphrases = asList(raw.paraphrases).map((question, index) => ({
    ...base,
    id: `${raw.id}~${index + 1}`,
    question,
    paraphraseOf: raw.id,
  }));
  return [base, ...paraphrases];
}

export function toRouterCase({ value: raw, place }: Located<RawRouterCase>): RouterCase {
  const phrases = Array.isArray(raw.parts) ? raw.parts : [];
  const count = typeof raw.parts === 'number' ? raw.parts : phrases.length;
  return {
    ...common(raw, place),
    question: raw.q,
    intent: raw.intent,
    ...(raw.kind === undefined ? {} : { kind: raw.kind }),
    ...(count === 0 ? {} : { partCount: count }),
    partPhrases: phrases,
  };
}

export function toPair({ value: raw, place }: Located<RawPair>): CachePair {
  return {
    ...common(raw, place),
    first: raw.first,
    second: raw.second,
    hit: raw.hit,
    trap: raw.trap ?? (raw.hit ? 'paraphrase' : 'other'),
  };
}

/** What a case must say to be scorable at all; messages for those that do not. */
export function contradictionsOf(raw: RawCase): string[] {
  const wrong: string[] = [];
  if ((raw.q === undefined) === (raw.turns === undefined)) wrong.push('needs either "q" or "turns"');
  if (raw.turns !== undefined && raw.paraphrases !== undefined)
    wrong.push('"paraphrases" cannot be combined with "turns"');
  if (raw.answerable === false) {
    if (raw.kind === undefined) wrong.push('is not answerable and needs a "kind"');
    if (raw.answers !== undefined || raw.number !== undefined)
      wrong.push('is not answerable and cannot have "answers" or "number"');
    if (raw.evidence !== undefined)
      wrong.push('is not answerable: name the tempting document under "near", not under "evidence"');
  } else {
    if (raw.kind !== undefined)
      wrong.push('"kind" says why a question is not answerable: add "answerable: false"');
    if (raw.evidence === undefined && raw.expect_status === undefined)
      wrong.push('is answerable and needs "evidence" (or an "expect_status")');
  }
  return wrong;
}
