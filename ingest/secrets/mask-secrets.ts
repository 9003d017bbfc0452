/**
 * Masks secrets in a text before anything else sees it, and again in what goes out. Page-safe and deterministic; the values
 * themselves are never returned. Line numbers stay: a masked stretch over several lines keeps its line breaks.
 */
import { keyBeginning, keyFormats } from './key-formats.js';
import { secretColumns, secretRules } from './rules.js';
import { isPasswordLike, isPlaceholder, isRandomLooking } from './secret-likeness.js';

/** Raised whenever the rules change: a file is masked anew then. */
export const redactorVersion = 1;

export interface Redaction {
  /** From 1. */
  readonly line: number;
  readonly kind: string;
  /** The first two characters and the length, never more. */
  readonly preview: string;
  /** Tells equal findings apart without saying what they are; empty unless `fingerprint` was given. */
  readonly fingerprint: string;
}

export interface MaskOptions {
  /** Keyed hash of a value; a finding whose fingerprint `isAllowed` accepts stays in the text. */
  readonly fingerprint?: (value: string) => string;
  readonly isAllowed?: (fingerprint: string) => boolean;
}

interface Finding {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

function findKeys(text: string): Finding[] {
  const found: Finding[] = [];
  keyBeginning.lastIndex = 0;
  for (let match = keyBeginning.exec(text); match !== null; match = keyBeginning.exec(text)) {
    const start = match.index;
    for (const { prefix, kind, pattern } of keyFormats) {
      if (!text.startsWith(prefix, start)) continue;
      pattern.lastIndex = start;
      const value = pattern.exec(text)?.[0].replace(/[.,_-]+$/, '');
      if (value === undefined || !isKey(value, prefix)) continue;
      found.push({ start, end: start + value.length, kind });
      keyBeginning.lastIndex = start + value.length;
      break;
    }
  }
  return found;
}

/** A tail of plain words ("sk-learning-rate-scheduler") or of one letter ("AKIAXXXX...") is no key. */
function isKey(value: string, prefix: string): boolean {
  const tail = value.slice(prefix.length);
  if (/EXAMPLE|(.)\1{7}/i.test(tail) || (tail.length < 30 && isPlaceholder(tail))) return false;
  if (!/\d/.test(tail) && !/[a-z]/.test(tail.replace(/[^A-Za-z]/g, '')) && tail.length < 16) return false;
  return !/^(?:[a-z]{2,}[-_.])*[a-z]{2,}$/.test(tail) || tail.length > 40;
}

function findByRules(text: string): Finding[] {
  const found: Finding[] = [];
  for (const { kind, pattern, accepts } of secretRules) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      if (match[0] === '') pattern.lastIndex++;
      const raw = match.groups?.['value'] ?? '';
      const value = kind === 'private key' ? raw : raw.replace(/(?:[.,;:)\]}*_\\]|&quot;)+$/, '');
      if (value === '' || value.startsWith('[redacted')) continue;
      const start = match.index + match[0].lastIndexOf(raw);
      if (accepts(value, match[0].slice(0, match[0].lastIndexOf(raw) + value.length))) {
        found.push({ start, end: start + value.length, kind });
      } else {
        // The next name may stand inside what was taken for a value.
        pattern.lastIndex = Math.max(match.index + 1, Math.min(start, pattern.lastIndex));
      }
    }
  }
  return found;
}

/** The row of dashes under a table's header. */
const tableRule = /\n[ \t|:]{0,20}-[ \t|:-]{2,1000}(?=\n|$)/g;

interface Cell {
  readonly start: number;
  readonly text: string;
}

function cellsOf(line: string, offset: number): Cell[] {
  const cells: Cell[] = [];
  let start = line.startsWith('|') ? 1 : 0;
  for (const part of line.slice(start).split('|')) {
    cells.push({ start: offset + start + (part.length - part.trimStart().length), text: part.trim() });
    start += part.length + 1;
  }
  return cells;
}

