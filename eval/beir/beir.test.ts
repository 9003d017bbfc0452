import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageOf } from '../../src/domain/errors.js';
import type { RunRecord } from '../run/record.js';
import { runHarness } from '../testing/harness.js';
import { isBeirFolder, readBeir } from './read-beir.js';
import { trecLines } from './trec-run.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beir-'));
  write('corpus.jsonl', [
    { _id: 'https://a.example/x#1', title: 'Orbit', text: 'Orbit keeps state in Postgres.\n\nOrbit again, with state and queues.' },
    { _id: 'd2', title: 'Ferrite', text: 'Ferrite ships logs.' },
    { _id: 'd3', title: 'Comet', text: 'Comet draws maps and logs.' },
  ]);
  write('queries.jsonl', [
    { _id: 'q1', text: 'Where is the state of Orbit?' },
    { _id: 'q2', text: 'maps that Comet draws' },
    { _id: 'q3', text: 'zzz' },
    { _id: 'q4', text: 'not judged' },
  ]);
  writeFileSync(join(folder, 'qrels.tsv'), 'query-id\tcorpus-id\tscore\nq1\thttps://a.example/x#1\t2\nq1\td2\t0\nq2\td2\t1\nq3\td3\t1\n');
}); // prettier-ignore
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, rows: readonly object[]): void {
  writeFileSync(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

describe('a BEIR folder', () => {
  it('is read whole', () => {
    const set = readBeir(folder);
    expect(isBeirFolder(folder)).toBe(true);
    expect(set.documents.map((one) => one.id)).toEqual(['https://a.example/x#1', 'd2', 'd3']);
    expect(set.queries.map((one) => one.id)).toEqual(['q1', 'q2', 'q3']);
    expect(set.unjudged).toBe(1);
  });

  it('may keep its judgements in a folder, with or without the column of trec_eval', () => {
    rmSync(join(folder, 'qrels.tsv'));
    mkdirSync(join(folder, 'qrels'));
    writeFileSync(join(folder, 'qrels', 'test.tsv'), 'q2\t0\td3\t1\n');
    expect(readBeir(folder).queries.map((one) => [one.id, [...one.gold]])).toEqual([['q2', [['d3', 1]]]]);
  });

  it.each([
    ['a broken line', 'corpus.jsonl', '{"_id": "a", "text": "x"}\n{', 'corpus.jsonl:2: not a JSON object'],
    ['a row without text', 'corpus.jsonl', '{"_id": "a"}\n', 'corpus.jsonl:1: needs "_id" and "text"'],
    ['a duplicate id', 'queries.jsonl', '{"_id": "q1", "text": "x"}\n{"_id": "q1", "text": "y"}\n', 'queries.jsonl:2: duplicate _id "q1", first on line 1'],
    ['an empty file', 'queries.jsonl', '', 'queries.jsonl:1: holds no rows'],
    ['an unknown document', 'qrels.tsv', 'q1\tgone\t1\n', 'qrels.tsv:1: the document "gone" is not in corpus.jsonl'],
    ['an unknown query', 'qrels.tsv', 'query-id\tcorpus-id\tscore\ngone\td2\t1\n', 'qrels.tsv:2: the query "gone" is not in queries.jsonl'],
    ['a broken judgement', 'qrels.tsv', 'q1\td2\t1\nq1 d3 1\n', 'qrels.tsv:2: needs query, document and a whole grade'],
    ['no relevant document', 'qrels.tsv', 'q1\td2\t0\n', 'queries.jsonl:1: no query has a relevant document'],
  ])('names %s with its line', (_, name, text, message) => {
    writeFileSync(join(folder, name), text);
    let thrown = '';
    try {
      readBeir(folder);
    } catch (error) {
      thrown = messageOf(error);
    }
    expect(thrown).toContain(message);
  });

  it('is measured per stage; a query that finds nothing counts as 0', async () => {
    const { stdout } = await runHarness({ paths: [folder], json: true, quiet: true, plan: false });
    const run = JSON.parse(stdout) as RunRecord;
    expect(run.metrics['ndcg@10']).toMatchObject({ value: 1 / 3, n: 3 });
    for (const name of ['bm25.hit@1', 'lexical.hit@1', 'dense.hit@1', 'fused.hit@1', 'packed.hit@1', 'no_plan.hit@1'])
      expect(run.metrics[name], name).toMatchObject({ n: 3, value: 1 / 3 });
    expect(run.header.warnings).toEqual(['1 queries have no relevant document and cannot be measured']);
    expect(run.exitCode).toBe(0);
  });

  it('takes gates from the command line', async () => {
    const run = await runHarness({ paths: [folder], quiet: true, gate: ['hit@5=0.9'] });
    expect(run.code).toBe(3);
    expect(run.lastLine).toBe('FAIL 1 gate not met: hit@5 0.333, wanted >= 0.9 (95% CI 0.061-0.792, n=3). First broken stage: retrieval.');
  });

  it('is written as TREC lines, a document once, ids as they are', async () => {
    const path = join(folder, 'run.txt');
    await runHarness({ paths: [folder], quiet: true, run: path });
    expect(readFileSync(path, 'utf8')).toBe('q1 Q0 https://a.example/x#1 1 2 askfolio\nq2 Q0 d3 1 3 askfolio\n');
  });
}); // prettier-ignore

describe('trecLines', () => {
  it('keeps 100 documents', () => {
    const documents = Array.from({ length: 120 }, (_, index) => ({ id: `d${index}`, score: 120 - index }));
    expect(trecLines('q', documents, 'tag').trimEnd().split('\n')).toHaveLength(100);
  });

  it('refuses ids with white space', () => {
    expect(() => trecLines('q', [{ id: 'a b', score: 1 }], 'tag')).toThrow('"a b" holds white space');
  });
});
