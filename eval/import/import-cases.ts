/** A test set of another tool -> a golden file of this one. No case is dropped: what cannot be carried over is noted, and the case is a draft. */
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { stringify } from 'yaml';
import { AppError, messageOf } from '../../src/domain/errors.js';
import { filesBelow } from '../golden/check-corpus.js';
import { fold } from '../golden/fold.js';
import { failOnProblems, type Problem } from '../golden/problem.js';
import { caseSchema } from '../golden/schema.js';
import { contradictionsOf } from '../golden/cases.js';
import { toRawCase, type ImportedRow, type QuoteFinder } from './imported-case.js';
import { readPromptfooYaml } from './promptfoo.js';
import { readCsv, readRagas, type ImportedRows } from './rows-of-text.js';

const readers: Readonly<Record<string, (file: string, content: string) => ImportedRows>> = {
  '.yaml': readPromptfooYaml,
  '.yml': readPromptfooYaml,
  '.csv': readCsv,
  '.jsonl': readRagas,
};

function quoteFinder(corpus: string): QuoteFinder {
  const texts = filesBelow(corpus)
    .filter((path) => /\.(md|mdx|markdown|txt)$/i.test(path))
    .map((path) => ({ path, folded: fold(readFileSync(join(corpus, path), 'utf8')) }));
  return (quote) => {
    const wanted = fold(quote);
    return wanted === '' ? undefined : texts.find(({ folded }) => folded.includes(wanted))?.path;
  };
}

function idsOf(rows: readonly ImportedRow[]): string[] {
  const digits = String(rows.length).length;
  return rows.map((row, index) => row.id ?? `imported-${String(index + 1).padStart(digits, '0')}`);
}

export interface ImportedFile {
  /** The golden file. */
  readonly text: string;
  readonly count: number;
  readonly drafts: number;
}

/** @throws AppError `bad_golden` with file and line of every row that is no case. */
export function importCases(options: { readonly path: string; readonly name: string; readonly corpus: string; readonly corpusFromFile: string }): ImportedFile {
  const { path, name, corpus } = options;
  const reader = readers[extname(path).toLowerCase()];
  if (reader === undefined)
    throw new AppError('bad_config', `eval import ${name}: the name has to end in .yaml (promptfoo), .csv (question,answer,doc or promptfoo) or .jsonl (ragas); BEIR folders and SQuAD files are measured as they are`);
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError('bad_golden', `${name}:1: cannot be read: ${messageOf(error)}`, { cause: error });
  }
  const { rows, problems } = reader(name, content);
  const find = quoteFinder(corpus);
  const ids = idsOf(rows);
  const cases = rows.map((row, index) => toRawCase(row, ids[index] ?? '', find));
  const faults = cases.flatMap((one, index): Problem[] => {
    const line = rows[index]?.line ?? 1;
    const parsed = caseSchema.safeParse(one);
    if (parsed.success) return contradictionsOf(parsed.data).map((message) => ({ file: name, line, message }));
    return parsed.error.issues.map((issue) => ({ file: name, line, message: `${issue.path.map(String).join('.')}: ${issue.message}` }));
  });
  const empty = rows.length + problems.length === 0 ? [{ file: name, line: 1, message: 'holds no cases' }] : [];
  failOnProblems([...problems, ...faults, ...empty]);
  return {
    text: `# Imported from ${name}.\n${stringify({ version: 1, corpus: options.corpusFromFile, cases }, { lineWidth: 110 })}`,
    count: cases.length,
    drafts: cases.filter((one) => one['status'] === 'draft').length,
  };
} // prettier-ignore
