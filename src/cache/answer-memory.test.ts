import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../domain/errors.js';
import type { AskResult } from '../domain/answer.js';
import type { Plan } from '../domain/plan.js';
import type { AnswerCache, Snapshot } from '../ports.js';
import {
  createAnswerMemory,
  type AnswerMemory,
  type AnswerMemoryOptions,
  type Lookup,
} from './answer-memory.js';
import { groundsOf, type Findings } from './evidence.js';
import { createMemoryCache } from './memory-cache.js';
import { makeChunk, makePlan, makeResult, makeSnapshot, vectorAt } from './testing/entries.js';

const question = 'Which database stores the orders?';
const paraphrase = 'What database keeps the orders?';
const chunks = [
  makeChunk('chunk-1'),
  makeChunk('chunk-2', { documentId: 'doc-2' }),
  makeChunk('chunk-3', { documentId: 'doc-3' }),
];
const scope = { embedder: 'test', composer: 'extractive', promptVersion: '1', language: 'en' };

let snapshot: Snapshot;
let cache: AnswerCache;
let memory: AnswerMemory;

function makeMemory(changes: Partial<AnswerMemoryOptions> = {}): AnswerMemory {
  return createAnswerMemory({
    cache,
    scope: () => scope,
    snapshot: () => snapshot,
    similarity: 0.8,
    now: () => 1_000_000,
    ...changes,
  });
}

beforeEach(() => {
  snapshot = makeSnapshot('generation-1', chunks);
  cache = createMemoryCache({
    maximumEntries: 100,
    maximumBytes: 1e7,
    ttlMs: 3_600_000,
    now: () => 1_000_000,
  });
  memory = makeMemory();
});

/** What a question finds; without an answer of its own, so that the retrieved chunks alone speak. */
const findings = (chunkIds: readonly string[], changes: Partial<Findings> = {}): Findings => ({
  chunkIds,
  status: 'not_documented',
  grounds: [],
  ...changes,
});

const remember = (result: Partial<AskResult> = {}, plan: Partial<Plan> = {}, asked = question) =>
  memory.remember({
    question: asked,
    plan: makePlan(asked, plan),
    vector: vectorAt(0),
    result: makeResult(asked, result),
    extractive: makeResult(asked, result),
  });

const lookup = (
  asked: string,
  evidence: readonly string[] = ['chunk-1', 'chunk-2'],
  degrees = 10,
  plan: Partial<Plan> = {},
) =>
  memory.lookupSemantic({
    question: asked,
    plan: makePlan(asked, plan),
    vector: vectorAt(degrees),
    findingsOf: async () => findings(evidence),
  });

/** A store whose every method rejects, as a Redis that is down does. */
function brokenCache(): AnswerCache {
  const fail = (): Promise<never> => Promise.reject(new AppError('engine_unavailable', 'down'));
  return {
    engine: 'redis',
    get: fail,
    nearest: fail,
    set: fail,
    delete: fail,
    clear: fail,
    statistics: fail,
    close: fail,
  };
}

describe('exact tier', () => {
  it('serves the same question however it is typed', async () => {
    expect(await memory.lookupExact(question)).toEqual({ status: 'miss', degraded: false });
    expect(await remember()).toEqual({ stored: true });
    const asked = '  which   DATABASE stores the orders ';
    const found = await memory.lookupExact(asked);
    expect(found).toMatchObject({ status: 'exact', similarity: 1, degraded: false });
    expect(found.status === 'exact' && found.result).toMatchObject({
      question: asked,
      answer: `An answer to "${question}" [1].`,
      cache: { status: 'exact', similarity: 1 },
    });
  });

  it('keeps scopes apart', async () => {
    await remember();
    const other = makeMemory({ scope: () => ({ ...scope, composer: 'model-x' }) });
    expect(await other.lookupExact(question)).toMatchObject({ status: 'miss' });
  });

  it('does not serve when a cited chunk changed or vanished, and removes the entry', async () => {
    await remember();
    snapshot = makeSnapshot('generation-2', [makeChunk('chunk-1', { text: 'Another text.' })]);
    expect(await memory.lookupExact(question)).toMatchObject({ status: 'miss', veto: 'evidence_changed' });
    expect((await cache.statistics()).entries).toBe(0);
  });
});

