/**
 * Shares the slots of an answer across the parts of a question: every part gets its best chunks in turn (round robin),
 * because fusing different sub-questions into one list loses all of them. Near-duplicates take no slot.
 */
import type { Chunk } from '../domain/chunk.js';
import type { RankedChunk } from '../domain/evidence.js';
import { terms } from '../text/terms.js';

const duplicateOverlap = 0.8;

const shinglesOf = new WeakMap<Chunk, ReadonlySet<string>>();

/** Runs of three terms; made once per chunk. */
function shingles(chunk: Chunk): ReadonlySet<string> {
  const known = shinglesOf.get(chunk);
  if (known !== undefined) return known;
  const words = terms(chunk.text);
  const found = new Set<string>();
  for (let i = 0; i + 2 < words.length; i++) found.add(`${words[i]} ${words[i + 1]} ${words[i + 2]}`);
  shinglesOf.set(chunk, found);
  return found;
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  if (small.size === 0) return 0;
  let shared = 0;
  for (const shingle of small) if (large.has(shingle)) shared++;
  return shared / small.size;
}

/** At most `slots` chunks, best of each part first, then seconds, and so on. */
export function shareSlots(parts: readonly (readonly RankedChunk[])[], slots: number): RankedChunk[] {
  const taken: RankedChunk[] = [];
  const ids = new Set<string>();
  const takenShingles: ReadonlySet<string>[] = [];
  const next = parts.map(() => 0);
  let progress = true;
  while (taken.length < slots && progress) {
    progress = false;
    for (const [index, ranked] of parts.entries()) {
      while ((next[index] ?? 0) < ranked.length && taken.length < slots) {
        const candidate = ranked[next[index] ?? 0];
        next[index] = (next[index] ?? 0) + 1;
        if (candidate === undefined || ids.has(candidate.chunk.id)) continue;
        const candidateShingles = shingles(candidate.chunk);
        if (takenShingles.some((other) => overlap(candidateShingles, other) > duplicateOverlap)) continue;
        ids.add(candidate.chunk.id);
        takenShingles.push(candidateShingles);
        taken.push(candidate);
        progress = true;
        break;
      }
    }
  }
  return taken;
}
