/** Tests of promptfoo, as YAML (`tests:` with `vars` and `assert`) or CSV (`__expected` columns). Assertions that need a model are told, not run. */
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Problem } from '../golden/problem.js';
import { emptyRow, type ImportedRow } from './imported-case.js';

const questionNames = ['question', 'query', 'q', 'input', 'prompt', 'user_input'];

/** The variable that holds the question: by its usual names, or the only one there is. */
export function questionOf(variables: Readonly<Record<string, string>>): string | undefined {
  const named = questionNames.map((name) => variables[name]).find((text) => text !== undefined);
  const all = Object.values(variables);
  return named ?? (all.length === 1 ? all[0] : undefined);
}

interface Assertion {
  readonly type: string;
  readonly values: readonly string[];
}

type Demands = Pick<
  ImportedRow,
  'answers' | 'includes' | 'includesAny' | 'excludes' | 'isAnswerable' | 'lost'
>;

/** Assertions -> what a golden case can say of them. */
export function demandsOf(assertions: readonly Assertion[]): Demands {
  const demands = { answers: [] as string[], includes: [] as string[], includesAny: [] as string[], excludes: [] as string[], isAnswerable: true, lost: [] as string[] };
  for (const { type, values } of assertions) {
    const expressions = values.map((value) => `/${value}/`);
    if (type === 'is-refusal') demands.isAnswerable = false;
    else if (type === 'equals') demands.answers.push(...values);
    else if (/^i?contains(-all)?$/.test(type)) demands.includes.push(...values);
    else if (/^i?contains-any$/.test(type)) demands.includesAny.push(...values);
    else if (/^not-i?contains(-any)?$/.test(type)) demands.excludes.push(...values);
    else if (type === 'regex') demands.includes.push(...expressions);
    else if (type === 'not-regex') demands.excludes.push(...expressions);
    else demands.lost.push(`${type}: ${values.join(', ')}`);
  }
  return demands;
} // prettier-ignore

const values = z.union([
  z.string().transform((text) => [text]),
  z.number().transform((number) => [String(number)]),
  z.array(z.union([z.string(), z.number()])).transform((list) => list.map(String)),
]);
const testSchema = z.object({
  description: z.string().optional(),
  vars: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)),
  assert: z.array(z.object({ type: z.string(), value: values.optional() })).default([]),
});

/** `tests:` of a promptfoo configuration, or a list of tests. Problems carry the line. */
export function readPromptfooYaml(
  file: string,
  content: string,
): { rows: ImportedRow[]; problems: Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): number => (offset === undefined ? 1 : lines.linePos(offset).line);
  if (document.errors.length > 0)
    return {
      rows: [],
      problems: document.errors.map(({ pos, message }) => ({ file, line: at(pos[0]), message })),
    };
  const tests: unknown = isMap(document.contents) ? document.get('tests') : document.contents;
  if (!isSeq(tests) || tests.items.length === 0)
    return { rows: [], problems: [{ file, line: 1, message: 'holds no "tests"' }] };
  const rows: ImportedRow[] = [];
  const problems: Problem[] = [];
  for (const item of tests.items) {
    const line = at((item as { range?: readonly number[] }).range?.[0]);
    const parsed = testSchema.safeParse(isMap(item) ? item.toJS(document) : item);
    const question = parsed.success ? questionOf(parsed.data.vars) : undefined;
    if (!parsed.success)
      problems.push({ file, line, message: `not a test: ${z.prettifyError(parsed.error)}` });
    else if (question === undefined)
      problems.push({ file, line, message: `none of its vars is called ${questionNames.join(', ')}` });
    else {
      const assertions = parsed.data.assert.map((one) => ({ type: one.type, values: one.value ?? [] }));
      rows.push({ ...emptyRow, ...demandsOf(assertions), line, question });
    }
  }
  return { rows, problems };
}

/** A cell of an `__expected` column: `contains: x`, `icontains-any: a, b`, `regex: ...`; without a type, `equals`. */
export function assertionOf(cell: string): Assertion {
  const match = /^(not-)?(equals|i?contains(?:-any|-all)?|regex|is-refusal|[a-z]+(?:-[a-z]+)+|similar|javascript|python)(?:\([^)]*\))?\s*(?::|$)/i.exec(cell.trim());
  if (match === null) return { type: 'equals', values: [cell.trim()] };
  const type = `${match[1] ?? ''}${match[2] ?? ''}`.toLowerCase();
  const rest = cell.trim().slice(match[0].length).trim();
  const isList = /-(any|all)$/.test(type);
  return { type, values: rest === '' ? [] : isList ? rest.split(',').map((one) => one.trim()) : [rest] };
} // prettier-ignore
