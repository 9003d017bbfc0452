import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageOf } from '../../src/domain/errors.js';
import { fixtureFolder } from '../testing/fixture.js';
import { fold, occursFolded } from './fold.js';
import { parseGateOption } from './gates.js';
import { loadGolden } from './load.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'golden-'));
  mkdirSync(join(folder, 'corpus'));
  writeFileSync(join(folder, 'corpus', 'orbit.md'), '# Orbit\n\nOrbit keeps its *state*\nin PostgreSQL.\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

function problemsOf(content: string, name = 'set.yaml'): string {
  writeFileSync(join(folder, name), content);
  try {
    loadGolden({ files: [name], cwd: folder, corpus: 'corpus' });
  } catch (error) {
    return messageOf(error);
  }
  return 'none';
}

const good = '  - id: a\n    q: Where is the state?\n    evidence: orbit.md\n';

describe('loadGolden', () => {
  it('reads the fixture set', () => {
    const set = loadGolden({ files: ['golden'], cwd: fixtureFolder, corpus: 'corpus' });
    expect(set.files).toEqual(['golden/cases.yaml', 'golden/pairs.jsonl', 'golden/router.yaml']);
    expect(set.cases.map((one) => one.id)).toEqual([
      'orbit-db',
      'orbit-db~1',
      'orbit-load',
      'ferrite-why',
      'ferrite-language',
      'weather',
      'ferrite-budget',
    ]);
    expect(set.cases[0]).toMatchObject({
      accepted: ['PostgreSQL', 'Postgres'],
      mustInclude: ['/postgres(ql)?/i'],
      split: 'dev',
      answerable: true,
    });
    expect(set.cases.find((one) => one.id === 'ferrite-language')).toMatchObject({
      question: 'In what language did you write the log shipper Ferrite?',
      earlier: [{ question: 'Tell me about the log shipper Ferrite' }],
    });
    expect(set.router).toHaveLength(4);
    expect(set.pairs.map((pair) => pair.trap)).toEqual(['paraphrase', 'entity', 'aspect']);
    expect(set.gates).toContainEqual({ metric: 'false_answer_rate', max: 0.1, scope: { kind: 'off_topic' } });
    expect(set.gates).toContainEqual({ metric: 'hit@5', min: 0.9, scope: {} });
    expect(set.cutoffs).toEqual([1, 5]);
    expect(set.warnings).toEqual(['only 7 cases: figures over fewer than 30 say little']);
  });

  it('accepts a good file', () => {
    expect(problemsOf(`version: 1\ncases:\n${good}`)).toBe('none');
  });

  it.each([
    [
      'an unknown key',
      `version: 1\ncases:\n${good}    answer: Postgres\n`,
      'set.yaml:6: unknown key "answer" in cases.0 (did you mean "answers"?)',
    ],
    [
      'an unknown key at the top',
      `version: 1\ngate: {}\ncases:\n${good}`,
      'set.yaml:2: unknown key "gate" in the file (did you mean "gates"?)',
    ],
    [
      'an unknown key in evidence',
      `version: 1\ncases:\n  - id: a\n    q: Where?\n    evidence:\n      - doc: orbit.md\n        qoute: state\n`,
      'set.yaml:7: unknown key "qoute" in cases.0.evidence.0 (did you mean "quote"?)',
    ],
    [
      'a wrong kind',
      `version: 1\ncases:\n  - id: a\n    q: Where?\n    answerable: false\n    kind: off_topics\n`,
      'set.yaml:6: cases.0.kind: Invalid option: expected one of "off_topic"|"near_domain"|"missing_fact"|"false_premise"|"ambiguous"|"injected"|"secrets" (did you mean "off_topic"?)',
    ],
    [
      'a duplicate id',
      `version: 1\ncases:\n${good}${good}`,
      'set.yaml:6: duplicate id "a", first used at set.yaml:3',
    ],
    [
      'a document that does not exist',
      `version: 1\ncases:\n  - id: a\n    q: Where?\n    evidence: orbits.md\n`,
      `set.yaml:3: case "a": the document "orbits.md" is not in FOLDER/corpus (did you mean "orbit.md"?)`,
    ],
    [
      'a document outside the corpus',
      `version: 1\ncases:\n  - id: a\n    q: Where?\n    evidence: ../set.yaml\n`,
      `set.yaml:3: case "a": the document "../set.yaml" is not in FOLDER/corpus`,
    ],
    [
      'a quote that does not occur',
      `version: 1\ncases:\n  - id: a\n    q: Where?\n    evidence: { doc: orbit.md, quote: state in MySQL }\n`,
      'set.yaml:3: case "a": the quote "state in MySQL" does not occur in orbit.md',
    ],
    [
      'an empty set',
      'version: 1\ncases: []\n',
      'set.yaml:1: the set is empty: it needs cases, router or pairs',
    ],
    ['an empty file', '', 'set.yaml:1: the file is empty: it needs a version, and cases, router or pairs'],
    ['broken YAML', 'version: 1\ncases:\n  - id: [a\n', 'set.yaml:'],
    ['a missing version', `cases:\n${good}`, 'set.yaml:1: version: Invalid input: expected 1'],
    [
      'neither q nor turns',
      `version: 1\ncases:\n  - id: a\n    evidence: orbit.md\n`,
      'set.yaml:3: case "a": needs either "q" or "turns"',
    ],
    [
      'no evidence',
      `version: 1\ncases:\n  - id: a\n    q: Where?\n`,
      'set.yaml:3: case "a": is answerable and needs "evidence" (or an "expect_status")',
    ],
    [
      'an unanswerable case without a kind',
      `version: 1\ncases:\n  - id: a\n    q: Where?\n    answerable: false\n`,
      'set.yaml:3: case "a": is not answerable and needs a "kind"',
    ],
    [
      'a bad regular expression',
      `version: 1\ncases:\n${good}    must_include: /(/\n`,
      'set.yaml:6: cases.0.must_include: is not a valid regular expression',
    ],
    [
      'an unknown metric',
      `version: 1\ngates:\n  hitt@5: 0.9\ncases:\n${good}`,
      'set.yaml:3: unknown metric "hitt@5" under gates (did you mean "hit@5"?)',
    ],
    [
      'a gate without a limit',
      `version: 1\ngates:\n  hit@5: {}\ncases:\n${good}`,
      'set.yaml:3: the gate "hit@5" says neither min nor max',
    ],
  ])('names %s with its line', (_, content, message) => {
    expect(problemsOf(content)).toContain(message.replace('FOLDER', folder));
  });

  it.each([
    [
      'a broken line',
      '{"id": "a", "q": "Where?", "evidence": "orbit.md"}\n{"id": \n',
      'set.jsonl:2: not a JSON object: ',
    ],
    [
      'an unknown key',
      '\n{"id": "a", "q": "Where?", "evidence": "orbit.md", "evidense": 1}\n',
      'set.jsonl:2: unknown key "evidense" in cases.2 (did you mean "evidence"?)',
    ],
    [
      'a pair without hit',
      '{"id": "a", "first": "x", "second": "y"}\n',
      'set.jsonl:1: pairs.1.hit: Invalid input: expected boolean',
    ],
    ['nothing', '\n', 'set.jsonl:1: the set is empty'],
    ['a JSON scalar', '5\n', 'set.jsonl:1: cases.1: Invalid input: expected object, received number'],
  ])('names %s of JSONL with its line', (_, content, message) => {
    expect(problemsOf(content, 'set.jsonl')).toContain(message);
  });

  it('reports every problem at once', () => {
    const message = problemsOf(
      `version: 1\ncases:\n  - id: a\n    q: Where?\n    evidence: gone.md\n${good}`,
    );
    expect(message.split('\n')).toHaveLength(2);
  });

  it('lets router cases and pairs go with the corpus of the cases', () => {
    const elsewhere = loadGolden({ files: ['golden'], cwd: fixtureFolder, corpus: 'another' });
    expect(elsewhere.corpora).toEqual([join(fixtureFolder, 'corpus')]);
  });

  it('names a file that does not exist', () => {
    expect(() => loadGolden({ files: ['gone/*.yaml'], cwd: folder, corpus: 'corpus' })).toThrow(
      'gone/*.yaml: no golden file',
    );
  });
});

describe('fold', () => {
  it('ignores Markdown marks, white space, case and kinds of quotation marks', () => {
    expect(fold('- **Orbit** keeps\n  `its` [state](https://a.example "x") — “here”')).toBe(
      'orbit keeps its state "here"',
    );
    expect(occursFolded('cost | time', '| Cost | Time |\n|---|---|\n| 1 | 2 |')).toBe(true);
    expect(occursFolded('', 'anything')).toBe(false);
  });
});

describe('parseGateOption', () => {
  it('reads a metric, a scope and a number', () => {
    expect(parseGateOption('hit@5=0.9')).toEqual({ metric: 'hit@5', min: 0.9, scope: {} });
    expect(parseGateOption('false_answer_rate[kind=off_topic]=0.1')).toEqual({ metric: 'false_answer_rate', max: 0.1, scope: { kind: 'off_topic' } });
  });

  it.each(['hit@5', 'hit@5=', 'nonsense=1', '=1', 'hit@5=high'])('refuses %s', (option) => {
    expect(() => parseGateOption(option)).toThrow('--gate');
  });
}); // prettier-ignore
