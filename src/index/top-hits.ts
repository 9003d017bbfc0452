/** The best `depth` of a stream of scored chunks, in one pass. Equal scores are ordered by chunk id. */

export interface ScoredChunk {
  readonly chunkNumber: number;
  readonly score: number;
}

export interface TopHits {
  offer(chunkNumber: number, score: number): void;
  /** Best first; empties the selection. */
  take(): ScoredChunk[];
}

/** @param idRanks place of each chunk in the order of chunk ids, so that a tie costs no string comparison. */
export function createTopHits(depth: number, idRanks: Uint32Array): TopHits {
  const capacity = Math.max(0, Math.min(depth, idRanks.length));
  const numbers = new Uint32Array(capacity);
  const scores = new Float64Array(capacity);
  let size = 0;

  const isWorse = (a: number, b: number): boolean =>
    scores[a]! < scores[b]! || (scores[a] === scores[b] && idRanks[numbers[a]!]! > idRanks[numbers[b]!]!);
  const swap = (a: number, b: number): void => {
    const number = numbers[a]!;
    const score = scores[a]!;
    numbers[a] = numbers[b]!;
    scores[a] = scores[b]!;
    numbers[b] = number;
    scores[b] = score;
  };
  const siftUp = (from: number): void => {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!isWorse(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const siftDown = (): void => {
    for (let at = 0; ;) {
      let worst = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
        if (isWorse(child, worst)) worst = child;
      }
      if (worst === at) return;
      swap(at, worst);
      at = worst;
    }
  };

  return {
    offer(chunkNumber, score) {
      if (size < capacity) {
        numbers[size] = chunkNumber;
        scores[size] = score;
        siftUp(size++);
      } else if (
        capacity > 0 &&
        (score > scores[0]! || (score === scores[0] && idRanks[chunkNumber]! < idRanks[numbers[0]!]!))
      ) {
        numbers[0] = chunkNumber;
        scores[0] = score;
        siftDown();
      }
    },
    take() {
      const worstFirst: ScoredChunk[] = [];
      while (size > 0) {
        worstFirst.push({ chunkNumber: numbers[0]!, score: scores[0]! });
        swap(0, --size);
        siftDown();
      }
      return worstFirst.reverse();
    },
  };
}