describe('a new generation', () => {
  const added = (): Snapshot =>
    makeSnapshot('generation-2', [...chunks, makeChunk('chunk-9', { documentId: 'doc-9' })]);

  it('is confirmed once by the evidence, then the exact tier serves again', async () => {
    await remember();
    snapshot = added();
    expect(await memory.lookupExact(question)).toMatchObject({ status: 'miss', veto: 'generation' });
    expect(await lookup(question)).toMatchObject({ status: 'exact', similarity: 1 });
    expect(await memory.lookupExact(question)).toMatchObject({ status: 'exact' });
  });

  it('is not confirmed when a new chunk answers better', async () => {
    await remember();
    snapshot = added();
    expect(await lookup(question, ['chunk-9', 'chunk-1'])).toMatchObject({
      status: 'miss',
      veto: 'evidence',
    });
    expect(await memory.lookupExact(question)).toMatchObject({ status: 'miss', veto: 'generation' });
  });

  it('ends answers about the whole corpus when the documents are others', async () => {
    const document = {
      id: 'doc-9',
      title: '',
      summary: '',
      type: 'project',
      tags: [],
      path: '',
      sha256: '',
      fields: [],
      words: 1,
      chunkIds: [],
    } as const;
    await remember({}, { kind: 'list' });
    snapshot = makeSnapshot('generation-2', chunks, { documents: [document] });
    expect(await memory.lookupExact(question)).toMatchObject({ status: 'miss', veto: 'evidence_changed' });
  });

  it('drops exactly the answers that rest on what changed', async () => {
    const citing = (id: string) => ({
      citations: [{ n: 1, chunkId: id, documentId: 'd', title: '', heading: '', quote: '' }],
    });
    await remember();
    await remember(citing('chunk-2'), {}, 'How are refunds paid?');
    await memory.lookupExact(question);
    snapshot = makeSnapshot('generation-2', [chunks[0]!, makeChunk('chunk-2', { text: 'New.' }), chunks[2]!]);
    expect(await memory.invalidate(snapshot)).toBe(1);
    expect(await memory.lookupExact(question)).toMatchObject({ veto: 'generation' });
    expect(await memory.lookupExact('How are refunds paid?')).toEqual({ status: 'miss', degraded: false });
    expect(await memory.invalidate(snapshot)).toBe(0);
  });
});

