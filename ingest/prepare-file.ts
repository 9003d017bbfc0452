/** One file of the corpus -> its chunks, or the word that it is unchanged, or why it cannot be read. */
import { messageOf } from '../src/domain/errors.js';
import type { ChunkSize } from './chunk/pack.js';
import { finishDocument, prepareDocument, sha256Of } from './build-generation.js';
import type { PreparedDocument } from './build-generation.js';
import { readStamp } from './files/file-stamp.js';
import { decodeText, readCorpusFile } from './files/read-file.js';
import type { FoundFile } from './files/find-files.js';
import type { KnownFile } from './ingest-state.js';
import { readerNamed, readerNameFor } from './readers/reader-table.js';
import type { ReaderName } from './readers/reader-table.js';
import type { ReaderRunner } from './readers/run-reader.js';
import { maskDocument } from './secrets/mask-blocks.js';
import type { MaskOptions } from './secrets/mask-secrets.js';

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
  readonly readers: ReaderRunner;
  readonly masking: MaskOptions;
}

interface Prepared {
  readonly prepared: PreparedDocument;
  readonly warning?: string;
}

/** Text formats: masked as a whole, so that a secret over two lines is seen, then parsed. */
function prepareText(
  bytes: Buffer,
  { file, documentId, size, masking }: FileToPrepare,
  sha256: string,
): Prepared | { readonly problem: string } {
  const decoded = decodeText(bytes);
  if ('problem' in decoded) return decoded;
  const input = { path: file.path, text: decoded.text, sha256, documentId };
  const prepared = prepareDocument(input, size, masking);
  return { prepared, ...(decoded.warning === undefined ? {} : { warning: decoded.warning }) };
}

async function prepareParsed(
  bytes: Buffer,
  toPrepare: FileToPrepare,
  name: ReaderName,
  sha256: string,
): Promise<Prepared | { readonly problem: string }> {
  const { file, documentId, size, masking } = toPrepare;
  const result = await toPrepare.readers.read(name, bytes, file.path);
  if ('problem' in result) return result;
  const { parsed, redactions, warnings } = maskDocument(result.parsed, masking);
  return {
    prepared: finishDocument({ path: file.path, documentId, sha256, parsed, size, redactions, warnings }),
  };
}

function withStamp({ stamp: _, ...file }: KnownFile, stamp: string | undefined): KnownFile {
  return stamp === undefined ? file : { ...file, stamp };
}

/** A text that a parser cannot stand costs its file, never the run. */
async function prepareContent(
  bytes: Buffer,
  toPrepare: FileToPrepare,
  name: ReaderName,
  sha256: string,
): Promise<Prepared | { readonly problem: string }> {
  try {
    return readerNamed(name).isText
      ? prepareText(bytes, toPrepare, sha256)
      : await prepareParsed(bytes, toPrepare, name, sha256);
  } catch (error) {
    return { problem: `It cannot be cut into passages (${messageOf(error)}): correct or convert it.` };
  }
}

/** Reads and cuts a file. Problems are values: the run goes on. */
export async function prepareFile(toPrepare: FileToPrepare): Promise<FileResult> {
  const { file, documentId, known } = toPrepare;
  const name = readerNameFor(file.absolutePath) ?? 'text';
  const reader = readerNamed(name);
  const stamp = await readStamp(file.absolutePath);
  if (stamp !== undefined && known?.stamp === stamp && known.documentId === documentId)
    return { status: 'unchanged', known };
  const content = await readCorpusFile(file, reader.maximumBytes);
  if ('problem' in content) return { status: 'problem', problem: content.problem };
  const sha256 = sha256Of(content.bytes);
  if (known?.sha256 === sha256 && known.documentId === documentId)
    return { status: 'unchanged', known: withStamp(known, stamp) };
  const result = await prepareContent(content.bytes, toPrepare, name, sha256);
  if ('problem' in result) return { status: 'problem', problem: result.problem };
  const { prepared, warning } = result;
  const warnings = [
    ...(warning === undefined ? [] : [{ path: file.path, message: warning }]),
    ...prepared.warnings,
  ];
  const isIndexed = (prepared.chunked?.chunks.length ?? 0) > 0;
  const entry = {
    path: file.path,
    sha256,
    documentId,
    isIndexed,
    warnings,
    redactions: [...prepared.redactions],
  };
  return { status: 'prepared', known: withStamp(entry, stamp), prepared };
}
