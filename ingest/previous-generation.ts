/** The generation that the last run wrote, as far as this run may build on it: its documents by path, and the files that need no reading. */
import { isAppError } from '../src/domain/errors.js';
import type { Chunk } from '../src/domain/chunk.js';
import type { GenerationContent } from '../src/index/generation.js';
import { readGeneration } from '../src/index/segment-store-node.js';
import type { PreparedDocument } from './build-generation.js';
import type { IngestState, KnownFile } from './ingest-state.js';

/** Undefined when there is none that is whole. */
export async function readPrevious(dataFolder: string): Promise<GenerationContent | undefined> {
  try {
    // Everything in memory: the file behind vectors that are read on demand is closed before they are asked for.
    const loaded = await readGeneration(dataFolder, { residentSentenceBytes: Infinity });
    const { generation, embedder, chunks, catalogue, vectors } = loaded.content;
    loaded.close();
    return { generation, embedder, chunks, catalogue, vectors };
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

/** Documents of the previous generation by path, as if they had been prepared now. */
export function preparedBefore(previous: GenerationContent | undefined): Map<string, PreparedDocument> {
  if (previous === undefined) return new Map();
  const chunks = new Map<string, Chunk[]>();
  for (const chunk of previous.chunks) {
    const known = chunks.get(chunk.documentId);
    if (known === undefined) chunks.set(chunk.documentId, [chunk]);
    else known.push(chunk);
  }
  return new Map(
    previous.catalogue.documents.map((entry) => {
      const { path, sha256 } = entry;
      return [
        path,
        {
          path,
          sha256,
          chunked: { entry, chunks: chunks.get(entry.id) ?? [] },
          warnings: [],
          redactions: [],
        },
      ];
    }),
  );
}

/** A file that has to be read, whatever the last run saw of it. */
function neverSeen({ stamp: _, ...file }: KnownFile): KnownFile {
  return { ...file, sha256: '' };
}

/** Files as the last run saw them; one whose chunks are not in the stored generation as they should be counts as changed. */
export function storedFiles(
  state: IngestState | undefined,
  before: ReadonlyMap<string, PreparedDocument>,
  isUsable: boolean,
): Map<string, KnownFile> {
  return new Map(
    (state?.files ?? []).map((file) => {
      const isStored = isUsable && (!file.isIndexed || before.get(file.path)?.sha256 === file.sha256);
      return [file.path, isStored ? file : neverSeen(file)];
    }),
  );
}
