/** An embedder for tests: vectors from hashes of the text, a record of what was asked, and failure on demand. */
import { createHash } from 'node:crypto';
import type { Embedder, Passage } from '../../src/ports.js';

export interface FakeEmbedder extends Embedder {
  /** Contexts of the passages embedded so far, in order. */
  readonly embedded: string[];
}

const dimensions = 8;

function vectorOf(text: string): Float32Array {
  const bytes = createHash('sha256').update(text).digest();
  const vector = Float32Array.from({ length: dimensions }, (_, index) => (bytes[index] ?? 0) - 127.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** `failAfter`: number of passages after which it rejects. */
export function createFakeEmbedder(options: { failAfter?: number; id?: string } = {}): FakeEmbedder {
  const embedded: string[] = [];
  const embed = (passage: Passage) => {
    if (embedded.length >= (options.failAfter ?? Infinity)) throw new Error('the model is gone');
    embedded.push(passage.context);
    return {
      passage: vectorOf(passage.context + passage.sentences.join(' ')),
      sentences: passage.sentences.map(vectorOf),
    };
  };
  return {
    id: options.id ?? 'fake-1',
    dimensions,
    lexicalShare: 0.3,
    cacheSimilarity: 0.9,
    embedded,
    embedQuestions: async (texts) => texts.map(vectorOf),
    embedPassages: async (passages) => passages.map(embed),
    close: async () => undefined,
  };
}
