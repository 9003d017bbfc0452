/** Tables and JSON lines of other tools: plain CSV (`question,answer,doc`), promptfoo's CSV, and ragas' JSONL. */
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { messageOf } from '../../src/domain/errors.js';
import type { Problem } from '../golden/problem.js';
import { emptyRow, type ImportedRow } from './imported-case.js';
import { assertionOf, demandsOf, questionOf } from './promptfoo.js';

export interface ImportedRows {
  readonly rows: ImportedRow[];
  readonly problems: Problem[];
}

type Cells = Readonly<Record<string, string>>;

/** Several values of one cell are separated by `|`. */
function several(cell: string | undefined): string[] {
  return (cell ?? '').split('|').map((one) => one.trim()).filter((one) => one !== '');
} // prettier-ignore

function plainRow(record: Cells, line: number): ImportedRow {
  const answers = several(record['answer']);
  const kind = record['kind'] ?? '';
  return {
    ...emptyRow,
    line,
    question: record['question'] ?? '',
    answers,
    documents: several(record['doc']),
    quotes: several(record['quote']),
    isAnswerable: answers.length > 0,
    ...(record['id'] === undefined || record['id'] === '' ? {} : { id: record['id'] }),
    ...(kind === '' ? {} : { kind }),
  };
}

function promptfooRow(record: Cells, line: number): ImportedRow | undefined {
  const variables = Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith('__')));
  const question = questionOf(variables);
  const cells = Object.entries(record).filter(([name, cell]) => /^__expected\d*$/.test(name) && cell !== '');
  const demands = demandsOf(cells.map(([, cell]) => assertionOf(cell)));
  return question === undefined ? undefined : { ...emptyRow, ...demands, line, question };
}

const recordsSchema = z.array(
  z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.number() }) }),
);

/** CSV with a header line; the columns `__expected...` make it promptfoo's. */
export function readCsv(file: string, content: string): ImportedRows {
  let records: z.infer<typeof recordsSchema>;
  try {
    records = recordsSchema.parse(
      parse(content, { columns: true, info: true, bom: true, trim: true, skip_empty_lines: true }),
    );
  } catch (error) {
    const line = z.object({ lines: z.number() }).safeParse(error).data?.lines ?? 1;
    return { rows: [], problems: [{ file, line, message: `not a CSV table: ${messageOf(error)}` }] };
  }
  const rows: ImportedRow[] = [];
  const problems: Problem[] = [];
  for (const { record, info } of records) {
    const isPromptfoo = Object.keys(record).some((name) => /^__expected\d*$/.test(name));
    const row = isPromptfoo ? promptfooRow(record, info.lines) : plainRow(record, info.lines);
    if (row === undefined || row.question === '')
      problems.push({ file, line: info.lines, message: 'no question: the columns are question, answer, doc, and if wanted quote, kind, id' });
    else rows.push(row);
  }
  return { rows, problems };
} // prettier-ignore

const ragasSchema = z.object({
  user_input: z.string().min(1),
  reference: z.string().nullish(),
  reference_contexts: z.array(z.string()).nullish(),
  reference_context_ids: z.array(z.union([z.string(), z.number()]).transform(String)).nullish(),
});

/** One sample of ragas a line: `user_input`, `reference`, `reference_contexts`, `reference_context_ids`. */
export function readRagas(file: string, content: string): ImportedRows {
  const rows: ImportedRow[] = [];
  const problems: Problem[] = [];
  content.split('\n').forEach((text, index) => {
    const line = index + 1;
    if (text.trim() === '') return;
    try {
      const sample = ragasSchema.parse(JSON.parse(text));
      rows.push({
        ...emptyRow,
        line,
        question: sample.user_input,
        answers: sample.reference === undefined || sample.reference === null ? [] : [sample.reference],
        quotes: sample.reference_contexts ?? [],
        documents: sample.reference_context_ids ?? [],
      });
    } catch (error) {
      const why = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
      problems.push({ file, line, message: `not a sample of ragas: ${why}` });
    }
  });
  return { rows, problems };
}
