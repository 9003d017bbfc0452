/**
 * Questions that the corpus answers well: those that the author lists in a profile, then some made from titles and headings, spread over
 * the documents.
 */
import type { DocumentEntry } from '../domain/catalogue.js';
import type { Snapshot } from '../ports.js';
import { isListItem, plainText, withoutMarker } from '../text/markdown.js';
import { quoted, shortTitle } from './phrases.js';
import { workOf } from './technologies.js';

const plainHeading =
  /^(?:introduction|overview|summary|conclusion|notes?|misc|contents|see also|links|references|general|at a glance|background)$/i;

/** "Why is it fast", not "What concurrency is". */
const asksAlready =
  /^(?:how|why|what|when|where|which) (?:to|is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|i|we)\b/i;

/** "What is Orbit?", but "Tell me about route planning for couriers": a description is no name. */
function aboutProject(name: string): string {
  const isName = name.split(/\s+/).length <= 2 && !/^(?:the|a|an|my|our) /i.test(name);
  return isName ? `What is ${name}?` : `Tell me about ${quoted(name)}`;
}

function questionFor(document: DocumentEntry, snapshot: Snapshot): string {
  if (document.type === 'project') return aboutProject(shortTitle(workOf(document)));
  const headings = document.chunkIds.map((id) => snapshot.chunk(id)?.headingPath.at(-1));
  const heading = headings.find((one) => one !== undefined && !plainHeading.test(one));
  if (heading !== undefined && asksAlready.test(heading))
    return `${asVisitor(heading.replace(/[?.]$/, ''))}?`;
  return `What do your ${document.type === 'guide' ? 'guides' : 'notes'} say about ${shortTitle(document.title).replace(/^(?:notes on|guide to) /i, '')}?`;
}

const otherPerson: Readonly<Record<string, string>> = {
  i: 'you',
  me: 'you',
  my: 'your',
  mine: 'yours',
  myself: 'yourself',
};

/** "Why did I pick Redis?", as a visitor asks it. */
function asVisitor(question: string): string {
  return question
    .replace(/\b(am|was) I\b/gi, (_, verb: string) => (verb.toLowerCase() === 'am' ? 'are you' : 'were you'))
    .replace(/\b(?:I|me|my|mine|myself)\b/gi, (word) => otherPerson[word.toLowerCase()] ?? word)
    .replace(/^./u, (letter) => letter.toUpperCase());
}

/** The questions that the author lists in a profile, in the author's order. */
function authorsQuestions(snapshot: Snapshot): string[] {
  const profiles = snapshot.catalogue.documents.filter((document) => document.type === 'profile');
  const chunks = profiles.flatMap((document) => document.chunkIds.flatMap((id) => snapshot.chunk(id) ?? []));
  const items = chunks.flatMap((chunk) => chunk.text.split('\n').filter((line) => isListItem(line)));
  return items
    .map((line) => plainText(withoutMarker(line)).trim())
    .filter((text) => /^\p{L}[^?]{8,118}\?$/u.test(text))
    .map(asVisitor);
}

/** At most `limit` questions: the author's own, then one per project and document, projects first, in a fixed order. */
export function suggestionsOf(snapshot: Snapshot, limit = 12): string[] {
  const order = { project: 0, guide: 1, note: 2, profile: 3 } as const;
  const documents = snapshot.catalogue.documents
    .filter((document) => document.type !== 'profile')
    .sort((a, b) => order[a.type] - order[b.type] || (a.id < b.id ? -1 : 1));
  const made = documents.map((document) => questionFor(document, snapshot));
  return [...new Set([...authorsQuestions(snapshot), ...made])].slice(0, limit);
}
