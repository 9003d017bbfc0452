/**
 * Splits prose into sentences. Lines that are list items, table rows or fences are the chunker's business;
 * this file only knows running text. Abbreviations, decimals, versions and initials do not end a sentence.
 */
import type { Span } from '../domain/chunk.js';

const abbreviations = new Set(
  'e.g i.e etc vs cf al approx dept est fig inc ltd mr mrs ms dr prof jr sr st no nos vol pp ed eds resp incl excl'.split(
    ' ',
  ),
);
// A full stop, question or exclamation mark, closing quotes or brackets, then white space.
const boundary = /([.!?…]+)(["'”’)\]*_`]*)(\s+|$)/gu;

function endsSentence(before: string, mark: string, after: string): boolean {
  if (after === '') return true;
  if (mark !== '.') return !/^\p{Ll}/u.test(after);
  // Initials written with full stops (U.S., Ph.D.) hardly ever end a sentence.
  if (/(?:^|[^\p{L}])(?:\p{L}{1,2}\.)+\p{L}{1,2}$/u.test(before)) return false;
  const lastWord = /[\p{L}\p{N}.]+$/u.exec(before)?.[0].toLowerCase() ?? '';
  if (abbreviations.has(lastWord.replace(/\.$/, '')))
    return /^["'“‘(]?\p{Lu}/u.test(after) && lastWord === 'etc';
  if (/^\p{L}$/u.test(lastWord) && /^\p{Lu}/u.test(after) && lastWord !== 'i') return false;
  return !/^\p{Ll}/u.test(after);
}

/** Sentences of running text, trimmed, in order; text without an end mark is one sentence. */
export function splitSentences(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  const push = (end: number): void => {
    let from = start;
    let to = end;
    while (from < to && /\s/.test(text.charAt(from))) from++;
    while (to > from && /\s/.test(text.charAt(to - 1))) to--;
    if (to > from) spans.push({ start: from, end: to });
  };
  for (const match of text.matchAll(boundary)) {
    const marksEnd = match.index + (match[1]?.length ?? 0) + (match[2]?.length ?? 0);
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 4);
    if (!endsSentence(text.slice(Math.max(start, match.index - 24), match.index), match[1] ?? '', after))
      continue;
    push(marksEnd);
    start = match.index + match[0].length;
  }
  push(text.length);
  return spans;
}
