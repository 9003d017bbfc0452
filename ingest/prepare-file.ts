/** One file of the corpus -> its chunks, or the word that it is unchanged, or why it cannot be read. */
import type { ChunkSize } from './chunk/pack.js';
import { chunkerVersion } from './chunk/chunk-document.js';
import { prepareDocument, sha256Of } from './build-generation.js';
import type { PreparedDocument } from './build-generation.js';
import { decodeText, readCorpusFile } from './files/read-file.js';
import type { FoundFile } from './files/find-files.js';
import type { KnownFile } from './ingest-state.js';
import { redactorVersion } from './secrets/mask-secrets.js';

/** Everything besides its bytes that decides about the chunks of a file. */
export function recipe(size: ChunkSize): string {
  return [chunkerVersion, redactorVersion, size.minimumWords, size.targetWords, size.maximumWords].join('/');
}

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
}

/** Reads and cuts a file. Problems are values: the run goes on. */
export async function prepareFile({ file, documentId, known, size }: FileToPrepare): Promise<FileResult> {
  const content = await readCorpusFile(file);
  if ('problem' in content) return { status: 'problem', problem: content.problem };
  const sha256 = sha256Of(content.bytes);
  if (known?.sha256 === sha256 && known.documentId === documentId) return { status: 'unchanged', known };
  const decoded = decodeText(content.bytes);
  if ('problem' in decoded) return { status: 'problem', problem: decoded.problem };
  const prepared = prepareDocument({ path: file.path, text: decoded.text, sha256, documentId }, size);
  const warnings = [
    ...(decoded.warning === undefined ? [] : [{ path: file.path, message: decoded.warning }]),
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
  return { status: 'prepared', known: entry, prepared };
}
