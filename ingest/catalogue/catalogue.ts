/** All chunks of a generation -> its catalogue: the documents, and where each technology is named. */
import type { Catalogue, DocumentEntry, Mention, TechnologyEntry } from '../../src/domain/catalogue.js';
import type { Chunk } from '../../src/domain/chunk.js';
import { technologyNamed } from '../../src/text/aliases.js';
import { namesIn } from './document-names.js';
import type { DocumentNames, NamedPlaces } from './document-names.js';
import { createLearningMemory, learnNames } from './learned-names.js';
import type { LearningMemory } from './learned-names.js';

/** What is known of documents from the run before. A document is known as long as its entry is the same object. */
export interface CatalogueMemory {
  readonly learning: LearningMemory;
  /** Names under `learned`. */
  names: WeakMap<DocumentEntry, DocumentNames>;
  learned: ReadonlyMap<string, string>;
  /** By name, with the places that it was made of. */
  technologies: Map<string, { readonly places: readonly NamedPlaces[]; readonly entry: TechnologyEntry }>;
}

export function createCatalogueMemory(): CatalogueMemory {
  return {
    learning: createLearningMemory(),
    names: new WeakMap(),
    learned: new Map(),
    technologies: new Map(),
  };
}

function isSameMap(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}

function byDocument(chunks: readonly Chunk[]): Map<string, Chunk[]> {
  const grouped = new Map<string, Chunk[]>();
  for (const chunk of chunks) {
    const group = grouped.get(chunk.documentId);
    if (group === undefined) grouped.set(chunk.documentId, [chunk]);
    else group.push(chunk);
  }
  return grouped;
}

/** Names of each document, in the order of the documents. */
function namesByDocument(
  documents: readonly DocumentEntry[],
  chunks: readonly Chunk[],
  memory: CatalogueMemory | undefined,
): DocumentNames[] {
  const learned = learnNames(documents, chunks, memory?.learning);
  if (memory !== undefined && !isSameMap(learned, memory.learned)) {
    memory.names = new WeakMap();
    memory.learned = learned;
  }
  const grouped = byDocument(chunks);
  return documents.map((entry) => {
    const known = memory?.names.get(entry);
    if (known !== undefined) return known;
    const names = namesIn(grouped.get(entry.id) ?? [], learned);
    memory?.names.set(entry, names);
    return names;
  });
}

function gather(all: readonly DocumentNames[]): Map<string, NamedPlaces[]> {
  const gathered = new Map<string, NamedPlaces[]>();
  for (const names of all) {
    for (const [name, places] of names) {
      const known = gathered.get(name);
      if (known === undefined) gathered.set(name, [places]);
      else known.push(places);
    }
  }
  return gathered;
}

function countSurfaces(places: readonly NamedPlaces[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { surfaces } of places)
    for (const [surface, count] of surfaces) counts.set(surface, (counts.get(surface) ?? 0) + count);
  return counts;
}

function mentionsOf(places: readonly NamedPlaces[]): Mention[] {
  const all: Mention[] = [];
  for (const { mentions } of places) for (const mention of mentions) all.push(mention);
  return all;
}

/** Table names keep the table's spelling; learned ones the spelling that is written most often. */
function entryOf(name: string, places: readonly NamedPlaces[]): TechnologyEntry {
  const known = technologyNamed(name);
  const surfaces = [...countSurfaces(places)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const display = known?.name ?? surfaces[0]?.[0] ?? name;
  const aliases = new Set([...(known?.aliases ?? []), ...surfaces.map(([surface]) => surface.toLowerCase())]);
  aliases.delete(display.toLowerCase());
  return {
    name: display,
    aliases: [...aliases],
    ...(known === undefined ? {} : { category: known.category }),
    mentions: mentionsOf(places),
  };
}

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, number) => item === other[number]);

/** The entry of before where the name stands in the same places of the same documents. */
function entriesOf(
  gathered: ReadonlyMap<string, readonly NamedPlaces[]>,
  memory: CatalogueMemory | undefined,
): TechnologyEntry[] {
  const made = [...gathered].map(([name, places]) => {
    const known = memory?.technologies.get(name);
    const isSame = known !== undefined && isSameList(known.places, places);
    return [name, isSame ? known : { places, entry: entryOf(name, places) }] as const;
  });
  if (memory !== undefined) memory.technologies = new Map(made);
  return made.map(([, { entry }]) => entry);
}

/**
 * Documents in the order given, which is that of their chunks; technologies by number of mentions, then by name. The result is the same with a memory
 * and without: one that has seen most of the documents saves reading them.
 */
export function buildCatalogue(
  documents: readonly DocumentEntry[],
  chunks: readonly Chunk[],
  memory?: CatalogueMemory,
): Catalogue {
  const technologies = entriesOf(gather(namesByDocument(documents, chunks, memory)), memory).sort(
    (a, b) => b.mentions.length - a.mentions.length || (a.name < b.name ? -1 : 1),
  );
  return { documents, technologies };
}
