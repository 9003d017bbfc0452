/** What one generation of the corpus tells the vetoes: names that must agree, and words that name a project. */
import type { DocumentEntry, TechnologyEntry } from '../../domain/catalogue.js';
import { stem } from '../../text/terms.js';
import type { Lexicon } from './content-terms.js';
import { splitWords } from './grammar-words.js';
import { isGeneric } from './word-classes.js';

export interface VetoKnowledge {
  readonly snapshot: {
    readonly catalogue: {
      readonly technologies: readonly Pick<TechnologyEntry, 'name' | 'aliases'>[];
      readonly documents: readonly (Pick<DocumentEntry, 'title' | 'type'> &
        Partial<Pick<DocumentEntry, 'fields'>>)[];
    };
  };
  /** Further names that must agree. */
  readonly entities: readonly string[];
  /** Spelling -> canonical name, in lower case. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** Spellings of the names, by their words. */
export function lexiconOf(knowledge: VetoKnowledge): Lexicon {
  const names = new Map<string, string>();
  const add = (spelling: string, name: string): void => {
    const words = splitWords(spelling).join(' ');
    if (words !== '' && !names.has(words)) names.set(words, name);
  };
  for (const { name, aliases } of knowledge.snapshot.catalogue.technologies) {
    for (const spelling of [name, ...aliases]) add(spelling, name.toLowerCase());
  }
  for (const entity of knowledge.entities) add(entity, entity.toLowerCase());
  for (const [spelling, name] of knowledge.aliases)
    add(spelling, names.get(splitWords(name).join(' ')) ?? name);
  const longestName = Math.max(1, ...[...names.keys()].map((words) => words.split(' ').length));
  return { names, longestName };
}

/** The project that a document belongs to, as its front matter says; else its title. */
function projectOf({
  title,
  fields = [],
}: VetoKnowledge['snapshot']['catalogue']['documents'][number]): string {
  return fields.find(({ key }) => key.toLowerCase() === 'project')?.values[0] ?? title;
}

/** Stems of the words that name projects, without those that say nothing. */
export function scopeOf({ snapshot }: VetoKnowledge): Set<string> {
  const projects = snapshot.catalogue.documents.filter(({ type }) => type === 'project');
  return new Set(
    projects
      .flatMap((document) => splitWords(projectOf(document)))
      .filter((word) => !isGeneric(word))
      .map(stem),
  );
}
