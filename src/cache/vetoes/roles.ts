/** Whether the same things play the same parts: "from A to B" is not "from B to A", "does A call B" is not "does B call A". */
import type { ContentTerm } from './reading.js';

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

/** Nouns without a preposition, in order, the agent of a passive first: those that both questions have with one surface, so that no verb is among them. */
function coreOrder(terms: readonly ContentTerm[], others: readonly ContentTerm[]): string[] {
  const comparable = terms.filter(
    (term) =>
      !term.isVerb &&
      !term.isGeneric &&
      isCore(term) &&
      others.some(
        (other) => other.meaning === term.meaning && isCore(other) && other.surface === term.surface,
      ),
  );
  const agents = comparable.filter((term) => term.role === 'agent');
  return [...agents, ...comparable.filter((term) => term.role !== 'agent')].map((term) => term.meaning);
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
export function differentRoles(a: readonly ContentTerm[], b: readonly ContentTerm[]): boolean {
  const rolesA = rolesOf(a.filter(isThing));
  const rolesB = rolesOf(b.filter(isThing));
  for (const [meaning, roles] of rolesA) {
    const other = rolesB.get(meaning);
    if (other !== undefined && hasOtherRole(roles, other)) return true;
  }
  if (hasExchange(rolesA, rolesB)) return true;
  return coreOrder(a, b).join('\n') !== coreOrder(b, a).join('\n');
}
