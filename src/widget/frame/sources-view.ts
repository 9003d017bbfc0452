/** The sources under an answer: each opens its quote, its heading and its link; one without a link opens in place. */
import type { Citation } from '../../domain/answer.js';
import { fill } from '../languages/words-of.js';
import type { Words } from '../languages/words.js';
import { create, icon, link } from './nodes.js';
import { createMarkdownView } from './render-markdown.js';
import { readSource, safeUrl } from './wire.js';

export interface SourcesView {
  readonly element: HTMLElement;
  show(citations: readonly Citation[]): void;
  /** Opens one source and moves the focus to it; Escape and its way back return it to `from`. */
  open(n: number, from: HTMLElement): void;
}

export interface SourcesParts {
  readonly words: Words;
  readonly fetch: typeof fetch;
}

let created = 0;

export function createSourcesView({ words, fetch }: SourcesParts): SourcesView {
  const list = create('ol', { class: 'source-list' });
  const title = create('h3', { class: 'label' }, words.sources);
  const element = create(
    'div',
    { class: 'sources', role: 'group', hidden: true, 'aria-label': words.sources },
    title,
    list,
  );
  const items = new Map<number, SourceItem>();
  let shown = '';
  return {
    element,
    show(citations) {
      const key = JSON.stringify(citations);
      if (key === shown) return;
      shown = key;
      element.hidden = citations.length === 0;
      items.clear();
      for (const citation of citations) items.set(citation.n, createItem(citation, words, fetch));
      list.replaceChildren(...[...items.values()].map((item) => item.element));
    },
    open: (n, from) => items.get(n)?.open(from),
  };
}

interface SourceItem {
  readonly element: HTMLElement;
  open(from: HTMLElement): void;
}

function createItem(citation: Citation, words: Words, fetch: SourcesParts['fetch']): SourceItem {
  const id = `source-${++created}`;
  const hasHeading = citation.heading !== '' && citation.heading !== citation.title;
  const toggle = create(
    'button',
    { type: 'button', class: 'source', 'aria-expanded': 'false', 'aria-controls': id },
    create('span', { class: 'number', 'aria-hidden': 'true' }, String(citation.n)),
    create(
      'span',
      { class: 'names', dir: 'auto' },
      create('span', { class: 'name' }, citation.title),
      hasHeading && create('span', { class: 'heading' }, citation.heading),
    ),
    icon('more'),
  );
  const body = create('div', { id, class: 'source-body', hidden: true });
  const element = create('li', { value: citation.n }, toggle, body);
  let from: HTMLElement | undefined;

  const setOpen = (isOpen: boolean): void => {
    if (isOpen && body.childElementCount === 0) body.append(...bodyOf(citation, words, fetch), back);
    toggle.setAttribute('aria-expanded', String(isOpen));
    body.hidden = !isOpen;
    back.hidden = from === undefined;
  };
  const goBack = (): void => {
    const target = from?.isConnected === true ? from : toggle;
    from = undefined;
    setOpen(false);
    target.focus();
  };
  const back = create('button', { type: 'button', class: 'quiet', onClick: goBack }, words.backToText);
  toggle.addEventListener('click', () => {
    from = undefined;
    setOpen(body.hidden);
  });
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || body.hidden) return;
    event.stopPropagation();
    goBack();
  });
  return {
    element,
    open(origin) {
      from = origin;
      setOpen(true);
      toggle.focus({ preventScroll: true });
      element.scrollIntoView({ block: 'nearest' });
    },
  };
}

function bodyOf(citation: Citation, words: Words, fetch: SourcesParts['fetch']): HTMLElement[] {
  const quote = create('blockquote', { dir: 'auto' });
  showPlainly(quote, citation.quote, words);
  const url = safeUrl(citation.url);
  const actions = create('p', { class: 'source-actions' });
  if (url !== undefined) {
    actions.append(
      link(url, words.openSource, icon('out'), create('span', { class: 'unseen' }, ` (${words.newTab})`)),
    );
  }
  const passage = create('div', { class: 'passage', dir: 'auto', hidden: true, tabindex: -1 });
  const more = create(
    'button',
    { type: 'button', class: 'quiet', 'aria-expanded': 'false' },
    words.showPassage,
  );
  const toggle = async (): Promise<void> => {
    passage.hidden = !passage.hidden;
    more.setAttribute('aria-expanded', String(!passage.hidden));
    more.textContent = passage.hidden ? words.showPassage : words.hidePassage;
    if (passage.hidden || passage.hasAttribute('data-loaded')) return;
    passage.textContent = words.loading;
    try {
      await loadPassage(passage, citation, words, fetch);
      passage.setAttribute('data-loaded', '');
    } catch {
      passage.textContent = words.unreachable;
    }
  };
  more.addEventListener('click', () => void toggle());
  actions.append(more);
  return [quote, actions, passage];
}

async function loadPassage(
  target: HTMLElement,
  citation: Citation,
  words: Words,
  fetch: SourcesParts['fetch'],
): Promise<void> {
  const response = await fetch(`sources/${encodeURIComponent(citation.chunkId)}`);
  if (response.status === 404) {
    target.textContent = words.noPassage;
    return;
  }
  if (!response.ok) throw new Error(`status ${response.status}`);
  const { passages } = readSource(await response.json());
  target.replaceChildren(
    ...passages.flatMap(({ id, heading, text }) => {
      const section = create('div', { class: id === citation.chunkId ? 'cited' : 'near' });
      showPlainly(section, text, words);
      const name = heading.at(-1);
      return name === undefined ? [section] : [create('p', { class: 'heading' }, name), section];
    }),
  );
}

/** Text of a document: no citations, no links. */
function showPlainly(target: HTMLElement, markdown: string, words: Words): void {
  createMarkdownView(target, () => ({
    numbers: new Set(),
    urls: new Set(),
    citationLabel: (n) => fill(words.source, { n }),
    onCite: () => undefined,
    tableLabel: words.table,
  })).show(markdown);
}
