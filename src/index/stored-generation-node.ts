/**
 * What lies in the index folder, read and checked: manifests, segments, and the generation that they make. Writes nothing.
 * Reads are synchronous: the few files of a small index are there before a thread of the pool has woken up, and a
 * large one blocks for its checksums anyway.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../domain/errors.js';
import { openGeneration } from './embedded-index.js';
import type { EmbeddedSnapshot, GenerationContent } from './generation.js';
import { parseManifest } from './manifest.js';
import type { Manifest, SegmentEntry } from './manifest.js';
import { decodeGeneration } from './segment-codec.js';
import { damaged } from './segment-file.js';
import { openSentenceFile } from './sentence-file-node.js';

export const manifestName = 'manifest.json';
/** The manifest before the newest one: the fallback when a newer segment is damaged. */
export const previousManifestName = 'manifest.previous.json';

/** Sentence vectors up to this size are read with the rest; larger ones stay on disk. */
const residentSentenceBytes = 32 * 1024 * 1024;

export interface StoredGeneration {
  readonly snapshot: EmbeddedSnapshot;
  /** What was written, vectors as they are stored; decoded when asked for. */
  readonly content: GenerationContent;
  /** Differs between generations, and between rewrites of one with other vectors. */
  readonly version: string;
  /** Releases the file that large sentence vectors are read from; they are undefined afterwards. */
  close(): void;
}

export interface ReadOptions {
  /** How large sentence vectors may be to stay in memory; default 32 MiB. */
  readonly residentSentenceBytes?: number;
  /** Told about damage that does not stop the index from answering. */
  readonly onWarning?: (message: string) => void;
}

export function indexFolder(dataFolder: string): string {
  return join(dataFolder, 'index');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** Undefined when there is none. @throws AppError `index_damaged` */
export function readManifest(folder: string, name: string): Manifest | undefined {
  const path = join(folder, name);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw damaged(path, `cannot be read (${messageOf(error)})`, error);
  }
  return parseManifest(path, text);
}

export function filesOf(manifest: Manifest | undefined): string[] {
  return (manifest?.segments ?? []).map(({ file }) => file);
}

/** Names carry the hash of their content, so equal versions hold equal bytes. */
export function versionOf(manifest: Manifest): string {
  return filesOf(manifest).join(' ');
}

/** The bytes of a segment, equal to what the manifest says. @throws AppError `index_damaged` */
export function readSegment(folder: string, entry: SegmentEntry): Uint8Array {
  const path = join(folder, entry.file);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw damaged(path, isMissing(error) ? 'is missing' : `cannot be read (${messageOf(error)})`, error);
  }
  if (bytes.length !== entry.bytes) {
    throw damaged(path, `is cut short (${bytes.length} of ${entry.bytes} bytes)`);
  }
  const found = sha256(bytes);
  if (found !== entry.sha256) {
    throw damaged(path, `is damaged (SHA-256 ${found.slice(0, 12)}, expected ${entry.sha256.slice(0, 12)})`);
  }
  return bytes;
}

/** Reads and opens the generation that a manifest names. @throws AppError `index_damaged` */
export function openStored(folder: string, manifest: Manifest, options: ReadOptions): StoredGeneration {
  const limit = options.residentSentenceBytes ?? residentSentenceBytes;
  const large = manifest.segments.find(({ segment, bytes }) => segment === 'sentences' && bytes > limit);
  const resident = manifest.segments.filter((entry) => entry !== large);
  const files = new Map(resident.map((entry) => [entry.segment, readSegment(folder, entry)]));
  const sentences =
    large &&
    openSentenceFile({
      path: join(folder, large.file),
      expectedBytes: large.bytes,
      onWarning: options.onWarning ?? (() => undefined),
    });
  const prepared = decodeGeneration(files, {
    isVerified: true,
    ...(sentences && { readSentenceRecord: sentences.read }),
  });
  return { ...openGeneration(prepared), version: versionOf(manifest), close: () => sentences?.close() };
}