function isSecretCell(text: string, isStrict: boolean): boolean {
  const value = text.replace(/^[`*"']+|[`*"']+$/g, '');
  if (value === '' || /\s/.test(value) || isPlaceholder(value) || value.startsWith('[redacted')) return false;
  if (isStrict)
    return (
      isPasswordLike(value) || isRandomLooking(value) || /^\d{4,10}$/.test(value) || /^[a-z]{5,}$/.test(value)
    );
  return (
    isRandomLooking(value) ||
    (isPasswordLike(value) &&
      value.length >= 8 &&
      /\d/.test(value) &&
      !/^[\w:.{}-]+[:.][\w:.{}-]+$/.test(value))
  );
}

/** Columns headed "password", "secret" and the like, in Markdown tables. */
function findInTables(text: string): Finding[] {
  const found: Finding[] = [];
  if (!text.includes('|')) return found;
  for (const match of text.matchAll(tableRule)) {
    if (!match[0].includes('|')) continue;
    const headLine = text.slice(text.lastIndexOf('\n', match.index - 1) + 1, match.index);
    const header = cellsOf(headLine.trim(), 0);
    const columns = header.map(({ text: name }) => secretColumns.find((column) => column.header.test(name)));
    if (columns.every((column) => column === undefined)) continue;
    let offset = match.index + match[0].length + 1;
    while (offset < text.length) {
      const end = text.indexOf('\n', offset);
      const line = text.slice(offset, end === -1 ? text.length : end);
      if (!line.includes('|')) break;
      cellsOf(line, offset).forEach((cell, index) => {
        const column = columns[index];
        if (column !== undefined && isSecretCell(cell.text, column.strict))
          found.push({
            start: cell.start,
            end: cell.start + cell.text.length,
            kind: column.strict ? 'password' : 'secret value',
          });
      });
      offset += line.length + 1;
    }
  }
  return found;
}

/** The second half of a key: digits among letters, capitals inside, or capitals only; no word of a sentence. */
function looksLikeRest(tail: string): boolean {
  return (/\d/.test(tail) && /[A-Za-z]/.test(tail)) || /[a-z][A-Z]/.test(tail) || /^[A-Z]{6,}$/.test(tail);
}

/** Keys that a line break cuts in two: found in the text without its breaks, where the break lies inside the key. */
function findSplitKeys(text: string): Finding[] {
  const found: Finding[] = [];
  keyBeginning.lastIndex = 0;
  for (let match = keyBeginning.exec(text); match !== null; match = keyBeginning.exec(text)) {
    const window = text.slice(match.index, match.index + 400);
    const lineEnd = window.indexOf('\n');
    if (lineEnd < 4) continue;
    const head = window.slice(0, lineEnd).replace(/["'\\+\s]+$/, '');
    const rest = /^[\s"'+>|\\]*([A-Za-z0-9_.+/=-]{6,})/.exec(window.slice(lineEnd));
    const tail = rest?.[1];
    if (rest === null || tail === undefined || /[\s"']/.test(head) || !looksLikeRest(tail)) continue;
    const joined = head + tail;
    const format = keyFormats.find(({ prefix, pattern }) => {
      pattern.lastIndex = 0;
      return joined.startsWith(prefix) && pattern.test(joined) && isKey(joined, prefix);
    });
    if (format !== undefined)
      found.push({ start: match.index, end: match.index + lineEnd + rest[0].length, kind: format.kind });
  }
  return found;
}

/** In order, overlaps joined; the earlier finding names the kind. */
function joinFindings(findings: readonly Finding[]): Finding[] {
  const sorted = [...findings].sort((a, b) => a.start - b.start || b.end - a.end);
  const joined: Finding[] = [];
  for (const finding of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && finding.start < last.end)
      joined[joined.length - 1] = { ...last, end: Math.max(last.end, finding.end) };
    else joined.push(finding);
  }
  return joined;
}

function previewOf(value: string): string {
  return `${value.slice(0, value.length >= 8 ? 2 : 1)}… (${value.length} characters)`;
}

function createLineCounter(text: string): (position: number) => number {
  let line = 1;
  let at = 0;
  return (position) => {
    for (let next = text.indexOf('\n', at); next !== -1 && next < position; next = text.indexOf('\n', at)) {
      line++;
      at = next + 1;
    }
    return line;
  };
}

/** The text with `[redacted: kind]` in place of each secret, and where they stood. A clean text comes back as it is. */
export function maskSecrets(
  text: string,
  options: MaskOptions = {},
): { text: string; redactions: Redaction[] } {
  // Vendor keys name themselves best, so they come first where two rules find the same.
  const findings = joinFindings([
    ...findKeys(text),
    ...findSplitKeys(text),
    ...findByRules(text),
    ...findInTables(text),
  ]);
  if (findings.length === 0) return { text, redactions: [] };
  const lineAt = createLineCounter(text);
  const redactions: Redaction[] = [];
  let masked = '';
  let at = 0;
  for (const { start, end, kind } of findings) {
    const value = text.slice(start, end);
    const fingerprint = options.fingerprint?.(value) ?? '';
    if (fingerprint !== '' && options.isAllowed?.(fingerprint) === true) continue;
    masked += `${text.slice(at, start)}[redacted: ${kind}]${'\n'.repeat(value.split('\n').length - 1)}`;
    at = end;
    redactions.push({ line: lineAt(start), kind, preview: previewOf(value), fingerprint });
  }
  return { text: masked + text.slice(at), redactions };
}
