/** An embedder for tests: counts of hashed words, as unit vectors. */
import type { Embedder } from '../../src/ports.js';
import { tokenize } from '../../src/text/terms.js';

const dimensions = 64;

function embed(text: string): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const { text: word } of tokenize(text)) {
    const hash = [...word].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) >>> 0, 7);
    vector[hash % dimensions] = (vector[hash % dimensions] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

export function createFakeEmbedder(): Embedder {
  return {
    id: 'fake-embedder',
    dimensions,
    lexicalShare: 0.5,
    cacheSimilarity: 0.9,
    embedQuestions: async (texts) => texts.map(embed),
    embedPassages: async (passages) =>
      passages.map(({ context, sentences }) => ({
        passage: embed([context, ...sentences].join(' ')),
        sentences: sentences.map(embed),
      })),
    close: async () => undefined,
  };
}
