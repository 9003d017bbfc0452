/**
 * Cuts Markdown into segments before the real parser sees it: running text and ATX headings, which need no parser,
 * and everything else (lists, tables, code, HTML), which does. Exact for CommonMark where it decides "plain": a group
 * of lines counts as plain only outside every fence and container, and only if no line begins or holds a block mark.
 */

export interface Segment {
  readonly kind: 'heading' | 'plain' | 'marked';
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
      marked ??= { from: start };
    }
    start = end;
  }
  close(lines.length);
  return segments;
}
