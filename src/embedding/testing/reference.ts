/** What the original tokenizer and the original float32 model give, as scripts/embedder/reference.py computed it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const schema = z.object({
  tokens: z.object({
    count: z.number(),
    seed: z.number(),
    /** Of the ids of all texts, joined by spaces and line feeds. */
    sha256: z.string(),
    examples: z.array(z.object({ text: z.string(), ids: z.array(z.number()) })),
  }),
  /** Unit vectors times 32767 as little-endian int16 in base64. */
  vectors: z.array(z.object({ text: z.string(), vector: z.string() })),
});

export function readReference() {
  const path = new URL('reference.json', import.meta.url);
  const { tokens, vectors } = schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return {
    tokens,
    vectors: vectors.map(({ text, vector }) => {
      const bytes = Uint8Array.from(Buffer.from(vector, 'base64'));
      return { text, vector: Float32Array.from(new Int16Array(bytes.buffer), (value) => value / 32767) };
    }),
  };
}

/** Cosine of two vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let product = 0;
  let left = 0;
  let right = 0;
  a.forEach((value, index) => {
    const other = b[index] ?? 0;
    product += value * other;
    left += value * value;
    right += other * other;
  });
  return product / Math.sqrt(left * right);
}
