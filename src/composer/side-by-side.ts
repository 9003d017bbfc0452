/** A comparison that the corpus already holds as a table: columns named like the sides. Its rows are taken over, cell by cell, as they are written. */
import type { Chunk } from '../domain/chunk.js';
import { asCell, isTableRow, isTableRule, tableCells } from '../text/markdown.js';
import { terms } from '../text/terms.js';
import type { Candidate } from './candidates.js';
import type { CitationBook } from './citations.js';

const maximumRows = 6;

interface Comparison {
  readonly chunk: Chunk;
  /** Index of the column of each side. */
  readonly columns: readonly number[];
  /** Cells of each row, with the row's place among the sentences of the chunk. */
  readonly rows: readonly { readonly cells: readonly string[]; readonly sentence: number }[];
}

function namesColumn(cell: string, operand: string): boolean {
  const cellTerms = new Set(terms(cell));
  const wanted = terms(operand);
  return (
    wanted.length > 0 &&
    cellTerms.size > 0 &&
    (wanted.every((term) => cellTerms.has(term)) || [...cellTerms].every((term) => wanted.includes(term)))
  );
}

function tableIn(chunk: Chunk, operands: readonly string[]): Comparison | undefined {
  const lines = chunk.text.split('\n');
  const rule = lines.findIndex((line, i) => i > 0 && isTableRule(line) && isTableRow(lines[i - 1] ?? ''));
  if (rule < 1) return undefined;
  const header = tableCells(lines[rule - 1] ?? '');
  // A table of nothing but the sides has no column of labels.
  const firstSide = header.length === operands.length ? 0 : 1;
  const columns = operands.map((operand) =>
    header.findIndex((cell, i) => i >= firstSide && namesColumn(cell, operand)),
  );
  if (columns.includes(-1) || new Set(columns).size < columns.length) return undefined;
  const rows = chunk.sentences.flatMap(({ start, end }, sentence) => {
    const quote = chunk.text.slice(start, end);
    const isData =
      isTableRow(quote) && !isTableRule(quote) && quote.trim() !== (lines[rule - 1] ?? '').trim();
    return isData ? [{ cells: tableCells(quote), sentence }] : [];
  });
  return rows.length === 0 ? undefined : { chunk, columns, rows };
}

/** The first table among the candidates' chunks that has a column for every side; undefined when there is none. */
export function sideBySide(
  candidates: readonly Candidate[],
  operands: readonly string[],
  citations: CitationBook,
): string | undefined {
  const chunks = [...new Set(candidates.map(({ chunk }) => chunk))];
  const found = chunks
    .map((chunk) => tableIn(chunk, operands))
    .find((comparison) => comparison !== undefined);
  if (found === undefined) return undefined;
  const { chunk, columns } = found;
  const rows = found.rows.slice(0, maximumRows);
  const n = rows.map(({ sentence }) => citations.cite(chunk, sentence)).at(-1) ?? 0;
  const body = rows.map(({ cells }) => {
    const sides = columns.map((column) => asCell(cells[column] ?? '') || 'not documented');
    const label = columns.includes(0) ? '' : asCell(cells[0] ?? '');
    return `| ${label} | ${sides.join(' | ')} [${n}] |`;
  });
  return [
    `| | ${operands.map(asCell).join(' | ')} |`,
    `|---|${operands.map(() => '---|').join('')}`,
    ...body,
  ].join('\n');
}
