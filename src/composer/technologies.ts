/** The technologies that a question names, looked up in the catalogue; and how each document stands to one of them. */
import type { Catalogue, DocumentEntry, Mention, TechnologyEntry } from '../domain/catalogue.js';
import type { Snapshot } from '../ports.js';
import { tokenize } from '../text/terms.js';
import { polarityOf, type Polarity } from './mention-polarity.js';

/** Lower case, words joined by single spaces; signs that make a name (+, #, .) stay. */
function nameKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#.]+/gu, ' ')
    .replace(/\.(?=\s|$)/g, '')
    .trim();
}

/** Technologies named in the text, longest names first, each once. */
export function technologiesIn(text: string, catalogue: Catalogue): TechnologyEntry[] {
  const haystack = ` ${nameKey(text)} `;
  const spellings = catalogue.technologies.flatMap((technology) =>
    [technology.name, ...technology.aliases].map((spelling) => ({ technology, key: nameKey(spelling) })),
  );
  spellings.sort((a, b) => b.key.length - a.key.length);
  const found = new Set<TechnologyEntry>();
  let rest = haystack;
  for (const { technology, key } of spellings) {
    if (key === '' || !rest.includes(` ${key} `)) continue;
    found.add(technology);
    rest = rest.replaceAll(` ${key} `, '  ');
  }
  return [...found];
}

/** Technologies of a category named by its word ("databases", "languages"). */
export function technologiesOfCategory(
  text: string,
  catalogue: Catalogue,
): { category: string; technologies: TechnologyEntry[] } | undefined {
  const words = new Set(
    tokenize(text).flatMap(({ text: word }) => [word, word.replace(/ies$/, 'y'), word.replace(/s$/, '')]),
  );
  const categories = [...new Set(catalogue.technologies.flatMap((technology) => technology.category ?? []))];
  const category = categories.find((candidate) =>
    candidate.split(/[\s/-]+/).every((word) => words.has(word)),
  );
  if (category === undefined) return undefined;
  return {
    category,
    technologies: catalogue.technologies.filter((technology) => technology.category === category),
  };
}

export interface Standpoint {
  readonly document: DocumentEntry;
  readonly polarity: Polarity;
  /** The mention that says so best. */
  readonly mention: Mention;
}

const order: readonly Polarity[] = ['used', 'planned', 'talk'];

/** One standpoint per document that names the technology: used before planned before talk; projects first. */
export function standpointsOn(technology: TechnologyEntry, snapshot: Snapshot): Standpoint[] {
  const best = new Map<string, Standpoint>();
  for (const mention of technology.mentions) {
    const chunk = snapshot.chunk(mention.chunkId);
    const document = snapshot.catalogue.documents.find((entry) => entry.id === mention.documentId);
    const span = chunk?.sentences[mention.sentence];
    if (chunk === undefined || document === undefined || span === undefined) continue;
    const sentence = chunk.text.slice(span.start, span.end);
    const named = [technology.name, ...technology.aliases].find((name) =>
      sentence.toLowerCase().includes(name.toLowerCase()),
    );
    const polarity =
      document.type === 'project' || document.type === 'profile'
        ? polarityOf(chunk, sentence, named ?? technology.name)
        : 'talk';
    const known = best.get(document.id);
    if (known === undefined || order.indexOf(polarity) < order.indexOf(known.polarity)) {
      best.set(document.id, { document, polarity, mention });
    }
  }
  return [...best.values()].sort(
    (a, b) =>
      Number(b.document.type === 'project') - Number(a.document.type === 'project') ||
      order.indexOf(a.polarity) - order.indexOf(b.polarity) ||
      (a.document.id < b.document.id ? -1 : 1),
  );
}
