import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fixtureFolder } from '../testing/fixture.js';
import { runHarness } from '../testing/harness.js';
import { assertionOf } from './promptfoo.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const corpus = join(fixtureFolder, 'corpus');

async function imported(name: string, text: string) {
  writeFileSync(join(folder, name), text);
  const output = join(folder, 'golden.yaml');
  const run = await runHarness({ command: 'import', paths: [join(folder, name)], corpus, output: [output] });
  expect(run.stderr).toContain('written to');
  const check = await runHarness({ command: 'check', paths: [output] });
  expect(check.lastLine).toMatch(/^PASS 1 files/);
  return (parse(readFileSync(output, 'utf8')) as { cases: unknown[] }).cases;
}

describe('eval import', () => {
  it('takes a table of questions, answers and documents', async () => {
    const table = 'id,question,answer,doc,quote\norbit-db,"Which database, please?",PostgreSQL|Postgres,projects/orbit.md,Orbit keeps its state in PostgreSQL 16\n,Who paid?,,projects/ferrite.md,\n';
    expect(await imported('set.csv', table)).toEqual([
      { id: 'orbit-db', q: 'Which database, please?', answers: ['PostgreSQL', 'Postgres'], evidence: [{ doc: 'projects/orbit.md', quote: 'Orbit keeps its state in PostgreSQL 16' }] },
      { id: 'imported-2', q: 'Who paid?', answerable: false, kind: 'missing_fact', near: 'projects/ferrite.md' },
    ]);
  });

  it("takes promptfoo's tests and says what is lost", async () => {
    const text = "prompts: [x]\ntests:\n  - vars: { question: Which database? }\n    assert:\n      - { type: icontains, value: postgres }\n      - { type: not-contains, value: MongoDB }\n  - vars: { question: Is it any good? }\n    assert: [{ type: llm-rubric, value: is friendly }]\n  - vars: { only: Will it rain? }\n    assert: [{ type: is-refusal }]\n";
    expect(await imported('promptfoo.yaml', text)).toEqual([
      { id: 'imported-1', q: 'Which database?', must_include: ['postgres'], must_not_include: ['MongoDB'], expect_status: ['answered', 'partial'] },
      { id: 'imported-2', q: 'Is it any good?', expect_status: ['answered', 'partial'], status: 'draft', note: 'Not carried over: llm-rubric: is friendly' },
      { id: 'imported-3', q: 'Will it rain?', answerable: false, kind: 'missing_fact' },
    ]);
  });

  it("takes promptfoo's table", async () => {
    const [one] = await imported('tests.csv', 'question,__expected1,__expected2\nWhich database?,"icontains-any: Postgres, PostgreSQL",regex: 1[5-9]\n');
    expect(one).toMatchObject({ q: 'Which database?', must_include: ['/1[5-9]/'], must_include_any: ['Postgres', 'PostgreSQL'] });
  });

  it('takes samples of ragas and finds their contexts in the corpus', async () => {
    const rows = [
      { user_input: 'Which database?', reference: 'PostgreSQL', reference_contexts: ['orbit keeps its state in **PostgreSQL** 16'], response: 'x' },
      { user_input: 'And then?', reference: 'A long answer that nobody will ever give word for word', reference_contexts: ['nowhere to be found at all'] },
    ];
    const cases = await imported('ragas.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    expect(cases[0]).toMatchObject({ answers: ['PostgreSQL'], evidence: [{ doc: 'projects/orbit.md' }] });
    expect(cases[1]).toMatchObject({ status: 'draft', note: 'Model answer: A long answer that nobody will ever give word for word\nNo document of the corpus holds: nowhere to be found at all' });
  });

  it.each([
    ['set.csv', 'question,answer\n,PostgreSQL\n', 'set.csv:2: no question'],
    ['set.csv', 'question,answer\n"open,PostgreSQL\n', 'set.csv:'],
    ['set.csv', '', 'set.csv:1: holds no cases'],
    ['set.csv', 'id,question,answer\na b,Which?,x\n', 'set.csv:2: id: an id is made of'],
    ['set.csv', 'question,answer,kind\nWhich?,,nonsense\n', 'set.csv:2: kind:'],
    ['tests.yaml', 'tests:\n  - vars: { a: x, b: y }\n', 'tests.yaml:2: none of its vars is called'],
    ['tests.yaml', 'prompts: []\n', 'tests.yaml:1: holds no "tests"'],
    ['tests.yaml', 'tests:\n  - { vars: 3 }\n', 'tests.yaml:2: not a test'],
    ['ragas.jsonl', '{"user_input": "x"}\n{\n', 'ragas.jsonl:2: not a sample of ragas'],
    ['set.txt', 'x', 'has to end in .yaml'],
  ])('names what is wrong with %s %j', async (name, text, message) => {
    writeFileSync(join(folder, name), text);
    const run = await runHarness({ command: 'import', paths: [join(folder, name)], corpus });
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(message);
  });
}); // prettier-ignore

describe('assertionOf', () => {
  it.each([
    ['Paris', { type: 'equals', values: ['Paris'] }],
    ['contains: a, b', { type: 'contains', values: ['a, b'] }],
    ['not-icontains: Mongo', { type: 'not-icontains', values: ['Mongo'] }],
    ['contains-all: a, b', { type: 'contains-all', values: ['a', 'b'] }],
    ['similar(0.8): a friendly answer', { type: 'similar', values: ['a friendly answer'] }],
    ['is-refusal', { type: 'is-refusal', values: [] }],
  ])('reads %j', (cell, expected) => {
    expect(assertionOf(cell)).toEqual(expected);
  });
});
