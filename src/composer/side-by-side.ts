/**
 * A comparison that the corpus already holds as a table: columns named like the sides, or rows that begin with them. Its cells are taken over as
 * they are written; rows are turned, so that each side has a column.
 */
import type { Chunk } from '../domain/chunk.js';
import { asCell, isTableRow, isTableRule, tableCells } from '../text/markdown.js';
import { terms } from '../text/terms.js';
import type { Candidate } from './candidates.js';
import type { CitationBook } from './citations.js';

const maximumRows = 6;

interface TableRow {
  readonly cells: readonly string[];
  /** Its place among the sentences of the chunk. */
  readonly sentence: number;
}

interface Table {
  readonly chunk: Chunk;
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

interface Comparison {
  readonly chunk: Chunk;
  readonly rows: readonly { readonly label: string; readonly sides: readonly string[] }[];
  readonly cited: readonly number[];
}

function namesCell(cell: string, operand: string): boolean {
  const cellTerms = new Set(terms(cell));
  const wanted = terms(operand);
  return (
    wanted.length > 0 &&
    cellTerms.size > 0 &&
    (wanted.every((term) => cellTerms.has(term)) || [...cellTerms].every((term) => wanted.includes(term)))
  );
}

function tableOf(chunk: Chunk): Table | undefined {
  const lines = chunk.text.split('\n');
  const rule = lines.findIndex((line, i) => i > 0 && isTableRule(line) && isTableRow(lines[i - 1] ?? ''));
  if (rule < 1) return undefined;
  const rows = chunk.sentences.flatMap(({ start, end }, sentence) => {
    const quote = chunk.text.slice(start, end);
    const isData =
      isTableRow(quote) && !isTableRule(quote) && quote.trim() !== (lines[rule - 1] ?? '').trim();
    return isData ? [{ cells: tableCells(quote), sentence }] : [];
  });
  return rows.length === 0 ? undefined : { chunk, header: tableCells(lines[rule - 1] ?? ''), rows };
}

const areDistinct = (found: readonly number[]): boolean =>
  !found.includes(-1) && new Set(found).size === found.length;

function inColumns({ chunk, header, rows }: Table, operands: readonly string[]): Comparison | undefined {
  // A table of nothing but the sides has no column of labels.
  const firstSide = header.length === operands.length ? 0 : 1;
  const columns = operands.map((operand) =>
    header.findIndex((cell, i) => i >= firstSide && namesCell(cell, operand)),
  );
  if (!areDistinct(columns)) return undefined;
  const shown = rows.slice(0, maximumRows);
  return {
    chunk,
    rows: shown.map(({ cells }) => ({
      label: columns.includes(0) ? '' : (cells[0] ?? ''),
      sides: columns.map((column) => cells[column] ?? ''),
    })),
    cited: shown.map(({ sentence }) => sentence),
  };
}

/** `aspect`: what the question compares the sides in; a table that says nothing of it is no answer. */
function inRows(
  { chunk, header, rows }: Table,
  operands: readonly string[],
  aspect: readonly string[],
): Comparison | undefined {
  const places = operands.map((operand) => rows.findIndex(({ cells }) => namesCell(cells[0] ?? '', operand)));
  if (!areDistinct(places)) return undefined;
  const found = places.flatMap((at) => rows[at] ?? []);
  const held = new Set(terms(`${header.join(' ')} ${chunk.headingPath.join(' ')} ${chunk.title}`));
  if (aspect.length > 0 && !aspect.some((term) => held.has(term))) return undefined;
  const columns = header.slice(1, 1 + maximumRows);
  return {
    chunk,
    rows: columns.map((label, i) => ({ label, sides: found.map(({ cells }) => cells[i + 1] ?? '') })),
    cited: found.map(({ sentence }) => sentence),
  };
}

/** The first table among the candidates' chunks that has a column, or a row, for every side; undefined when there is none. */
export function sideBySide(
  candidates: readonly Pick<Candidate, 'chunk'>[],
  operands: readonly string[],
  aspect: readonly string[],
  citations: CitationBook,
): string | undefined {
  const tables = [...new Set(candidates.map(({ chunk }) => chunk))].flatMap((chunk) => tableOf(chunk) ?? []);
  const found =
    tables.map((table) => inColumns(table, operands)).find((one) => one !== undefined) ??
    tables.map((table) => inRows(table, operands, aspect)).find((one) => one !== undefined);
  if (found === undefined) return undefined;
  const n = found.cited.map((sentence) => citations.cite(found.chunk, sentence)).at(-1) ?? 0;
  const body = found.rows.map(({ label, sides }) => {
    const told = sides.map((side) => asCell(side) || 'not documented');
    return `| ${asCell(label)} | ${told.join(' | ')} [${n}] |`;
  });
  return [
    `| | ${operands.map(asCell).join(' | ')} |`,
    `|---|${operands.map(() => '---|').join('')}`,
    ...body,
  ].join('\n');
}
