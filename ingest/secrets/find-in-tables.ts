/** Secrets that only their column or the cell beside them gives away: Markdown and HTML tables, and lines of separated values. */
import type { Finding } from './finding.js';
import { isPassphrase, isPasswordLike, isPlaceholder, isRandomLooking, isUuid } from './secret-likeness.js';

interface Cell {
  readonly start: number;
  readonly text: string;
}
type Row = readonly Cell[];

interface Column {
  readonly name: RegExp;
  readonly kind: string;
  /** Any single word in the column counts. */
  readonly isStrict: boolean;
}

const columns: readonly Column[] = [
  {
    name: /(?:^|[^a-z])(?:pass(?:word|wd|phrase|code)?s?|pwd|pw|kennwort|passwort|pin|mot de passe|contraseña)(?:$|[^a-z])/i,
    kind: 'password',
    isStrict: true,
  },
  {
    name: /(?:^|[^a-z])(?:secrets?|tokens?|(?:api|access|private|secret|licen[cs]e|master)[ _-]?keys?|credentials?|creds|logins?|client[ _-]?secrets?|psk|webhook)(?:$|[^a-z])/i,
    kind: 'secret value',
    isStrict: false,
  },
  { name: /(?:^|[^a-z])keys?(?:$|[^a-z])/i, kind: 'secret key', isStrict: false },
];
const otherSubject =
  /polic|hash|reset|length|strength|rule|storage|manager|type|expir|rotat|ttl|name\b|age\b|limit|usage|count|format|primary|foreign|protected|required/i;

