/** Small words of English that hold a question together: question words, auxiliaries, prepositions, determiners, negations. */
import { isFlag } from './flags.js';
import { isNumberWord } from './numbers.js';
import { isGeneric } from './word-classes.js';

export const negativeWords = new Set(
  'not no never none nobody nothing neither nor without nolonger hardly barely lack lacks lacking unable refuse refused'.split(
    ' ',
  ),
);
export const wordsOfAspect = new Set('who whose when where why how what which'.split(' '));
export const degreeAspects = new Set(
  'many much long often big fast large far old deep quickly well'.split(' '),
);
export const degreeNames: Readonly<Record<string, string>> = { large: 'big', quickly: 'fast' };
export const auxiliaries = new Set(
  'do does did is are was were have has had can could will would should may might must am shall'.split(' '),
);
export const listing = new Set('list name enumerate'.split(' '));
export const opening = new Set(
  'tell describe explain summarise summarize outline give show overview summary'.split(' '),
);

// Prepositions that make two questions different when they change places, and those that only say where.
export const strongRoles: Readonly<Record<string, string>> = {
  from: 'from', outof: 'from', into: 'to', onto: 'to', than: 'than', instead: 'instead', before: 'before', until: 'before',
  after: 'after', since: 'after', by: 'by', over: 'over', above: 'over', ontopof: 'over', below: 'under', under: 'under',
  beneath: 'under', infrontof: 'front', behind: 'behind', against: 'against', versus: 'core',
}; // prettier-ignore
export const weakRoles = new Set(
  'for of in on at with without about during within inside through via using as between like across per around regarding concerning among'.split(
    ' ',
  ),
);
export const phraseEnds = new Set(
  'do does did is are was were have has had can could will would should may might must you i we they it he she that which who what when where why how if because so but to'.split(
    ' ',
  ),
);

export const determiners = new Set(
  'the a an this that these those my your his her its our their all any each both'.split(' '),
);

/** Words that other vetoes compare, and those of grammar. */
export function isSilent(word: string): boolean {
  if (weakRoles.has(word) || phraseEnds.has(word) || auxiliaries.has(word) || negativeWords.has(word))
    return true;
  if (degreeAspects.has(word) && /^(?:many|much|often|long)$/.test(word)) return true;
  if (word === 'purpose' || word === 'cause' || word === '%') return true;
  if (/^(?:and|or|a|an|the|whether|whose|then|also|please|ever|been|being|be)$/.test(word)) return true;
  if (/^v?\d/.test(word) || isNumberWord(word)) return true;
  return isFlag(word);
}

/** True for a word that may name a topic. */
export function isContentWord(word: string | undefined): boolean {
  return word !== undefined && !isSilent(word) && !isGeneric(word) && !determiners.has(word);
}

/** A word without its plural. */
export function surfaceOf(word: string): string {
  return word.length > 3 ? word.replace(/(?:ies|y)$/, 'i').replace(/(?<!s)s$/, '') : word;
}

/** Words in order; names made of symbols stay whole ("c++", "node.js"). */
export function splitWords(text: string): string[] {
  return (
    text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+(?:[+#]+|\.(?=[\p{L}\p{N}])[\p{L}\p{N}]+)*|\.net\b/gu) ?? []
  );
}
