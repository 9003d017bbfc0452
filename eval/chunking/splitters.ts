/** Two plain splitters to measure the product's chunker against. */
import type { Chunker } from '../options.js';

/** Pieces of `size` words, cut anywhere. */
export function splitByWords(text: string, size: number): string[] {
  const pieces: string[] = [];
  let start = -1;
  let count = 0;
  let end = 0;
  for (const match of text.matchAll(/\S+/g)) {
    if (count === 0) start = match.index;
    end = match.index + match[0].length;
    if (++count === size) {
      pieces.push(text.slice(start, end));
      count = 0;
    }
  }
  if (count > 0) pieces.push(text.slice(start, end));
  return pieces;
}

// From the strongest boundary to the weakest; the last resort is a cut between characters.
const separators = ['\n\n', '\n', '. ', '? ', '! ', ' '];

/** Splits at the strongest boundary that makes pieces of at most `size` characters, joining small ones (the widely used recursive splitter). */
export function splitRecursively(text: string, size: number, level = 0): string[] {
  if (text.length <= size) return text.trim() === '' ? [] : [text];
  const separator = separators[level];
  if (separator === undefined)
    return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
      text.slice(index * size, (index + 1) * size),
    );
  const parts = text
    .split(separator)
    .map((part, index, all) => (index < all.length - 1 ? part + separator : part));
  const pieces: string[] = [];
  let joined = '';
  for (const part of parts) {
    if (joined.length + part.length > size && joined !== '') {
      pieces.push(...splitRecursively(joined, size, level + 1));
      joined = '';
    }
    joined += part;
  }
  return [...pieces, ...splitRecursively(joined, size, level + 1)].filter((piece) => piece.trim() !== '');
}

export const plainChunkers: readonly Chunker[] = [
  { name: 'fixed 200 words', split: async (text) => splitByWords(text, 200) },
  { name: 'recursive 400 characters', split: async (text) => splitRecursively(text, 400) },
  { name: 'recursive 800 characters', split: async (text) => splitRecursively(text, 800) },
];
