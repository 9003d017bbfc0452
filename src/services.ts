/**
 * Composition root: a Config in, a running askfolio out. The only importer of adapters; each engine is switched on by its own variable, and
 * its failure never takes the service down. The package's public entry point.
 */
import { randomUUID } from 'node:crypto';
import { ulid } from 'ulid';
import { ingest, type IngestOptions, type IngestReport } from '../ingest/ingest.js';
import { maskSecrets } from '../ingest/secrets/mask.js';
import { createQueryLog } from './adapters/pino-query-log.js';
import { createAsk, type Ask, type AskServices } from './ask.js';
import { createAnswerMemory, type AnswerMemory } from './cache/answer-memory.js';
import { createMemoryCache } from './cache/memory-cache.js';
import { createSingleFlight } from './cache/single-flight.js';
import { suggestionsOf } from './composer/suggestions.js';
import type { Config } from './config.js';
import type { DocumentEntry } from './domain/catalogue.js';
import type { Chunk } from './domain/chunk.js';
import { isAppError, messageOf } from './domain/errors.js';
import { createEmbeddedIndex } from './index/segment-store-node.js';
import type { AnswerCache, ChunkIndex, Clock, Embedder, Snapshot } from './ports.js';
import { createRouter, type Router } from './router/router.js';
import { aliasTable } from './text/aliases.js';

export interface EngineReport {
  readonly name: string;
  readonly answers: boolean;
  readonly detail?: string;
}

export interface Askfolio {
  readonly config: Config;
  readonly ask: Ask;
  /** Brings the index up to date with the folder, and takes the new generation over. */
  ingest(
    options?: Partial<Pick<IngestOptions, 'paths' | 'dryRun' | 'strict' | 'signal' | 'onProgress'>>,
  ): Promise<IngestReport>;
  /** Throws `index_missing` when there is none. */
  snapshot(): Snapshot;
  suggestions(): readonly string[];
  source(
    chunkId: string,
  ): { document: DocumentEntry; chunk: Chunk; neighbours: readonly Chunk[] } | undefined;
  engines(): Promise<Readonly<Record<string, EngineReport>>>;
  readonly memory: AnswerMemory | undefined;
  readonly embedder: Embedder | undefined;
  readonly indexes: readonly ChunkIndex[];
  routerFor(snapshot: Snapshot): Router;
  close(): Promise<void>;
}

const systemClock: Clock = { now: () => Date.now(), elapsed: () => performance.now() };

/** Something that a person should know and that does not stop the service. */
export type OnProblem = (message: string) => void;

function perSnapshot<T>(make: (snapshot: Snapshot) => T): (snapshot: Snapshot) => T {
  const made = new WeakMap<Snapshot, { value: T }>();
  return (snapshot) => {
    let known = made.get(snapshot);
    if (known === undefined) {
      known = { value: make(snapshot) };
      made.set(snapshot, known);
    }
    return known.value;
  };
}

function entitiesOf(snapshot: Snapshot): string[] {
  const titles = snapshot.catalogue.documents.flatMap((document) => [
    document.title,
    document.title.split(/[:(–—]/)[0]?.trim() ?? '',
  ]);
  const technologies = snapshot.catalogue.technologies.flatMap((technology) => [
    technology.name,
    ...technology.aliases,
  ]);
  return [...new Set([...titles, ...technologies])].filter((name) => name !== '');
}
