/** What is made of a generation once and asked for with every question: its router, its suggestions, a chunk in its document. */

import { suggestionsOf } from './composer/suggestions.js';
import type { DocumentEntry } from './domain/catalogue.js';
import type { Chunk } from './domain/chunk.js';
import { isAppError } from './domain/errors.js';
import type { ChunkIndex, Snapshot } from './ports.js';
import { createRouter } from './router/router.js';

function perSnapshot<T>(make: (snapshot: Snapshot) => T): (snapshot: Snapshot) => T {
  const made = new WeakMap<Snapshot, { value: T }>();
  return (snapshot) => {
    let known = made.get(snapshot);
    if (known === undefined) {
      known = { value: make(snapshot) };
      made.set(snapshot, known);
    }
    return known.value;
  };
}

/** Titles, the part of a title before a colon or dash, projects and technologies: what the corpus calls by name. */
function entitiesOf(snapshot: Snapshot): string[] {
  const titles = snapshot.catalogue.documents.flatMap((document) => [
    document.title,
    document.title.split(/\s[-–—]\s|[:(–—]/)[0]?.trim() ?? '',
    ...document.fields.filter((field) => field.key === 'project').flatMap((field) => field.values),
  ]);
  const technologies = snapshot.catalogue.technologies.flatMap((technology) => [
    technology.name,
    ...technology.aliases,
  ]);
  return [...new Set([...titles, ...technologies])].filter((name) => name !== '');
}

/** Titles of one word: everyday words ("Interviews") until they are written with a capital. */
function wordsAsTitles(snapshot: Snapshot): string[] {
  const known = new Set(snapshot.catalogue.technologies.map((technology) => technology.name.toLowerCase()));
  const titles = snapshot.catalogue.documents.map((document) => document.title.trim());
  return titles.filter((title) => !/\s/.test(title) && !known.has(title.toLowerCase()));
}

/** The router of a generation: knows its documents, technologies and words. Made once per snapshot. */
export const routerFor = perSnapshot((snapshot) =>
  createRouter({
    entities: entitiesOf(snapshot),
    titleWords: wordsAsTitles(snapshot),
    documentFrequency: (stem) => snapshot.terms.documentFrequency(stem),
  }),
);

/** Questions that the generation answers well. Made once per snapshot. */
export const suggestionsFor = perSnapshot((snapshot) => suggestionsOf(snapshot));

/** Whether the index answers already. */
export function hasSnapshot(index: ChunkIndex): boolean {
  try {
    index.snapshot();
    return true;
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
}

/** A cited chunk in its document, with the chunks before and after it. */
export interface SourceView {
  readonly document: DocumentEntry;
  readonly chunk: Chunk;
  readonly neighbours: readonly Chunk[];
}

export function sourceOf(snapshot: Snapshot, chunkId: string): SourceView | undefined {
  const chunk = snapshot.chunk(chunkId);
  const document = snapshot.catalogue.documents.find((entry) => entry.id === chunk?.documentId);
  if (chunk === undefined || document === undefined) return undefined;
  const neighbours = document.chunkIds
    .map((id) => snapshot.chunk(id))
    .filter((other): other is Chunk => other !== undefined && Math.abs(other.ordinal - chunk.ordinal) === 1);
  return { document, chunk, neighbours };
}
