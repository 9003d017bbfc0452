import { describe, expect, it } from 'vitest';
import type { AskResult } from '../../src/domain/answer.js';
import type { CachePair, GoldenCase, RouterCase } from '../golden/cases.js';
import { makeResult } from '../testing/ask-result.js';
import { createFakeSubject } from '../testing/fake-subject.js';
import { fixtureDocuments } from '../testing/fixture.js';
import { figureOf } from './summarise.js';
import { scoreAnswer, scoreOnGold } from './score-answer.js';
import { scoreCache } from './score-cache.js';
import { scoreRouter } from './score-router.js';

const common = {
  id: 'a',
  place: { file: 'set.yaml', line: 1 },
  split: 'dev',
  isDraft: false,
  tags: [],
} as const;
const golden: GoldenCase = {
  ...common,
  question: 'Which projects used Rust?',
  earlier: [],
  answerable: true,
  accepted: [],
  listed: [],
  notListed: [],
  mustInclude: [],
  mustIncludeAny: [],
  mustNotInclude: [],
  evidence: [],
  expectedStatuses: [],
};
const chunk = {
  documentId: 'doc',
  title: 'Doc',
  headingPath: [],
  text: 'Orbit and Ferrite and Comet use Rust on 40 servers.',
};
const gold = { documents: new Map([['doc', 1]]), quotes: [], chunkIds: ['c'], nearChunkIds: [] };
const citation = {
  n: 1,
  chunkId: 'c',
  documentId: 'doc',
  title: 'Doc',
  heading: '',
  quote: 'Orbit and Ferrite',
};

function score(one: Partial<GoldenCase>, result: Partial<AskResult>) {
  const full = makeResult({ citations: [citation], ...result });
  return scoreAnswer({ one: { ...golden, ...one }, result: full, gold, lookup: () => chunk });
}

describe('scoreAnswer', () => {
  it.each<[string, Partial<GoldenCase>, Partial<AskResult>, string[], string]>([
    ['a full list', { listed: ['Orbit', 'Ferrite'] }, { answer: 'Orbit and Ferrite use Rust [1].' }, [], ''],
    ['a missing item', { listed: ['Orbit', 'Ferrite'] }, { answer: 'Orbit uses Rust here [1].' }, ['answer'], 'does not list Ferrite'],
    ['a wrong item', { listed: ['Orbit'], notListed: ['Comet'] }, { answer: 'Orbit and Comet use Rust [1].' }, ['answer'], 'lists Comet'],
    ['a wrong number', { number: { value: 30, tolerance: 1 } }, { answer: 'Rust runs on 40 servers [1].' }, ['answer'], 'does not give the number 30'],
    ['any of several', { mustIncludeAny: ['Go', 'Rust'] }, { answer: 'All of it is Rust [1].' }, [], ''],
    ['none of several', { mustIncludeAny: ['Go', 'Java'] }, { answer: 'All of it is Rust [1].' }, ['answer'], 'includes none of: Go | Java'],
    ['only evidence, cited', {}, { answer: 'Orbit uses Rust here [1].' }, [], ''],
    ['only evidence, another document', {}, { answer: 'x [1]', citations: [{ ...citation, documentId: 'other' }] }, ['answer', 'grounding'], 'cites no gold document'],
    ['a refusal', { accepted: ['Orbit'] }, { status: 'not_documented', citations: [] }, ['refusal'], 'refused (not_documented) although it is documented'],
    ['the wrong status', { expectedStatuses: ['partial'] }, { answer: 'Orbit uses Rust here [1].' }, ['refusal'], 'status is answered, expected partial'],
    ['an answer that must not be', { answerable: false, kind: 'off_topic' }, { answer: 'Orbit uses Rust here [1].' }, ['refusal'], 'answered (answered) although it must not be (off_topic)'],
    ['a due refusal', { answerable: false, kind: 'off_topic' }, { status: 'off_topic', citations: [] }, [], ''],
    ['a refusal that says a forbidden word', { answerable: false, kind: 'injected', mustNotInclude: ['PWNED'] }, { status: 'off_topic', answer: 'PWNED', citations: [] }, ['answer'], 'includes PWNED'],
    ['an invented number', {}, { answer: 'Orbit ran on 99 servers [1].' }, ['grounding'], 'not in the cited text: 99'],
  ])('%s', (_, one, result, failedStages, reason) => {
    const scores = score(one, result);
    expect(scores.failedStages).toEqual(failedStages);
    expect(scores.reasons[0] ?? '').toBe(reason);
    expect(scores.values['handled_right']).toBe(failedStages.some((stage) => stage !== 'grounding') ? 0 : 1);
  });

  it('gives a refused answer no words to be right with', () => {
    const scores = score({ accepted: ['Rust'] }, { status: 'not_documented', answer: 'I have nothing about Rust.', citations: [] });
    expect(scores.values).toMatchObject({ accepted: 0, token_f1: 0, correct: 0, over_refusal_rate: 1 });
    expect(scores.values['citation_valid']).toBeUndefined();
  });

  it('on gold evidence tells the gate from the composer', () => {
    const one = { ...golden, accepted: ['Rust'] };
    expect(scoreOnGold(one, makeResult({ answer: 'It is Go.' }), gold)).toMatchObject({ 'gold.over_refusal_rate': 0, 'gold.correct': 0 });
    expect(scoreOnGold(one, makeResult({ status: 'not_documented' }), gold)).toMatchObject({ 'gold.over_refusal_rate': 1, 'gold.correct': 0 });
    expect(scoreOnGold({ ...golden, answerable: false }, undefined, gold)).toEqual({ 'gold.false_answer_rate': 1 });
  });
}); // prettier-ignore

