/**
 * The bundled embedder with a memory on disk, so that comparing settings costs each text once. Passage vectors only: sentence vectors
 * are not kept, so answers are not composed with it.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBundledEmbedder } from '../../src/embedding/bundled-embedder-node.js';
import type { Embedder, Passage } from '../../src/ports.js';

const batchSize = 64;
const hashBytes = 32;

interface VectorFile {
  get(text: string): Float32Array | undefined;
  put(text: string, vector: Float32Array): void;
}

function openVectorFile(path: string, dimensions: number): VectorFile {
  const known = new Map<string, Float32Array>();
  const keyOf = (text: string): Buffer => createHash('sha256').update(text).digest();
  const record = hashBytes + dimensions * 4;
  const content = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  for (let at = 0; at + record <= content.length; at += record) {
    const bytes = Uint8Array.from(content.subarray(at + hashBytes, at + record));
    known.set(content.toString('base64', at, at + hashBytes), new Float32Array(bytes.buffer));
  }
  return {
    get: (text) => known.get(keyOf(text).toString('base64')),
    put(text, vector) {
      const key = keyOf(text);
      known.set(key.toString('base64'), vector);
      appendFileSync(path, Buffer.concat([key, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)]));
    },
  };
} // prettier-ignore

/** Vectors are kept in `folder`, one file per embedder. */
export async function createCachedEmbedder(folder: string): Promise<Embedder> {
  const embedder = await createBundledEmbedder();
  mkdirSync(folder, { recursive: true });
  const file = openVectorFile(join(folder, `vectors-${embedder.id.replace(/[^\w.-]/g, '-')}.bin`), embedder.dimensions);
  const keyOf = ({ context, sentences }: Passage): string => `p${JSON.stringify([context, sentences])}`;
  return {
    ...embedder,
    async embedQuestions(texts, options) {
      const missing = [...new Set(texts)].filter((text) => file.get(`q${text}`) === undefined);
      const made = await embedder.embedQuestions(missing, options);
      missing.forEach((text, index) => file.put(`q${text}`, made[index] ?? new Float32Array(embedder.dimensions)));
      return texts.map((text) => (file.get(`q${text}`) ?? new Float32Array(embedder.dimensions)).slice());
    },
    async embedPassages(passages, options) {
      const missing = passages.filter((passage) => file.get(keyOf(passage)) === undefined);
      for (let start = 0; start < missing.length; start += batchSize) {
        const batch = missing.slice(start, start + batchSize);
        const made = await embedder.embedPassages(batch, options);
        made.forEach(({ passage }, index) => file.put(keyOf(batch[index] ?? { context: '', sentences: [] }), passage));
      }
      return passages.map((passage) => ({ passage: file.get(keyOf(passage)) ?? new Float32Array(embedder.dimensions), sentences: [] }));
    },
  };
} // prettier-ignore
