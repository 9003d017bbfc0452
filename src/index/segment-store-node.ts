/**
 * Generations in a data folder: `index/` holds immutable segments and a manifest that is replaced last, so that a
 * reader sees one whole generation. One writer at a time is the caller's care (a lock); readers need none.
 */
import { join } from 'node:path';
import { AppError, isAppError } from '../domain/errors.js';
import type { ChunkIndex } from '../ports.js';
import { makeFolder, sweep, writeDurably } from './durable-file-node.js';
import type { EmbeddedSnapshot, GenerationContent } from './generation.js';
import { formatManifest } from './manifest.js';
import type { Manifest, SegmentEntry } from './manifest.js';
import { encodeGeneration } from './segment-codec.js';
import {
  filesOf,
  indexFolder,
  manifestName,
  openStored,
  previousManifestName,
  readManifest,
  readSegment,
  sha256,
  versionOf,
} from './stored-generation-node.js';
import type { ReadOptions, StoredGeneration } from './stored-generation-node.js';
import { plainEncoding } from './writer-memory-node.js';
import type { WriterMemory } from './writer-memory-node.js';

function manifestIfValid(folder: string, name: string): Manifest | undefined {
  try {
    return readManifest(folder, name);
  } catch {
    return undefined;
  }
}

function isWhole(folder: string, manifest: Manifest, memory: WriterMemory | undefined): boolean {
  try {
    for (const entry of manifest.segments) {
      const path = join(folder, entry.file);
      if (memory?.isKnownWhole(path) === true) continue;
      readSegment(folder, entry);
      memory?.rememberWhole(path);
    }
    return true;
  } catch {
    return false;
  }
}

/** Makes the generation that answers now the fallback of the next one; keeps the old fallback when it is not whole. */
async function keepFallback(
  folder: string,
  next: Manifest,
  memory: WriterMemory | undefined,
): Promise<Manifest | undefined> {
  const current = manifestIfValid(folder, manifestName);
  const isOther = current !== undefined && versionOf(current) !== versionOf(next);
  if (!isOther || !isWhole(folder, current, memory)) return manifestIfValid(folder, previousManifestName);
  await writeDurably(folder, previousManifestName, formatManifest(current));
  return current;
}

/**
 * Name of the newest generation of the data folder, if every byte of it is as it was written. Decodes nothing. With a memory, files that it knows are
 * compared by what the file system says of them alone.
 */
export function wholeGeneration(dataFolder: string, memory?: WriterMemory): string | undefined {
  const folder = indexFolder(dataFolder);
  const manifest = manifestIfValid(folder, manifestName);
  return manifest !== undefined && isWhole(folder, manifest, memory) ? manifest.generation : undefined;
}

async function writeSegments(
  folder: string,
  content: GenerationContent,
  memory: WriterMemory | undefined,
): Promise<SegmentEntry[]> {
  const entries: SegmentEntry[] = [];
  for (const [segment, bytes] of encodeGeneration(content, memory?.encoding ?? plainEncoding)) {
    const hash = sha256(bytes);
    const file = `${segment}-${content.generation.slice(0, 12)}-${hash.slice(0, 16)}.seg`;
    await writeDurably(folder, file, bytes);
    memory?.rememberWhole(join(folder, file));
    entries.push({ segment, file, bytes: bytes.length, sha256: hash });
  }
  return entries;
}

/**
 * Makes `content` the generation of the data folder. The generation before stays, as a fallback, until the next
 * write; older files and leftovers of interrupted runs are removed.
 * @throws AppError `storage_failed` when the disk is full or refuses: the generation before then still answers.
 */
export async function writeGeneration(
  dataFolder: string,
  content: GenerationContent,
  memory?: WriterMemory,
): Promise<void> {
  if (!/^[a-z0-9_-]+$/i.test(content.generation)) {
    throw new AppError('internal', `The generation "${content.generation}" is not a plain hash.`);
  }
  const folder = indexFolder(dataFolder);
  await makeFolder(folder);
  const known = [manifestName, previousManifestName].map((name) => manifestIfValid(folder, name));
  await sweep(folder, known.flatMap(filesOf));
  const segments = await writeSegments(folder, content, memory);
  const manifest = { generation: content.generation, chunks: content.chunks.length, segments };
  const fallback = await keepFallback(folder, manifest, memory);
  await writeDurably(folder, manifestName, formatManifest(manifest));
  await sweep(folder, [manifest, fallback].flatMap(filesOf));
}

