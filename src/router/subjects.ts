/** What a clause is about: a name of the corpus, or else the noun phrase that its form gives away. Rules of form only. */
import {
  auxiliaries,
  auxiliarySet,
  commonVerbs,
  determinerSet,
  prepositionSet,
  pronounSet,
  questionWordSet,
} from './grammar.js';
import { readWords, type Word } from './words.js';

/** Names of the corpus, found in any casing; the longest wins. */
export interface NameFinder {
  /** Names as written in the text, in order, without overlap. */
  find(text: string): { readonly text: string; readonly start: number; readonly end: number }[];
}

const key = (words: readonly Word[]): string => words.map((word) => word.lower.replace(/'s$/, '')).join(' ');
const longestName = 8;

/** A plural or a noun of doing: as a title of one word it is a name only with a capital. */
const everydayNoun = /(?:[^s]s|ing|tion|ment|ship)$/;

/**
 * A finder over the given names; names of one common word ("the", "data") must be left out by the caller.
 * `titleWords` that look like everyday nouns are found only where they stand with a capital.
 */
export function createNameFinder(names: readonly string[], titleWords: readonly string[] = []): NameFinder {
  const known = new Set(names.map((name) => key(readWords(name))).filter((name) => name !== ''));
  let longest = 0;
  for (const name of known) longest = Math.max(longest, name.split(' ').length);
  longest = Math.min(longest, longestName);
  const guarded = new Set(titleWords.map((word) => word.toLowerCase()).filter((w) => everydayNoun.test(w)));
  return {
    find(text) {
      const words = readWords(text);
      const found: { text: string; start: number; end: number }[] = [];
      for (let index = 0; index < words.length; index++) {
        for (let size = Math.min(longest, words.length - index); size > 0; size--) {
          const span = words.slice(index, index + size);
          if (!known.has(key(span))) continue;
          if (size === 1 && guarded.has(key(span)) && !/^\p{Lu}/u.test(span[0]?.text ?? '')) continue;
          const [start, end] = [span[0]?.start ?? 0, span.at(-1)?.end ?? 0];
          const name = text.slice(start, end).replace(/['’]s$/i, '');
          found.push({ text: name, start, end: start + name.length });
          index += size - 1;
          break;
        }
      }
      return found;
    },
  };
}

const participle = /(?:ed|en|wn|ilt|ade|old|ept|ent|ought|aught|un|one|ung|orn)$/;
const endsPhrase = (word: Word): boolean =>
  prepositionSet.has(word.lower) ||
  auxiliarySet.has(word.lower) ||
  questionWordSet.has(word.lower) ||
  /^(?:and|or|but|if|because|while|when|that)$/.test(word.lower) ||
  /[,;:?]/.test(word.before);

/** Words from `start` that make the subject: up to a verb, a participle, a preposition or the end. */
function phraseFrom(words: readonly Word[], start: number): Word[] {
  const phrase: Word[] = [];
  for (const [index, word] of words.slice(start, start + 6).entries()) {
    if (phrase.length > 0 && endsPhrase(word)) break;
    const nouns = phrase.filter((known) => !determinerSet.has(known.lower)).length;
    const isNoun = words[start + index + 1]?.lower === 'of'; // "the training set of X"
    if (nouns > 0 && !isNoun && (commonVerbs.has(word.lower) || participle.test(word.lower))) break;
    phrase.push(word);
  }
  return phrase;
}

function isTopic(phrase: readonly Word[]): boolean {
  const [first] = phrase;
  if (first === undefined || phrase.every((word) => determinerSet.has(word.lower))) return false;
  if (
    phrase.length === 1 &&
    /(?:ed|^(?:made|built|done|kept|held|written|given|taken|known|run))$/.test(first.lower)
  )
    return false;
  if (prepositionSet.has(first.lower)) return false;
  return !pronounSet.has(first.lower) || (phrase.length > 1 && determinerSet.has(first.lower));
}

const textOf = (phrase: readonly Word[], whole: string): string =>
  whole.slice(phrase[0]?.start ?? 0, phrase.at(-1)?.end ?? 0);

/** Noun phrase that a clause is about, as written; undefined when its form does not tell. */
export function subjectOf(text: string): string | undefined {
  const words = readWords(text);
  const starts: number[] = [];
  words.forEach((word, index) => {
    const asked = questionWordSet.has(words[index - 1]?.lower ?? '');
    if (auxiliarySet.has(word.lower) && (index < 6 || asked)) starts.push(index + 1);
    if (asked && /^who/.test(words[index - 1]?.lower ?? '') && !auxiliarySet.has(word.lower))
      starts.push(index + 1);
  });
  for (const start of starts.slice(0, 2)) {
    const phrase = phraseFrom(words, start);
    if (isTopic(phrase)) return textOf(phrase, text);
  }
  for (let index = words.length - 1; index > 0; index--) {
    const word = words[index - 1];
    if (
      word === undefined ||
      !/^(?:of|in|about|for|with|behind|on|at|by|explain|describe|define)$/.test(word.lower)
    )
      continue;
    const phrase = phraseFrom(words, index);
    if (isTopic(phrase)) return textOf(phrase, text);
  }
  return undefined;
}

/** The name, or else the noun phrase, that a clause is about. */
export function focusOf(text: string, names: NameFinder): string | undefined {
  return names.find(text)[0]?.text ?? subjectOf(text);
}

const objectPronoun = /(?<![\p{L}\p{N}'])(it|they|them|he|she|him)(?![\p{L}\p{N}'])/iu;
const ownerPronoun = /(?<![\p{L}\p{N}'])(its|their|his)(?![\p{L}\p{N}'])/iu;
const emptyIt =
  /\b(?:it (?:is|was|be) (?:possible|true|worth|better|important|necessary|hard|easy)|how is it that|make it (?:possible|easy)|when it comes to|that's it|is it (?:possible|true|worth))\b/i;

const owned = (name: string): string => (/s$/i.test(name) ? `${name}'` : `${name}'s`);

/** True when a pronoun in the text stands for something that was said before. */
export function hasLoosePronoun(text: string, names: NameFinder): boolean {
  if (emptyIt.test(text)) return false;
  const match = objectPronoun.exec(text) ?? ownerPronoun.exec(text);
  if (match === null) return false;
  const before = text.slice(0, match.index);
  return names.find(before).length === 0 && !/\b(?:the|a|an|your) [\p{L}\p{N}-]+/iu.test(before);
}

const askedNoun = new RegExp(
  `^(?:what|which) ((?:[^\\s,]+ ){1,5}?)(?:that |which )?(?:${auxiliaries})(?![\\p{L}\\p{N}])`,
  'iu',
);

const askedNumber = new RegExp(
  `^(?:what|which|how many) ((?:[^\\s,]+ ){1,5}?)(?:that |which )?(?:${auxiliaries}) (.+)$`,
  'iu',
);
const owns = /^(?:has|have|had|hold|contain|include|use|offer|need|give|get|see)$/;

/** The plural that a clause asks for ("What new features were added" -> "the new features"): what "they" means after it. */
export function askedPlural(text: string): string | undefined {
  const noun = askedNoun.exec(text)?.[1]?.trim();
  const head = noun?.split(/ (?:of|for|in|on|with|from) /i)[0];
  return noun !== undefined && head !== undefined && /s$/i.test(head) ? `the ${noun}` : undefined;
}

/** The same with its owner, for one of several ("How many layers does X have" -> "layers of X"). */
export function askedSeveral(text: string): string | undefined {
  const match = askedNumber.exec(text);
  const noun = match?.[1]?.trim();
  const head = noun?.split(/ (?:of|for|in|on|with|from) /i)[0];
  if (match?.[2] === undefined || noun === undefined || head === undefined || !/[^sui]s$/i.test(head)) return undefined;
  const words = readWords(match[2]);
  const verb = words.findIndex(({ lower }, index) => index > 0 && owns.test(lower));
  const owner = words[0]?.lower === 'you' || verb < 0 ? undefined : match[2].slice(0, words[verb - 1]?.end ?? 0);
  return owner === undefined || owner.split(' ').length > 6 ? noun : `${noun} of ${owner}`;
} // prettier-ignore

/** The last plural noun of a clause ("How does it store files" -> "files"). */
export function lastPlural(text: string): string | undefined {
  const plurals = readWords(text).filter(
    ({ lower }, index) =>
      index > 1 &&
      /[^sui]s$/.test(lower) &&
      lower.length > 3 &&
      !auxiliarySet.has(lower) &&
      !commonVerbs.has(lower.slice(0, -1)) &&
      !/'s$/.test(lower) &&
      !pronounSet.has(lower),
  );
  return plurals.at(-1)?.text;
}

/** Puts the focus in place of loose pronouns ("who uses it" -> "who uses Orbit"). */
export function replacePronouns(text: string, focus: string, names: NameFinder): string {
  if (!hasLoosePronoun(text, names)) return text;
  const object = objectPronoun.exec(text);
  const owner = ownerPronoun.exec(text);
  // "What does it keep its data in" needs the name once.
  if (object !== null) {
    const named = text.replace(objectPronoun, () => focus);
    return owner !== null && owner.index < object.index
      ? named.replace(ownerPronoun, () => owned(focus))
      : named;
  }
  return text.replace(ownerPronoun, () => owned(focus));
}
