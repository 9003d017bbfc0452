import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { intents, type Turn } from '../domain/plan.js';
import { createRouter } from './router.js';

const folder = new URL('../../scripts/router/data/', import.meta.url);
const lines = <T>(name: string): T[] =>
  readFileSync(new URL(name, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
const names = JSON.parse(readFileSync(new URL('names.json', folder), 'utf8')) as string[];
const router = createRouter({ entities: names });
const plain = (text: string): string => text.toLowerCase().replace(/[\s?.!]+$/, '');

describe('route', () => {
  const heldOut = lines<{ intent: string; text: string }>('heldout.jsonl');

  it('tells the intent of at least 93 % of the held-out questions', () => {
    const right = heldOut.filter(({ intent, text }) => router.route(text).intent === intent).length;
    expect(right / heldOut.length).toBeGreaterThanOrEqual(0.93);
  });

  it('gives four scores that sum to 1 and weights that sum to 1', () => {
    for (const { text } of heldOut) {
      const plan = router.route(text);
      expect(intents.reduce((sum, intent) => sum + plan.scores[intent], 0)).toBeCloseTo(1, 9);
      expect(plan.parts.length).toBeGreaterThanOrEqual(1);
      expect(plan.parts.length).toBeLessThanOrEqual(6);
      for (const part of plan.parts) {
        expect(part.queries.reduce((sum, query) => sum + query.weight, 0)).toBeCloseTo(1, 9);
        expect(part.queries[0]).toMatchObject({ intent: 'original', text: part.text });
        expect(part.queries.at(-1)?.intent).toBe('keywords');
        expect(part.queries.every((query) => query.text !== '')).toBe(true);
      }
    }
  });

  it('gives a query to every intent that scores', () => {
    for (const { text } of heldOut) {
      const plan = router.route(text);
      for (const intent of intents.filter((name) => plan.scores[name] >= 0.15)) {
        for (const part of plan.parts) expect(part.queries.map((query) => query.intent)).toContain(intent);
      }
    }
  });

  it('makes the same plan for any casing, spacing and end punctuation', () => {
    const shape = (question: string): unknown => {
      const { kind, intent, scores, parts } = router.route(question);
      return JSON.parse(
        JSON.stringify({
          kind,
          intent,
          scores,
          parts: parts.map((part) => ({
            ...part,
            text: plain(part.text),
            operand: plain(part.operand ?? ''),
            queries: part.queries.map((query) => ({ ...query, text: plain(query.text) })),
          })),
        }),
      );
    };
    const questions = [
      ...heldOut.map((line) => line.text),
      ...lines<{ question: string }>('decomposition.jsonl').map((line) => line.question),
    ];
    for (const question of questions) {
      const bare = question.replace(/[\s?.!]+$/, '');
      const expected = shape(question);
      expect(shape(bare.toUpperCase()), question).toEqual(expected);
      expect(shape(bare.toLowerCase()), question).toEqual(expected);
      expect(shape(`${bare.replaceAll(' ', '  ')} ?`), question).toEqual(expected);
    }
  });

  it('leaves a simple question as it is', () => {
    const plan = router.route('What database does Orbit use?');
    expect(plan.parts.map((part) => part.text)).toEqual(['What database does Orbit use?']);
    expect(plan.parts[0]).toMatchObject({ aspect: 'what', kind: 'question' });
  });

  it.each(lines<{ question: string; parts?: string[]; operands?: string[] }>('decomposition.jsonl'))(
    'parts of: $question',
    ({ question, parts, operands }) => {
      const plan = router.route(question);
      if (operands !== undefined) {
        expect(plan.parts.map((part) => plain(part.operand ?? ''))).toEqual(operands.map(plain));
        for (const part of plan.parts) expect(part.kind).toBe('comparison');
      } else expect(plan.parts.map((part) => plain(part.text))).toEqual((parts ?? []).map(plain));
    },
  );

  it.each(lines<{ question: string; kind?: string; safe?: boolean }>('kinds.jsonl'))(
    'kind of: $question',
    ({ question, kind, safe }) => {
      const told = router.route(question).kind;
      if (kind !== undefined) expect(told).toBe(kind);
      if (safe === true)
        expect([
          'credentials',
          'instructions',
          'injection',
          'language',
          'off_topic',
          'smalltalk',
        ]).not.toContain(told);
    },
  );

  it.each([
    ['Who built it?', 'who'],
    ['Could you tell me when it was released?', 'when'],
    ['where is it hosted', 'where'],
    ['Why did you choose Redis?', 'why'],
    ['How does it work?', 'how'],
    ['How many users does it have?', 'how_many'],
    ['Which queue is used?', 'which'],
    ['What is the port?', 'what'],
    ['Is it open source?', 'yes_no'],
    ['List your projects', 'list'],
    ['How many projects have you done?', 'count'],
    ['Redis', 'open'],
  ])('aspect of "%s" is %s', (question, aspect) => {
    expect(router.route(question).parts[0]?.aspect).toBe(aspect);
  });

  it('takes long and strange questions', () => {
    for (const unit of ['a, ', 'how does a and b ', '? ', '"', '(', 'vs ', 'and ', '🙂 ', 'İ', '. . ']) {
      const plan = router.route(unit.repeat(1000).slice(0, 1000).trim());
      expect(plan.parts.length).toBeGreaterThanOrEqual(1);
      expect(plan.parts.length).toBeLessThanOrEqual(6);
    }
  });
});

describe('standAlone', () => {
  interface FollowUp {
    /** Questions of the visitor as plain text; answers as turns. */
    history: (string | Turn)[];
    question: string;
    needs?: string[];
    lacks?: string[];
    unchanged?: boolean;
  }
  const holds = (text: string, term: string): boolean =>
    new RegExp(`(?<![\\p{L}\\p{N}])${term}(?![\\p{L}\\p{N}])`, 'iu').test(text);

  it.each(lines<FollowUp>('follow-ups.jsonl'))('$history | $question', (item) => {
    const history = item.history.map((turn): Turn =>
      typeof turn === 'string' ? { role: 'user', content: turn } : turn,
    );
    const told = router.standAlone(item.question, history);
    if (item.unchanged === true) expect(told).toBe(item.question);
    expect(
      (item.needs ?? []).filter((term) => !holds(told, term)),
      told,
    ).toEqual([]);
    expect(
      (item.lacks ?? []).filter((term) => holds(told, term)),
      told,
    ).toEqual([]);
  });

  it.each([
    [
      'Where do browser clients keep the refresh token?',
      'And for iOS?',
      'Where do iOS clients keep the refresh token?',
    ],
    ['What is Orbit?', 'who uses it?', 'who uses Orbit?'],
    ['Does Orbit use Redis?', 'Why?', 'Why does Orbit use Redis?'],
  ])('%s | %s -> %s', (before, question, expected) => {
    expect(router.standAlone(question, [{ role: 'user', content: before }])).toBe(expected);
  });

  it('takes the name from the last answer when the questions hold none', () => {
    const history = [
      { role: 'user' as const, content: 'hello' },
      { role: 'assistant' as const, content: 'Ask me about Nimbus, for example.' },
    ];
    expect(router.standAlone('How does it store files?', history)).toBe('How does Nimbus store files?');
  });

  it('needs a history', () => {
    expect(router.standAlone('and for iOS?', [])).toBe('and for iOS?');
  });
});
