/**
 * HTML pages: the readable content only. A page that marks its content, or that has hardly any links, is taken as it is; from others Mozilla's
 * Readability takes what is no navigation, and some headings, lists and tables with it. Nothing is fetched and nothing runs.
 */
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import type { Block, ParsedDocument } from '../blocks.js';
import { blocksOfDom, isHidden } from './html-blocks.js';

const hiddenMessage = (count: number): string =>
  `${count} elements hold text that a reader of the page cannot see; it was left out. Look at the page's source.`;

function fieldsOf(document: Document): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  const title = document.querySelector('title')?.textContent?.trim();
  if (title !== undefined && title !== '') fields.set('title', title);
  for (const name of ['description', 'author', 'keywords']) {
    const content = document.querySelector(`meta[name="${name}"]`)?.getAttribute('content')?.trim();
    if (content !== undefined && content !== '') fields.set(name, content);
  }
  const url = document.querySelector('link[rel="canonical"]')?.getAttribute('href');
  if (url !== undefined && url !== null && /^https?:/.test(url)) fields.set('url', url);
  return fields;
}

/** The element that the page itself marks as its content; undefined when there is none, or several. */
function markedContent(document: Document): Element | undefined {
  for (const selector of ['main, [role="main"]', 'article']) {
    const found = [...document.querySelectorAll(selector)];
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
  }
  return undefined;
}

/** Share of links in the text of a page up to which it is running text, and no front page or page with menus. */
const mostLinks = 0.2;

function shareOfLinks(document: Document): number {
  const lengthOf = (element: Element): number => (element.textContent ?? '').replace(/\s+/g, ' ').length;
  const links = [...document.body.querySelectorAll('a')].filter((link) => link.closest('nav') === null);
  return links.reduce((sum, link) => sum + lengthOf(link), 0) / Math.max(1, lengthOf(document.body));
}

function readableBlocks(document: Document): readonly Block[] | undefined {
  // Readability takes style attributes away, and with them what tells that an element is hidden.
  for (const element of document.querySelectorAll('[style], [hidden]')) {
    if (isHidden(element)) element.remove();
  }
  const article = new Readability(document, { charThreshold: 200, maxElemsToParse: 100_000 }).parse();
  if (typeof article?.content !== 'string') return undefined;
  const parsed = parseHTML(`<!doctype html><html><body>${article.content}</body></html>`) as unknown as {
    document: Document;
  };
  return blocksOfDom(parsed.document.body).blocks;
}

/** Pages that Readability refuses (too short, no article) are taken whole. */
export function readHtml(bytes: Uint8Array): ParsedDocument {
  const source = new TextDecoder().decode(bytes);
  const html = /<html[\s>]/i.test(source) ? source : `<!doctype html><html><body>${source}</body></html>`;
  const { document } = parseHTML(html) as unknown as { document: Document };
  const fields = fieldsOf(document);
  const whole = blocksOfDom(document.body);
  const warnings = whole.hidden > 0 ? [{ message: hiddenMessage(whole.hidden) }] : [];
  const marked = markedContent(document);
  const content = marked === undefined ? [] : blocksOfDom(marked).blocks;
  if (content.length > 0) return { fields, blocks: content, warnings };
  const isRunningText = shareOfLinks(document) <= mostLinks;
  const blocks = isRunningText ? whole.blocks : (readableBlocks(document) ?? whole.blocks);
  return { fields, blocks, warnings };
}
