/** `ask()` over a few documents in memory, with BM25 alone and nothing remembered: for tests of answers. */
import { buildGeneration, type InputDocument } from '../../ingest/build-generation.js';
import { createAsk, type Ask } from '../ask.js';
import { createSingleFlight } from '../cache/single-flight.js';
import { createEmbeddedSnapshot } from '../index/embedded-index.js';
import type { ChunkIndex } from '../ports.js';
import { routerFor, suggestionsFor } from '../services.js';

/** `search` stands for another engine over the same documents, one that fails for example. */
export function indexOver(documents: readonly InputDocument[], search?: ChunkIndex['search']): ChunkIndex {
  const snapshot = createEmbeddedSnapshot(buildGeneration(documents).content);
  return {
    engine: search === undefined ? 'embedded' : 'qdrant',
    snapshot: () => snapshot,
    search: search ?? (async (parts, options) => snapshot.searchParts(parts, options)),
    refresh: async () => false,
    close: async () => undefined,
  };
}

/** `takeTurn` as in `AskServices`. */
export function askOver(
  indexes: readonly ChunkIndex[],
  { takeTurn }: { takeTurn?: () => Promise<void> } = {},
): Ask {
  let count = 0;
  return createAsk({
    indexes,
    embedder: undefined,
    routerFor,
    suggestionsFor,
    memory: undefined,
    flights: createSingleFlight(),
    model: undefined,
    log: { write: () => undefined, close: async () => undefined },
    clock: { now: () => 0, elapsed: () => 0 },
    newId: () => `id-${++count}`,
    ...(takeTurn === undefined ? {} : { takeTurn }),
  });
}
