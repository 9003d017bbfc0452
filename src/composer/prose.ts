/** Chosen sentences -> Markdown: sentences of one chunk stand together in its order, list items become a list, each block carries its citation. */
import type { Candidate } from './candidates.js';
import type { CitationBook } from './citations.js';

/** Where the list begins that the candidate belongs to, as far as it was chosen: its items are told in order, whichever was chosen first. */
function startOfList({ chunk, index, form }: Candidate, chosen: readonly Candidate[]): number {
  if (form !== 'item' && form !== 'row') return index;
  const formAt = new Map(chosen.filter((one) => one.chunk.id === chunk.id).map((one) => [one.index, one]));
  let start = index;
  while (formAt.get(start - 1)?.form === form) start--;
  const before = formAt.get(start - 1);
  if (before !== undefined && /:\s*\**$/.test(before.text)) return start - 1;
  // Of a table the row that answers comes first, unless its lead-in is told.
  return form === 'row' ? index : start;
}

/**
 * Blocks in order of the best sentence of each chunk; inside a block, the order of the source. What stands before the best sentence of its
 * chunk comes in a block of its own after it, so that every block opens with what was chosen first.
 */
export function groupByChunk(chosen: readonly Candidate[]): Candidate[][] {
  const anchors = new Map<string, number>();
  const groups = new Map<string, Candidate[]>();
  for (const candidate of chosen) {
    const anchor = anchors.get(candidate.chunk.id) ?? startOfList(candidate, chosen);
    anchors.set(candidate.chunk.id, anchor);
    const key = `${candidate.chunk.id} ${candidate.index < anchor ? 'before' : 'main'}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [candidate]);
    else group.push(candidate);
  }
  return [...groups.values()].map((group) => [...group].sort((a, b) => a.index - b.index));
}

/** A full stop where a sentence or item has no end mark. */
export function closed(text: string): string {
  return /[.!?…:;](?:["'”’)\]*_`]*)$/.test(text) ? text : `${text}.`;
}

function startsUpper(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

function renderGroup(group: readonly Candidate[], citations: CitationBook): string {
  const lines: string[] = [];
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length > 0) lines.push(paragraph.join(' '));
    paragraph = [];
  };
  const first = group[0];
  if (first === undefined) return '';
  let n = 0;
  for (const candidate of group) n = citations.cite(candidate.chunk, candidate.index);
  const items = group.filter((candidate) => candidate.form !== 'sentence' && candidate.form !== 'code');
  for (const candidate of group) {
    if (candidate.form === 'code') {
      flush();
      lines.push(candidate.text);
    } else if (candidate.form === 'sentence') {
      paragraph.push(candidate.text);
    } else if (items.length === 1 && lines.length === 0 && !/:\s*$/.test(paragraph.at(-1) ?? '')) {
      paragraph.push(closed(startsUpper(candidate.text)));
    } else {
      flush();
      lines.push(`- ${candidate.text}`);
    }
  }
  flush();
  return joinLines(lines, n);
}

/** List lines follow each other without a gap; the citation closes the last line, or stands below a code block. */
function joinLines(lines: readonly string[], n: number): string {
  let text = '';
  for (const [i, line] of lines.entries()) {
    if (i > 0) text += line.startsWith('- ') && (lines[i - 1] ?? '').startsWith('- ') ? '\n' : '\n\n';
    text += line;
  }
  return /```\s*$/.test(text) ? `${text}\n\n[${n}]` : `${text} [${n}]`;
}

export function renderProse(chosen: readonly Candidate[], citations: CitationBook): string {
  return groupByChunk(chosen)
    .map((group) => renderGroup(group, citations))
    .filter((text) => text !== '')
    .join('\n\n');
}
