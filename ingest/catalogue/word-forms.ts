/** How often each word stands in the chunks in small letters, and how often in any other way. */
import type { Chunk } from '../../src/domain/chunk.js';

export interface WordForms {
  /** Makes the counts those of `chunks`; where it has counted most of them before, only the others are read. */
  countIn(chunks: readonly Chunk[]): void;
  /** Occurrences with a capital somewhere. */
  written(key: string): number;
  isWrittenSmall(key: string): boolean;
}

/** `isCounted` is asked with the word in small letters; by default every word is counted. */
export function createWordForms(isCounted: (key: string) => boolean = () => true): WordForms {
  const small = new Map<string, number>();
  const other = new Map<string, number>();
  let counted: ReadonlySet<Chunk> = new Set();
  const add = (counts: Map<string, number>, key: string, step: 1 | -1): void => {
    const count = (counts.get(key) ?? 0) + step;
    if (count === 0) counts.delete(key);
    else counts.set(key, count);
  };
  const read = (chunk: Chunk, step: 1 | -1): void => {
    for (const [word] of chunk.text.matchAll(/[\p{L}\p{N}]{3,31}/gu)) {
      const key = word.toLowerCase();
      if (isCounted(key)) add(word === key ? small : other, key, step);
    }
  };
  return {
    countIn(chunks) {
      const wanted = new Set(chunks);
      for (const chunk of counted) if (!wanted.has(chunk)) read(chunk, -1);
      for (const chunk of wanted) if (!counted.has(chunk)) read(chunk, 1);
      counted = wanted;
    },
    written: (key) => other.get(key) ?? 0,
    isWrittenSmall: (key) => small.has(key),
  };
}
