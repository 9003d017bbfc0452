/**
 * Packs the units of one section into chunks: the cheapest way to cut, found by dynamic programming over all cuts, so that
 * the result depends on the text alone and chunks are even. Cuts cost least between blocks, more inside one.
 */
import type { Unit } from './units.js';

/** Sizes in words, as `countWords` counts them. */
export interface ChunkSize {
  readonly minimumWords: number;
  readonly targetWords: number;
  readonly maximumWords: number;
}

/**
 * Compared with 40/90/140, 80/160/240 and 100/200/300 by scripts/retrieval/chunking.ts: smaller chunks lose recall at 5 chunks (.892
 * against .937), larger ones gain .023 of it and lose a quarter of the precision and the IoU; in 600 words of text none finds more.
 */
export const defaultChunkSize: ChunkSize = { minimumWords: 60, targetWords: 120, maximumWords: 180 };

const costs = { chunk: 0.25, tooSmall: 1.2, tooLarge: 6, glued: 4, insideProse: 0.45, insideList: 0.3 };

function sizeCost(words: number, size: ChunkSize): number {
  if (words > size.maximumWords) return costs.tooLarge + words / size.maximumWords;
  if (words < size.minimumWords)
    return costs.tooSmall * (1 + (size.minimumWords - words) / size.minimumWords);
  const room = words > size.targetWords ? size.maximumWords - size.targetWords : size.targetWords;
  return 0.6 * ((words - size.targetWords) / Math.max(1, room)) ** 2;
}

function cutCost(unit: Unit): number {
  if (unit.isGlued) return costs.glued;
  if (unit.startsBlock) return 0;
  return unit.kind === 'prose' ? costs.insideProse : costs.insideList;
}

/** Units in groups, one group per chunk, in order. */
export function packUnits(units: readonly Unit[], size: ChunkSize): Unit[][] {
  const count = units.length;
  const best = new Float64Array(count + 1).fill(Infinity);
  const from = new Int32Array(count + 1);
  best[0] = 0;
  for (let start = 0; start < count; start++) {
    const first = units[start];
    if (first === undefined) continue;
    const base = (best[start] ?? 0) + costs.chunk + (start === 0 ? 0 : cutCost(first));
    let words = 0;
    for (let end = start + 1; end <= count; end++) {
      words += units[end - 1]?.words ?? 0;
      // One unit may be larger than a chunk, and so may a unit with what is glued to it.
      if (words > size.maximumWords * 2 && end - start > 2) break;
      const cost = base + sizeCost(words, size);
      if (cost < (best[end] ?? Infinity)) {
        best[end] = cost;
        from[end] = start;
      }
    }
  }
  const groups: Unit[][] = [];
  for (let end = count; end > 0; end = from[end] ?? 0) groups.push(units.slice(from[end] ?? 0, end));
  return groups.reverse();
}
