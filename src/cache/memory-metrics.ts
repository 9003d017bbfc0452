/** Counts of one answer memory since it was made. */
import { estimateFalseHits, type FalseHitEstimate } from './false-hit-estimate.js';

export interface MemoryMetrics {
  readonly hits: { readonly exact: number; readonly semantic: number };
  readonly misses: number;
  /** Name of the veto that refused the closest candidate -> how often. */
  readonly vetoes: Readonly<Record<string, number>>;
  readonly falseHits: FalseHitEstimate;
  readonly stored: number;
  /** Reason -> how often an answer was not kept. */
  readonly notStored: Readonly<Record<string, number>>;
}

export interface MetricsRecorder {
  hit(tier: 'exact' | 'semantic'): void;
  /** After a semantic hit: whether the question's own answer began otherwise. */
  compared(isDoubtful: boolean): void;
  missed(veto: string | undefined): void;
  stored(): void;
  refused(reason: string): void;
  read(): MemoryMetrics;
}

function countUp(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** All counts at 0. */
export function createMemoryMetrics(): MetricsRecorder {
  const hits = { exact: 0, semantic: 0 };
  const vetoes = new Map<string, number>();
  const notStored = new Map<string, number>();
  const shadow = { compared: 0, doubtful: 0 };
  let misses = 0;
  let stored = 0;
  return {
    hit: (tier) => void hits[tier]++,
    compared(isDoubtful) {
      shadow.compared++;
      if (isDoubtful) shadow.doubtful++;
    },
    missed(veto) {
      misses++;
      if (veto !== undefined) countUp(vetoes, veto);
    },
    stored: () => void stored++,
    refused: (reason) => countUp(notStored, reason),
    read: () => ({
      hits: { ...hits },
      misses,
      vetoes: Object.fromEntries(vetoes),
      falseHits: estimateFalseHits(shadow.doubtful, shadow.compared),
      stored,
      notStored: Object.fromEntries(notStored),
    }),
  };
}
