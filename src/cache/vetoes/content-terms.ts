/** The words of a question that carry its topic, each with its meaning and the role that it plays. */
import {
  determiners,
  isContentWord,
  isSilent,
  listing,
  opening,
  phraseEnds,
  strongRoles,
  surfaceOf,
  weakRoles,
} from './grammar-words.js';
import { isVerb, sensesOf } from './senses.js';
import { isClassNoun, isGeneric, isRelation } from './word-classes.js';

export interface ContentTerm {
  /** The name of an entity, or of the word's first group, or its stem. */
  readonly meaning: string;
  /** All groups of the word: two terms are the same when they share one. */
  readonly senses: readonly string[];
  /** The word without its plural: the same surface in two questions is hardly a verb in one of them. */
  readonly surface: string;
  readonly isName: boolean;
  readonly isVerb: boolean;
  readonly isGeneric: boolean;
  /** Says only that one thing belongs to another ("use", "consist"): carries nothing in a question after a thing. */
  readonly isRelation: boolean;
  /** A noun that names the class of the term before it ("the bulkhead pattern"). */
  readonly isClass: boolean;
  /** Index of its first word in the question. */
  readonly at: number;
  /** The preposition that governs the term; `core`: none, so its place in the sentence is its role. */
  readonly role: string;
}

export interface Lexicon {
  /** Lower-case spelling (words joined by one space) -> canonical name. */
  readonly names: ReadonlyMap<string, string>;
  /** Words of the longest spelling. */
  readonly longestName: number;
}

interface Place {
  readonly meaning: string;
  readonly length: number;
}

/** The longest name that starts here. */
function nameAt(words: readonly string[], index: number, lexicon: Lexicon): Place | undefined {
  for (let length = Math.min(lexicon.longestName, words.length - index); length > 0; length--) {
    const meaning = lexicon.names.get(words.slice(index, index + length).join(' '));
    if (meaning !== undefined) return { meaning, length };
  }
  return undefined;
}

function isInfinitive(words: readonly string[], index: number): boolean {
  const next = words[index + 1] ?? '';
  return (
    !determiners.has(next) && (isVerb(next) || isGeneric(next) || determiners.has(words[index + 2] ?? ''))
  );
}

/** Content words and names in order. Names are matched longest first. */
export function readContent(words: readonly string[], lexicon: Lexicon): ContentTerm[] {
  const terms: ContentTerm[] = [];
  const hasFrom = words.includes('from') || words.includes('outof');
  const isPassive = words.some((word) => /^(?:is|are|was|were|be|been|being|get|gets|got)$/.test(word));
  let role = 'core';
  const start = listing.has(words[0] ?? '') || opening.has(words[0] ?? '') ? 1 : 0;
  for (let index = start; index < words.length; index++) {
    const word = words[index] ?? '';
    const name = nameAt(words, index, lexicon);
    if (name !== undefined) {
      terms.push({
        meaning: name.meaning,
        senses: [name.meaning],
        surface: name.meaning,
        isName: true,
        isVerb: false,
        isGeneric: false,
        isRelation: false,
        isClass: false,
        at: index,
        role,
      });
      index += name.length - 1;
      continue;
    }
    const strong = strongRoles[word];
    if (strong !== undefined) role = word !== 'by' ? strong : isPassive ? 'agent' : 'weak by';
    else if (word === 'to')
      role = hasFrom
        ? 'to'
        : nameAt(words, index + 1, lexicon) === undefined && isInfinitive(words, index)
          ? 'core'
          : 'weak to';
    else if (weakRoles.has(word)) role = role === 'instead' && word === 'of' ? 'instead' : `weak ${word}`;
    else if (phraseEnds.has(word)) role = 'core';
    if (strong !== undefined || isSilent(word)) continue;
    const senses = sensesOf(word);
    const meaning = senses[0] ?? word;
    terms.push({
      meaning,
      senses,
      surface: surfaceOf(word),
      isName: false,
      isVerb: isVerb(word) && !determiners.has(words[index - 1] ?? ''),
      isGeneric: isGeneric(word) || senses.some(isGeneric),
      isRelation:
        isRelation(word) &&
        !determiners.has(words[index - 1] ?? '') &&
        // "For builds" names things, "in building" does something.
        (role === 'core' || word.endsWith('ing') || !weakRoles.has(words[index - 1] ?? '')),
      isClass: isClassNoun(word) && !/(?:ed|ing)$/.test(word) && isContentWord(words[index - 1]),
      at: index,
      role,
    });
  }
  return terms;
}
