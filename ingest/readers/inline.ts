/** Inline Markdown: makes it readable for citations, and strips it for embedding and headings. Linear-time patterns only. */
import { stripHidden } from '../../src/text/normalise.js';

const image = /!\[([^\]\n]{0,300})\]\([^()\s]{0,2000}(?:\s"[^"\n]{0,300}")?\)/g;
const inlineLink =
  /\[([^\][\n]{1,500})\]\(\s{0,4}<?([^()\s<>]{0,2000}(?:\([^()\s]{0,200}\)[^()\s<>]{0,500})?)>?(?:\s"[^"\n]{0,300}")?\s{0,4}\)/g;
const referenceLink = /\[([^\][\n]{1,500})\]\[([^\][\n]{0,200})\]/g;
const wikiEmbed = /!\[\[([^\][|\n]{1,300})(?:\|[^\][\n]{1,300})?\]\]/g;
const mediaFile =
  /\.(?:png|jpe?g|gif|svg|webp|avif|bmp|mp[34]|m4a|mov|webm|wav|ogg|pdf|canvas|excalidraw)(?:#|$)/i;
/** "folder/Note#Part#^block" -> "Note › Part". An embedded note is indexed under its own name, so its name stands for it. */
const wikiName = (target: string): string =>
  target
    .replace(/#?\^[\w-]{1,60}$/, '')
    .replace(/^(?:[^#]{0,200}\/)/, '')
    .replace(/\.md(?=#|$)/i, '')
    .replace(/#/g, ' › ');
const wikiLink = /\[\[([^\][|\n]{1,300})(?:\|([^\][\n]{1,300}))?\]\]/g;
const footnote = /\[\^[^\]\s]{1,60}\]/g;
const tag = /<\/?[A-Za-z][A-Za-z0-9-]{0,30}(?:\s[^<>\n]{0,500})?\/?>/g;
const comment = /<!--[^]{0,20000}?-->/g;

const isAbsolute = (url: string): boolean => /^(?:https?:|mailto:)/i.test(url);

/** Applies a change to the text outside of `code spans`. */
function outsideCode(text: string, change: (part: string) => string): string {
  if (!text.includes('`')) return change(text);
  return text
    .split(/(`+[^`\n]*`+)/)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('');
}

function linkText(label: string, url: string): string {
  return isAbsolute(url) && label !== url ? `[${label}](${url})` : label;
}

/**
 * One readable line: images become their description, links inside the folder their text, wiki links their name;
 * links to the web keep their address. Tags go, white space is folded.
 */
export function readableInline(text: string, definitions?: ReadonlyMap<string, string>): string {
  let result = text;
  if (/[[<]/.test(text)) {
    result = outsideCode(text, (part) =>
      part
        .replace(comment, '')
        .replace(wikiEmbed, (_, target: string) => (mediaFile.test(target) ? '' : wikiName(target)))
        .replace(wikiLink, (_, target: string, label?: string) => label ?? wikiName(target))
        .replace(image, '$1')
        .replace(inlineLink, (_, label: string, url: string) => linkText(label, url))
        .replace(referenceLink, (_, label: string, key: string) =>
          linkText(label, definitions?.get((key === '' ? label : key).toLowerCase()) ?? ''),
        )
        .replace(footnote, '')
        .replace(/<br\s*\/?>/gi, ' ')
        .replace(tag, ''),
    );
  }
  return result.replace(/\\\n/g, ' ').replace(/\s+/g, ' ').trim();
}

/** Plain words: no emphasis, code marks, links or escapes; for embedding, headings, titles and labels. */
export function stripMarks(text: string): string {
  return stripHidden(text)
    .replace(/^\s*(`{3,}|~{3,})[^\n]*$/gm, '')
    .replace(image, '$1')
    .replace(inlineLink, '$1')
    .replace(/`+([^`]*)`+/g, '$1')
    .replace(/(\*{1,3}|~~)(?=\S)/g, '')
    .replace(/(?<=\S)(\*{1,3}|~~)/g, '')
    .replace(/(?<![\p{L}\p{N}_])_{1,2}(?=\S)|(?<=\S)_{1,2}(?![\p{L}\p{N}_])/gu, '')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>~])/g, '$1')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
