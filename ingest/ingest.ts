/**
 * A folder of write-ups -> the index in the data folder: find, read, mask, cut, embed, write. Incremental by content; the old
 * generation answers until the new one is whole. A bad file costs its file; a bad run leaves the index as it was.
 */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError, messageOf } from '../src/domain/errors.js';
import type { GenerationContent } from '../src/index/generation.js';
import { wholeGeneration } from '../src/index/segment-store-node.js';
import { assembleGeneration } from './build-generation.js';
import { defaultChunkSize } from './chunk/pack.js';
import { gatherDocuments } from './gather-documents.js';
import type { Gathered } from './gather-documents.js';
import { lockDataFolder } from './ingest-lock.js';
import { checkAborted } from './ingest-run.js';
import type { IngestOptions, IngestReport, Run } from './ingest-run.js';
import { readIngestState, writeIngestState } from './ingest-state.js';
import type { IngestState, KnownFile } from './ingest-state.js';
import { preparedBefore, readPrevious, storedFiles } from './previous-generation.js';
import { recipe } from './recipe.js';
import { readMaskPolicy } from './secrets/mask-policy.js';
import { personalKinds } from './secrets/personal-data.js';
import { createPreparers } from './threads/preparers.js';
import { countsOf, createSave, writeWithVectors } from './store-generation.js';

export { createIngestMemory } from './ingest-memory.js';
export type { IngestMemory } from './ingest-memory.js';
export type { IngestOptions, IngestProgress, IngestReport } from './ingest-run.js';

function reportOf(
  run: Run,
  gathered: Gathered,
  removed: readonly string[],
  rest: Pick<
    IngestReport,
    'generation' | 'documents' | 'chunks' | 'words' | 'technologies' | 'embedded' | 'unembedded' | 'isWritten'
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

const nothingWritten: Pick<IngestReport, 'embedded' | 'unembedded' | 'isWritten'> = {
  embedded: 0,
  unembedded: 0,
  isWritten: false,
};

/** What a run has found out before it writes anything. */
interface Findings {
  readonly previous: GenerationContent | undefined;
  readonly gathered: Gathered;
  /** Paths of the last run that are gone, sorted. */
  readonly removed: readonly string[];
  /** Files and folders beside the corpus folder, absolute. */
  readonly extraPaths: readonly string[];
}

function removedPaths(known: ReadonlyMap<string, KnownFile>, gathered: Gathered): string[] {
  const paths = new Set(gathered.files.map(({ path }) => path));
  return [...known.keys()].filter((path) => !paths.has(path)).sort();
}

/** Nothing has changed: only what the file system says of the files is kept, so that the next run need not open them. */
async function finishUnchanged(run: Run, state: IngestState, gathered: Gathered): Promise<IngestReport> {
  const known = new Map(state.files.map((file) => [file.path, file]));
  const hasNewStamps = gathered.files.some((file) => file.stamp !== known.get(file.path)?.stamp);
  if (hasNewStamps && run.options.dryRun !== true)
    await writeIngestState(run.options.dataFolder, { ...state, files: [...gathered.files] });
  const { generation, counts } = state;
  return reportOf(run, gathered, [], { ...counts, generation, ...nothingWritten });
}

async function writeChanged(run: Run, findings: Findings): Promise<IngestReport> {
  const { options, size } = run;
  const { previous, gathered, removed, extraPaths } = findings;
  const before = preparedBefore(previous);
  const taken = gathered.unchanged.flatMap((path) => before.get(path) ?? []);
  const lexical = assembleGeneration([...gathered.prepared, ...taken], size, {
    masking: run.policy.key,
    ...(options.memory === undefined ? {} : { memory: options.memory.catalogue }),
  });
  const hasSecrets = gathered.files.some(({ redactions }) =>
    redactions.some(({ kind }) => !personalKinds.has(kind)),
  );
  const report = (content: GenerationContent, rest: typeof nothingWritten): IngestReport =>
    reportOf(run, gathered, removed, { ...countsOf(content), generation: content.generation, ...rest });
  if (options.dryRun === true || (options.strict === true && hasSecrets))
    return report(lexical, nothingWritten);
  checkAborted(options.signal);
  const save = createSave(run, gathered.files, extraPaths);
  const { content, ...vectors } = await writeWithVectors(run, lexical, previous, save);
  options.memory?.keep(options.dataFolder, content);
  return report(content, { ...vectors, isWritten: true });
}

async function ingestLocked(run: Run): Promise<IngestReport> {
  const { options, size } = run;
  const state = await readIngestState(options.dataFolder);
  const extraPaths = options.paths?.map((path) => resolve(path)) ?? state?.paths ?? [];
  const isRecipeSame = state?.recipe === recipe(size, run.policy.key);
  if (
    state !== undefined &&
    isRecipeSame &&
    state.generation === wholeGeneration(options.dataFolder, options.memory?.writer)
  ) {
    // The state speaks of the generation that lies there: while nothing has changed, no chunk of it needs to be decoded.
    const known = new Map(state.files.map((file) => [file.path, file]));
    const gathered = await gatherDocuments(run, known, extraPaths);
    const removed = removedPaths(known, gathered);
    const isSame = gathered.prepared.length === 0 && removed.length === 0;
    if (isSame && state.embedder === options.embedder?.id) return finishUnchanged(run, state, gathered);
    const previous =
      options.memory?.contentOf(options.dataFolder, state.generation) ??
      (await readPrevious(options.dataFolder));
    if (previous?.generation === state.generation)
      return writeChanged(run, { previous, gathered, removed, extraPaths });
    run.warnings.length = 0;
  }
  const previous = await readPrevious(options.dataFolder);
  const known = storedFiles(state, preparedBefore(previous), isRecipeSame);
  const gathered = await gatherDocuments(run, known, extraPaths);
  const removed = removedPaths(known, gathered);
  return writeChanged(run, { previous, gathered, removed, extraPaths });
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
  const policy = await readMaskPolicy(options.corpusFolder, options.personalData ?? 'keep');
  const preparers = createPreparers({ masking: policy.settings });
  const run: Run = {
    options,
    size: options.size ?? defaultChunkSize,
    startedAt: options.now(),
    warnings: [],
    preparers,
    policy,
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
    await preparers.close();
  }
}