describe('semantic tier', () => {
  it('serves a paraphrase whose own retrieval supports the answer', async () => {
    await remember();
    const found = await lookup(paraphrase);
    expect(found).toMatchObject({ status: 'semantic', degraded: false });
    expect(found.status === 'semantic' && found.result.cache).toEqual({
      status: 'semantic',
      similarity: found.similarity,
    });
    expect(found.similarity).toBeCloseTo(Math.cos(Math.PI / 18), 5);
  });

  it.each([
    ['negation', 'Which database does not store the orders?', ['chunk-1'], {}],
    ['terms', 'Which database stores the invoices?', ['chunk-1'], {}],
    ['kind', paraphrase, ['chunk-1'], { kind: 'creative' as const }],
    ['evidence', paraphrase, ['chunk-2', 'chunk-3'], {}],
    ['evidence', paraphrase, ['chunk-1b', 'chunk-2', 'chunk-1'], {}],
    ['evidence', paraphrase, [], {}],
  ])('names the veto %s', async (veto, asked, evidence, plan) => {
    await remember();
    const found = await lookup(asked, evidence, 10, plan);
    expect(found).toMatchObject({ status: 'miss', veto });
    expect(found.similarity).toBeGreaterThan(0.9);
    expect((await memory.statistics()).lookups.vetoes).toEqual({ [veto]: 1 });
  });

  it('compares every semantic hit with the answer that the question would have got itself', async () => {
    await remember();
    const estimate = async (): Promise<unknown> => (await memory.statistics()).lookups.falseHits;
    expect(await estimate()).toEqual({ compared: 0, doubtful: 0 });
    expect(await lookup(paraphrase)).toMatchObject({ status: 'semantic' });
    expect(await estimate()).toMatchObject({ compared: 1, doubtful: 1, share: 1 });
    await memory.lookupSemantic({
      question: paraphrase,
      plan: makePlan(paraphrase),
      vector: vectorAt(5),
      findingsOf: async () =>
        findings(['chunk-1'], { status: 'answered', grounds: groundsOf(makeResult(question)) }),
    });
    expect(await estimate()).toMatchObject({ compared: 2, doubtful: 1, share: 0.5 });
    await lookup(question);
    expect(await estimate()).toMatchObject({ compared: 2 });
  });

  it('asks for the evidence only after every other veto, and once', async () => {
    await remember();
    let calls = 0;
    const findingsOf = async (): Promise<Findings> => (calls++, findings(['chunk-1']));
    const refused = 'Who stores the orders?';
    await memory.lookupSemantic({
      question: refused,
      plan: makePlan(refused),
      vector: vectorAt(5),
      findingsOf,
    });
    expect(calls).toBe(0);
    await memory.lookupSemantic({
      question: paraphrase,
      plan: makePlan(paraphrase),
      vector: vectorAt(5),
      findingsOf,
    });
    expect(calls).toBe(1);
  });

  it('settles an open veto by the answers: the same sentence first, or for another way to ask the same chunk', async () => {
    const [stored, sameThing] = ['What is a lease?', 'What is a lease for?'];
    const [added, without] = ['Why add jitter to retries?', 'What is the reason for jitter in retries?'];
    await remember({}, {}, stored);
    const told = (chunkId: string, answer: string): Partial<Findings> => ({
      status: 'answered',
      grounds: groundsOf({
        answer: `${answer} [1].`,
        citations: [{ ...makeResult('x').citations[0]!, chunkId }],
      }),
    });
    const ask = (asked: string, own: Partial<Findings>): Promise<Lookup> =>
      memory.lookupSemantic({
        question: asked,
        plan: makePlan(asked),
        vector: vectorAt(5),
        findingsOf: async () => findings(['chunk-1', 'chunk-2'], own),
      });
    expect(await ask(sameThing, told('chunk-2', 'Another.'))).toMatchObject({ veto: 'aspect' });
    expect(await ask(sameThing, { status: 'not_documented' })).toMatchObject({ veto: 'aspect' });
    expect(await ask(sameThing, told('chunk-1', 'Another.'))).toMatchObject({ status: 'semantic' });
    await memory.clear();
    await remember({}, {}, added);
    expect(await ask(without, told('chunk-1', 'Another.'))).toMatchObject({ veto: 'terms' });
    expect(await ask(without, told('chunk-1', `An answer to "${added}"`))).toMatchObject({
      status: 'semantic',
    });
  });

  it('takes the next candidate when the closest is refused', async () => {
    await remember();
    await memory.remember({
      question: 'Who keeps the orders?',
      plan: makePlan('x'),
      vector: vectorAt(9),
      result: makeResult('x'),
      extractive: makeResult('x'),
    });
    const found = await lookup(paraphrase);
    expect(found.status === 'semantic' && found.result.answer).toBe(`An answer to "${question}" [1].`);
  });

  it('needs the similarity, and a vector', async () => {
    await remember();
    expect(await lookup(paraphrase, ['chunk-1'], 45)).toEqual({ status: 'miss', degraded: false });
    const input = {
      question: paraphrase,
      plan: makePlan(paraphrase),
      vector: undefined,
      findingsOf: async () => findings(['chunk-1']),
    };
    expect(await memory.lookupSemantic(input)).toEqual({ status: 'miss', degraded: false });
  });
});

