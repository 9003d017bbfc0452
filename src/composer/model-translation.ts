/**
 * Answers in another language: the model writes each sentence twice, in English and in the visitor's language. The English one is checked
 * against its sources like any other; here the translation is held against it, by figures, names, code, negation and length. A translation that
 * adds a short claim without any of these is not found out.
 */
import { nameKey, technologyByKey } from '../text/aliases.js';
import { negates, numberWordsIn } from './foreign-words.js';
import { claimsOf } from './model-claims.js';
import type { ModelSentence } from './model-sentences.js';

export interface TranslatedSentence extends ModelSentence {
  /** Without citations; empty when the line has none. */
  readonly translation: string;
}

/** Between a sentence and its translation. */
export const translationMark = '=>';
const listMarker = /^\s*(?:[-*+•]|\d{1,2}[.)])\s+/;
const citations = /\s*\[\d+(?:\s*,\s*\d+)*\]/g;

export function withoutCitations(text: string): string {
  return text.replace(citations, '').trim();
}

function sentenceOf(line: string, number: number): TranslatedSentence[] {
  const mark = listMarker.exec(line)?.[0] ?? '';
  const [english = '', ...rest] = line.slice(mark.length).split(translationMark);
  const translation = withoutCitations(rest.join(translationMark));
  if (english.trim() === '') return [];
  return [
    { line: mark === '' ? 0 : number, marker: mark === '' ? '' : '- ', text: english.trim(), translation },
  ];
}

/** Lines as they become whole; running text counts as one line, so that its sentences join to a paragraph. */
export function createTranslationSplitter() {
  let buffer = '';
  let number = 0;
  function push(text: string): TranslatedSentence[] {
    const lines = (buffer + text).split('\n');
    buffer = lines.pop() ?? '';
    return lines.flatMap((line) => sentenceOf(line, ++number));
  }
  return { push, end: () => push('\n') };
}

const hardNegation = /\b(?:not|no|never|none|neither|nor|without|cannot|nothing|nobody)\b|n[’']t\b/i;
const unspacedScript =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Thai}/u;
const zeros = [0x660, 0x6f0, 0x966];

/** Digits of every script as 0 to 9. */
function withPlainDigits(text: string): string {
  return text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = zeros.find((start) => code >= start && code < start + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

/** "1,000", "1.000" and "1 000" are one figure. */
function figuresIn(text: string): Set<string> {
  const found = withPlainDigits(text).match(/\d+(?:[.,:'’]\d+|[ \u00a0\u202f]\d{3}(?!\d))*/g) ?? [];
  return new Set(found.map((figure) => figure.replace(/\D/g, '')));
}

function hasOtherFigures(english: string, translation: string, language: string): boolean {
  const wanted = new Set(claimsOf(english).numbers.map(({ value }) => value.replace(/\D/g, '')));
  const given = figuresIn(translation);
  const named = numberWordsIn(translation, language);
  const known = new Set([...wanted, ...figuresIn(english)]);
  return (
    [...given, ...named].some((figure) => !known.has(figure)) ||
    [...wanted].some((figure) => !given.has(figure) && !named.includes(figure))
  );
}

/** Words that no translation changes: names of technologies by their canonical form, and words written like code. */
function fixedNames(text: string): Set<string> {
  // Scripts without spaces write a name right beside their own letters.
  const apart = text.replace(
    /(?<=[\p{Script=Latin}\p{N}])(?=[^\p{Script=Latin}\p{N}\p{M}\p{P}\p{S}\s])|(?<=[^\p{Script=Latin}\p{N}\p{M}\p{P}\p{S}\s])(?=[\p{Script=Latin}\p{N}])/gu,
    ' ',
  );
  const names = new Set<string>();
  for (const [word] of apart.matchAll(/[\p{Script=Latin}\p{N}_][\p{Script=Latin}\p{N}_]*(?:\+\+|#)?/gu)) {
    const isCode = /\p{Ll}\p{Lu}|_|\p{L}\p{N}|^\p{Lu}{2,}$/u.test(word);
    const technology = technologyByKey(nameKey(word));
    if (technology !== undefined && !technology.isAmbiguous && /\p{Lu}/u.test(word))
      names.add(technology.name.toLowerCase());
    else if (isCode) names.add(word.toLowerCase());
  }
  return names;
}

function hasOtherNames(english: string, translation: string): boolean {
  const [wanted, given] = [fixedNames(english), fixedNames(translation)];
  return [...wanted].some((name) => !given.has(name)) || [...given].some((name) => !wanted.has(name));
}

function isTurnedRound(english: string, translation: string, language: string): boolean {
  const isNegative = negates(translation, language);
  if (isNegative === undefined) return false;
  if (hardNegation.test(english)) return !isNegative;
  // "avoids" and "unpredictable" may be told either way.
  return isNegative && claimsOf(english).negations.length === 0;
}

function isOfOtherLength(english: string, translation: string): boolean {
  const [least, most] = unspacedScript.test(translation) ? [0.12, 1] : [0.5, 1.6];
  return translation.length > most * english.length + 12 || translation.length < least * english.length - 8;
}

/** True when the translation of a checked sentence can be let out: nothing that can be compared differs. Both without citations. */
export function isFaithfulTranslation(english: string, translation: string, language: string): boolean {
  return (
    /\p{L}/u.test(translation) &&
    !hasOtherFigures(english, translation, language) &&
    !hasOtherNames(english, translation) &&
    !isTurnedRound(english, translation, language) &&
    !isOfOtherLength(english, translation)
  );
}
