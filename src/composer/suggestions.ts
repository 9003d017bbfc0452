/** Questions that the corpus answers well, spread over its documents: made from titles and headings, no two about the same document in a row. */
import type { DocumentEntry } from '../domain/catalogue.js';
import type { Snapshot } from '../ports.js';
import { quoted, shortTitle } from './phrases.js';
import { workOf } from './technologies.js';

const plainHeading =
  /^(?:introduction|overview|summary|conclusion|notes?|misc|contents|see also|links|references|general|at a glance|background)$/i;

/** "What is Orbit?", but "Tell me about route planning for couriers": a description is no name. */
function aboutProject(name: string): string {
  const isName = name.split(/\s+/).length <= 2 && !/^(?:the|a|an|my|our) /i.test(name);
  return isName ? `What is ${name}?` : `Tell me about ${quoted(name)}`;
}

function questionFor(document: DocumentEntry, snapshot: Snapshot): string {
  if (document.type === 'project') return aboutProject(shortTitle(workOf(document)));
  const headings = document.chunkIds.map((id) => snapshot.chunk(id)?.headingPath.at(-1));
  const heading = headings.find((one) => one !== undefined && !plainHeading.test(one));
  if (heading !== undefined && /^(?:how|why|what|when|where)\b/i.test(heading))
    return `${heading.replace(/[?.]$/, '')}?`;
  return `What do your ${document.type === 'guide' ? 'guides' : 'notes'} say about ${shortTitle(document.title).replace(/^(?:notes on|guide to) /i, '')}?`;
}

/** At most `limit` questions, one per project and document, projects first, in a fixed order. */
export function suggestionsOf(snapshot: Snapshot, limit = 12): string[] {
  const order = { project: 0, guide: 1, note: 2, profile: 3 } as const;
  const documents = snapshot.catalogue.documents
    .filter((document) => document.type !== 'profile')
    .sort((a, b) => order[a.type] - order[b.type] || (a.id < b.id ? -1 : 1));
  return [...new Set(documents.map((document) => questionFor(document, snapshot)))].slice(0, limit);
}
