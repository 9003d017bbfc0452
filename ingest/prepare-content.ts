/** Bytes of one file -> its chunks, masked. The same on the main thread and in any other: bytes and settings decide alone. */
import { finishDocument, prepareDocument } from './build-generation.js';
import type { PreparedDocument } from './build-generation.js';
import type { ChunkSize } from './chunk/pack.js';
import { decodeText } from './files/read-file.js';
import { readerNamed } from './readers/reader-table.js';
import { refusalReason } from './readers/refusal-reason.js';
import type { ReaderName } from './readers/reader-table.js';
import { maskDocument } from './secrets/mask-blocks.js';
import type { MaskOptions } from './secrets/mask-secrets.js';

export interface FileBytes {
  /** Relative to the corpus folder. */
  readonly path: string;
  readonly documentId: string;
  readonly reader: ReaderName;
  readonly bytes: Uint8Array;
  /** Of `bytes`, hexadecimal. */
  readonly sha256: string;
  readonly size: ChunkSize;
}

export type ContentResult =
  { readonly prepared: PreparedDocument; readonly warning?: string } | { readonly problem: string };

/** What is said of a file that is not what its name says. */
export const unreadable = (reason: string): string =>
  `It cannot be read as what its name says (${reason}): correct or convert it.`;

const emptyMessage =
  'No text was found in it: nothing of it can be searched. Convert it to Markdown or text if it matters.';

/** Text formats: masked as a whole, so that a secret over two lines is seen, then parsed. */
function prepareText(file: FileBytes, masking: MaskOptions): ContentResult {
  const { path, sha256, documentId, size } = file;
  const decoded = decodeText(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength));
  if ('problem' in decoded) return decoded;
  const prepared = prepareDocument({ path, text: decoded.text, sha256, documentId }, size, masking);
  return { prepared, ...(decoded.warning === undefined ? {} : { warning: decoded.warning }) };
}

async function prepareParsed(file: FileBytes, masking: MaskOptions): Promise<ContentResult> {
  const { path, documentId, reader, bytes, sha256, size } = file;
  let read;
  try {
    read = await (await readerNamed(reader).load())(bytes, path);
  } catch (error) {
    return { problem: unreadable(refusalReason(error)) };
  }
  const { parsed, redactions, warnings } = maskDocument(read, masking);
  const prepared = finishDocument({ path, documentId, sha256, parsed, size, redactions, warnings });
  const isEmpty = prepared.chunked?.chunks.length === 0 && prepared.warnings.length === 0;
  return { prepared, ...(isEmpty ? { warning: emptyMessage } : {}) };
}

/** Never rejects: a file that its reader refuses, or that cannot be cut, is a problem with a reason. */
export async function prepareContent(file: FileBytes, masking: MaskOptions): Promise<ContentResult> {
  try {
    return readerNamed(file.reader).isText ? prepareText(file, masking) : await prepareParsed(file, masking);
  } catch (error) {
    return { problem: `It cannot be cut into passages (${refusalReason(error)}): correct or convert it.` };
  }
}
