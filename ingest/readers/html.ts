/** HTML pages: the readable content only, as Mozilla's Readability finds it; nothing is fetched and nothing runs. */
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import type { ParsedDocument } from '../blocks.js';
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

/** Pages that Readability refuses (too short, no article) are taken whole. */
export function readHtml(bytes: Uint8Array): ParsedDocument {
  const source = new TextDecoder().decode(bytes);
  const html = /<html[\s>]/i.test(source) ? source : `<!doctype html><html><body>${source}</body></html>`;
  const { document } = parseHTML(html) as unknown as { document: Document };
  const fields = fieldsOf(document);
  const whole = blocksOfDom(document.body);
  const warnings = whole.hidden > 0 ? [{ message: hiddenMessage(whole.hidden) }] : [];
  // Readability takes style attributes away, and with them what tells that an element is hidden.
  for (const element of document.querySelectorAll('[style], [hidden]')) {
    if (isHidden(element)) element.remove();
  }
  const article = new Readability(document, { charThreshold: 200, maxElemsToParse: 100_000 }).parse();
  if (typeof article?.content !== 'string') return { fields, blocks: whole.blocks, warnings };
  const parsed = parseHTML(`<!doctype html><html><body>${article.content}</body></html>`) as unknown as {
    document: Document;
  };
  const readable = blocksOfDom(parsed.document.body);
  return { fields, blocks: readable.blocks, warnings };
}
