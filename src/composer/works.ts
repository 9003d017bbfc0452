/** What a list is made of: one entry per project, however many documents it has, or one per guide, note or any document. */
import type { DocumentEntry, DocumentField } from '../domain/catalogue.js';
import type { DocumentType } from '../domain/chunk.js';
import type { Snapshot } from '../ports.js';
import { terms } from '../text/terms.js';
import { labelOf, shortTitle } from './phrases.js';
import { workOf } from './technologies.js';

/** A sentence of a chunk that says why something is listed. */
export interface Place {
  readonly chunkId: string;
  readonly sentence: number;
}

export interface Work {
  readonly key: string;
  readonly label: string;
  /** The document that tells of the whole comes first. */
  readonly documents: readonly DocumentEntry[];
}

/** The document that tells of the project as a whole carries its name first and little more. */
function rank(document: DocumentEntry, work: string): number {
  return (document.title.startsWith(work) ? 0 : 1000) + document.title.length;
}

/** Key under which a document is listed. */
export function keyOf(document: DocumentEntry): string {
  return document.type === 'project' ? workOf(document) : document.id;
}

/** Entries of the given type, in the order of the catalogue; all types when none is given. */
export function worksOf(snapshot: Snapshot, type: DocumentType | undefined): Work[] {
  const found = new Map<string, DocumentEntry[]>();
  for (const document of snapshot.catalogue.documents) {
    if (type !== undefined && document.type !== type) continue;
    const key = type === 'project' ? keyOf(document) : document.id;
    const known = found.get(key);
    if (known === undefined) found.set(key, [document]);
    else known.push(document);
  }
  return [...found].map(([key, documents]) => {
    const sorted = [...documents].sort((a, b) => rank(a, key) - rank(b, key));
    const [first] = sorted;
    const label = first === undefined ? key : type === 'project' ? labelOf(first) : first.title;
    return { key, label, documents: sorted };
  });
}

/** True when the question names the work: most words of its name, or of its title before a dash or colon. */
export function isNamedIn(work: Work, asked: ReadonlySet<string>): boolean {
  const names = [work.label, work.key, ...work.documents.map(({ title }) => shortTitle(title))];
  return names.some((name) => {
    const own = [...new Set(terms(name))];
    return own.length > 0 && own.filter((term) => asked.has(term)).length * 3 >= own.length * 2;
  });
}

const nickname =
  /\b(?:the|your|this|that|an?) ((?:[\p{L}\p{N}-]+ ){1,2})(?:apps?|applications?|projects?|systems?|services?|back ?-?ends?|sites?|websites?|tools?|platforms?|products?)\b/giu;

/** "the messaging app": the one name among these that holds the words in front of such a noun; undefined when none or several do. */
export function nicknamed(question: string, names: readonly string[]): string | undefined {
  const stemsOf = new Map(names.map((name) => [name, new Set(terms(name))]));
  for (const [, words = ''] of question.matchAll(nickname)) {
    const wanted = terms(words);
    const held = names.filter((name) => wanted.every((term) => stemsOf.get(name)?.has(term) === true));
    if (wanted.length > 0 && held.length === 1) return held[0];
  }
  return undefined;
}

/** The works that a question names: in full, or else by one of their words ("the messaging app"). */
export function worksNamed(question: string, works: readonly Work[], asked: ReadonlySet<string>): Work[] {
  const named = works.filter((work) => isNamedIn(work, asked));
  if (named.length > 0) return named;
  const called = nicknamed(question, works.map(({ label }) => label)); // prettier-ignore
  return works.filter(({ label }) => label === called);
}

/** The row of the front matter facts that tells the field; the document's first sentence when there is none. */
export function placeOfField(
  document: DocumentEntry,
  field: DocumentField,
  snapshot: Snapshot,
): Place | undefined {
  const value = field.values[0]?.toLowerCase() ?? '';
  for (const chunkId of document.chunkIds) {
    const chunk = snapshot.chunk(chunkId);
    const sentence = chunk?.sentences.findIndex(({ start, end }) => {
      const text = chunk.text.slice(start, end).toLowerCase();
      return text.startsWith(field.label.toLowerCase()) && text.includes(value);
    });
    if (sentence !== undefined && sentence >= 0) return { chunkId, sentence };
  }
  return openingOf(document);
}

export function openingOf(document: DocumentEntry): Place | undefined {
  const [chunkId] = document.chunkIds;
  return chunkId === undefined ? undefined : { chunkId, sentence: 0 };
}
