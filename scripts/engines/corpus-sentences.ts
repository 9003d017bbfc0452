/** The sentences of the corpus in this repository, with their chunks, for measurements. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildGeneration } from '../../ingest/build-generation.js';
import type { Chunk } from '../../src/domain/chunk.js';
import type { GenerationContent } from '../../src/index/generation.js';

/** The generation of a folder of Markdown, without vectors. */
export function generationOf(folder: string): GenerationContent {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  return buildGeneration(paths.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') })))
    .content;
}

export interface CorpusSentence {
  readonly chunk: Chunk;
  readonly index: number;
  readonly text: string;
}

/** Prose sentences and list items of 8 to 35 words: what an answer could be made of. */
export function proseSentences(chunks: readonly Chunk[]): CorpusSentence[] {
  return chunks.flatMap((chunk) =>
    chunk.sentences.flatMap(({ start, end }, index): CorpusSentence[] => {
      const text = chunk.text.slice(start, end);
      const words = text.split(/\s+/).length;
      return /^\s*(?:\||```|#)/.test(text) || words < 8 || words > 35 ? [] : [{ chunk, index, text }];
    }),
  );
}
