/** The generation of the corpus that answers now, as the memory sees it: its vetoes, and what changed since the one before. */
import type { Snapshot } from '../ports.js';
import { createVetoes, type Vetoes } from './vetoes/veto-table.js';

export interface CorpusView {
  /** Undefined while there is no index. */
  current(): Snapshot | undefined;
  vetoes(snapshot: Snapshot): Vetoes;
  /** Ids of the chunks that changed or vanished since the snapshot that was seen before; the new one takes its place. */
  takeChanges(snapshot: Snapshot): string[];
}

export interface CorpusViewOptions {
  readonly snapshot: () => Snapshot;
  readonly entities?: readonly string[];
  readonly aliases?: ReadonlyMap<string, string>;
}

type Chunks = ReadonlyMap<string, Snapshot['chunks'][number]>;

function chunksOf(snapshot: Snapshot): Chunks {
  return new Map(snapshot.chunks.map((chunk) => [chunk.id, chunk]));
}

/** `snapshot()` may throw `index_missing`. */
export function createCorpusView(options: CorpusViewOptions): CorpusView {
  const { entities = [], aliases = new Map<string, string>() } = options;
  const made = new WeakMap<Snapshot, Vetoes>();
  let last: Chunks | undefined;
  return {
    current() {
      try {
        const snapshot = options.snapshot();
        last ??= chunksOf(snapshot);
        return snapshot;
      } catch {
        return undefined;
      }
    },

    vetoes(snapshot) {
      const known = made.get(snapshot) ?? createVetoes({ snapshot, entities, aliases });
      made.set(snapshot, known);
      return known;
    },

    takeChanges(snapshot) {
      const before: Chunks = last ?? new Map();
      const now = chunksOf(snapshot);
      last = now;
      const gone = [...before.values()].filter((chunk) => now.get(chunk.id)?.text !== chunk.text);
      return gone.map((chunk) => chunk.id);
    },
  };
}
