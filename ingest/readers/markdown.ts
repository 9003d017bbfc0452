/**
 * Markdown (CommonMark, GFM tables and task lists) -> blocks. The parser finds the block structure only: inline marks stay text
 * and are made readable by inline.ts. Messy notes are the rule: bold lines, numbered lines and capitals count as headings.
 */
import type { List, ListItem as MdastItem, Root, RootContent, Table } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Block, ListItem, ParsedDocument } from '../blocks.js';
import { promoteHeadings } from './messy-headings.js';
import { readFrontMatter } from './front-matter.js';
import { readableInline } from './inline.js';
import { withoutModuleCode } from './mdx.js';
import { segmentMarkdown } from './markdown-segments.js';
import type { Segment } from './markdown-segments.js';

/** Inline constructs that are not parsed: their text is kept as written. */
const inlineConstructs = [
  'attention', 'labelStartLink', 'labelStartImage', 'labelEnd', 'labelStartFootnote', 'codeText', 'autolink', 'characterEscape',
  'characterReference', 'hardBreakEscape', 'htmlText', 'strikethrough', 'wwwAutolink', 'protocolAutolink', 'emailAutolink',
]; // prettier-ignore

type Parse = (text: string) => Root;

function createParser(constructs: readonly string[]): Parse {
  const processor = unified()
    .use(remarkParse)
    .use(remarkFrontmatter)
    .use(remarkGfm)
    .use(function blockStructureOnly() {
      const data = this.data();
      (data.micromarkExtensions ??= []).push({ disable: { null: [...constructs] } });
    });
  return (text) => processor.parse(text);
}

let parsers: { markdown: Parse; text: Parse } | undefined;
/** Made on first use. Plain text has no indented code: indentation there is layout. */
function parser(isPlainText: boolean): Parse {
  parsers ??= {
    markdown: createParser(inlineConstructs),
    text: createParser([...inlineConstructs, 'codeIndented', 'htmlFlow']),
  };
  return isPlainText ? parsers.text : parsers.markdown;
}

interface Context {
  readonly lines: readonly string[];
  /** Added to a line of the segment to get the line of the file. */
  readonly offset: number;
  readonly definitions: ReadonlyMap<string, string>;
}

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

function blocksOf(nodes: readonly RootContent[], context: Context): Block[] {
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
        if (isAllStated(lines)) {
          blocks.push(
            ...plainBlocks(lines, { line: place.line, isLed: true, definitions: context.definitions }),
          );
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

const definitionLine = /^ {0,3}\[([^\]^][^\]\n]{0,200})\]:\s*<?(\S{1,2000}?)>?(?:\s+["'(][^\n]*)?$/gm;

function linkDefinitions(text: string): Map<string, string> {
  const definitions = new Map<string, string>();
  if (!text.includes(']:')) return definitions;
  for (const match of text.matchAll(definitionLine)) {
    definitions.set((match[1] ?? '').toLowerCase(), match[2] ?? '');
  }
  return definitions;
}

function headingBlock(line: string, context: Context, number: number): Block[] {
  const match = /^ {0,3}(#{1,6})[ \t]*(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line);
  const text = readableInline(match?.[2] ?? '', context.definitions);
  if (match === null || text === '') return [];
  return [{ type: 'heading', depth: (match[1] ?? '#').length, text, line: number, endLine: number }];
}

function flatList(segment: Segment, context: Context, line: number): Block {
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

const endsWithColon = (block: Block | undefined): boolean =>
  block?.type === 'paragraph' && block.text.endsWith(':');

/** "400 - bad request: ...", "Claude 2.0: ...": a line with a label of its own. */
const labelled = /^[\p{Lu}\p{N}"'`*_][^:–—]{0,60}?(?::\**| [-–—]) {0,2}\S/u;

/** "Client: ACME", "**Role**: lead": a short label and a value. */
const stated = /^(?:\*\*|__)?\p{Lu}[\p{L}\p{N}'’ /-]{1,24}(?::(?:\*\*|__)|(?:\*\*|__)?:)[ \t]+\S/u;

const isAllStated = (lines: readonly string[]): boolean =>
  lines.length > 1 && lines.every((line) => stated.test(line.trim()));

/** Running text; two or more labelled lines are the items of a list when a colon leads to them or the whole paragraph is such lines. */
function plainBlocks(
  lines: readonly string[],
  options: { line: number; isLed: boolean; definitions: ReadonlyMap<string, string> },
): Block[] {
  const groups: { isList: boolean; from: number; to: number }[] = [];
  const isStated = isAllStated(lines);
  for (let at = 0; at < lines.length;) {
    const isLed = at === 0 ? options.isLed || isStated : /:\s*$/.test(lines[at - 1] ?? '');
    let to = at;
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

function plainTable(segment: Segment, context: Context, line: number): Block {
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

/** Sixty containers inside each other, or as much indentation, are no text that somebody wrote: the parser would run out of stack. */
const deepMarks = /^(?:[ \t]{0,8}(?:[>*+-]|\d{1,9}[.)])){60}[ \t>*+-]*|^[ \t]{400,}/;

/** Bullets that word processors leave behind become list marks. */
const foreignBullet = /^(\s*)[•·●▪◦‣–—]\s+/;

export interface MarkdownOptions {
  /** True for .txt: no indented code, no HTML. */
  readonly isPlainText?: boolean;
  /** True for .mdx: imports, exports and expressions are left out; nothing of it is run. */
  readonly isMdx?: boolean;
}

/** Blocks of a Markdown text (line feeds only, no BOM). Never throws on any text. */
export function parseMarkdownBody(body: string, bodyOffset: number, options: MarkdownOptions = {}): Block[] {
  const definitions = linkDefinitions(body);
  const blocks: Block[] = [];
  for (const segment of segmentMarkdown(body)) {
    const line = segment.line + bodyOffset;
    const context: Context = { lines: segment.lines, offset: line - 1, definitions };
    if (segment.kind === 'heading') {
      blocks.push(...headingBlock(segment.lines[0] ?? '', context, line));
    } else if (segment.kind === 'list') {
      blocks.push(flatList(segment, context, line));
    } else if (segment.kind === 'table') {
      blocks.push(plainTable(segment, context, line));
    } else if (segment.kind === 'plain') {
      const isLed = endsWithColon(blocks.at(-1));
      blocks.push(...plainBlocks(segment.lines, { line, isLed, definitions }));
    } else {
      const source = segment.lines
        .map((text) => text.replace(deepMarks, '').replace(foreignBullet, '$1- '))
        .join('\n');
      blocks.push(...blocksOf(parser(options.isPlainText === true)(source).children, context));
    }
  }
  return promoteHeadings(blocks, options.isPlainText === true);
}

/** A Markdown or plain text file, already decoded: any line ends, with or without BOM. */
export function parseMarkdown(text: string, options: MarkdownOptions = {}): ParsedDocument {
  const unix = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const front = readFrontMatter(unix);
  return {
    fields: front.fields,
    blocks: parseMarkdownBody(
      options.isMdx === true ? withoutModuleCode(front.body) : front.body,
      front.bodyOffset,
      options,
    ),
    warnings: front.warnings,
  };
}
