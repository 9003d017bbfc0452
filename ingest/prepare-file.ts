/** One file of the corpus -> its chunks, or the word that it is unchanged, or why it cannot be read. */
import type { PreparedDocument } from './build-generation.js';
import { sha256Of } from './build-generation.js';
import type { ChunkSize } from './chunk/pack.js';
import { readStamp } from './files/file-stamp.js';
import { readCorpusFile } from './files/read-file.js';
import type { FoundFile } from './files/find-files.js';
import type { IngestMemory } from './ingest-memory.js';
import type { KnownFile } from './ingest-state.js';
import { readerNamed, readerNameFor } from './readers/reader-table.js';
import type { Preparers } from './threads/preparers.js';

export interface FileResult {
  readonly status: 'unchanged' | 'prepared' | 'problem';
  /** What the state file keeps; absent for a file that could not be read. */
  readonly known?: KnownFile;
  readonly prepared?: PreparedDocument;
  readonly problem?: string;
}

export interface FileToPrepare {
  readonly file: FoundFile;
  readonly documentId: string;
  /** What the last run saw of this path. */
  readonly known: KnownFile | undefined;
  readonly size: ChunkSize;
  readonly preparers: Preparers;
  /** Of the runs before: `IngestMemory`. */
  readonly problems?: IngestMemory['problems'] | undefined;
}

function withStamp({ stamp: _, ...file }: KnownFile, stamp: string | undefined): KnownFile {
  return stamp === undefined ? file : { ...file, stamp };
}

function knownOf(prepared: PreparedDocument, documentId: string, warning: string | undefined): KnownFile {
  const { path, sha256, warnings, redactions } = prepared;
  return {
    path,
    sha256,
    documentId,
    isIndexed: (prepared.chunked?.chunks.length ?? 0) > 0,
    warnings: [...(warning === undefined ? [] : [{ path, message: warning }]), ...warnings],
    redactions: [...redactions],
  };
}

/** Reads and cuts a file. Problems are values: the run goes on. A file that could not be read is tried again when it has changed. */
export async function prepareFile(toPrepare: FileToPrepare): Promise<FileResult> {
  const { file, known, documentId, problems } = toPrepare;
  const stamp = readStamp(file.absolutePath);
  if (stamp !== undefined && known?.stamp === stamp && known.documentId === documentId)
    return { status: 'unchanged', known };
  const before = problems?.get(file.path);
  if (stamp !== undefined && before?.stamp === stamp) return { status: 'problem', problem: before.problem };
  const result = await readAndPrepare(toPrepare, stamp);
  if (stamp !== undefined && result.problem !== undefined)
    problems?.set(file.path, { stamp, problem: result.problem });
  else problems?.delete(file.path);
  return result;
}

async function readAndPrepare(toPrepare: FileToPrepare, stamp: string | undefined): Promise<FileResult> {
  const { file, documentId, known, size, preparers } = toPrepare;
  const reader = readerNameFor(file.absolutePath) ?? 'text';
  const content = await readCorpusFile(file, readerNamed(reader).maximumBytes);
  if ('problem' in content) return { status: 'problem', problem: content.problem };
  const { bytes } = content;
  const sha256 = sha256Of(bytes);
  if (known?.sha256 === sha256 && known.documentId === documentId)
    return { status: 'unchanged', known: withStamp(known, stamp) };
  const result = await preparers.prepare({ path: file.path, documentId, reader, bytes, sha256, size });
  if ('problem' in result) return { status: 'problem', problem: result.problem };
  const { prepared, warning } = result;
  return { status: 'prepared', known: withStamp(knownOf(prepared, documentId, warning), stamp), prepared };
}
