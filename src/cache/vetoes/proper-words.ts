/** Names that no list knows, by their capitals: "the Dublin summit". */
import { splitWords } from './grammar-words.js';

/**
 * Words of a question that begin with a capital though they do not begin a sentence, in lower case. Of a text that is capitalised throughout nothing is
 * told, and neither is anything of one without capitals.
 */
export function readProperWords(question: string): ReadonlySet<string> {
  const words = question.match(/[\p{L}\p{N}][^\s]*/gu) ?? [];
  const isCapital = (word: string): boolean => /^\p{Lu}/u.test(word);
  const inside = words.filter((_, index) => index > 0 && !/[.?!:]$/.test(words[index - 1] ?? ''));
  if (inside.length > 1 && inside.filter(isCapital).length > 0.7 * inside.length) return new Set();
  return new Set(inside.filter((word) => isCapital(word) && word !== 'I').flatMap(splitWords));
}
