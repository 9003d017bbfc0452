/**
 * Markdown (CommonMark, GFM tables and task lists) -> blocks: cut into segments, each read by what it needs. Inline marks stay text
 * and are made readable by inline.ts. Messy notes are the rule: bold lines, numbered lines and capitals count as headings.
 */
import type { Block, ParsedDocument } from '../blocks.js';
import { readFrontMatter } from './front-matter.js';
import { linkDefinitions } from './markdown-context.js';
import type { Context } from './markdown-context.js';
import { markdownParser } from './markdown-parser.js';
import { endsWithColon, flatList, headingBlock, plainBlocks, plainTable } from './markdown-plain.js';
import { segmentMarkdown } from './markdown-segments.js';
import { blocksOf } from './markdown-tree.js';
import { withoutModuleCode } from './mdx.js';
import { promoteHeadings } from './messy-headings.js';

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
    const context: Context = { offset: line - 1, definitions };
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
      blocks.push(...blocksOf(markdownParser(options.isPlainText === true)(source).children, context));
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
