import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bestIndices, createBm25 } from '../baseline/bm25.js';
import { createFakeEmbedder } from '../testing/fake-embedder.js';
import { createFakeSubject } from '../testing/fake-subject.js';
import { runHarness } from '../testing/harness.js';
import { firstWords, readAnswerSet } from './answers.js';
import { outOfScopeRecall } from './intent-sets.js';
import { evenly } from './squad.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'datasets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const embedding = { dependencies: { createEmbedder: async () => createFakeEmbedder() } };

describe('SQuAD', () => {
  const data = {
    data: [
      {
        title: 'Orbit_tool',
        paragraphs: [
          {
            context: 'Orbit keeps state in Postgres.',
            qas: [
              { id: 'a', question: 'Where does Orbit keep state?', is_impossible: false, answers: [{ text: 'Postgres' }] },
              { id: 'b', question: 'Who paid salaries for Orbit?', is_impossible: true, answers: [] },
            ],
          },
          { context: 'Ferrite ships logs.', qas: [] },
        ],
      },
    ],
  }; // prettier-ignore

  it('measures retrieval, the gate and the answer', async () => {
    const { stdout, code } = await runHarness({ command: 'squad', paths: [write('dev.json', JSON.stringify(data))], json: true });
    const { figures } = JSON.parse(stdout) as { figures: Record<string, { value: number; n: number }> };
    expect(code).toBe(0);
    expect(Object.fromEntries(Object.entries(figures).map(([name, { value, n }]) => [name, [value, n]]))).toMatchObject({
      'BM25 alone hit@1': [1, 1], 'fused ndcg@10': [1, 1], 'gold paragraph: answered answerable': [1, 1],
      'gold paragraph: refused unanswerable': [1, 1], 'gold paragraph: holds the answer': [1, 1],
      'gold paragraph: AUROC of confidence': [1, 2],
    });
  });

  it('counts a question that throws as missed', async () => {
    const subject = createFakeSubject([]);
    const broken = { ...subject, withDocuments: async () => ({ ...subject, answerFrom: async () => Promise.reject(new Error('gone')) }) };
    const run = await runHarness({ command: 'squad', paths: [write('dev.json', JSON.stringify(data))] }, { subject: broken });
    expect(run.code).toBe(1);
    expect(run.lastLine).toBe('ERROR 2 questions threw');
    expect(run.stdout).toContain('gold paragraph: answered answerable     0 (0-0.793, n=1)');
    expect(run.stderr).toContain('a: gone');
  });

  it('names a file that is something else', async () => {
    const run = await runHarness({ command: 'squad', paths: [write('dev.json', '{"data": 1}')] });
    expect([run.code, run.stderr.includes('not a SQuAD 2.0 file')]).toEqual([2, true]);
  });
}); // prettier-ignore

describe('intent sets', () => {
  it('measures CLINC150 by the nearest training question, and what is out of scope', async () => {
    write('data_full.json', JSON.stringify({ train: [['book a flight to rome', 'flight'], ['what is my balance', 'balance']], test: [['a flight please', 'flight'], ['my balance now', 'balance']], oos_test: [['sing me something', 'oos']] }));
    const { stdout } = await runHarness({ command: 'clinc150', paths: [folder], json: true }, embedding);
    const { figures } = JSON.parse(stdout) as { figures: Record<string, { value: number; n: number }> };
    expect(figures['nearest neighbour accuracy']).toMatchObject({ value: 1, n: 2 });
    expect(figures['BM25 nearest neighbour accuracy']).toMatchObject({ value: 1, n: 2 });
    expect(figures['AUROC in scope against out of scope']).toMatchObject({ n: 3 });
  });

  it('rejects what is out of scope at the threshold that keeps 95 % of the right ones', () => {
    const right = Array.from({ length: 20 }, (_, i) => ({ score: 0.5 + i / 100, isRight: true }));
    expect(outOfScopeRecall([...right, { score: 0.99, isRight: false }], [0.1, 0.505, 0.51, 0.9])).toBe(0.5);
    expect(outOfScopeRecall([], [0.1])).toBeUndefined();
    expect(outOfScopeRecall(right, [])).toBeUndefined();
  });

  it('reads the quoted fields of Banking77', async () => {
    write('train.csv', 'text,category\n"My card, please",card\nTop up my account,top_up\n');
    write('test.csv', 'text,category\nwhere is my card,card\n');
    const run = await runHarness({ command: 'banking77', paths: [folder] }, embedding);
    expect([run.code, run.lastLine]).toEqual([0, 'PASS measured with fake-embedder']);
    expect(run.stdout).toContain('nearest neighbour accuracy              1 (0.207-1, n=1)');
  });

  it('needs its files and an embedder', async () => {
    expect((await runHarness({ command: 'clinc150', paths: [folder] }, embedding)).code).toBe(2);
    expect((await runHarness({ command: 'banking77', paths: [folder] })).stderr).toContain('needs an embedder');
  });
}); // prettier-ignore

