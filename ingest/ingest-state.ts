/** What the last run saw, so that the next one can tell added, changed, unchanged and removed files apart. A lost or foreign state only costs time. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../src/index/durable-file-node.js';

const stateName = 'ingest-state.json';

const warningShape = z.object({ path: z.string(), line: z.number().exactOptional(), message: z.string() });
// Neither value nor preview of a secret is kept.
const redactionShape = z.object({
  path: z.string(),
  line: z.number(),
  kind: z.string(),
  preview: z.string(),
  fingerprint: z.string(),
});

const fileShape = z.object({
  path: z.string(),
  sha256: z.string(),
  documentId: z.string(),
  /** False: private, or without any text. */
  isIndexed: z.boolean(),
  /** What the file system said when the file was read (`readStamp`); absent while that could not yet be trusted. */
  stamp: z.string().exactOptional(),
  warnings: z.array(warningShape),
  redactions: z.array(redactionShape),
});
export type KnownFile = z.infer<typeof fileShape>;

const stateShape = z.object({
  version: z.literal(1),
  /** Chunker, chunk size, redactor and readers; another value makes every file count as changed. */
  recipe: z.string(),
  generation: z.string(),
  /** Id of the embedder when every chunk has its vectors, else absent. */
  embedder: z.string().exactOptional(),
  counts: z.object({
    documents: z.number(),
    chunks: z.number(),
    words: z.number(),
    technologies: z.number(),
  }),
  /** Files and folders beside the corpus folder, absolute: the next run without any reads them again. */
  paths: z.array(z.string()).exactOptional(),
  files: z.array(fileShape),
});
export type IngestState = z.infer<typeof stateShape>;

/** Undefined when there is no usable state. */
export async function readIngestState(dataFolder: string): Promise<IngestState | undefined> {
  try {
    return stateShape.parse(JSON.parse(await readFile(join(dataFolder, stateName), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Written after the generation: a crash between the two makes the next run read everything again, never skip something. */
export async function writeIngestState(dataFolder: string, state: IngestState): Promise<void> {
  const files = state.files.map((file) => ({
    ...file,
    redactions: file.redactions.map((redaction) => ({ ...redaction, preview: '' })),
  }));
  await writeDurably(dataFolder, stateName, JSON.stringify({ ...state, files }));
}
