/** Terms that only one of two questions has. */
import { stem } from '../../text/terms.js';
import { abbreviated, spelledOut } from './acronyms.js';
import type { ContentTerm } from './content-terms.js';
import { surfaceOf } from './grammar-words.js';
import { sameSet, type Likeness, type Pair } from './likeness.js';
import { antonyms } from './opposites.js';
import type { Reading } from './reading.js';

// A relation carries nothing where a thing is asked for; in "how" and "why" it is what is asked.
const thingAspects = new Set(['what', 'attribute', 'statement']);

/** Terms of one question that the other one does not have. */
function missingFrom(from: Reading, other: Reading): ContentTerm[] {
  const known = new Set(other.content.flatMap((term) => term.senses));
  const short = abbreviated(from, other);
  const isThing = thingAspects.has(from.aspects[0] ?? '') && thingAspects.has(other.aspects[0] ?? '');
  return from.content.filter(
    (term) =>
      !term.isGeneric &&
      !(isThing && term.isRelation) &&
      !term.senses.some((sense) => known.has(sense)) &&
      spelledOut(term, other) === undefined &&
      !short.has(term.surface),
  );
}

const polar = new Set(antonyms.flat());

/** A word that turns the question round or picks one of many: never a mere addition. */
function isTelling(term: ContentTerm): boolean {
  const word = stem(term.surface);
  return term.isName || term.isVerb || polar.has(word) || /(?:est|less)$/.test(term.surface);
}

/**
 * A term that only one question has decides the answer. What names the class of the term before it may stand on one side; so may one or two other
 * words when the answers turn out the same, unless they say which project is meant.
 */
export function likenessOfTerms({ a, b }: Pair, scope: ReadonlySet<string>): Likeness {
  const onlyA = missingFrom(a, b);
  const onlyB = missingFrom(b, a);
  const isNamed = [a, b].every((reading) => reading.aspects[0] !== 'what');
  const only = [...onlyA, ...onlyB].filter((term) => !(isNamed && term.isClass));
  if (onlyA.length > 0 && onlyB.length > 0) return 'different';
  // The last word of "how does it scale" is its verb, whatever the word list knows of it.
  const last = [a, b].map((reading) => surfaceOf(reading.words.at(-1) ?? ''));
  const decides = (term: ContentTerm): boolean =>
    isTelling(term) || scope.has(stem(term.surface)) || (!term.isClass && last.includes(term.surface));
  if (only.length > 2 || only.some(decides)) return 'different';
  return only.length > 0 || abbreviated(a, b).size + abbreviated(b, a).size > 0 ? 'sentence' : 'same';
}

/** Nothing in common but words that carry no topic: then these have to be the same, and the answers too. */
export function likenessOfTopics({ a, b }: Pair): Likeness {
  const topic = new Set(b.content.filter((term) => !term.isGeneric).flatMap((term) => term.senses));
  if (a.content.some((term) => term.senses.some((sense) => topic.has(sense)))) return 'same';
  if (a.content.some((term) => !term.isGeneric) && abbreviated(b, a).size + abbreviated(a, b).size > 0)
    return 'same';
  const [left, right] = [a, b].map((reading) => reading.content.map((term) => term.meaning)) as [
    string[],
    string[],
  ];
  return left.length > 0 && sameSet(left, right) ? 'sentence' : 'different';
}
