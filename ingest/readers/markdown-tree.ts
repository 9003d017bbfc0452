/** The tree that the Markdown parser gives -> blocks: nested lists, tables, code, quotes and the text of HTML. */
import type { List, ListItem as MdastItem, RootContent, Table } from 'mdast';
import type { Block, ListItem } from '../blocks.js';
import { readableInline } from './inline.js';
import type { Context } from './markdown-context.js';
import { holdsStated, plainBlocks } from './markdown-plain.js';

const lineOf = (node: { position?: RootContent['position'] }, context: Context): number =>
  (node.position?.start.line ?? 1) + context.offset;
const endLineOf = (node: { position?: RootContent['position'] }, context: Context): number =>
  (node.position?.end.line ?? 1) + context.offset;

/** Text of a paragraph or heading as the parser saw it (containers' marks are gone), inline marks as written. */
function rawText(node: { children?: readonly unknown[]; value?: unknown; type?: unknown }): string {
  if (typeof node.value === 'string') return node.value;
  if (node.type === 'break') return '\n';
  return (node.children ?? []).map((child) => rawText(child as { children?: unknown[] })).join('');
}

function fenced(value: string, language: string): string {
  let fence = '```';
  while (value.includes(fence)) fence += '`';
  return `${fence}${language}\n${value}\n${fence}`;
}

function tableBlock(node: Table, context: Context): Block | undefined {
  const cells = (row: Table['children'][number]): string =>
    `| ${row.children.map((cell) => readableInline(rawText(cell), context.definitions).replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
  const [head, ...rows] = node.children;
  if (head === undefined) return undefined;
  return {
    type: 'table',
    head: [cells(head), `|${'---|'.repeat(head.children.length)}`],
    rows: rows.map((row) => ({ text: cells(row), line: lineOf(row, context) })),
    line: lineOf(node, context),
    endLine: endLineOf(node, context),
  };
}

function itemsOf(list: List, depth: number, context: Context): ListItem[] {
  const items: ListItem[] = [];
  const indent = '  '.repeat(Math.min(depth, 8));
  list.children.forEach((item: MdastItem, index) => {
    const marker = list.ordered ? `${(list.start ?? 1) + index}. ` : '- ';
    const checked = typeof item.checked === 'boolean' ? item.checked : undefined;
    let isFirst = true;
    for (const child of item.children) {
      const place = { line: lineOf(child, context), endLine: endLineOf(child, context) };
      if (child.type === 'list') {
        items.push(...itemsOf(child, depth + 1, context));
        continue;
      }
      const isCode = child.type === 'code';
      const text = isCode
        ? fenced(child.value, child.lang ?? '')
        : child.type === 'table'
          ? (tableRowsText(child, context) ?? '')
          : readableInline(rawText(child), context.definitions);
      if (text === '') continue;
      items.push({
        ...place,
        text,
        marker: isFirst ? indent + marker : `${indent}  `,
        ...(isCode ? { isCode } : {}),
        ...(checked === undefined ? {} : { checked }),
      });
      isFirst = false;
    }
  });
  return items;
}

/** A table inside a list item: its rows as one line each would break the list, so its cells become running text. */
function tableRowsText(node: Table, context: Context): string {
  return node.children
    .map((row) => row.children.map((cell) => readableInline(rawText(cell), context.definitions)).join(', '))
    .join('; ');
}

const htmlBlock = /<(script|style|template)\b[^]*?(?:<\/\1>|$)/gi;

function htmlText(value: string): string[] {
  return value
    .replace(/<!--[^]*?(?:-->|$)/g, '')
    .replace(htmlBlock, '')
    .replace(/<\/?(?:p|div|li|summary|details|br|tr|h[1-6])\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .split('\n')
    .map((line) => readableInline(line))
    .filter((line) => line !== '');
}

/** Blocks of the nodes, quotes opened up. */
export function blocksOf(nodes: readonly RootContent[], context: Context): Block[] {
  const blocks: Block[] = [];
  for (const node of nodes) {
    const place = { line: lineOf(node, context), endLine: endLineOf(node, context) };
    switch (node.type) {
      case 'heading': {
        const text = readableInline(rawText(node), context.definitions);
        if (text !== '') blocks.push({ type: 'heading', depth: node.depth, text, ...place });
        break;
      }
      case 'paragraph': {
        const raw = rawText(node).replace(/^\[!\w+\]\s*/, '');
        const lines = raw.split('\n');
        if (holdsStated(lines)) {
          const { definitions } = context;
          blocks.push(...plainBlocks(lines, { line: place.line, isLed: false, definitions }));
          break;
        }
        const text = readableInline(raw, context.definitions);
        if (text !== '') blocks.push({ type: 'paragraph', text, ...place });
        break;
      }
      case 'list': {
        const items = itemsOf(node, 0, context);
        if (items.length > 0) blocks.push({ type: 'list', items, ...place });
        break;
      }
      case 'table': {
        const table = tableBlock(node, context);
        if (table !== undefined) blocks.push(table);
        break;
      }
      case 'code':
        if (node.value.trim() !== '')
          blocks.push({ type: 'code', text: fenced(node.value, node.lang ?? ''), ...place });
        break;
      case 'html':
        for (const text of htmlText(node.value)) blocks.push({ type: 'paragraph', text, ...place });
        break;
      case 'blockquote':
      case 'footnoteDefinition':
        blocks.push(...blocksOf(node.children, context));
        break;
      default:
        break;
    }
  }
  return blocks;
}
