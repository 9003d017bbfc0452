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

function dot(matrix: Float32Array, offset: number, vector: Float32Array, from: number, to: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = from; i < to; i += 4) {
    a += (matrix[offset + i] as number) * (vector[i] as number);
    b += (matrix[offset + i + 1] as number) * (vector[i + 1] as number);
    c += (matrix[offset + i + 2] as number) * (vector[i + 2] as number);
    d += (matrix[offset + i + 3] as number) * (vector[i + 3] as number);
  }
  return a + b + (c + d);
}

function normOf(vector: Float32Array, from: number): number {
  return Math.sqrt(dot(vector, 0, vector, from, vector.length));
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
  let width = 0;
  let head = 0;
  let matrix = new Float32Array(0);
  let tailNorms = new Float32Array(0);
  const keys: string[] = [];
  const rows = new Map<string, number>();

  function start(vector: Float32Array): void {
    dimensions = vector.length;
    width = Math.ceil(dimensions / 4) * 4;
    head = Math.floor((width * headShare) / 4) * 4;
  }

  function grow(): void {
    const capacity = Math.max(64, tailNorms.length * 2);
    const wider = new Float32Array(capacity * width);
    wider.set(matrix);
    const norms = new Float32Array(capacity);
    norms.set(tailNorms);
    matrix = wider;
    tailNorms = norms;
  }

  function clear(): void {
    dimensions = 0;
    matrix = new Float32Array(0);
    tailNorms = new Float32Array(0);
    keys.length = 0;
    rows.clear();
  }

  return {
    get size() {
      return keys.length;
    },
    get bytes() {
      return matrix.byteLength + tailNorms.byteLength;
    },
    set(key, vector) {
      if (keys.length === 0) {
        clear();
        start(vector);
      }
      if (vector.length !== dimensions || dimensions === 0) return false;
      let row = rows.get(key);
      if (row === undefined) {
        row = keys.length;
        if (row >= tailNorms.length) grow();
        keys.push(key);
        rows.set(key, row);
      }
      const wide = padded(vector);
      matrix.set(wide, row * width);
      tailNorms[row] = normOf(wide, head);
      return true;
    },
    delete(key) {
      const row = rows.get(key);
      if (row === undefined) return false;
      const last = keys.length - 1;
      const moved = keys[last] as string;
      matrix.copyWithin(row * width, last * width, (last + 1) * width);
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
      const tail = normOf(wide, head);
      const best: VectorMatch[] = [];
      let floor = minimum;
      for (let row = 0; row < keys.length; row++) {
        const offset = row * width;
        const front = dot(matrix, offset, wide, 0, head);
        // Cauchy-Schwarz: the rest adds at most the product of both tails' lengths, so nothing is lost here.
        if (front + tail * (tailNorms[row] as number) < floor - 1e-6) continue;
        const similarity = front + dot(matrix, offset, wide, head, width);
        if (similarity < floor || (best.length === limit && similarity === floor)) continue;
        keepBest(best, { key: keys[row] as string, similarity }, limit);
        if (best.length === limit) floor = Math.max(floor, best[limit - 1]?.similarity ?? floor);
      }
      return best;
    },
    clear,
  };
}
