/** Finds the files of a run and prepares those that have changed since the last one. */
import { AppError } from '../src/domain/errors.js';
import type { PreparedDocument } from './build-generation.js';
import { documentIds } from './document-ids.js';
import { findFiles } from './files/find-files.js';
import { checkAborted, createMeter } from './ingest-run.js';
import type { Run } from './ingest-run.js';
import type { KnownFile } from './ingest-state.js';
import { prepareFile } from './prepare-file.js';

export interface Gathered {
  readonly files: readonly KnownFile[];
  readonly prepared: readonly PreparedDocument[];
  /** Paths whose chunks come from the previous generation. */
  readonly unchanged: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly string[];
}

/** @throws AppError `corpus_missing` when there is nothing to read, `aborted`. */
export async function gatherDocuments(
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
