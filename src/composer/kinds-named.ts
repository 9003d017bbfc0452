/** A sentence that names SQLite speaks of a database: the kinds of the technologies that each sentence names, as stems. */
import type { Catalogue } from '../domain/catalogue.js';
import { terms } from '../text/terms.js';

type KindsByPlace = ReadonlyMap<string, ReadonlySet<string>>;

const known = new WeakMap<Catalogue, KindsByPlace>();

/** Categories that visitors ask by; "infrastructure" and "tool" are said of too much. */
const askedBy = new Set(['database', 'vector database', 'language', 'framework', 'queue', 'cloud', 'cache']);

const keyOf = (chunkId: string, sentence: number): string => `${chunkId}#${sentence}`;

function kindsByPlace(catalogue: Catalogue): KindsByPlace {
  const found = known.get(catalogue);
  if (found !== undefined) return found;
  const made = new Map<string, Set<string>>();
  for (const { category, mentions } of catalogue.technologies) {
    if (category === undefined || !askedBy.has(category)) continue;
    for (const { chunkId, sentence } of mentions) {
      const key = keyOf(chunkId, sentence);
      const kinds = made.get(key) ?? new Set<string>();
      made.set(key, kinds);
      for (const term of terms(category)) kinds.add(term);
    }
  }
  known.set(catalogue, made);
  return made;
}

/** Stems of the kinds of technology that a sentence names; none for most sentences. */
export function kindsNamed(catalogue: Catalogue, chunkId: string, sentence: number): ReadonlySet<string> {
  return kindsByPlace(catalogue).get(keyOf(chunkId, sentence)) ?? new Set();
}
