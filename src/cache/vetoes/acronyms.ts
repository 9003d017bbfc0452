/** Acronyms that one question uses and the other spells out: "change data capture" is CDC. */
import type { ContentTerm } from './content-terms.js';
import { surfaceOf } from './grammar-words.js';
import type { Reading } from './reading.js';

/** The words in a row whose initials spell the term, small ones counted or not: "change data capture" is CDC. */
export function spelledOut(term: ContentTerm, reading: Reading): readonly string[] | undefined {
  const letters = term.surface;
  const { words } = reading;
  const isContent = (word: string | undefined): boolean =>
    word !== undefined &&
    reading.content.some((other) => !other.isGeneric && other.surface === surfaceOf(word));
  if (!/^\p{L}{3,5}$/u.test(letters)) return undefined;
  const initials = (run: readonly string[]): string => run.map((word) => word[0] ?? '').join('');
  for (let start = 0; start < words.length; start++) {
    for (const length of [letters.length, letters.length + 1]) {
      const run = words.slice(start, start + length);
      const long = run.filter((word) => word.length > 3);
      if (!isContent(run[0]) || !isContent(run.at(-1))) continue;
      if (initials(run) === letters && long.length > 1) return run;
      if (initials(long) === letters && long[0] === run[0] && long.at(-1) === run.at(-1)) return run;
    }
  }
  return undefined;
}

/** Surfaces that an acronym of the other question stands for. */
export function abbreviated(from: Reading, other: Reading): ReadonlySet<string> {
  return new Set(other.content.flatMap((term) => spelledOut(term, from) ?? []).map(surfaceOf));
}
