/** "How do Orbit and Ferrite store data?" -> one question per name, the verb carried over. Only where the form or the corpus says that these are names. */
import { auxiliaries, commonVerbs, prepositionSet, questionWordSet } from './grammar.js';
import { wordClass } from './intent-lexicon.js';
import type { Masked } from './phrases.js';
import { sliceMasked } from './phrases.js';
import { stopWords } from '../text/stop-words.js';
import type { NameFinder } from './subjects.js';

const together =
  /\b(?:together|each other|one another|interact|interactions?|communicate|communicates|talk to|talks|connected|related?|relationship|integrated?|cooperate|collaborate|combined?|combination|fit|jointly|between|same)\b/;
const longestClause = 240;
const list = '(?<list>[^,?]+(?:, [^,?]+)*,? and [^,?]+?)';
const singular: Readonly<Record<string, string>> = { do: 'does', are: 'is', were: 'was', have: 'has' };

const subjectList = new RegExp(`^(?<head>(?:how|why|where|when|what|which \\S+|what \\S+|since when|how \\S+) )(?<aux>${auxiliaries}) ${list} (?<rest>(?:each |both )?[^\\s,]+(?: .*)?)$`, 'd'); // prettier-ignore
const objectList = new RegExp(`^(?<head>(?:.* )?(?:explain|describe|define|about|what is|what are|what's|who is|who was|have you (?:ever )?(?:used|tried|touched)|do you know|did you use|experience (?:with|in)|experienced with|familiar with|work(?:ed)? with|know|does \\S+ (?:use|support)) )${list.replace(' and ', ' (?:and|or) ')}(?<adverb> (?:briefly|quickly|please|shortly|simply|in short|in detail|in a sentence|in simple (?:terms|words)))?$`, 'd'); // prettier-ignore

const plain = (word: string): boolean =>
  stopWords.has(word) ||
  prepositionSet.has(word) ||
  commonVerbs.has(word) ||
  questionWordSet.has(word) ||
  wordClass(word) !== undefined;

function sidesOf(whole: Masked): Masked[] {
  const sides: Masked[] = [];
  let last = 0;
  for (const match of whole.mask.matchAll(/,? (?:and|or) |, /g)) {
    sides.push(sliceMasked(whole, last, match.index));
    last = match.index + match[0].length;
  }
  return [...sides, sliceMasked(whole, last, whole.text.length)];
}

/** A known name and nothing else, or a single word that is not a common one. */
function looksLikeName(side: Masked, names: NameFinder, words: number): boolean {
  const known = names.find(side.text)[0];
  if (known !== undefined) return known.text.length >= side.text.replace(/^(?:the|your) /i, '').length;
  const parts = side.mask.replace(/^(?:the|your) /, '').split(' ');
  return parts.length <= words && side.mask !== '' && parts.every((part) => !plain(part));
}

function groupOf(match: RegExpExecArray, name: string, whole: Masked): Masked | undefined {
  const span = match.indices?.groups?.[name];
  return span === undefined ? undefined : sliceMasked(whole, span[0], span[1]);
}

/** The first possible list of names before the verb: regular expressions are greedy about where the verb begins, so every cut is tried. */
function splitSubjects(whole: Masked, names: NameFinder): string[] | undefined {
  const match = subjectList.exec(whole.mask);
  if (match === null) return undefined;
  const [head, aux, sides, rest] = ['head', 'aux', 'list', 'rest'].map((name) => groupOf(match, name, whole));
  if (head === undefined || aux === undefined || sides === undefined || rest === undefined) return undefined;
  if (together.test(rest.mask)) return undefined;
  const named = sidesOf(sides);
  const unknown = named.some((side) => names.find(side.text).length === 0);
  if (unknown && !commonVerbs.has(rest.mask.replace(/^(?:each|both) /, '').split(' ')[0] ?? ''))
    return undefined;
  if (named.length < 2 || named.length > 4 || !named.every((side) => looksLikeName(side, names, 1)))
    return undefined;
  const verb = singular[aux.mask] ?? aux.text;
  return named.map(
    (side) => `${head.text} ${verb} ${side.text} ${rest.text.replace(/^(?:each|both) /i, '')}`,
  );
}

function splitObjects(whole: Masked, names: NameFinder): string[] | undefined {
  const match = objectList.exec(whole.mask);
  if (match === null) return undefined;
  const [head, sides] = ['head', 'list'].map((name) => groupOf(match, name, whole));
  if (head === undefined || sides === undefined || together.test(whole.mask)) return undefined;
  const named = sidesOf(sides);
  if (named.length < 2 || named.length > 4 || !named.every((side) => looksLikeName(side, names, 2)))
    return undefined;
  return named.map((side) => `${head.text.replace(/\bwhat are$/i, 'what is')} ${side.text}`);
}

/** One question per name, or undefined when the question is about them together or they may be no names. */
export function shareVerb(whole: Masked, names: NameFinder): string[] | undefined {
  if (whole.mask.length > longestClause || !/ (?:and|or) /.test(whole.mask)) return undefined;
  return splitSubjects(whole, names) ?? splitObjects(whole, names);
}
