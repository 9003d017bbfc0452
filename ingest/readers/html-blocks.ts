/** A DOM tree -> blocks: headings, paragraphs, lists, tables and code; what a reader cannot see is left out and counted. */
import type { Block, ListItem } from '../blocks.js';
import { readableInline } from './inline.js';

/** The little of the DOM that is needed; linkedom's nodes have it. */
export interface DomNode {
  readonly nodeType: number;
  readonly textContent: string | null;
  readonly childNodes: Iterable<DomNode>;
  readonly localName?: string;
  getAttribute?(name: string): string | null;
}

interface State {
  readonly blocks: Block[];
  line: number;
  hidden: number;
  depth: number;
}

const skippedTags = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'iframe',
  'svg',
  'math',
  'object',
  'embed',
  'head',
  'button',
  'input',
  'select',
  'textarea',
  'nav',
]);
const inlineTags = new Set(
  'a abbr b bdi bdo cite code data del dfn em font i img ins kbd label mark q s samp small span strong sub sup time tt u var wbr br'.split(
    ' ',
  ),
);
const maximumDepth = 200;
const hiddenStyle =
  /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0(?:px|em|pt)?\s*(?:;|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}/i;
const white = String.raw`(?:#fff(?:fff)?|white|rgb\(255,\s*255,\s*255\))`;
const whiteText = new RegExp(String.raw`(?:^|[;\s])color\s*:\s*${white}`, 'i');
const otherBackground = new RegExp(String.raw`background(?:-color)?\s*:\s*(?!${white})`, 'i');

const attribute = (node: DomNode, name: string): string => node.getAttribute?.(name) ?? '';

/** True for an element that no reader of the page sees. */
export function isHidden(node: DomNode): boolean {
  const style = attribute(node, 'style');
  if (hiddenStyle.test(style) || (whiteText.test(style) && !otherBackground.test(style))) return true;
  return typeof node.getAttribute?.('hidden') === 'string';
}

const isElement = (node: DomNode): boolean => node.nodeType === 1;
const isText = (node: DomNode): boolean => node.nodeType === 3;

function isSkipped(node: DomNode, state: State): boolean {
  if (skippedTags.has(node.localName ?? '')) return true;
  if (!isHidden(node)) return false;
  if ((node.textContent ?? '').trim() !== '') state.hidden++;
  return true;
}

/** Text of inline content, links and code as Markdown. */
function inlineText(node: DomNode, state: State, depth = 0): string {
  if (isText(node)) return node.textContent ?? '';
  if (!isElement(node) || depth > maximumDepth || isSkipped(node, state)) return '';
  const name = node.localName ?? '';
  if (name === 'br') return ' ';
  if (name === 'img') return attribute(node, 'alt');
  const text = [...node.childNodes].map((child) => inlineText(child, state, depth + 1)).join('');
  const href = attribute(node, 'href');
  if (name === 'a' && /^https?:/.test(href) && text.trim() !== '' && !/[()\s]/.test(href))
    return `[${text.trim()}](${href})`;
  return name === 'code' && text.trim() !== '' && !text.includes('`') ? `\`${text}\`` : text;
}

const clean = (text: string): string =>
  readableInline(text.replace(/</g, '‹').replace(/>/g, '›')).replace(/‹/g, '<').replace(/›/g, '>');

function place(state: State): { line: number; endLine: number } {
  state.line++;
  return { line: state.line, endLine: state.line };
}

function pushParagraph(state: State, text: string): void {
  const cleaned = clean(text);
  if (cleaned !== '') state.blocks.push({ type: 'paragraph', text: cleaned, ...place(state) });
}

function itemsOf(list: DomNode, state: State, depth: number): ListItem[] {
  const items: ListItem[] = [];
  let number = Number(attribute(list, 'start') || '1');
  for (const item of list.childNodes) {
    if (!isElement(item) || isSkipped(item, state)) continue;
    let own = '';
    const nested: ListItem[] = [];
    for (const child of item.childNodes) {
      if (child.localName === 'ul' || child.localName === 'ol') {
        if (depth < 8) nested.push(...itemsOf(child, state, depth + 1));
      } else own += `${inlineText(child, state)} `;
    }
    const marker = `${'  '.repeat(depth)}${list.localName === 'ol' ? `${number++}. ` : '- '}`;
    const text = clean(own);
    if (text !== '') items.push({ text, marker, ...place(state) });
    items.push(...nested);
  }
  return items;
}

function rowsOf(node: DomNode, depth = 0): DomNode[] {
  if (depth > 3) return [];
  return [...node.childNodes].flatMap((child) =>
    child.localName === 'tr' ? [child] : isElement(child) ? rowsOf(child, depth + 1) : [],
  );
}

function pushTable(state: State, table: DomNode): void {
  const rows = rowsOf(table)
    .map((row) =>
      [...row.childNodes]
        .filter((cell) => cell.localName === 'td' || cell.localName === 'th')
        .map((cell) => clean(inlineText(cell, state)).replace(/\|/g, '\\|')),
    )
    .filter((cells) => cells.some((cell) => cell !== ''));
  const [head, ...body] = rows;
  if (head === undefined) return;
  if (head.length === 1) {
    for (const cells of rows) pushParagraph(state, cells.join(' '));
    return;
  }
  const at = place(state);
  const text = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  state.blocks.push({
    type: 'table',
    head: [text(head), `|${'---|'.repeat(head.length)}`],
    rows: body.map((cells) => ({ text: text(cells), line: place(state).line })),
    ...at,
  });
}

function walkChildren(node: DomNode, state: State): void {
  let running = '';
  const flush = (): void => {
    pushParagraph(state, running);
    running = '';
  };
  for (const child of node.childNodes) {
    if (isText(child) || inlineTags.has(child.localName ?? '')) {
      running += inlineText(child, state);
    } else if (isElement(child)) {
      flush();
      walkElement(child, state);
    }
  }
  flush();
}

function walkElement(node: DomNode, state: State): void {
  if (state.depth >= maximumDepth || isSkipped(node, state)) return;
  state.depth++;
  const name = node.localName ?? '';
  if (/^h[1-6]$/.test(name)) {
    const text = clean(inlineText(node, state));
    if (text !== '')
      state.blocks.push({ type: 'heading', depth: Number(name.charAt(1)), text, ...place(state) });
  } else if (name === 'ul' || name === 'ol') {
    const items = itemsOf(node, state, 0);
    if (items.length > 0) state.blocks.push({ type: 'list', items, ...place(state) });
  } else if (name === 'table') pushTable(state, node);
  else if (name === 'pre') {
    const code = (node.textContent ?? '').trimEnd().replace(/```/g, "'''");
    if (code.trim() !== '')
      state.blocks.push({ type: 'code', text: `\`\`\`\n${code}\n\`\`\``, ...place(state) });
  } else if (name === 'dl' || name === 'p' || name !== '') walkChildren(node, state);
  state.depth--;
}

/** Blocks of a tree; lines are numbers of blocks. `hidden`: elements with text that no reader would see. */
export function blocksOfDom(root: DomNode): { readonly blocks: Block[]; readonly hidden: number } {
  const state: State = { blocks: [], line: 0, hidden: 0, depth: 0 };
  walkChildren(root, state);
  return { blocks: state.blocks, hidden: state.hidden };
}
