/** Views of the alias table for steps that look words up: other spellings of a word, and spelling -> canonical name. */
import { nameKey, technologies, technologyNamed } from './aliases.js';

/** Every other spelling of the technology that the word names, in lower case; empty for any other word. */
export function otherNames(word: string): string[] {
  const technology = technologyNamed(word);
  if (technology === undefined) return [];
  return [technology.name.toLowerCase(), ...technology.aliases].filter(
    (name) => nameKey(name) !== nameKey(word),
  );
}

/** Spelling -> canonical name, both in lower case. Plain words that are also names ("go") are left out. */
export function aliasTable(): Map<string, string> {
  const table = new Map<string, string>();
  for (const { name, aliases, isAmbiguous } of technologies) {
    if (!isAmbiguous) table.set(name.toLowerCase(), name.toLowerCase());
    for (const alias of aliases) table.set(alias, name.toLowerCase());
  }
  return table;
}