export interface LoadedGeneration extends StoredGeneration {
  /** Set when the newest generation is damaged and the one before it answers. */
  readonly warning: string | undefined;
}

const missing = (dataFolder: string): AppError =>
  new AppError('index_missing', `There is no index in ${dataFolder}: run \`askfolio ingest\`.`);

function openByName(dataFolder: string, name: string, options: ReadOptions): StoredGeneration | undefined {
  const folder = indexFolder(dataFolder);
  const manifest = readManifest(folder, name);
  return manifest && openStored(folder, manifest, options);
}

function openFallback(dataFolder: string, failure: AppError, options: ReadOptions): LoadedGeneration {
  let previous: StoredGeneration | undefined;
  try {
    previous = openByName(dataFolder, previousManifestName, options);
  } catch {
    // Both are damaged: the newer one is what the message should be about.
  }
  if (previous === undefined) throw failure;
  const { generation } = previous.content;
  return {
    ...previous,
    warning: `${failure.message} Until then the generation before, ${generation}, answers.`,
  };
}

/** Readers hold no lock: a writer may replace manifest and files between two reads, which looks like damage once. */
const readAttempts = 3;

/**
 * The newest generation of the data folder that is whole.
 * @throws AppError `index_missing` when there is none, `index_damaged` when neither the newest nor the one before is whole.
 */
export async function readGeneration(
  dataFolder: string,
  options: ReadOptions = {},
): Promise<LoadedGeneration> {
  for (let attempt = 1; ; attempt++) {
    try {
      const newest = openByName(dataFolder, manifestName, options);
      if (newest === undefined) throw missing(dataFolder);
      return { ...newest, warning: undefined };
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (attempt === readAttempts || error.code === 'index_missing') {
        return openFallback(dataFolder, error, options);
      }
    }
  }
}

export interface EmbeddedIndex extends ChunkIndex {
  snapshot(): EmbeddedSnapshot;
}

/**
 * The embedded engine over a data folder. A folder without a usable index is not an error yet: `snapshot()` throws
 * `index_missing` or `index_damaged`, `search()` rejects with it, until `refresh()` finds a generation.
 */
export async function createEmbeddedIndex(
  options: { dataFolder: string } & ReadOptions,
): Promise<EmbeddedIndex> {
  const { dataFolder } = options;
  const warn = options.onWarning ?? (() => undefined);
  let current: LoadedGeneration | undefined;
  /** Questions under way may still read sentence vectors from the generation before. */
  let former: LoadedGeneration | undefined;
  let failure: AppError = missing(dataFolder);

  const takeOver = (next: LoadedGeneration): boolean => {
    if (next.warning !== undefined) warn(next.warning);
    // A fallback is never newer than what answers already.
    if (next.version === current?.version || (current !== undefined && next.warning !== undefined)) {
      next.close();
      return false;
    }
    former?.close();
    former = current;
    current = next;
    return true;
  };
  const load = async (): Promise<boolean> => {
    try {
      return takeOver(await readGeneration(dataFolder, options));
    } catch (error) {
      if (!isAppError(error)) throw error;
      failure = error;
      if (error.code !== 'index_missing') warn(error.message);
      return false;
    }
  };
  const snapshot = () => {
    if (current === undefined) throw failure;
    return current.snapshot;
  };

  await load();
  return {
    engine: 'embedded',
    snapshot,
    async search(parts, { depth, signal }) {
      if (signal?.aborted)
        throw new AppError('aborted', 'The search was given up.', { cause: signal.reason });
      return snapshot().searchParts(parts, { depth });
    },
    async refresh() {
      const manifest = manifestIfValid(indexFolder(dataFolder), manifestName);
      if (manifest !== undefined && versionOf(manifest) === current?.version) return false;
      return load();
    },
    async close() {
      former?.close();
      current?.close();
    },
  };
}
