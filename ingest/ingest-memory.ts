/**
 * What a process that ingests the same folder again and again, as `serve --watch` does, keeps from one run to the next: the documents of the last one, and what
 * was made of each. It only saves work: a run with it writes what a run without it would write.
 */
import type { GenerationContent } from '../src/index/generation.js';
import { createWriterMemory } from '../src/index/writer-memory-node.js';
import type { WriterMemory } from '../src/index/writer-memory-node.js';
import { createCatalogueMemory } from './catalogue/catalogue.js';
import type { CatalogueMemory } from './catalogue/catalogue.js';

/** Text, terms and stored form of so many passages are kept, about 5 kB each. A larger corpus is read from the disk for every run. */
const mostChunks = 50_000;

export interface IngestMemory {
  readonly writer: WriterMemory;
  readonly catalogue: CatalogueMemory;
  /** Why a file could not be read, by path, with what the file system said of it then. */
  readonly problems: Map<string, { readonly stamp: string; readonly problem: string }>;
  /** What the last run wrote, while it is that generation which lies in the data folder. */
  contentOf(dataFolder: string, generation: string): GenerationContent | undefined;
  keep(dataFolder: string, content: GenerationContent): void;
}

export function createIngestMemory(): IngestMemory {
  let last: { readonly dataFolder: string; readonly content: GenerationContent } | undefined;
  return {
    writer: createWriterMemory(),
    catalogue: createCatalogueMemory(),
    problems: new Map(),
    contentOf: (dataFolder, generation) =>
      last?.dataFolder === dataFolder && last.content.generation === generation ? last.content : undefined,
    keep(dataFolder, content) {
      last = content.chunks.length > mostChunks ? undefined : { dataFolder, content };
    },
  };
}
