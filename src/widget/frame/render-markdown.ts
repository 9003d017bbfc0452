/** Parsed Markdown into nodes, by createElement and textContent alone. Streaming and finished text go through the same call. */
import { parseMarkdown, type Block, type Cell, type Inline, type ListItem } from './markdown.js';
import { create, link } from './nodes.js';
import { safeUrl } from './wire.js';

export interface MarkdownContext {
  /** Numbers that may be cited. */
  readonly numbers: ReadonlySet<number>;
  /** Addresses, in normal form, that may become links: a foreign link carries data away on one click. */
  readonly urls: ReadonlySet<string>;
  readonly citationLabel: (n: number) => string;
  readonly onCite: (n: number, button: HTMLElement) => void;
  readonly tableLabel: string;
}

export interface MarkdownView {
  /** Replaces only the blocks that changed. */
  show(markdown: string): void;
}

export function createMarkdownView(container: HTMLElement, context: () => MarkdownContext): MarkdownView {
  let shown: string[] = [];
  return {
    show(markdown) {
      const current = context();
      const blocks = parseMarkdown(markdown);
      const scope = `${[...current.numbers].join()} ${[...current.urls].join(' ')}`;
      const keys = blocks.map((block) => scope + JSON.stringify(block));
      let same = 0;
      while (same < shown.length && shown[same] === keys[same]) same++;
      while (container.children.length > same) container.lastElementChild?.remove();
      container.append(...blocks.slice(same).map((block) => renderBlock(block, current)));
      shown = keys;
    },
  };
}

function renderBlock(block: Block, context: MarkdownContext): HTMLElement {
  const inline = (content: readonly Inline[]): Node[] => content.map((one) => renderInline(one, context));
  switch (block.kind) {
    case 'paragraph':
      return create('p', {}, ...inline(block.content));
    case 'heading':
      return create('p', { class: 'heading' }, create('strong', {}, ...inline(block.content)));
    case 'quote':
      return create('blockquote', {}, ...inline(block.content));
    case 'code':
      return create('pre', { tabindex: 0, dir: 'ltr' }, create('code', {}, block.text));
    case 'list':
      return renderList(block.start, block.items, inline);
    case 'table':
      return renderTable(block.head, block.rows, { inline, label: context.tableLabel });
  }
}

function renderList(
  start: number | undefined,
  items: readonly ListItem[],
  inline: (content: readonly Inline[]) => Node[],
): HTMLElement {
  const list = start === undefined ? create('ul') : create('ol', start === 1 ? {} : { start });
  for (const { content, level } of items) {
    const parent = level > 0 ? list.lastElementChild : null;
    const item = create('li', {}, ...inline(content));
    if (parent === null) list.append(item);
    else {
      const nested = parent.querySelector('ul') ?? parent.appendChild(create('ul'));
      nested.append(item);
    }
  }
  return list;
}

/** In a box of its own that scrolls, also by keyboard. */
function renderTable(
  head: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  parts: { inline: (content: readonly Inline[]) => Node[]; label: string },
): HTMLElement {
  const { inline, label } = parts;
  const table = create('table');
  if (head.length > 0) {
    const cells = head.map((cell) =>
      cell.length === 0 ? create('td') : create('th', { scope: 'col' }, ...inline(cell)),
    );
    table.append(create('thead', {}, create('tr', {}, ...cells)));
  }
  // A sentence needs a wider column than a word; a table of words fits on a phone.
  const isLong = ({ textContent }: Node): boolean => (textContent ?? '').length > 40;
  const lines = rows.map((cells) =>
    create(
      'tr',
      {},
      ...cells.map((cell, column) =>
        column === 0 && head.length > 0 && cell.length > 0
          ? create('th', { scope: 'row' }, ...inline(cell))
          : create('td', {}, ...inline(cell)),
      ),
    ),
  );
  for (const cell of lines.flatMap(({ cells }) => [...cells])) if (isLong(cell)) cell.className = 'long';
  table.append(create('tbody', {}, ...lines));
  return create('div', { class: 'table', role: 'region', 'aria-label': label, tabindex: 0 }, table);
}

function renderInline(inline: Inline, context: MarkdownContext): Node {
  switch (inline.kind) {
    case 'text':
      return document.createTextNode(inline.text);
    case 'code':
      return create('code', { dir: 'ltr' }, inline.text);
    case 'break':
      return create('br');
    case 'strong':
      return create('strong', {}, ...inline.children.map((child) => renderInline(child, context)));
    case 'emphasis':
      return create('em', {}, ...inline.children.map((child) => renderInline(child, context)));
    case 'citation':
      return renderCitations(inline.numbers, context);
    case 'link': {
      const url = safeUrl(inline.url);
      const children = inline.children.map((child) => renderInline(child, context));
      return url !== undefined && context.urls.has(url)
        ? link(url, ...children)
        : create('span', {}, ...children);
    }
  }
}

function renderCitations(numbers: readonly number[], context: MarkdownContext): Node {
  const known = numbers.filter((n) => context.numbers.has(n));
  if (known.length === 0) return document.createTextNode(`[${numbers.join(', ')}]`);
  const group = document.createDocumentFragment();
  for (const n of known) {
    const button = create(
      'button',
      { type: 'button', class: 'citation', 'aria-label': context.citationLabel(n), 'data-n': n },
      String(n),
    );
    button.addEventListener('click', () => context.onCite(n, button));
    group.append(button);
  }
  return group;
}
