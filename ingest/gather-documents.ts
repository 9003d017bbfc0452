/** Finds the files of a run and prepares those that have changed since the last one. */
import { AppError } from '../src/domain/errors.js';
import type { PreparedDocument } from './build-generation.js';
import { documentIds } from './document-ids.js';
import { mapInParallel } from './files/map-in-parallel.js';
import { findFiles } from './files/find-files.js';
import type { FoundFiles } from './files/find-files.js';
import { checkAborted, createMeter } from './ingest-run.js';
import type { Run } from './ingest-run.js';
import type { KnownFile } from './ingest-state.js';
import { prepareFile } from './prepare-file.js';
import type { FileResult } from './prepare-file.js';

/** Files that are read or prepared at the same time: enough to keep every thread busy, few enough to be held in memory. */
const filesAtOnce = 12;

export interface Gathered {
  readonly files: readonly KnownFile[];
  readonly prepared: readonly PreparedDocument[];
  /** Paths whose chunks come from the previous generation. */
  readonly unchanged: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly string[];
}

/** What became of each file, in the order of the files. */
async function prepareAll(
  run: Run,
  { files }: FoundFiles,
  known: ReadonlyMap<string, KnownFile>,
): Promise<FileResult[]> {
  const { size, preparers, options } = run;
  const ids = documentIds(files.map(({ path }) => path));
  const meter = createMeter(run, 'read', files.length);
  let done = 0;
  return mapInParallel(files, filesAtOnce, async (file) => {
    checkAborted(options.signal);
    const documentId = ids.get(file.path) ?? file.path;
    const result = await prepareFile({
      file,
      documentId,
      known: known.get(file.path),
      size,
      preparers,
      problems: options.memory?.problems,
    });
    meter(++done);
    return result;
  });
}

function sortResults(
  run: Run,
  { files }: FoundFiles,
  known: ReadonlyMap<string, KnownFile>,
  results: readonly FileResult[],
): Gathered {
  const gathered = {
    files: [] as KnownFile[],
    prepared: [] as PreparedDocument[],
    unchanged: [] as string[],
    added: [] as string[],
    changed: [] as string[],
  };
  for (const [index, { path }] of files.entries()) {
    const result = results[index];
    if (result?.known !== undefined) {
      gathered.files.push(result.known);
      run.warnings.push(...result.known.warnings);
    }
    if (result?.problem !== undefined) run.warnings.push({ path, message: result.problem });
    if (result?.status === 'unchanged') gathered.unchanged.push(path);
    if (result?.prepared !== undefined) {
      gathered.prepared.push(result.prepared);
      (known.has(path) ? gathered.changed : gathered.added).push(path);
    }
  }
  return gathered;
}

/** @throws AppError `corpus_missing` when there is nothing to read, `aborted`. */
export async function gatherDocuments(
  run: Run,
  known: ReadonlyMap<string, KnownFile>,
  paths: readonly string[],
): Promise<Gathered> {
  const { options } = run;
  const found = await findFiles(options.corpusFolder, paths);
  run.warnings.push(...found.warnings);
  if (found.isCorpusMissing && found.files.length === 0) {
    throw new AppError(
      'corpus_missing',
      `The corpus folder ${options.corpusFolder} does not exist: create it and put Markdown or text files into it, or name another with --corpus.`,
    );
  }
  const gathered = sortResults(run, found, known, await prepareAll(run, found, known));
  if (gathered.files.length === 0) {
    throw new AppError(
      'corpus_missing',
      `The corpus folder ${options.corpusFolder} holds nothing that can be read (${run.warnings.length} warnings): put Markdown or text files into it.`,
    );
  }
  return gathered;
}
