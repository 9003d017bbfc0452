/**
 * Whether an ingest would find nothing to do: files are looked at, or read and hashed, and none is parsed. Loads no parser, so that a
 * process that answers one question starts fast. When in doubt it says no, and the ingest decides.
 */
import { createHash } from 'node:crypto';
import { defaultChunkSize } from './chunk/pack.js';
import { documentIds } from './document-ids.js';
import { findFiles } from './files/find-files.js';
import type { FoundFile } from './files/find-files.js';
import { readStamp } from './files/file-stamp.js';
import { readCorpusFile } from './files/read-file.js';
import { readIngestState } from './ingest-state.js';
import type { KnownFile } from './ingest-state.js';
import { readerNamed, readerNameFor } from './readers/reader-table.js';
import { recipe } from './recipe.js';
import { readMaskPolicy } from './secrets/mask-policy.js';

async function isUnchanged(
  file: FoundFile,
  documentId: string | undefined,
  known: KnownFile | undefined,
): Promise<boolean> {
  if (known === undefined || known.documentId !== documentId) return false;
  const stamp = readStamp(file.absolutePath);
  if (stamp !== undefined && known.stamp === stamp) return true;
  const reader = readerNamed(readerNameFor(file.absolutePath) ?? 'text');
  const content = await readCorpusFile(file, reader.maximumBytes);
  return 'bytes' in content && createHash('sha256').update(content.bytes).digest('hex') === known.sha256;
}

/** `generation` and `embedderId` are those of the index and the embedder that are to answer. Never rejects for a bad file. */
export async function isIndexCurrent(index: {
  readonly corpusFolder: string;
  readonly dataFolder: string;
  readonly generation: string;
  readonly embedderId: string | undefined;
  readonly personalData: 'keep' | 'mask';
}): Promise<boolean> {
  const state = await readIngestState(index.dataFolder);
  if (state === undefined) return false;
  const policy = await readMaskPolicy(index.corpusFolder, index.personalData);
  if (state.recipe !== recipe(defaultChunkSize, policy.key)) return false;
  if (state.generation !== index.generation || state.embedder !== index.embedderId) return false;
  const { files, isCorpusMissing } = await findFiles(index.corpusFolder, state.paths ?? []);
  if ((isCorpusMissing && state.paths === undefined) || files.length !== state.files.length) return false;
  const ids = documentIds(files.map(({ path }) => path));
  const known = new Map(state.files.map((file) => [file.path, file]));
  for (const file of files)
    if (!(await isUnchanged(file, ids.get(file.path), known.get(file.path)))) return false;
  return true;
}
