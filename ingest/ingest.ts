/**
 * A folder of write-ups -> the index in the data folder: find, read, mask, cut, embed, write. Incremental by content; the old
 * generation answers until the new one is whole. A bad file costs its file; a bad run leaves the index as it was.
 */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError, isAppError, messageOf } from '../src/domain/errors.js';
import type { Chunk } from '../src/domain/chunk.js';
import type { GenerationContent } from '../src/index/generation.js';
import { readGeneration, writeGeneration } from '../src/index/segment-store-node.js';
import type { Embedder } from '../src/ports.js';
import type { IngestWarning } from './blocks.js';
import { assembleGeneration, generationName } from './build-generation.js';
import type { FileRedaction, PreparedDocument } from './build-generation.js';
import { defaultChunkSize } from './chunk/pack.js';
import type { ChunkSize } from './chunk/pack.js';
import { documentIds } from './document-ids.js';
import { findFiles } from './files/find-files.js';
import { lockDataFolder } from './ingest-lock.js';
import { readIngestState, writeIngestState } from './ingest-state.js';
import type { IngestState, KnownFile } from './ingest-state.js';
import { prepareFile } from './prepare-file.js';
import { recipe } from './recipe.js';
import { readMaskPolicy } from './secrets/mask-policy.js';
import type { MaskPolicy } from './secrets/mask-policy.js';
import { personalKinds } from './secrets/personal-data.js';
import { createReaderRunner } from './readers/run-reader.js';
import type { ReaderRunner } from './readers/run-reader.js';
import { fillVectors, takeOverVectors } from './vectors.js';
import type { VectorWork } from './vectors.js';

export interface IngestProgress {
  readonly stage: 'read' | 'embed' | 'write';
  readonly done: number;
  readonly total: number;
  /** Milliseconds since the stage began, and what is left at the rate so far. */
  readonly elapsedMs: number;
  readonly leftMs: number;
}

export interface IngestOptions {
  readonly corpusFolder: string;
  /** Further files or folders; absent: those of the last run. */
  readonly paths?: readonly string[];
  readonly dataFolder: string;
  /** Without one the index works on BM25 alone. */
  readonly embedder?: Embedder;
  /** Reports what would change and writes nothing. */
  readonly dryRun?: boolean;
  /** Masked secrets keep the index as it was: the report lists them, nothing is written. */
  readonly strict?: boolean;
  /** Whether e-mail addresses, phone numbers and private addresses are masked; default `keep`. */
  readonly personalData?: 'keep' | 'mask';
  readonly size?: ChunkSize;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: IngestProgress) => void;
  readonly now: () => number;
}

export interface IngestReport {
  readonly generation: string;
  readonly documents: number;
  readonly chunks: number;
  readonly words: number;
  readonly technologies: number;
  /** Paths, sorted. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
  readonly warnings: readonly IngestWarning[];
  readonly redactions: readonly FileRedaction[];
  readonly durationMs: number;
  /** Passages that were embedded in this run. */
  readonly embedded: number;
  /** False for a dry run, a strict run that found secrets, and a run in which nothing had changed. */
  readonly isWritten: boolean;
}

interface Run {
  readonly options: IngestOptions;
  readonly size: ChunkSize;
  readonly startedAt: number;
  readonly warnings: IngestWarning[];
  readonly readers: ReaderRunner;
  readonly policy: MaskPolicy;
}

function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new AppError('aborted', 'The ingest was given up; the index is as it was.', {
      cause: signal.reason,
    });
}

function createMeter(run: Run, stage: IngestProgress['stage'], total: number): (done: number) => void {
  const startedAt = run.options.now();
  return (done) => {
    const elapsedMs = run.options.now() - startedAt;
    const leftMs = done === 0 ? 0 : Math.round((elapsedMs / done) * (total - done));
    run.options.onProgress?.({ stage, done, total, elapsedMs, leftMs });
  };
}