const plain = (text: string): string => text.replace(/^[`*"'_\\]+|[`*"'_\\]+$/g, '');

function columnOf(header: string): Column | undefined {
  const name = plain(header.trim());
  if (name.length > 40 || name.split(/\s+/).length > 4 || otherSubject.test(name)) return undefined;
  return columns.find((column) => column.name.test(name.replace(/(?<=[a-z])(?=[A-Z])/g, '_')));
}

function isSecretWord(value: string, { isStrict, kind }: Column): boolean {
  if (value === '' || isPlaceholder(value) || value.startsWith('[redacted')) return false;
  if (isStrict)
    return (
      isPasswordLike(value) ||
      isRandomLooking(value) ||
      /^\d{4,12}$/.test(value) ||
      /^[A-Za-z]{6,}$/.test(value)
    );
  return (
    isRandomLooking(value) ||
    (kind !== 'secret key' && isUuid(value)) ||
    (isPasswordLike(value) &&
      value.length >= 8 &&
      /\d|[!@#$%^&*]/.test(value) &&
      !/^[\w:.{}-]+[:.][\w:.{}-]+$/.test(value))
  );
}

/** What of a cell is secret: all of it, or the words of it that look like one ("ci / buildme99"). */
function findInCell({ start, text }: Cell, column: Column): Finding[] {
  const { kind, isStrict } = column;
  const value = plain(text);
  const at = start + text.indexOf(value);
  if (value === '' || isPlaceholder(value)) return [];
  if (!/\s/.test(value)) {
    const separator = isStrict ? -1 : value.search(/[:/][^:/]{5,}$/);
    const word =
      separator > 0 && isPasswordLike(value.slice(separator + 1)) ? value.slice(separator + 1) : value;
    return isSecretWord(word, column)
      ? [{ start: at + value.length - word.length, end: at + value.length, kind }]
      : [];
  }
  if (isStrict && isPassphrase(value) && value === value.toLowerCase())
    return [{ start: at, end: at + value.length, kind }];
  return [...value.matchAll(/[^\s,;]+/g)].flatMap(({ 0: word, index }) => {
    const bare = plain(word);
    return isPasswordLike(bare) && /\d|[!@#$%^&*]/.test(bare) && bare.length >= 6
      ? [{ start: at + index + word.indexOf(bare), end: at + index + word.indexOf(bare) + bare.length, kind }]
      : [];
  });
}

/** By the header of the column, and by the cell on the left ("| DB password | ... |"). */
function findInRows(header: Row | undefined, rows: readonly Row[]): Finding[] {
  const byColumn = header?.map(({ text }) => columnOf(text)) ?? [];
  const found: Finding[] = [];
  for (const row of header === undefined ? rows : [header, ...rows]) {
    row.forEach((cell, index) => {
      const column = row === header ? undefined : byColumn[index];
      const left = row[index - 1];
      const beside = index === 1 && left !== undefined ? columnOf(left.text) : undefined;
      const either = column ?? (beside === undefined ? undefined : { ...beside, isStrict: false });
      if (either !== undefined) found.push(...findInCell(cell, either));
    });
  }
  return found;
}

function cellsOf(line: string, offset: number, separator: string): Cell[] {
  const cells: Cell[] = [];
  let start = separator === '|' && line.startsWith('|') ? 1 : 0;
  for (const part of line.slice(start).split(separator)) {
    cells.push({ start: offset + start + (part.length - part.trimStart().length), text: part.trim() });
    start += part.length + 1;
  }
  return cells;
}

/** The row of dashes under a table's header. */
const tableRule = /\n[ \t|:]{0,20}-[ \t|:-]{2,1000}(?=\n|$)/g;

function rowsFrom(text: string, from: number, isRow: (line: string) => boolean, separator: string): Row[] {
  const rows: Row[] = [];
  let offset = from;
  while (offset < text.length) {
    const end = text.indexOf('\n', offset);
    const line = text.slice(offset, end === -1 ? text.length : end);
    if (!isRow(line)) break;
    rows.push(cellsOf(line, offset, separator));
    offset += line.length + 1;
  }
  return rows;
}

const endOf = (rows: readonly Row[]): number => {
  const last = rows.at(-1)?.at(-1);
  return last === undefined ? 0 : last.start + last.text.length;
};

function findInMarkdownTables(text: string): Finding[] {
  const found: Finding[] = [];
  if (!text.includes('|')) return found;
  tableRule.lastIndex = 0;
  for (let match = tableRule.exec(text); match !== null; match = tableRule.exec(text)) {
    if (!match[0].includes('|')) continue;
    const headAt = text.lastIndexOf('\n', match.index - 1) + 1;
    const indent = /^\s*/.exec(text.slice(headAt, match.index))?.[0].length ?? 0;
    const header = cellsOf(text.slice(headAt + indent, match.index), headAt + indent, '|');
    const rows = rowsFrom(text, match.index + match[0].length + 1, (line) => line.includes('|'), '|');
    found.push(...findInRows(header, rows));
    tableRule.lastIndex = Math.max(tableRule.lastIndex, endOf(rows));
  }
  return found;
}

/** A header line of separated values: short names, one of which is that of a secret. */
const valueHeader =
  /(?:^|\n)(?=[^\n]{0,300}(?:pass|pwd|secret|token|key|credential))[ \t>]{0,8}["']?[A-Za-z][\w -]{0,30}["']?(?:([,;\t])[ \t]?["']?[\w -]{1,30}["']?)+(?=\n)/gi;

function findInSeparatedValues(text: string): Finding[] {
  const found: Finding[] = [];
  valueHeader.lastIndex = 0;
  for (let match = valueHeader.exec(text); match !== null; match = valueHeader.exec(text)) {
    const separator = match[1] ?? ',';
    const headAt = match.index + (match[0].startsWith('\n') ? 1 : 0);
    const headEnd = match.index + match[0].length;
    const header = cellsOf(text.slice(headAt, headEnd), headAt, separator);
    const isRow = (line: string): boolean => line.split(separator).length === header.length;
    const rows = rowsFrom(text, headEnd + 1, isRow, separator);
    if (rows.length > 0) found.push(...findInRows(header, rows).filter(({ start }) => start > headEnd));
    valueHeader.lastIndex = Math.max(valueHeader.lastIndex, endOf(rows));
  }
  return found;
}

const htmlTable = /<table\b[^]{0,20000}?<\/table>/gi;
const htmlRow = /<tr\b[^]{0,8000}?(?:<\/tr>|(?=<tr\b)|$)/gi;
const htmlCell = /<t[dh]\b[^>]{0,200}>([^]{0,2000}?)(?=<\/t[dh]>|<t[dhr]\b|<\/t|$)/gi;

function findInHtmlTables(text: string): Finding[] {
  if (!/<table/i.test(text)) return [];
  return [...text.matchAll(htmlTable)].flatMap((table) => {
    const rows = [...table[0].matchAll(htmlRow)].map((row) =>
      [...row[0].matchAll(htmlCell)].map((cell): Cell => {
        const inner = (cell[1] ?? '').replace(/<[^<>]{0,200}>/g, (tag) => ' '.repeat(tag.length));
        const begin = table.index + row.index + cell.index + cell[0].length - (cell[1] ?? '').length;
        return { start: begin + (inner.length - inner.trimStart().length), text: inner.trim() };
      }),
    );
    const [header, ...rest] = rows;
    return header === undefined ? [] : findInRows(header, rest);
  });
}

/** Findings in tables of every kind; empty for a text without any. */
export function findInTables(text: string): Finding[] {
  return [...findInMarkdownTables(text), ...findInSeparatedValues(text), ...findInHtmlTables(text)];
}
