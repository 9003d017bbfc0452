/** What a document tells of, by its headings: for "Tell me about the garden projects" over one document with a section for each of them. */
import type { DocumentEntry } from '../domain/catalogue.js';
import type { Chunk } from '../domain/chunk.js';
import type { Snapshot } from '../ports.js';
import { countWords, terms } from '../text/terms.js';
import type { CitationBook } from './citations.js';
import { sentenceAt } from './phrases.js';
import type { Place } from './works.js';

const leastSections = 3;
const mostSections = 10;
const wordsPerAnswer = 110;
/** Sections about the text rather than its subject. */
const aside =
  /^(?:at a glance|thanks|thank you|acknowledge?ments?|credits|references|links|sources|further reading|contact|(?:table of )?contents|conclusions?|summary)\b/i;

/** The one document of whose title the question holds most words, its numbers left out. */
export function titledIn(question: string, { catalogue }: Snapshot): DocumentEntry | undefined {
  const asked = new Set(terms(question));
  const titled = catalogue.documents.filter(({ title }) => {
    const own = [...new Set(terms(title))].filter((term) => !/^\d+$/.test(term));
    const held = own.filter((term) => asked.has(term)).length;
    return held >= 2 && held * 3 >= own.length * 2;
  });
  return titled.length === 1 ? titled[0] : undefined;
}

/** Headings of a chunk with the first sentence of each: small sections share one chunk, with their headings in its text. */
function headingsOf(chunk: Chunk | undefined): (readonly [string, Place])[] {
  const [outermost] = chunk?.headingPath ?? [];
  if (chunk === undefined || outermost === undefined) return [];
  const inText = outermost
    .split(' / ')
    .map((heading) => ({ heading, at: chunk.text.indexOf(`**${heading}**`) }));
  if (inText.length < 2 || inText.some(({ at }) => at < 0))
    return [[outermost, { chunkId: chunk.id, sentence: 0 }]];
  return inText.map(({ heading, at }) => {
    const sentence = chunk.sentences.findIndex(({ start }) => start > at);
    return [heading, { chunkId: chunk.id, sentence: Math.max(0, sentence) }] as const;
  });
}

/** A line per section, each with its first sentence as long as words allow; undefined when the document has too few sections. */
export function sectionList(
  document: DocumentEntry,
  snapshot: Snapshot,
  citations: CitationBook,
): string | undefined {
  const places = new Map<string, Place>();
  for (const id of document.chunkIds)
    for (const [heading, place] of headingsOf(snapshot.chunk(id)))
      if (!aside.test(heading) && !places.has(heading)) places.set(heading, place);
  if (places.size < leastSections) return undefined;
  let words = 0;
  const items = [...places].slice(0, mostSections).map(([heading, place]) => {
    const chunk = snapshot.chunk(place.chunkId);
    const mark = chunk === undefined ? '' : ` [${citations.cite(chunk, place.sentence)}]`;
    const sentence = sentenceAt(place, snapshot);
    const cost = countWords(`${heading} ${sentence}`);
    const isTold = sentence !== '' && words + cost <= wordsPerAnswer;
    words += isTold ? cost : countWords(heading);
    return isTold ? `- **${heading}**: ${sentence}${mark}` : `- **${heading}**${mark}`;
  });
  const rest = places.size - items.length;
  if (rest > 0) items.push(`- and ${rest} more`);
  return `“${document.title}” tells of:\n\n${items.join('\n')}`;
}