describe('remember', () => {
  it('keeps an answer that was made while another store was away', async () => {
    const result = makeResult(question, { degraded: ['cache'] });
    const kept = await memory.remember({
      question,
      plan: makePlan(question),
      vector: vectorAt(0),
      result,
      extractive: result,
    });
    expect(kept).toEqual({ stored: true });
  });

  it.each<[string, Partial<AskResult>, Partial<Plan>]>([
    ['not_documented', { status: 'not_documented' }, {}],
    ['off_topic', { status: 'off_topic' }, {}],
    ['small_talk', { status: 'small_talk' }, {}],
    ['partial', { status: 'partial' }, {}],
    ['partial', { parts: [{ text: 'a', status: 'not_documented' }] }, {}],
    ['degraded', { degraded: ['model'] }, {}],
    ['uncited', { citations: [] }, {}],
    ['uncited', { answer: 'No marks at all.' }, {}],
    ['dangling_citation', { answer: 'See [1] and [7].' }, {}],
    ['truncated', { answer: 'It was built with [1] and…' }, {}],
    ['truncated', { answer: 'Code [1]:\n```ts\nconst a = 1;' }, {}],
    ['empty', { answer: ' ' }, {}],
    ['injection', {}, { kind: 'injection' }],
    ['smalltalk', {}, { kind: 'smalltalk' }],
    ['credentials', {}, { kind: 'credentials' }],
    ['bypass', { cache: { status: 'bypass' } }, {}],
    ['already_cached', { cache: { status: 'semantic' } }, {}],
    [
      'evidence_changed',
      { citations: [{ n: 1, chunkId: 'gone', documentId: 'd', title: '', heading: '', quote: '' }] },
      {},
    ],
  ])('never keeps: %s', async (reason, result, plan) => {
    expect(await remember(result, plan)).toEqual({ stored: false, reason });
    expect(await memory.lookupExact(question)).toEqual({ status: 'miss', degraded: false });
    expect((await memory.statistics()).lookups.notStored).toEqual({ [reason]: 1 });
  });
});

describe('a broken store', () => {
  it('is a miss that is told, never an error', async () => {
    memory = makeMemory({ cache: brokenCache() });
    expect(await memory.lookupExact(question)).toEqual({ status: 'miss', degraded: true });
    expect(await lookup(paraphrase)).toEqual({ status: 'miss', degraded: true });
    expect(await remember()).toEqual({ stored: false, reason: 'store_failed' });
    expect(await memory.invalidate(makeSnapshot('generation-2', []))).toBe(0);
    expect(await memory.statistics()).toMatchObject({ entries: 0, degraded: true });
    expect(await memory.selfCheck()).toMatchObject({ ok: false, degraded: true });
    expect((await memory.statistics()).semantic).toEqual({ enabled: true });
    await expect(memory.clear()).rejects.toMatchObject({ code: 'engine_unavailable' });
  });

  it('is replaced by the fallback store, and still told', async () => {
    memory = makeMemory({ cache: brokenCache(), fallback: cache });
    expect(await remember()).toEqual({ stored: true });
    expect(await memory.lookupExact(question)).toMatchObject({ status: 'exact', degraded: true });
    expect(await lookup(paraphrase)).toMatchObject({ status: 'semantic', degraded: true });
  });

  it('serves nothing without an index', async () => {
    memory = makeMemory({
      snapshot: () => {
        throw new AppError('index_missing', 'no index');
      },
    });
    expect(await memory.lookupExact(question)).toEqual({ status: 'miss', degraded: false });
    expect(await remember()).toEqual({ stored: false, reason: 'index_missing' });
  });
});

describe('self-check', () => {
  it('passes on a working store and leaves nothing behind', async () => {
    expect(await memory.selfCheck()).toEqual({
      ok: true,
      degraded: false,
      message: '1 paraphrase hit, 5 traps missed',
    });
    expect((await cache.statistics()).entries).toBe(0);
  });

  it.each<[string, Partial<AnswerMemoryOptions>]>([
    [
      'a store that only writes',
      {
        get cache() {
          return { ...cache, nearest: async () => [] };
        },
      },
    ],
    ['a threshold of another embedder', { similarity: 1.5 }],
    [
      'an embedder that fails to see a paraphrase',
      { embedQuestions: async (texts) => texts.map((_, index) => vectorAt(index * 60)) },
    ],
  ])('switches the semantic tier off for %s', async (_, changes) => {
    memory = makeMemory({ ...changes });
    await remember();
    const outcome = await memory.selfCheck();
    expect(outcome.ok).toBe(false);
    expect(outcome.message).toContain('the semantic cache is off, its self-check failed');
    expect((await memory.statistics()).semantic).toEqual({ enabled: false, reason: outcome.message });
    expect(await lookup(paraphrase)).toEqual({ status: 'miss', degraded: false });
    expect(await memory.lookupExact(question)).toMatchObject({ status: 'exact' });
  });
});