/** The stored generation, but only if the state file speaks of it: else nothing may be taken over by path. */
async function readPrevious(dataFolder: string): Promise<GenerationContent | undefined> {
  try {
    const loaded = await readGeneration(dataFolder);
    const { generation, embedder, chunks, catalogue } = loaded.content;
    // Vectors are decoded here, before the file behind them is closed.
    const content = { generation, embedder, chunks, catalogue, vectors: loaded.content.vectors };
    loaded.close();
    return content;
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

interface Gathered {
  readonly files: readonly KnownFile[];
  readonly prepared: readonly PreparedDocument[];
  /** Paths whose chunks come from the previous generation. */
  readonly unchanged: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly string[];
}

async function gatherDocuments(
  run: Run,
  known: ReadonlyMap<string, KnownFile>,
  paths: readonly string[],
): Promise<Gathered> {
  const { options, size } = run;
  const found = await findFiles(options.corpusFolder, paths);
  run.warnings.push(...found.warnings);
  if (found.isCorpusMissing && found.files.length === 0) {
    throw new AppError(
      'corpus_missing',
      `The corpus folder ${options.corpusFolder} does not exist: create it and put Markdown or text files into it, or name another with --corpus.`,
    );
  }
  const ids = documentIds(found.files.map(({ path }) => path));
  const meter = createMeter(run, 'read', found.files.length);
  const gathered = {
    files: [] as KnownFile[],
    prepared: [] as PreparedDocument[],
    unchanged: [] as string[],
    added: [] as string[],
    changed: [] as string[],
  };
  for (const [index, file] of found.files.entries()) {
    checkAborted(options.signal);
    const documentId = ids.get(file.path) ?? file.path;
    const result = await prepareFile({
      file,
      documentId,
      known: known.get(file.path),
      size,
      readers: run.readers,
      masking: run.policy.options,
    });
    if (result.known !== undefined) {
      gathered.files.push(result.known);
      run.warnings.push(...result.known.warnings);
    }
    if (result.problem !== undefined) run.warnings.push({ path: file.path, message: result.problem });
    if (result.status === 'unchanged') gathered.unchanged.push(file.path);
    if (result.prepared !== undefined) {
      gathered.prepared.push(result.prepared);
      (known.has(file.path) ? gathered.changed : gathered.added).push(file.path);
    }
    meter(index + 1);
  }
  if (gathered.files.length === 0) {
    throw new AppError(
      'corpus_missing',
      `The corpus folder ${options.corpusFolder} holds nothing that can be read (${run.warnings.length} warnings): put Markdown or text files into it.`,
    );
  }
  return gathered;
}

/** Documents of the previous generation by path, as if they had been prepared now. */
function preparedBefore(previous: GenerationContent): Map<string, PreparedDocument> {
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

/** Files as the last run saw them; one whose chunks are not in the stored generation as they should be counts as changed. */
function knownFiles(
  state: IngestState,
  before: ReadonlyMap<string, PreparedDocument>,
  isUsable: boolean,
): Map<string, KnownFile> {
  return new Map(
    state.files.map((file) => {
      const isStored = isUsable && (!file.isIndexed || before.get(file.path)?.sha256 === file.sha256);
      return [file.path, isStored ? file : { ...file, sha256: '' }];
    }),
  );
}

function reportOf(
  run: Run,
  gathered: Gathered,
  removed: readonly string[],
  rest: Pick<
    IngestReport,
    'generation' | 'documents' | 'chunks' | 'words' | 'technologies' | 'embedded' | 'isWritten'
  >,
): IngestReport {
  return {
    ...rest,
    added: gathered.added,
    changed: gathered.changed,
    unchanged: gathered.unchanged,
    removed,
    warnings: run.warnings,
    redactions: gathered.files.flatMap(({ redactions }) => redactions),
    durationMs: run.options.now() - run.startedAt,
  };
}

function countsOf(content: GenerationContent): IngestState['counts'] {
  return {
    documents: content.catalogue.documents.length,
    chunks: content.chunks.length,
    words: content.catalogue.documents.reduce((sum, { words }) => sum + words, 0),
    technologies: content.catalogue.technologies.length,
  };
}

interface Written {
  readonly content: GenerationContent;
  readonly embedded: number;
}

/** Stores a generation and then the state that belongs to it: a crash between the two makes the next run do more, never less. */
type Save = (content: GenerationContent, isComplete: boolean) => Promise<void>;

function createSave(run: Run, files: readonly KnownFile[], extraPaths: readonly string[]): Save {
  const { dataFolder, embedder } = run.options;
  return async (content, isComplete) => {
    await writeGeneration(dataFolder, content);
    await writeIngestState(dataFolder, {
      version: 1,
      recipe: recipe(run.size, run.policy.key),
      generation: content.generation,
      ...(embedder === undefined || !isComplete ? {} : { embedder: embedder.id }),
      counts: countsOf(content),
      ...(extraPaths.length === 0 ? {} : { paths: [...extraPaths] }),
      files: [...files],
    });
  };
}

/** The generation with the vectors that are there now; without any it works on words alone. */
function withVectors(
  lexical: GenerationContent,
  work: VectorWork,
  embedder: Embedder,
  { size, policy }: Run,
): GenerationContent {
  const total = work.vectors.length;
  const have = work.vectors.filter((vector) => vector !== undefined).length;
  if (have === 0 && total > 0) return lexical;
  const vectors = have === total ? embedder.id : `${embedder.id}, ${have} of ${total}`;
  const generation = generationName(lexical.catalogue.documents, { size, vectors, masking: policy.key });
  return {
    ...lexical,
    generation,
    embedder: { id: embedder.id, dimensions: embedder.dimensions },
    vectors: work.vectors,
  };
}

/** Embeds what is missing; what could be made is in `work` even when the embedder fails, which is a warning. */
async function embedMissing(
  run: Run,
  embedder: Embedder,
  work: VectorWork,
  save: () => Promise<void>,
): Promise<number> {
  const { signal, dataFolder } = run.options;
  const total = work.missing.length;
  const meter = createMeter(run, 'embed', total);
  let embedded = 0;
  const onBatch = (done: number): void => {
    embedded = done;
    meter(done);
  };
  try {
    await fillVectors(work, { embedder, ...(signal === undefined ? {} : { signal }), onBatch, save });
  } catch (error) {
    if (isAppError(error, 'storage_failed')) throw error;
    if (signal?.aborted === true) await save();
    checkAborted(signal);
    const message = `${embedded} of ${total} passages could be embedded (${messageOf(error)}): the rest is found by its words alone; run \`askfolio ingest\` again to go on.`;
    run.warnings.push({ path: dataFolder, message });
  }
  return embedded;
}

/** Writes the generation; with an embedder first what is there already, then, as vectors come, more of it. */
async function writeWithVectors(
  run: Run,
  lexical: GenerationContent,
  previous: GenerationContent | undefined,
  save: Save,
): Promise<Written> {
  const { embedder } = run.options;
  if (embedder === undefined) {
    await save(lexical, true);
    return { content: lexical, embedded: 0 };
  }
  const work = takeOverVectors(lexical.chunks, previous, embedder);
  const now = (): GenerationContent => withVectors(lexical, work, embedder, run);
  const savePart = (): Promise<void> => save(now(), false);
  let embedded = 0;
  if (work.missing.length > 0) {
    await savePart();
    embedded = await embedMissing(run, embedder, work, savePart);
  }
  const content = now();
  await save(content, embedded === work.missing.length);
  return { content, embedded };
}

async function ingestLocked(run: Run): Promise<IngestReport> {
  const { options, size } = run;
  const state = await readIngestState(options.dataFolder);
  const previous = await readPrevious(options.dataFolder);
  const before = previous === undefined ? new Map<string, PreparedDocument>() : preparedBefore(previous);
  const isUsable = previous !== undefined && state?.recipe === recipe(size, run.policy.key);
  const known = state === undefined ? new Map<string, KnownFile>() : knownFiles(state, before, isUsable);
  const extraPaths = options.paths?.map((path) => resolve(path)) ?? state?.paths ?? [];
  const gathered = await gatherDocuments(run, known, extraPaths);
  const paths = new Set(gathered.files.map(({ path }) => path));
  const removed = [...known.keys()].filter((path) => !paths.has(path)).sort();
  const isSame =
    gathered.prepared.length === 0 && removed.length === 0 && state?.generation === previous?.generation;
  if (isSame && state !== undefined && state.embedder === options.embedder?.id) {
    return reportOf(run, gathered, removed, {
      ...state.counts,
      generation: state.generation,
      embedded: 0,
      isWritten: false,
    });
  }
  const taken = gathered.unchanged.flatMap((path) => before.get(path) ?? []);
  const lexical = assembleGeneration([...gathered.prepared, ...taken], size, run.policy.key);
  const hasSecrets = gathered.files.some(({ redactions }) =>
    redactions.some(({ kind }) => !personalKinds.has(kind)),
  );
  if (options.dryRun === true || (options.strict === true && hasSecrets)) {
    const { generation } = lexical;
    return reportOf(run, gathered, removed, {
      ...countsOf(lexical),
      generation,
      embedded: 0,
      isWritten: false,
    });
  }
  checkAborted(options.signal);
  const { content, embedded } = await writeWithVectors(
    run,
    lexical,
    previous,
    createSave(run, gathered.files, extraPaths),
  );
  return reportOf(run, gathered, removed, {
    ...countsOf(content),
    generation: content.generation,
    embedded,
    isWritten: true,
  });
}

async function makeDataFolder(dataFolder: string): Promise<void> {
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const message = `The data folder ${dataFolder} cannot be made (${messageOf(error)}): check its permissions.`;
    throw new AppError('storage_failed', message, { cause: error });
  }
}

/**
 * Brings the index in `dataFolder` up to date with the corpus.
 * @throws AppError `corpus_missing` (nothing to read), `index_busy` (another process writes), `storage_failed` (disk), `aborted`.
 * In every one of these cases the previous generation stays intact.
 */
export async function ingest(options: IngestOptions): Promise<IngestReport> {
  const readers = createReaderRunner();
  const run: Run = {
    options,
    size: options.size ?? defaultChunkSize,
    startedAt: options.now(),
    warnings: [],
    readers,
    policy: await readMaskPolicy(options.corpusFolder, options.personalData ?? 'keep'),
  };
  try {
    if (options.dryRun === true) return await ingestLocked(run);
    await makeDataFolder(options.dataFolder);
    const release = await lockDataFolder(options.dataFolder, options.now);
    try {
      return await ingestLocked(run);
    } finally {
      await release();
    }
  } finally {
    await readers.close();
  }
}
