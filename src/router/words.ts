/** The words of a question as the router reads them: names with inner marks stay whole ("Node.js", "C++", "don't", "read-only"). */

export interface Word {
  /** As written. */
  readonly text: string;
  /** Lower case, straight apostrophe. */
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  /** Punctuation between this word and the one before it ("," or "?"), spaces removed. */
  readonly before: string;
}

const wordPattern =
  /(?:\.(?=net\b))?[\p{L}\p{N}\p{M}_](?:[\p{L}\p{N}\p{M}_]|[.'’/&@:-](?=[\p{L}\p{N}_])|(?<=\d),(?=\d{3}(?!\d)))*(?:\+\+|#(?![\p{L}\p{N}]))?(?:'s\b)?/giu;

/** Words of `text` in order with their places. Decisions are made on `lower`, so that casing never matters. */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  let last = 0;
  for (const match of text.matchAll(wordPattern)) {
    const end = match.index + match[0].length;
    words.push({
      text: match[0],
      lower: match[0].toLowerCase().replace(/’/g, "'"),
      start: match.index,
      end,
      before: text.slice(last, match.index).replace(/\s+/g, ''),
    });
    last = end;
  }
  return words;
}

/** The question without white space, quotes and marks at its end, and with single spaces. */
export function trimQuestion(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\s?!.,;:…]+$/u, '')
    .trim();
}
