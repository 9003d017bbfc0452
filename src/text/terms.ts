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

/** Number of words of a text. */
export function countWords(text: string): number {
  return text.match(wordPattern)?.length ?? 0;
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

/** Terms that plain splitting loses: names made of symbols, and the parts of camelCase words. */
function extraTerms(text: string): string[] {
  const extra: string[] = [];
  if (/[+#]|\.net/i.test(text)) {
    for (const [pattern, name] of symbolNames) {
      for (let count = text.match(pattern)?.length ?? 0; count > 0; count--) extra.push(name);
    }
  }
  if (camelCase.test(text)) {
    for (const word of text.match(wordPattern) ?? []) {
      if (!camelCase.test(word)) continue;
      for (const part of word.split(/(?<=\p{Ll})(?=\p{Lu})/u)) {
        const lower = part.toLowerCase();
        if (lower.length > 1 && !stopWords.has(lower)) extra.push(stem(lower));
      }
    }
  }
  return extra;
}

/** Terms of a text in order, repeated as often as they occur; extra terms at the end. */
export function terms(text: string): string[] {
  const found: string[] = [];
  for (const word of text.match(wordPattern) ?? []) {
    const lower = word.toLowerCase();
    if (!stopWords.has(lower)) found.push(stem(lower));
  }
  found.push(...extraTerms(text));
  return found;
}
