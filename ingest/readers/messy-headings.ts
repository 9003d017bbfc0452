/**
 * Finds headings that were never marked as such: bold lines, "1. Setup" on its own, "2.1 Storage", CAPITALS, and in plain text
 * short lines over a paragraph. Heuristic: a line counts only when it is short, does not end like a sentence and text follows it.
 */
import { countWords } from '../../src/text/terms.js';
import type { Block, ParagraphBlock } from '../blocks.js';
import { stripMarks } from './inline.js';

const maximumHeadingWords = 12;
/** A whole paragraph in bold may be longer, and a question. */
const maximumBoldWords = 25;
const boldLine = /^(?:\*\*([^*\n]{2,200})\*\*|__([^_\n]{2,200})__):?$/;
const numberedLine = /^(\d{1,2}(?:\.\d{1,2}){1,4})\.?\s+(\p{Lu}[^\n]{1,100})$/u;
const endsLikeSentence = /[.!?;,…]["')\]]?$/;

/** Depth and text of a heading that the paragraph stands for; undefined when it is a paragraph. */
function headingOf(block: ParagraphBlock, isPlainText: boolean): { depth: number; text: string } | undefined {
  const { text } = block;
  if (text.length > 210 || text.includes('[redacted')) return undefined;
  const bold = boldLine.exec(text);
  if (bold !== null && countWords(text) <= maximumBoldWords) {
    const label = (bold[1] ?? bold[2] ?? '').replace(/:$/, '').trim();
    return /[.;,…]["')\]]?$/.test(label) ? undefined : { depth: 7, text: label };
  }
  if (text.length > 120 || countWords(text) > maximumHeadingWords) return undefined;
  if (endsLikeSentence.test(text)) return undefined;
  const numbered = numberedLine.exec(text);
  if (numbered !== null)
    return { depth: Math.min(6, (numbered[1] ?? '').split('.').length + 1), text: numbered[2] ?? '' };
  const letters = text.replace(/[^\p{L}]/gu, '');
  if (
    letters.length >= 5 &&
    letters === letters.toUpperCase() &&
    letters !== letters.toLowerCase() &&
    countWords(text) <= 8
  )
    return { depth: 7, text: text.replace(/:$/, '') };
  if (isPlainText && countWords(text) <= 8 && /^[\p{Lu}\d]/u.test(text) && !/[:=|{}<>`]|https?:/.test(text))
    return { depth: 7, text };
  return undefined;
}

/** "1. Setup", a text, "2. Usage", a text: one-item ordered lists whose item is short and not a sentence. */
function isNumberedHeading(block: Block, next: Block | undefined): boolean {
  if (block.type !== 'list' || block.items.length !== 1) return false;
  const item = block.items[0];
  if (item === undefined || !/^\d+\. $/.test(item.marker) || item.isCode) return false;
  const text = stripMarks(item.text);
  const follows =
    next !== undefined && next.type !== 'heading' && !(next.type === 'list' && next.items.length === 1);
  return (
    follows &&
    countWords(text) <= 8 &&
    !endsLikeSentence.test(text) &&
    !text.endsWith(':') &&
    /^\p{Lu}/u.test(text)
  );
}

/** The same blocks with unmarked headings as headings. A heading needs a block after it that is not one itself by chance. */
export function promoteHeadings(blocks: readonly Block[], isPlainText: boolean): Block[] {
  return blocks.map((block, index): Block => {
    const next = blocks[index + 1];
    if (next === undefined) return block;
    const { line, endLine } = block;
    if (block.type === 'paragraph') {
      const found = headingOf(block, isPlainText);
      return found === undefined ? block : { type: 'heading', ...found, line, endLine };
    }
    if (block.type === 'list' && isNumberedHeading(block, next))
      return { type: 'heading', depth: 7, text: stripMarks(block.items[0]?.text ?? ''), line, endLine };
    return block;
  });
}
