/**
 * The Markdown that answers are written in, as plain data: paragraphs, headings, lists, quotes, code, tables; strong, emphasis, code, links,
 * citations. HTML and images are text. Every input has a result, found in time linear in its length. Knows no DOM.
 */

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly children: readonly Inline[] }
  /** `url` as written: whoever shows it decides whether it is a link. */
  | { readonly kind: 'link'; readonly url: string; readonly children: readonly Inline[] }
  | { readonly kind: 'citation'; readonly numbers: readonly number[] }
  | { readonly kind: 'break' };

export type Block =
  | { readonly kind: 'paragraph' | 'heading' | 'quote'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly start: number | undefined; readonly items: readonly ListItem[] }
  | { readonly kind: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] };

export type Cell = readonly Inline[];

export interface ListItem {
  readonly content: readonly Inline[];
  /** 0 for the outer level. */
  readonly level: number;
}

const fence = /^ {0,3}(`{3,}|~{3,})/;
const heading = /^ {0,3}#{1,6}[ \t]+/;
const item = /^( {0,12})(?:[-*+]|(\d{1,9})[.)])[ \t]+/;
const quote = /^ {0,3}>[ \t]?/;
const row = /^ {0,3}\|/;
const rule = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const line = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$/;

export function parseMarkdown(text: string): Block[] {
  const lines = text.split(/\r\n?|\n/);
  const blocks: Block[] = [];
  let at = 0;
  const take = (isPart: (text: string) => boolean): string[] => {
    const start = at;
    while (at < lines.length && isPart(lines[at] ?? '')) at++;
    return lines.slice(start, at);
  };

  while (at < lines.length) {
    const current = lines[at] ?? '';
    const [, mark] = fence.exec(current) ?? [];
    if (current.trim() === '' || line.test(current)) at++;
    else if (mark !== undefined) {
      at++;
      const code = take((one) => !one.trimStart().startsWith(mark));
      at++;
      blocks.push({ kind: 'code', text: code.join('\n') });
    } else if (heading.test(current)) {
      at++;
      blocks.push({
        kind: 'heading',
        content: parseInline(current.replace(heading, '').replace(/[ \t]+#+[ \t]*$/, '')),
      });
    } else if (quote.test(current)) {
      const quoted = take((one) => quote.test(one)).map((one) => one.replace(quote, ''));
      blocks.push({ kind: 'quote', content: parseInline(quoted.join('\n')) });
    } else if (row.test(current)) blocks.push(tableOf(take((one) => row.test(one))));
    else if (item.test(current)) blocks.push(listOf(take((one) => item.test(one) || /^\s+\S/.test(one))));
    else
      blocks.push({
        kind: 'paragraph',
        content: parseInline(
          take(isProse)
            .map((one) => one.trimStart())
            .join('\n'),
        ),
      });
  }
  return blocks;
}

function isProse(text: string): boolean {
  return (
    text.trim() !== '' && ![fence, heading, quote, row, item, line].some((pattern) => pattern.test(text))
  );
}

function listOf(lines: readonly string[]): Block {
  const items: { text: string; indent: number }[] = [];
  const number = item.exec(lines[0] ?? '')?.[2];
  for (const text of lines) {
    const match = item.exec(text);
    const last = items.at(-1);
    if (match === null && last !== undefined) last.text += `\n${text.trim()}`;
    else items.push({ text: text.slice(match?.[0].length ?? 0), indent: match?.[1]?.length ?? 0 });
  }
  const outer = items[0]?.indent ?? 0;
  return {
    kind: 'list',
    start: number === undefined ? undefined : Number(number),
    items: items.map(({ text, indent }) => ({
      content: parseInline(text),
      level: indent > outer + 1 ? 1 : 0,
    })),
  };
}

/** Rows without a rule below the first one are a table without a head: quotes are cut out of tables. */
function tableOf(lines: readonly string[]): Block {
  const hasHead = lines.length > 1 && rule.test(lines[1] ?? '');
  const rows = lines.filter((text) => !rule.test(text)).map(cellsOf);
  const [first = [], ...rest] = rows;
  const width = Math.max(1, ...rows.map((cells) => cells.length));
  const full = (cells: readonly Cell[]): Cell[] => Array.from({ length: width }, (_, i) => cells[i] ?? []);
  return { kind: 'table', head: hasHead ? full(first) : [], rows: (hasHead ? rest : rows).map(full) };
}

function cellsOf(text: string): Cell[] {
  const cells: string[] = [''];
  const inner = text
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  for (let i = 0; i < inner.length; i++) {
    const isEscaped = inner[i] === '\\' && inner[i + 1] === '|';
    if (isEscaped) i++;
    if (inner[i] === '|' && !isEscaped) cells.push('');
    else cells.push(`${cells.pop() ?? ''}${inner[i] ?? ''}`);
  }
  return cells.map((cell) => parseInline(cell.trim()));
}

const deepest = 4;

/** The marks inside a line. A mark that does not close is text. */
export function parseInline(text: string, depth = 0): Inline[] {
  const out: Inline[] = [];
  let plain = '';
  let at = 0;
  /** A mark that has no closing one after this position never gets searched again. */
  const hopeless = new Set<string>();
  const push = (inline: Inline, length: number): true => {
    if (plain !== '') out.push({ kind: 'text', text: plain });
    plain = '';
    out.push(inline);
    at += length;
    return true;
  };
  const closing = (mark: string, from: number): number => {
    if (hopeless.has(mark)) return -1;
    const found = text.indexOf(mark, from);
    if (found < 0) hopeless.add(mark);
    return found;
  };

  const code = (): boolean => {
    const mark = /^`+/.exec(text.slice(at, at + 8))?.[0] ?? '`';
    const end = closing(mark, at + mark.length);
    return (
      end > 0 &&
      push({ kind: 'code', text: text.slice(at + mark.length, end).trim() }, end + mark.length - at)
    );
  };
  const wrapped = (mark: string, kind: 'strong' | 'emphasis'): boolean => {
    const start = at + mark.length;
    if (!text.startsWith(mark, at) || /\s|^$/.test(text[start] ?? '')) return false;
    // `snake_case` and `2 * 3` are no emphasis.
    if (mark[0] === '_' && /\w/.test(text[at - 1] ?? '')) return false;
    const end = closing(mark, start + 1);
    if (end < 0 || /\s/.test(text[end - 1] ?? '') || depth >= deepest) return false;
    if (mark[0] === '_' && /\w/.test(text[end + mark.length] ?? '')) return false;
    return push({ kind, children: parseInline(text.slice(start, end), depth + 1) }, end + mark.length - at);
  };
  const bracket = (): boolean => {
    const cited = /^\[(\d{1,3}(?:\s*,\s*\d{1,3}){0,9})\](?!\()/.exec(text.slice(at, at + 64));
    if (cited !== null) {
      return push({ kind: 'citation', numbers: (cited[1] ?? '').split(',').map(Number) }, cited[0].length);
    }
    const end = closing('](', at + 1);
    if (end < 0 || end - at > 500 || depth >= deepest || text.slice(at + 1, end).includes('[')) return false;
    const close = closing(')', end + 2);
    if (close < 0 || close - end > 2_000) return false;
    const url = text
      .slice(end + 2, close)
      .trim()
      .replace(/\s+["'(].*$/s, '')
      .replace(/^<(.*)>$/s, '$1');
    // An image is named, never fetched.
    if (plain.endsWith('!')) plain = plain.slice(0, -1);
    return push(
      { kind: 'link', url, children: parseInline(text.slice(at + 1, end), depth + 1) },
      close + 1 - at,
    );
  };
  const address = (): boolean => {
    if (/\w/.test(text[at - 1] ?? '')) return false;
    const found = /^https?:\/\/[^\s<>"'`|]+/i.exec(text.slice(at, at + 2_000));
    const url = found?.[0].replace(/[.,;:!?)\]*_]+$/, '');
    if (url === undefined || url.length < 9) return false;
    return push({ kind: 'link', url, children: [{ kind: 'text', text: url }] }, url.length);
  };
  /** `<https://...>`: the brackets are no part of it. */
  const enclosed = (): boolean => {
    const url = /^<(https?:\/\/[^\s<>]+)>/i.exec(text.slice(at, at + 2_000))?.[1];
    return (
      url !== undefined &&
      push({ kind: 'link', url, children: [{ kind: 'text', text: url }] }, url.length + 2)
    );
  };
  const escaped = (): boolean => {
    const next = text[at + 1] ?? '';
    if (!/[\\`*_{}[\]()#+\-.!|<>~]/.test(next)) return false;
    plain += next;
    at += 2;
    return true;
  };

  while (at < text.length) {
    const character = text[at] ?? '';
    const isDone =
      (character === '\\' && escaped()) ||
      (character === '`' && code()) ||
      ((character === '*' || character === '_') &&
        (wrapped(character.repeat(2), 'strong') || wrapped(character, 'emphasis'))) ||
      (character === '[' && bracket()) ||
      (character === '<' && enclosed()) ||
      (/h/i.test(character) && address()) ||
      (character === '\n' && push(/ {2}$/.test(plain) ? { kind: 'break' } : { kind: 'text', text: ' ' }, 1));
    if (isDone) continue;
    plain += character;
    at++;
  }
  if (plain !== '') out.push({ kind: 'text', text: plain });
  return out;
}

/** What is read out: without marks and citation numbers, one line per block, item or row. */
export function plainText(blocks: readonly Block[]): string {
  return blocks.map(plainBlock).join('\n');
}

function plainBlock(block: Block): string {
  if (block.kind === 'code') return block.text;
  if (block.kind === 'list') return block.items.map(({ content }) => plainInline(content)).join('\n');
  if (block.kind !== 'table') return plainInline(block.content);
  const head = block.head.map(plainInline);
  return block.rows
    .map((cells) =>
      cells.map((cell, i) => [head[i], plainInline(cell)].filter(Boolean).join(': ')).join('; '),
    )
    .join('\n');
}

function plainInline(content: readonly Inline[]): string {
  return content
    .map((inline) => {
      if (inline.kind === 'citation') return '';
      if (inline.kind === 'break') return ' ';
      return 'children' in inline ? plainInline(inline.children) : inline.text;
    })
    .join('')
    .replace(/ +(?=[.,;:!?]|$)/g, '');
}
