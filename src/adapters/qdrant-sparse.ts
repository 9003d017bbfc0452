/** Terms as Qdrant's `qdrant/bm25` numbers them: the absolute value of the 32-bit MurmurHash3 (x86, seed 0) of the UTF-8 token. */

export interface SparseVector {
  readonly indices: number[];
  readonly values: number[];
}

const encoder = new TextEncoder();

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function scramble(block: number): number {
  return Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

/** MurmurHash3_x86_32 with seed 0 (Appleby), as a signed 32-bit integer. */
export function murmur3(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 4);
  let hash = 0;
  for (let at = 0; at < whole; at += 4) {
    hash ^= scramble(view.getInt32(at, true));
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let at = bytes.length - 1; at >= whole; at--) tail = (tail << 8) | bytes[at]!;
  if (whole < bytes.length) hash ^= scramble(tail);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

const ids = new Map<string, number>();
const rememberedIds = 200_000;

export function termId(term: string): number {
  let id = ids.get(term);
  if (id === undefined) {
    id = Math.abs(murmur3(encoder.encode(term)));
    if (ids.size >= rememberedIds) ids.clear();
    ids.set(term, id);
  }
  return id;
}

/** Weights by term as a sparse vector, ids ascending; terms whose ids collide keep the larger weight, because ids must be unique. */
export function sparseVector(weights: ReadonlyMap<string, number>): SparseVector {
  const byId = new Map<number, number>();
  for (const [term, weight] of weights) {
    if (weight > 0) byId.set(termId(term), Math.max(weight, byId.get(termId(term)) ?? 0));
  }
  const entries = [...byId].sort((a, b) => a[0] - b[0]);
  return { indices: entries.map(([id]) => id), values: entries.map(([, weight]) => weight) };
}
