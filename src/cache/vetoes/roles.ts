/** Whether the same things play the same parts: "from A to B" is not "from B to A", "does A call B" is not "does B call A". */
import type { ContentTerm } from './reading.js';

function rolesOf(terms: readonly ContentTerm[]): Map<string, Set<string>> {
  const roles = new Map<string, Set<string>>();
  for (const term of terms) {
    const known = roles.get(term.meaning) ?? new Set<string>();
    roles.set(term.meaning, known.add(term.role));
  }
  return roles;
}

const isWeak = (role: string): boolean => role === 'core' || role === 'weak';

function hasOtherRole(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const strong = [...a, ...b].filter((role) => !isWeak(role));
  return strong.some((role) => !a.has(role) || !b.has(role));
}

/** Nouns without a preposition, in order: in both questions, with the same surface, so that no verb is among them. */
function coreOrder(terms: readonly ContentTerm[], others: readonly ContentTerm[]): string[] {
  const comparable = terms.filter(
    (term) =>
      !term.isVerb &&
      !term.isGeneric &&
      term.role === 'core' &&
      others.some(
        (other) => other.meaning === term.meaning && other.role === 'core' && other.surface === term.surface,
      ),
  );
  return comparable.map((term) => term.meaning);
}

/** True when a shared term changed its preposition, or two shared nouns changed places without one. */
export function differentRoles(a: readonly ContentTerm[], b: readonly ContentTerm[]): boolean {
  const rolesA = rolesOf(a.filter((term) => !term.isVerb && !term.isGeneric));
  const rolesB = rolesOf(b.filter((term) => !term.isVerb && !term.isGeneric));
  for (const [meaning, roles] of rolesA) {
    const other = rolesB.get(meaning);
    if (other !== undefined && hasOtherRole(roles, other)) return true;
  }
  return coreOrder(a, b).join('\n') !== coreOrder(b, a).join('\n');
}
