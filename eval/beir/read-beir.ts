/** Reads a folder in BEIR format: `corpus.jsonl`, `queries.jsonl`, and `qrels.tsv` or `qrels/*.tsv`. Any bad line fails it, by file and line. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../src/domain/errors.js';
import { failOnProblems } from '../golden/problem.js';
import type { Problem } from '../golden/problem.js';
import type { SubjectDocument } from '../subject.js';

export interface BeirQuery {
  readonly id: string;
  readonly text: string;
  /** Document id -> grade, as judged; grades of 0 included. */
  readonly gold: ReadonlyMap<string, number>;
}

export interface BeirSet {
  readonly documents: readonly SubjectDocument[];
  /** Queries with at least one relevant document. */
  readonly queries: readonly BeirQuery[];
  /** Queries without any, which retrieval cannot be measured on. */
  readonly unjudged: number;
  readonly files: readonly string[];
  readonly hash: string;
}

const rowSchema = z.object({ _id: z.string().min(1), title: z.string().optional(), text: z.string() });
type Row = z.infer<typeof rowSchema>;

/** True for a folder that holds a corpus in this format. */
export function isBeirFolder(path: string): boolean {
  return existsSync(join(path, 'corpus.jsonl'));
}

function readRows(file: string, content: string, problems: Problem[]): Row[] {
  const rows: Row[] = [];
  const seen = new Map<string, number>();
  content.split('\n').forEach((text, index) => {
    if (text.trim() === '') return;
    const problem = (message: string): void => void problems.push({ file, line: index + 1, message });
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return problem(`not a JSON object: ${messageOf(error)}`);
    }
    const parsed = rowSchema.safeParse(value);
    if (!parsed.success) return problem(`needs "_id" and "text" as strings`);
    const earlier = seen.get(parsed.data._id);
    if (earlier !== undefined) return problem(`duplicate _id "${parsed.data._id}", first on line ${earlier}`);
    seen.set(parsed.data._id, index + 1);
    rows.push(parsed.data);
  });
  if (rows.length === 0) problems.push({ file, line: 1, message: 'holds no rows' });
  return rows;
}

interface Judgements {
  readonly gold: Map<string, Map<string, number>>;
  readonly known: { queries: ReadonlySet<string>; documents: ReadonlySet<string> };
  readonly problems: Problem[];
}

/** Three columns (query, document, grade), or four as trec_eval has them (query, iteration, document, grade); a header line is skipped. */
function readJudgements(file: string, content: string, into: Judgements): void {
  content.split('\n').forEach((text, index) => {
    if (text.trim() === '') return;
    const line = index + 1;
    const columns = text.replace(/\r$/, '').split('\t');
    const [query = '', document = '', grade = ''] = columns.length === 4 ? [columns[0], columns[2], columns[3]] : columns;
    if (index === 0 && !/^-?\d+$/.test(grade)) return;
    const problem = (message: string): void => void into.problems.push({ file, line, message });
    if (columns.length < 3 || !/^-?\d+$/.test(grade)) return problem('needs query, document and a whole grade, separated by tabs');
    if (!into.known.queries.has(query)) return problem(`the query "${query}" is not in queries.jsonl`);
    if (!into.known.documents.has(document)) return problem(`the document "${document}" is not in corpus.jsonl`);
    const judged = into.gold.get(query) ?? new Map<string, number>();
    judged.set(document, Number(grade));
    into.gold.set(query, judged);
  });
} // prettier-ignore

function judgementFiles(folder: string): string[] {
  const single = join(folder, 'qrels.tsv');
  if (existsSync(single)) return [single];
  const several = join(folder, 'qrels');
  if (!existsSync(several)) return [];
  return readdirSync(several)
    .filter((name) => name.endsWith('.tsv'))
    .sort()
    .map((name) => join(several, name));
}

/** @throws AppError `bad_golden` that lists every problem as `file:line: message`. */
export function readBeir(folder: string): BeirSet {
  const problems: Problem[] = [];
  const hash = createHash('sha256');
  const read = (file: string): string => {
    try {
      const content = readFileSync(file, 'utf8');
      hash.update(content).update('\0');
      return content;
    } catch (error) {
      problems.push({ file, line: 1, message: `cannot be read: ${messageOf(error)}` });
      return '';
    }
  };
  const corpusFile = join(folder, 'corpus.jsonl');
  const queryFile = join(folder, 'queries.jsonl');
  const documents = readRows(corpusFile, read(corpusFile), problems);
  const rows = readRows(queryFile, read(queryFile), problems);
  const known = {
    queries: new Set(rows.map((row) => row._id)),
    documents: new Set(documents.map((row) => row._id)),
  };
  const gold = new Map<string, Map<string, number>>();
  const files = judgementFiles(folder);
  if (files.length === 0)
    problems.push({ file: join(folder, 'qrels.tsv'), line: 1, message: 'does not exist, and qrels/*.tsv neither' });
  for (const file of files) readJudgements(file, read(file), { gold, known, problems });
  const queries = rows
    .map((row) => ({ id: row._id, text: row.text, gold: gold.get(row._id) ?? new Map<string, number>() }))
    .filter((query) => [...query.gold.values()].some((grade) => grade > 0));
  if (queries.length === 0) problems.push({ file: queryFile, line: 1, message: 'no query has a relevant document' });
  failOnProblems(problems);
  return {
    documents: documents.map((row) => ({ id: row._id, title: row.title ?? '', text: row.text })),
    queries,
    unjudged: rows.length - queries.length,
    files: [corpusFile, queryFile, ...files],
    hash: hash.digest('hex'),
  };
} // prettier-ignore
