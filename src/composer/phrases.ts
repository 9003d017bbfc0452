/** Small pieces of language that the answers of every kind share: names of documents, enumerations, plurals, a sentence as it stands in the corpus. */
import type { DocumentEntry } from '../domain/catalogue.js';
import type { Chunk } from '../domain/chunk.js';
import type { Snapshot } from '../ports.js';
import { isCode, isTableRow, plainText, withoutMarker } from '../text/markdown.js';
import { countWords, terms } from '../text/terms.js';
import { closed } from './prose.js';
import { leansOnBefore } from './leaning.js';
import { workOf } from './technologies.js';

export const quoted = (text: string): string => `“${text}”`;

/** A title without what follows a dash, colon or bracket, or says what it is: "Chat system - jobs", "Chat system, an exercise" -> "Chat system". */
export function shortTitle(title: string): string {
  const short = title.split(/\s[-–—]\s|: |\s\(|, (?=(?:an?|the|my|our|or|how|for) )/)[0]?.trim() ?? '';
  return short === '' ? title : short;
}

/** What a project is called: the name of its work where the document's own title bears it, else the first part of that title if the two share a word. */
export function labelOf(document: DocumentEntry): string {
  if (document.type !== 'project') return document.title;
  const work = workOf(document);
  if (work === document.title && work.includes(', ')) return shortTitle(work);
  if (document.title.toLowerCase().includes(work.toLowerCase())) return work;
  const short = shortTitle(document.title);
  const words = new Set(terms(work));
  return terms(short).some((term) => words.has(term)) ? short : work;
}

/** How a document is called within a sentence: in quotation marks, the profile without a title. */
export function nameOf(document: DocumentEntry): string {
  return document.type === 'profile' ? 'my profile' : quoted(labelOf(document));
}

/** "a", "a and b", "a, b and c". */
export function joined(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** English plural of a noun or of the last word of a phrase: "library" -> "libraries", "box" -> "boxes"; plurals stay. */
export function pluralOf(noun: string): string {
  if (/s$/i.test(noun) && !/(?:ss|us|is)$/i.test(noun)) return noun;
  if (/(?:[^aeiou])y$/i.test(noun)) return noun.replace(/y$/i, 'ies');
  return /(?:s|x|z|ch|sh)$/i.test(noun) ? `${noun}es` : `${noun}s`;
}

/** "Stack: Go, Redis": a label with its values is a fact row, not a sentence; "Next steps: move the jobs." ends like one. */
export function isLabelLine(text: string): boolean {
  if (/[.!?]["'”’)]*$/.test(text.trim())) return false;
  return /^(?:\*\*)?\p{Lu}[\p{L}\p{N} /-]{1,30}(?:\*\*)?:(?:\*\*)?\s/u.test(text.trim());
}

/** "We thank Ann for her work": an end of a text, and no answer to anything but who was thanked. */
export function isThanks(text: string): boolean {
  return /\b(?:(?:would|['’]d) (?:\w+ )?like to thank|(?:we|I) (?:\w+ )?thank|(?:many|special|big) thanks|thanks go|(?:are|am) grateful to)\b/i.test(
    text,
  );
}

const longest = 320; // characters

function readableAt(chunk: Chunk, sentence: number): string {
  const span = chunk.sentences[sentence];
  if (span === undefined) return '';
  const text = withoutMarker(chunk.text.slice(span.start, span.end));
  const isReadable = !isTableRow(text) && !isCode(text) && !/^\s*(?:\||#)/.test(text) && !isLabelLine(text);
  return isReadable && text.length <= longest ? closed(plainText(text)) : '';
}

/** The sentence at a place, with the one before it where it leans on that; '' for rows, code, labels and what is too long to be quoted. */
export function sentenceAt(place: { chunkId: string; sentence: number }, snapshot: Snapshot): string {
  const chunk = snapshot.chunk(place.chunkId);
  if (chunk === undefined) return '';
  const text = readableAt(chunk, place.sentence);
  if (text === '' || !leansOnBefore(text)) return text.replace(/:$/, '.');
  const before = readableAt(chunk, place.sentence - 1);
  const both = `${before} ${text}`.trim();
  return before !== '' && !leansOnBefore(before) && countWords(both) <= 60 ? both : text;
}