describe('scoreRouter', () => {
  const subject = createFakeSubject(fixtureDocuments());
  const router: RouterCase = { ...common, question: 'Compare Orbit and Ferrite', intent: 'comparison', partPhrases: [] };

  it.each<[Partial<RouterCase>, string[]]>([
    [{ partCount: 2, partPhrases: ['Orbit', 'Ferrite'] }, []],
    [{ partCount: 2, partPhrases: ['Ferrite', 'Orbit'] }, ['parts are ["Orbit","Ferrite"]']],
    [{ partCount: 1 }, ['parts are ["Orbit","Ferrite"]']],
    [{ kind: 'comparison' }, ['kind is question, expected comparison']],
    [{ intent: 'factual' }, ['intent is comparison, expected factual']],
  ])('%j', (one, reasons) => {
    expect(scoreRouter({ ...router, ...one }, (question) => subject.route(question)).reasons).toEqual(reasons);
  });

  it('sees an intent that hangs on the form of the question', () => {
    const { values } = scoreRouter(router, (question) => {
      const plan = subject.route(question);
      return question.endsWith('?') ? { ...plan, intent: 'factual' } : plan;
    });
    expect(values).toMatchObject({ router_accuracy: 1, router_stability: 0 });
  });

  it('counts a router that throws as wrong', () => {
    const scores = scoreRouter({ ...router, kind: 'comparison', partCount: 2 }, () => { throw new Error('no model'); });
    expect(scores).toMatchObject({ predicted: 'error', values: { router_accuracy: 0, router_stability: 0, router_kind_accuracy: 0, router_parts: 0 } });
  });
}); // prettier-ignore

describe('scoreCache', () => {
  const subject = createFakeSubject(fixtureDocuments());
  const pair: CachePair = { ...common, first: 'What is Orbit?', second: 'What is Orbit', hit: true, trap: 'paraphrase' };

  it('sees hits, and that nothing stale is served', async () => {
    const { values, reasons } = await scoreCache(subject, pair, { measureStale: true });
    expect([values, reasons]).toEqual([{ cache_hit_rate: 1, cache_precision: 1, cache_primed: 1, stale_hit_rate: 0 }, []]);
  });

  it('says when a miss proves nothing because nothing was stored', async () => {
    const one: CachePair = { ...pair, first: 'Will it rain?', second: 'Will it snow?', hit: false, trap: 'entity' };
    expect((await scoreCache(subject, one, { measureStale: true })).values).toEqual({ false_hit_rate: 0, cache_primed: 0 });
  });

  it('catches a stale answer', async () => {
    const broken = createFakeSubject(fixtureDocuments(), { fault: 'cache' });
    const { values, reasons } = await scoreCache(broken, pair, { measureStale: true });
    expect(values['stale_hit_rate']).toBe(1);
    expect(reasons).toEqual(['served after its evidence had changed']);
  });
}); // prettier-ignore

describe('figureOf', () => {
  it('takes Wilson for shares and the bootstrap for means', () => {
    expect(figureOf([1, 0], undefined)).toMatchObject({
      value: 0.5,
      n: 2,
      low: expect.closeTo(0.0945, 3) as number,
    });
    expect(figureOf([0.5, 0.25], 7)).toMatchObject({ value: 0.375, low: 0.25, high: 0.5 });
    expect(figureOf([0.5, 0.25], undefined)).toEqual({ value: 0.375, n: 2 });
  });
});
