/**
 * Cuts Markdown into segments before the real parser sees it: running text, ATX headings, flat lists and plain tables, which need
 * no parser, and everything else (nested lists, code, HTML), which does. Exact for CommonMark where it decides "plain": a group
 * of lines counts as plain only outside every fence and container, and only if no line begins or holds a block mark.
 */

export interface Segment {
  readonly kind: 'heading' | 'plain' | 'list' | 'table' | 'marked';
  readonly lines: readonly string[];
  /** Line of the first one, from 1. */
  readonly line: number;
}

const heading = /^ {0,3}#{1,6}(?:[ \t]|$)/;
// A line that may open a block, belong to a table, underline a heading or be indented code.
const mark = /^(?: {4}|\t)|^ {0,3}(?:[#>*+=_~`<[|-]|\d{1,9}[.)](?:\s|$))|\||^ {0,3}\$\$|^ {0,3}(?:•|·|–|—)\s/;
const fence = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})([^\n]*)$/;
const openEndedHtml = /^ {0,3}<(?:!--|\?|!\[CDATA\[|(?:script|pre|style|textarea)[\s>])/i;
const openEndedHtmlEnd = /-->|\?>|\]\]>|<\/(?:script|pre|style|textarea)>/i;

interface Open {
  fence?: { character: string; length: number };
  html: boolean;
}

function followFence(open: Open, line: string): void {
  const match = fence.exec(line);
  const run = match?.[1];
  if (match === null || run === undefined) return;
  const character = run.charAt(0);
  if (open.fence === undefined) {
    if (character === '`' && (match[2] ?? '').includes('`')) return;
    open.fence = { character, length: run.length };
  } else if (
    open.fence.character === character &&
    run.length >= open.fence.length &&
    (match[2] ?? '').trim() === ''
  ) {
    delete open.fence;
  }
}

function follow(open: Open, line: string): void {
  if (!open.html) followFence(open, line);
  if (open.fence !== undefined) return;
  if (!open.html && openEndedHtml.test(line)) open.html = true;
  if (open.html && openEndedHtmlEnd.test(line)) open.html = false;
}

const flatItem = /^(?:[-*+]|\d{1,9}[.)]) (\S[^\n]*)$/;
// What inside an item would be a block of its own, or a task mark.
const itemMark =
  /^(?:[#>~<|=]|[-+] |\*(?: |\*\*)|\d{1,9}[.)](?: |$)|```|\[[ xX]\](?: |$)|\[[^\]]{0,200}\]:|[-*_](?: ?[-*_])+\s*$)/;

/** Every line an item of one list, nothing nested or continued. */
function isFlatList(lines: readonly string[]): boolean {
  const first = lines[0] ?? '';
  const kind = /^\d/.test(first) ? /^\d{1,9}[.)]/ : undefined;
  const bullet = first.charAt(0);
  return lines.every((line) => {
    const item = flatItem.exec(line)?.[1];
    if (item === undefined || itemMark.test(item) || line.includes('|')) return false;
    return kind === undefined
      ? line.startsWith(bullet)
      : kind.test(line) && /[.)]/.exec(line)?.[0] === /[.)]/.exec(first)?.[0];
  });
}

const cellCount = (line: string): number => line.split('|').length;

/** Header, delimiters and rows of equal width between pipes, without code or escapes that could hide a pipe. */
function isPlainTable(lines: readonly string[]): boolean {
  const [head, rule] = lines;
  if (head === undefined || rule === undefined || !/^\|(?: {0,3}:?-+:? {0,3}\|)+$/.test(rule.trimEnd()))
    return false;
  return lines.every(
    (line) =>
      /^\|.*\|\s*$/.test(line) &&
      !/[\\`]/.test(line) &&
      cellCount(line.trimEnd()) === cellCount(rule.trimEnd()),
  );
}

/** True when what comes after a blank line could still belong to the list before it. */
function mayContinueList(line: string): boolean {
  return /^\s/.test(line) || /^(?:[-*+]|\d{1,9}[.)])(?: |$)/.test(line);
}

function nextText(lines: readonly string[], from: number): string {
  let index = from;
  while (index < lines.length && (lines[index] ?? '').trim() === '') index++;
  return lines[index] ?? '';
}

/** Segments in order; blank lines between them belong to none. */
export function segmentMarkdown(text: string): Segment[] {
  const lines = text.split('\n');
  const segments: Segment[] = [];
  let start = 0;
  // Lines of the group that is being read, from its first line; a marked segment may span several groups.
  let marked: { from: number } | undefined;
  const open: Open = { html: false };
  const close = (end: number): void => {
    if (marked === undefined) return;
    let to = end;
    while (to > marked.from && (lines[to - 1] ?? '').trim() === '') to--;
    segments.push({ kind: 'marked', lines: lines.slice(marked.from, to), line: marked.from + 1 });
    marked = undefined;
  };
  while (start < lines.length) {
    const first = lines[start] ?? '';
    if (open.fence === undefined && !open.html && first.trim() === '') {
      start++;
      continue;
    }
    if (open.fence === undefined && !open.html && heading.test(first)) {
      close(start);
      segments.push({ kind: 'heading', lines: [first], line: start + 1 });
      start++;
      continue;
    }
    let end = start;
    // Indented text after a list may belong to its last item.
    let isPlain = open.fence === undefined && !open.html && !(marked !== undefined && /^\s/.test(first));
    do {
      const line = lines[end] ?? '';
      if (isPlain && (mark.test(line) || (end > start && heading.test(line)))) isPlain = false;
      if (!isPlain || fence.test(line)) follow(open, line);
      end++;
    } while (
      end < lines.length &&
      (open.fence !== undefined ||
        open.html ||
        ((lines[end] ?? '').trim() !== '' && !heading.test(lines[end] ?? '')))
    );
    if (isPlain) {
      close(start);
      segments.push({ kind: 'plain', lines: lines.slice(start, end), line: start + 1 });
    } else {
      const group = lines.slice(start, end);
      const isAlone = marked === undefined && open.fence === undefined && !open.html;
      if (isAlone && isFlatList(group) && !mayContinueList(nextText(lines, end))) {
        segments.push({ kind: 'list', lines: group, line: start + 1 });
      } else if (isAlone && isPlainTable(group)) {
        segments.push({ kind: 'table', lines: group, line: start + 1 });
      } else {
        marked ??= { from: start };
      }
    }
    start = end;
  }
  close(lines.length);
  return segments;
}
