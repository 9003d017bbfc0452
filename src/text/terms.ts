/**
 * Text -> terms of the lexical arm. Lower case, split on everything that is not alphanumeric, English stop words out,
 * Snowball English (Porter2) stems: the tokens of Qdrant's `qdrant/bm25`, so that sparse vectors agree.
 * Beyond it, names that this would destroy get a term of their own (C++, C#, .NET, F#), and camelCase also its parts.
 */
import { EnglishStemmer } from 'snowball-stemmer.jsx/dest/english-stemmer.common.js';
import { stopWords } from './stop-words.js';

export interface Token {
  /** Lower case. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;
const stemmer = new EnglishStemmer();
const stems = new Map<string, string>();
const rememberedStems = 200_000;

/** The library's `stemWord()` would remember every word for ever. */
function stemAnew(word: string): string {
  stemmer.setCurrent$S(word);
  stemmer.stem();
  return stemmer.getCurrent$();
}

/** Snowball English stem of a lower-case word. */
export function stem(word: string): string {
  let known = stems.get(word);
  if (known === undefined) {
    known = word.length > 60 ? word.slice(0, 60) : stemAnew(word);
    if (stems.size >= rememberedStems) stems.clear();
    stems.set(word, known);
  }
  return known;
}

/** Words of a text with their places, stop words included. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(wordPattern)) {
    tokens.push({ text: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length });
  }
  return tokens;
}

const wordCharacter = /[\p{L}\p{N}\p{M}]/u;
/** What is known of each code unit: 1 part of a word, 2 none, 0 not looked at yet. */
const unitKinds = new Uint8Array(0x10000);

/** Code units of the word character at `at`; 0 when it is none. Tells the same as `wordPattern`, faster. */
function wordWidth(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit >= 0xd800 && unit < 0xdc00) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    return wordCharacter.test(character) ? character.length : 0;
  }
  if (unitKinds[unit] === 0) unitKinds[unit] = wordCharacter.test(String.fromCharCode(unit)) ? 1 : 2;
  return unitKinds[unit] === 1 ? 1 : 0;
}

/** First place from `at` on that is no word character. */
function wordEnd(text: string, at: number): number {
  let end = at;
  for (let width = 1; width > 0 && end < text.length; end += width) width = wordWidth(text, end);
  return end;
}

/** Number of words of a text. */
export function countWords(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const end = wordEnd(text, at);
    if (end > at) count++;
    at = end;
  }
  return count;
}

/** True for a word that carries a topic. */
export function isTopicWord(word: string): boolean {
  return !stopWords.has(word);
}

const symbolNames: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{N}])c\+\+/giu, 'cplusplus'],
  [/(?<![\p{L}\p{N}])c#/giu, 'csharp'],
  [/(?<![\p{L}\p{N}])f#/giu, 'fsharp'],
  [/(?<![\p{L}\p{N}])\.net(?![\p{L}\p{N}])/giu, 'dotnet'],
];
const camelCase = /\p{Ll}\p{Lu}/u;

interface WordTerms {
  /** Undefined for a stop word. */
  readonly term: string | undefined;
  /** Terms of the parts of a camelCase word. */
  readonly parts: readonly string[];
}

const wordTerms = new Map<string, WordTerms>();

function termsOfWordAnew(word: string): WordTerms {
  const lower = word.toLowerCase();
  const parts = camelCase.test(word) ? word.split(/(?<=\p{Ll})(?=\p{Lu})/u) : [];
  return {
    term: stopWords.has(lower) ? undefined : stem(lower),
    parts: parts
      .map((part) => part.toLowerCase())
      .filter((part) => part.length > 1 && !stopWords.has(part))
      .map(stem),
  };
}

function termsOfWord(word: string): WordTerms {
  let known = wordTerms.get(word);
  if (known === undefined) {
    known = termsOfWordAnew(word);
    if (wordTerms.size >= rememberedStems) wordTerms.clear();
    wordTerms.set(word, known);
  }
  return known;
}

/** Names made of symbols, which plain splitting loses. */
function symbolTerms(text: string): string[] {
  if (!/[+#]|\.net/i.test(text)) return [];
  return symbolNames.flatMap(([pattern, name]) => (text.match(pattern) ?? []).map(() => name));
}

/** Terms of a text in order, repeated as often as they occur; names of symbols and parts of camelCase words at the end. */
export function terms(text: string): string[] {
  const found: string[] = [];
  const parts: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const end = wordEnd(text, at);
    if (end === at) continue;
    const known = termsOfWord(text.slice(at, end));
    if (known.term !== undefined) found.push(known.term);
    if (known.parts.length > 0) parts.push(...known.parts);
    at = end;
  }
  found.push(...symbolTerms(text), ...parts);
  return found;
}
