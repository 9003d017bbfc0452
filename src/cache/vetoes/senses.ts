/** What a word means to the vetoes: the groups of general English that it belongs to. Two words of one group may stand for each other. */
import { stem } from '../../text/terms.js';
import { baseForm } from './derived-words.js';
import { nounGroups } from './noun-groups.js';
import { verbGroups } from './verb-groups.js';

interface Lexicon {
  readonly verbs: ReadonlyMap<string, readonly string[]>;
  readonly nouns: ReadonlyMap<string, readonly string[]>;
  /** Every word of the groups as it is written there. */
  readonly listed: ReadonlySet<string>;
}

function groupsOf(text: string): Map<string, string[]> {
  const senses = new Map<string, string[]>();
  for (const line of text.trim().split('\n')) {
    const words = line
      .trim()
      .split(/\s+/)
      .map((word) => stem(baseForm(word)));
    for (const word of new Set(words)) senses.set(word, [...(senses.get(word) ?? []), words[0] ?? word]);
  }
  return senses;
}

let madeLexicon: Lexicon | undefined;

/** Made when the first question is compared: a process that answers one has nothing to compare it with. */
function lexicon(): Lexicon {
  return (madeLexicon ??= {
    verbs: groupsOf(verbGroups),
    nouns: groupsOf(nounGroups),
    listed: new Set(`${verbGroups} ${nounGroups}`.trim().split(/\s+/)),
  });
}

/** A noun that the stemmer takes for the verb it comes from: a renderer does not render like "to render" reads. */
function isAgent(word: string): boolean {
  const { listed, verbs } = lexicon();
  return /.{3}(?:er|or)s?$/.test(word) && !listed.has(word.replace(/s$/, '')) && verbs.has(stem(word));
}

/** Names of the groups that a word belongs to, or its stem alone. Words of one meaning share a name. */
export function sensesOf(word: string): readonly string[] {
  if (isAgent(word)) return [word.replace(/s$/, '')];
  const stemmed = stem(baseForm(word));
  const { verbs, nouns } = lexicon();
  const senses = [...(verbs.get(stemmed) ?? []), ...(nouns.get(stemmed) ?? [])];
  return senses.length === 0 ? [stemmed] : senses;
}

/** True for a verb of a group: verbs change their place between active and passive, names do not. */
export function isVerb(word: string): boolean {
  return !isAgent(word) && lexicon().verbs.has(stem(baseForm(word)));
}

/** True for a word of some group: its synonyms are known, so one that is missing in another question is not there under another name. */
export function isListed(word: string): boolean {
  const stemmed = stem(baseForm(word));
  const { verbs, nouns } = lexicon();
  return !isAgent(word) && (verbs.has(stemmed) || nouns.has(stemmed));
}
