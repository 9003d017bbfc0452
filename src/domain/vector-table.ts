/** Unit vectors by key in one flat Float32 matrix, searched exactly from front to back. Knows nothing of what a key stands for. */

export interface VectorMatch {
  readonly key: string;
  /** Cosine, higher is closer. */
  readonly similarity: number;
}

export interface VectorTable {
  readonly size: number;
  readonly bytes: number;
  /** Replaces the vector of a key; a vector of other dimensions than the first one is refused with false. */
  set(key: string, vector: Float32Array): boolean;
  delete(key: string): boolean;
  /** All rows whose cosine is at least `minimum`, closest first, at most `limit`. */
  nearest(vector: Float32Array, options: { limit: number; minimum: number }): VectorMatch[];
  clear(): void;
}

// Share of the dimensions after which a row is given up when even a parallel rest could not reach the minimum.
const headShare = 3 / 8;

/** Inner product of a row of a matrix and a vector whose length is a multiple of four. */
function dot(matrix: Float32Array, offset: number, vector: Float32Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < vector.length; i += 4) {
    a += (matrix[offset + i] as number) * (vector[i] as number);
    b += (matrix[offset + i + 1] as number) * (vector[i + 1] as number);
    c += (matrix[offset + i + 2] as number) * (vector[i + 2] as number);
    d += (matrix[offset + i + 3] as number) * (vector[i + 3] as number);
  }
  return a + b + (c + d);
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(dot(vector, 0, vector));
}

function enlarged(values: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(length);
  larger.set(values);
  return larger;
}

/** Length rounded up to a multiple of four, so that the inner loop needs no remainder. */
function padded(vector: Float32Array): Float32Array {
  const width = Math.ceil(vector.length / 4) * 4;
  if (width === vector.length) return vector;
  const wide = new Float32Array(width);
  wide.set(vector);
  return wide;
}

function keepBest(best: VectorMatch[], match: VectorMatch, limit: number): void {
  let place = best.length;
  while (place > 0 && (best[place - 1]?.similarity ?? 0) < match.similarity) place--;
  best.splice(place, 0, match);
  if (best.length > limit) best.pop();
}

/** An empty table; it grows by doubling and reuses the rows of deleted keys. */
export function createVectorTable(): VectorTable {
  let dimensions = 0;
  let head = 0;
  let tail = 0;
  // The heads lie together: a search that gives up most rows after them reads little memory.
  let heads = new Float32Array(0);
  let tails = new Float32Array(0);
  let tailNorms = new Float32Array(0);
  const keys: string[] = [];
  const rows = new Map<string, number>();

  function clear(): void {
    dimensions = 0;
    heads = new Float32Array(0);
    tails = new Float32Array(0);
    tailNorms = new Float32Array(0);
    keys.length = 0;
    rows.clear();
  }

  function start(vector: Float32Array): void {
    clear();
    dimensions = vector.length;
    const width = Math.ceil(dimensions / 4) * 4;
    head = Math.floor((width * headShare) / 4) * 4;
    tail = width - head;
  }

  function grow(): void {
    const capacity = Math.max(64, tailNorms.length * 2);
    heads = enlarged(heads, capacity * head);
    tails = enlarged(tails, capacity * tail);
    tailNorms = enlarged(tailNorms, capacity);
  }

  function place(row: number, vector: Float32Array): void {
    const wide = padded(vector);
    heads.set(wide.subarray(0, head), row * head);
    tails.set(wide.subarray(head), row * tail);
    tailNorms[row] = lengthOf(wide.subarray(head));
  }

  return {
    get size() {
      return keys.length;
    },
    get bytes() {
      return heads.byteLength + tails.byteLength + tailNorms.byteLength;
    },
    set(key, vector) {
      if (keys.length === 0) start(vector);
      if (vector.length !== dimensions || dimensions === 0) return false;
      const row = rows.get(key) ?? keys.length;
      if (row === keys.length) {
        if (row >= tailNorms.length) grow();
        keys.push(key);
        rows.set(key, row);
      }
      place(row, vector);
      return true;
    },
    delete(key) {
      const row = rows.get(key);
      if (row === undefined) return false;
      const last = keys.length - 1;
      const moved = keys[last] as string;
      heads.copyWithin(row * head, last * head, (last + 1) * head);
      tails.copyWithin(row * tail, last * tail, (last + 1) * tail);
      tailNorms[row] = tailNorms[last] as number;
      keys[row] = moved;
      rows.set(moved, row);
      keys.pop();
      rows.delete(key);
      return true;
    },
    nearest(vector, { limit, minimum }) {
      if (vector.length !== dimensions || keys.length === 0 || limit < 1) return [];
      const wide = padded(vector);
      const front = wide.slice(0, head);
      const back = wide.slice(head);
      const backNorm = lengthOf(back);
      const best: VectorMatch[] = [];
      let floor = minimum;
      for (let row = 0; row < keys.length; row++) {
        const first = dot(heads, row * head, front);
        // Cauchy-Schwarz: the rest adds at most the product of both tails' lengths, so nothing is lost here.
        if (first + backNorm * (tailNorms[row] as number) < floor - 1e-6) continue;
        const similarity = first + dot(tails, row * tail, back);
        if (similarity < floor || (best.length === limit && similarity === floor)) continue;
        keepBest(best, { key: keys[row] as string, similarity }, limit);
        if (best.length === limit) floor = Math.max(floor, best[limit - 1]?.similarity ?? floor);
      }
      return best;
    },
    clear,
  };
}