describe('BM25', () => {
  it('prefers rare words and short texts', () => {
    const score = createBm25([
      'the red fox',
      'red red house with many other long words',
      'a blue fox',
      'nothing',
    ]);
    expect(bestIndices(score('red foxes'), 3)).toEqual([0, 2, 1]);
    expect(bestIndices(score('zzz'), 3)).toEqual([]);
  });
});

describe('evenly', () => {
  it('spreads a limit over all items', () => {
    expect(evenly([0, 1, 2, 3, 4, 5], 3)).toEqual([0, 2, 4]);
    expect(evenly([1, 2], 5)).toEqual([1, 2]);
  });
});

describe('answer selection', () => {
  const squad = {
    data: [
      {
        title: 'Orbit_tool',
        paragraphs: [
          {
            context: 'Orbit keeps state in Postgres.',
            qas: [
              { id: 'a', question: 'Where does Orbit keep state?', is_impossible: false, answers: [{ text: 'Postgres' }] },
              { id: 'b', question: 'Who paid salaries for Orbit?', is_impossible: true, answers: [] },
              { id: 'c', question: 'What colour has the sky above?', is_impossible: false, answers: [{ text: 'blue' }] },
            ],
          },
        ],
      },
    ],
  }; // prettier-ignore

  it('judges answers on SQuAD beside pasted chunks', async () => {
    const run = await runHarness({ command: 'answers', paths: [write('dev.json', JSON.stringify(squad))], json: true });
    const { figures } = JSON.parse(run.stdout) as { figures: Record<string, { value: number; n: number }> };
    expect(run.code).toBe(0);
    expect(Object.fromEntries(Object.entries(figures).map(([name, { value, n }]) => [name, [value, n]]))).toEqual({
      answered: [0.5, 2],
      'unanswerable: refused': [1, 1],
      'answer, first 120 words: holds an accepted answer': [0.5, 2],
      'answer: holds an accepted answer': [0.5, 2],
      'answer, where there is one: holds an accepted answer': [1, 1],
      'answer, where there is one: words': [5, 1],
      'best 3 chunks: holds an accepted answer': [0.5, 2],
      'best 3 chunks, first 120 words: holds an accepted answer': [0.5, 2],
      'best 3 chunks: words': [2.5, 2],
      'best 3 chunks by BM25 alone: holds an accepted answer': [0.5, 2],
      'best 3 chunks by BM25 alone, first 120 words: holds an accepted answer': [0.5, 2],
      'best 3 chunks by BM25 alone: words': [2.5, 2],
    });
  });

  it('measures how much of an excerpt is covered', () => {
    mkdirSync(join(folder, 'corpora'));
    const text = 'Orbit runs jobs every night. It keeps its state in one large database. Ferrite ships logs.';
    writeFileSync(join(folder, 'corpora', 'a.md'), text);
    const span = (wanted: string) => ({ start: text.indexOf(wanted), end: text.indexOf(wanted) + wanted.length, text: wanted });
    write('questions.jsonl', JSON.stringify({ _id: 'q', text: 'Where?', doc: 'a.md', spans: [span('Orbit runs jobs every night.'), span('Ferrite ships logs.')] }));
    const [question] = readAnswerSet(folder).questions;
    expect(question?.holds('Ferrite ships logs. It is known that Orbit runs jobs every night.')).toBe(1);
    expect(question?.holds('Orbit runs jobs every night.')).toBeCloseTo(29 / 49, 10);
    expect(question?.holds('nothing of it')).toBe(0);
  });

  it('counts a question that throws, and tells it', async () => {
    const subject = createFakeSubject([], { fault: 'throws' });
    const run = await runHarness({ command: 'answers', paths: [write('dev.json', JSON.stringify(squad))] }, { subject: { ...subject, withDocuments: async () => subject } });
    expect([run.code, run.lastLine]).toEqual([1, 'ERROR 3 questions threw']);
  });

  it('needs a set', async () => {
    expect((await runHarness({ command: 'answers' })).stderr).toContain('name a SQuAD file or the folder');
    expect((await runHarness({ command: 'answers', paths: [folder] })).stderr).toContain('questions.jsonl:1:');
    expect((await runHarness({ command: 'answers', paths: ['gone.json'] })).code).toBe(2);
  });

  it('cuts after so many words', () => {
    expect(firstWords('one  two\nthree four', 3)).toBe('one  two\nthree');
    expect(firstWords('one', 3)).toBe('one');
  });
}); // prettier-ignore
