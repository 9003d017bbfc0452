/** Segments that need no parser -> blocks: headings, flat lists, plain tables and running text. */
import type { Block, ListItem } from '../blocks.js';
import { readableInline } from './inline.js';
import type { Context } from './markdown-context.js';
import type { Segment } from './markdown-segments.js';

/** The heading of one line, or nothing when it is empty. `number`: its line in the file. */
export function headingBlock(line: string, context: Context, number: number): Block[] {
  const match = /^ {0,3}(#{1,6})[ \t]*(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line);
  const text = readableInline(match?.[2] ?? '', context.definitions);
  if (match === null || text === '') return [];
  return [{ type: 'heading', depth: (match[1] ?? '#').length, text, line: number, endLine: number }];
}

export function flatList(segment: Segment, context: Context, line: number): Block {
  const number = Number(/^\d+/.exec(segment.lines[0] ?? '')?.[0] ?? Number.NaN);
  const items = segment.lines.map((text, index): ListItem => ({
    text: readableInline(text.replace(/^\S+ /, ''), context.definitions),
    marker: Number.isNaN(number) ? '- ' : `${number + index}. `,
    line: line + index,
    endLine: line + index,
  }));
  return {
    type: 'list',
    items: items.filter(({ text }) => text !== ''),
    line,
    endLine: line + segment.lines.length - 1,
  };
}

export const endsWithColon = (block: Block | undefined): boolean =>
  block?.type === 'paragraph' && block.text.endsWith(':');

/** "400 - bad request: ...", "Claude 2.0: ...": a line with a label of its own. */
const labelled = /^[\p{Lu}\p{N}"'`*_][^:–—]{0,60}?(?::\**| [-–—]) {0,2}\S/u;

/** "Client: ACME", "**Role**: lead": a short label and a value. */
const stated = /^(?:\*\*|__)?\p{Lu}[\p{L}\p{N}'’ /-]{1,24}(?::(?:\*\*|__)|(?:\*\*|__)?:)[ \t]+\S/u;

/** Where the run of stated lines ends that begins at `from`. */
function endOfStated(lines: readonly string[], from: number): number {
  let to = from;
  while (to < lines.length && stated.test((lines[to] ?? '').trim())) to++;
  return to;
}

/** Two such lines one below the other: a wrapped sentence hardly ever looks so. */
export const holdsStated = (lines: readonly string[]): boolean =>
  lines.some((_, at) => endOfStated(lines, at) - at >= 2);

/** Running text; two or more labelled lines are the items of a list when a colon leads to them, and lines that state something ("Role: lead") in any case. */
export function plainBlocks(
  lines: readonly string[],
  options: { line: number; isLed: boolean; definitions: ReadonlyMap<string, string> },
): Block[] {
  const groups: { isList: boolean; from: number; to: number }[] = [];
  for (let at = 0; at < lines.length;) {
    const isLed = at === 0 ? options.isLed : /:\s*$/.test(lines[at - 1] ?? '');
    let to = endOfStated(lines, at);
    if (to - at < 2) to = at;
    while (isLed && to < lines.length && labelled.test(lines[to] ?? '') && !/:\s*$/.test(lines[to] ?? ''))
      to++;
    const last = groups.at(-1);
    if (to - at >= 2) groups.push({ isList: true, from: at, to });
    else if (last !== undefined && !last.isList) last.to = at + 1;
    else groups.push({ isList: false, from: at, to: at + 1 });
    at = groups.at(-1)?.to ?? lines.length;
  }
  return groups.flatMap(({ isList, from, to }): Block[] => {
    const place = { line: options.line + from, endLine: options.line + to - 1 };
    const text = (part: readonly string[]): string => readableInline(part.join('\n'), options.definitions);
    if (isList) {
      const items = lines.slice(from, to).map((item, index): ListItem => {
        const line = options.line + from + index;
        return { text: text([item]), marker: '- ', line, endLine: line };
      });
      return [{ type: 'list', items, ...place }];
    }
    const paragraph = text(lines.slice(from, to));
    return paragraph === '' ? [] : [{ type: 'paragraph', text: paragraph, ...place }];
  });
}

export function plainTable(segment: Segment, context: Context, line: number): Block {
  const rows = segment.lines.map((text) => {
    const cells = text.trim().slice(1, -1).split('|');
    return `| ${cells.map((cell) => readableInline(cell, context.definitions)).join(' | ')} |`;
  });
  const columns = (segment.lines[1] ?? '').trim().split('|').length - 2;
  return {
    type: 'table',
    head: [rows[0] ?? '', `|${'---|'.repeat(columns)}`],
    rows: rows.slice(2).map((text, index) => ({ text, line: line + index + 2 })),
    line,
    endLine: line + segment.lines.length - 1,
  };
}
