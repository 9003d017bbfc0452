/**
 * Chunks -> how often each term stands in each field. A counter that remembers counts a chunk once, however many generations it is part of.
 * Knows no weights.
 */
import type { Chunk } from '../domain/chunk.js';
import { terms } from '../text/terms.js';

export const fieldNames = ['title', 'headings', 'body', 'tags'] as const;
export type FieldName = (typeof fieldNames)[number];

export interface ChunkCounts {
  /** (term, field, count), fields in their fixed order. */
  readonly triples: Uint32Array;
  /** Terms of each field, repeated ones too. */
  readonly lengths: readonly number[];
}

export interface TermCounter {
  count(chunk: Chunk): ChunkCounts;
  /** Terms seen so far; they are numbered from 0. */
  size(): number;
  termOf(number: number): string;
  /** Numbers of all terms seen so far, by code unit of the term. */
  inOrder(): readonly number[];
}

function fieldText(chunk: Chunk, field: FieldName): string {
  switch (field) {
    case 'title':
      return chunk.title;
    case 'headings':
      return chunk.headingPath.join('\n');
    case 'body':
      return chunk.text;
    case 'tags':
      return chunk.tags.join('\n');
  }
}

/** Two ascending lists as one. */
function merge(
  one: readonly number[],
  other: readonly number[],
  isBefore: (a: number, b: number) => boolean,
): number[] {
  const merged: number[] = [];
  let at = 0;
  for (const number of one) {
    for (; at < other.length && isBefore(other[at]!, number); at++) merged.push(other[at]!);
    merged.push(number);
  }
  for (; at < other.length; at++) merged.push(other[at]!);
  return merged;
}

/** Numbers its terms in the order of first sight. */
function createVocabulary() {
  const numbers = new Map<string, number>();
  const list: string[] = [];
  let sorted: readonly number[] = [];
  const isBefore = (a: number, b: number): boolean => list[a]! < list[b]!;
  return {
    numberOf(term: string): number {
      let number = numbers.get(term);
      if (number === undefined) {
        numbers.set(term, (number = list.length));
        list.push(term);
      }
      return number;
    },
    size: () => list.length,
    termOf: (number: number) => list[number]!,
    inOrder(): readonly number[] {
      if (sorted.length === list.length) return sorted;
      const fresh = Array.from({ length: list.length - sorted.length }, (_, at) => sorted.length + at);
      fresh.sort((a, b) => (isBefore(a, b) ? -1 : 1));
      return (sorted = sorted.length === 0 ? fresh : merge(sorted, fresh, isBefore));
    },
  };
}

function countTerms(list: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of list) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** Counts in `fields` alone. With `remembers` the counts of a chunk are kept as long as the chunk itself. */
export function createTermCounter(
  fields: readonly FieldName[],
  { remembers = false }: { readonly remembers?: boolean } = {},
): TermCounter {
  const { numberOf, size, termOf, inOrder } = createVocabulary();
  const known = new WeakMap<Chunk, ChunkCounts>();
  const countAnew = (chunk: Chunk): ChunkCounts => {
    const triples: number[] = [];
    const lengths = fieldNames.map((name, field) => {
      if (!fields.includes(name)) return 0;
      const list = terms(fieldText(chunk, name));
      for (const [term, count] of countTerms(list)) triples.push(numberOf(term), field, count);
      return list.length;
    });
    return { triples: Uint32Array.from(triples), lengths };
  };
  return {
    count(chunk) {
      const remembered = known.get(chunk);
      if (remembered !== undefined) return remembered;
      const counts = countAnew(chunk);
      if (remembers) known.set(chunk, counts);
      return counts;
    },
    size,
    termOf,
    inOrder,
  };
}
