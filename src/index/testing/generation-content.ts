/** Small generations for tests: chunks from a few words, vectors from a few numbers. */
import type { Catalogue } from '../../domain/catalogue.js';
import type { Chunk } from '../../domain/chunk.js';
import type { PassageVectors } from '../../ports.js';
import { terms } from '../../text/terms.js';
import type { GenerationContent } from '../generation.js';

export function makeChunk(fields: Partial<Chunk> & { readonly id: string }): Chunk {
  const text = fields.text ?? '';
  return {
    documentId: fields.id.split('#')[0]!,
    title: '',
    headingPath: [],
    text,
    sentences: [{ start: 0, end: text.length }],
    ordinal: 0,
    total: 1,
    tokens: text.split(/\s+/).length,
    kind: 'prose',
    tags: [],
    source: { path: `${fields.id}.md`, startLine: 1, endLine: 1, sha256: '0'.repeat(64) },
    summary: '',
    documentType: 'project',
    standing: 'done',
    ...fields,
  };
}

const noCatalogue: Catalogue = { documents: [], technologies: [] };

/** A generation of chunks without vectors. */
export function makeContent(
  chunks: readonly Chunk[],
  fields: Partial<GenerationContent> = {},
): GenerationContent {
  return {
    generation: 'g1',
    embedder: undefined,
    chunks,
    catalogue: noCatalogue,
    vectors: undefined,
    ...fields,
  };
}

export function unit(...components: number[]): Float32Array {
  const length = Math.hypot(...components);
  return Float32Array.from(components, (component) => (length === 0 ? 0 : component / length));
}

/** Vectors of a chunk whose sentences all have the vector of the passage. */
export function makeVectors(passage: Float32Array, sentences = 1): PassageVectors {
  return { passage, sentences: Array.from({ length: sentences }, () => passage) };
}

/** Weight 1 for each stem of the words. */
export function weighted(words: string): Map<string, number> {
  return new Map(terms(words).map((stem) => [stem, 1]));
}

/** Numbers from 0 to 1 that are the same on every machine (mulberry32). */
export function createSeededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
