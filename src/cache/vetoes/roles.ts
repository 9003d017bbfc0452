/** Whether the same things play the same parts: "from A to B" is not "from B to A", "does A call B" is not "does B call A". */
import type { ContentTerm } from './content-terms.js';
import { askerOf, helperAfter } from './doing.js';
import { determiners } from './grammar-words.js';
import type { Reading } from './reading.js';

function rolesOf(terms: readonly ContentTerm[]): Map<string, Set<string>> {
  const roles = new Map<string, Set<string>>();
  for (const term of terms) {
    const known = roles.get(term.meaning) ?? new Set<string>();
    roles.set(term.meaning, known.add(term.role === 'agent' ? 'core' : term.role));
  }
  return roles;
}

const isWeak = (role: string): boolean => role === 'core' || role.startsWith('weak ');

function hasOtherRole(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const strong = [...a, ...b].filter((role) => !isWeak(role));
  return strong.some((role) => !a.has(role) || !b.has(role));
}

const isCore = (term: ContentTerm): boolean => term.role === 'core' || term.role === 'agent';

// Behind everything else: questions are short.
const fronted = 1_000;

/**
 * Places of the nouns without a preposition, the agent of a passive first, and last what "which X does Y have" puts in front; the words in front of a
 * preposition keep their place.
 */
function placesOf({ content, words }: Reading): Map<string, { place: number; surface: string }> {
  const places = new Map<string, { place: number; surface: string }>();
  const asker = askerOf(words);
  const helper = asker < 0 ? -1 : helperAfter(words, asker);
  content.forEach((term, index) => {
    // "The application" is a thing, however little it says.
    const isThing = !term.isGeneric || determiners.has(words[term.at - 1] ?? '');
    if (term.isVerb || !isThing || !isCore(term) || places.has(term.meaning)) return;
    const place = term.role === 'agent' ? -2 : term.at < helper ? fronted + index : index;
    places.set(term.meaning, { place, surface: term.surface });
  });
  return places;
}

/**
 * Two nouns that both questions have in one form, in another order, with a word between them in one of the two: "does A call B" and "does B call A".
 * Side by side they are one compound ("the database index", "the index of the database").
 */
function hasOtherOrder(a: Reading, b: Reading): boolean {
  const [left, right] = [placesOf(a), placesOf(b)];
  const shared = [...left].flatMap(([meaning, { place, surface }]) => {
    const other = right.get(meaning);
    return other?.surface === surface ? [{ left: place, right: other.place }] : [];
  });
  return shared.some((one, index) =>
    shared.slice(index + 1).some((two) => {
      const [inLeft, inRight] = [one.left - two.left, one.right - two.right];
      return inLeft * inRight < 0 && (Math.abs(inLeft) > 1 || Math.abs(inRight) > 1);
    }),
  );
}

/** Two shared nouns that have each other's place: "replace A with B" and "replace B with A". */
function hasExchange(a: ReadonlyMap<string, Set<string>>, b: ReadonlyMap<string, Set<string>>): boolean {
  const changed = [...a].filter(([meaning, roles]) => {
    const other = b.get(meaning);
    return other !== undefined && [...roles].some((role) => !other.has(role));
  });
  return changed.some(([first, roles]) =>
    changed.some(
      ([second]) =>
        first !== second && [...roles].some((role) => b.get(second)?.has(role) && !a.get(second)?.has(role)),
    ),
  );
}

/** A verb after a preposition is a noun ("from the host"). */
function isThing(term: ContentTerm): boolean {
  return !term.isGeneric && (!term.isVerb || term.role !== 'core');
}

/** True when a shared term changed its preposition, or two shared nouns changed places without one. */
export function differentRoles(a: Reading, b: Reading): boolean {
  const rolesA = rolesOf(a.content.filter(isThing));
  const rolesB = rolesOf(b.content.filter(isThing));
  for (const [meaning, roles] of rolesA) {
    const other = rolesB.get(meaning);
    if (other !== undefined && hasOtherRole(roles, other)) return true;
  }
  if (hasExchange(rolesA, rolesB)) return true;
  return hasOtherOrder(a, b);
}
