/** What is used of a library without types; `$S` and `$` are its own marks of overloads. */
declare module 'snowball-stemmer.jsx/dest/english-stemmer.common.js' {
  export class EnglishStemmer {
    setCurrent$S(word: string): void;
    stem(): boolean;
    getCurrent$(): string;
  }
}
