/** Terms that only one of two questions has. */
import { stem } from '../../text/terms.js';
import { abbreviated, spelledOut } from './acronyms.js';
import type { ContentTerm } from './content-terms.js';
import { isContentWord, surfaceOf } from './grammar-words.js';
import { sameSet, type Likeness, type Pair } from './likeness.js';
import { antonyms } from './opposites.js';
import type { Reading } from './reading.js';
import { isListed, isVerb, sensesOf } from './senses.js';
import { isLightVerb } from './word-classes.js';

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
const negative = new Set(antonyms.flatMap(([, second]) => sensesOf(second)));

/** A word that turns the question round or picks one of many: never a mere addition. */
function turnsRound(term: ContentTerm): boolean {
  const isAdjective = polar.has(stem(term.surface)) && !term.isVerb;
  return (
    isAdjective || term.senses.some((sense) => negative.has(sense)) || /(?:est|less)$/.test(term.surface)
  );
}

/** What picks one of many: a name, a word before the noun that both questions have ("pneumonic plague"), or what stands behind a preposition ("for mail"). */
function narrows(term: ContentTerm, { words, proper }: Reading, other: Reading): boolean {
  if (proper.has(words[term.at] ?? '')) return true;
  if (term.role !== 'core' && term.role !== 'agent') return true;
  const next = words[term.at + 1];
  if (term.isVerb || isLightVerb(term.surface) || next === undefined || !isContentWord(next)) return false;
  // "Which components make up": the word after the head is the verb.
  if (isVerb(next) && /^(?:what|which)$/.test(words[term.at - 1] ?? '')) return false;
  const senses = sensesOf(next);
  return other.content.some((one) => one.senses.some((sense) => senses.includes(sense)));
}

/**
 * A term that only one question has decides the answer, and so do terms that each of them has alone. What names the class of the term before it, or
 * a verb that says little ("add", "get"), may stand on one side, and so may one or two words that the word lists do not know, when the answers begin
 * alike. A word whose synonyms are known is missed in the other question for certain: then the whole answers have to be the same.
 */
export function likenessOfTerms({ a, b }: Pair, scope: ReadonlySet<string>): Likeness {
  const isNamed = [a, b].every((reading) => reading.aspects[0] !== 'what');
  const [onlyA, onlyB] = [missingFrom(a, b), missingFrom(b, a)].map((terms) =>
    terms.filter((term) => !(isNamed && term.isClass)),
  ) as [ContentTerm[], ContentTerm[]];
  const only = [...onlyA, ...onlyB];
  const isPicked = onlyA.some((term) => !term.isClass && narrows(term, a, b));
  if (isPicked || onlyB.some((term) => !term.isClass && narrows(term, b, a))) return 'different';
  if (onlyA.length > 0 && onlyB.length > 0) return 'different';
  // The last word of "how does it scale" is its verb, whatever the word list knows of it.
  const last = [a, b].map((reading) => surfaceOf(reading.words.at(-1) ?? ''));
  const decides = (term: ContentTerm): boolean =>
    term.isName ||
    scope.has(stem(term.surface)) ||
    (!isLightVerb(term.surface) && turnsRound(term)) ||
    (!term.isClass && !isLightVerb(term.surface) && last.includes(term.surface));
  if (only.length > 2 || only.some(decides)) return 'different';
  if (only.some((term) => !term.isClass && !isLightVerb(term.surface) && isListed(term.surface)))
    return 'answer';
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
  if (left.length > 0 && sameSet(left, right)) return 'sentence';
  return a.head.some((sense) => b.head.includes(sense)) ? 'answer' : 'different';
}
