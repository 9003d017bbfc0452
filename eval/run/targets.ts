/** What a run measures: golden files together, or one folder in BEIR format. Both end in the same record. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../src/domain/errors.js';
import { readBeir } from '../beir/read-beir.js';
import { runBeir } from '../beir/run-beir.js';
import { trecLines } from '../beir/trec-run.js';
import { defaultCutoffs, loadGolden } from '../golden/load.js';
import { overrideGates } from '../golden/gates.js';
import { stages as allStages } from '../metrics/catalogue.js';
import type { EvalDependencies, EvalOptions } from '../options.js';
import { writeText } from '../report/write-reports.js';
import type { EvalSubject } from '../subject.js';
import { buildRecord } from './build-record.js';
import { readRecord } from './record.js';
import type { RunRecord } from './record.js';
import { runCases } from './run-cases.js';
import type { RunOutcome, RunSettings } from './run-cases.js';
import { describeSelection, selectCases } from './select-cases.js';
import type { Selection } from './select-cases.js';
import { parseGates, toSettings } from './settings.js';

export const lastRunFile = 'eval/last.json';
export const defaultBaseline = 'eval/baseline.json';

/** The cases that options select. @throws AppError when the report of `--failed` cannot be read. */
export function selectionOf(options: EvalOptions, cwd: string): Selection {
  const { failed } = options;
  const path =
    typeof failed === 'string'
      ? resolve(cwd, failed)
      : resolve(cwd, options.dataDir ?? '.askfolio', lastRunFile);
  return {
    filters: options.filter ?? [],
    ids: options.id ?? [],
    ...(failed === undefined || failed === false ? {} : { failedIn: readRecord(path) }),
  };
}

/** The baseline that is meant: the one named, or the default one for the default golden set when it exists. */
function baselinePath(options: EvalOptions, cwd: string): string | undefined {
  if (options.bless === true) return undefined;
  if (options.baseline !== undefined) return resolve(cwd, options.baseline);
  const path = resolve(cwd, defaultBaseline);
  return (options.paths ?? []).length === 0 && existsSync(path) ? path : undefined;
}

function checkedBaseline(options: EvalOptions, cwd: string, goldenHash: string): RunRecord | undefined {
  const path = baselinePath(options, cwd);
  if (path === undefined) return undefined;
  const baseline = readRecord(path);
  if (!baseline.complete)
    throw new AppError('bad_golden', `${path}:1: this baseline was interrupted: bless a whole run first`);
  if (baseline.header.goldenHash !== goldenHash)
    throw new AppError(
      'bad_golden',
      `${path}:1: this baseline is of another golden set (${baseline.header.goldenHash.slice(0, 12)}, now ${goldenHash.slice(0, 12)}): bless a new one with --bless, or compare two reports with "askfolio eval diff"`,
    );
  return baseline;
}

interface Prepared {
  readonly name: string;
  readonly files: readonly string[];
  readonly hash: string;
  readonly warnings: readonly string[];
  readonly selected: readonly string[];
  /** Only some cases run; a run of some stages is whole in those. */
  readonly isFiltered: boolean;
  readonly gates: ReturnType<typeof parseGates>;
  readonly settings: RunSettings;
  run(subject: EvalSubject, settings: RunSettings): Promise<RunOutcome>;
}

async function execute(subject: EvalSubject, prepared: Prepared, options: EvalOptions, dependencies: EvalDependencies): Promise<RunRecord> {
  const start = dependencies.elapsed();
  const baseline = checkedBaseline(options, dependencies.cwd, prepared.hash);
  const rankings: string[] = [];
  const tag = 'askfolio';
  const settings: RunSettings = {
    ...prepared.settings,
    ...(options.run === undefined ? {} : { onRanking: (id, documents) => void rankings.push(trecLines(id, documents, tag)) }),
  };
  const { cases, skipped } = await prepared.run(subject, settings);
  if (options.run !== undefined) writeText(resolve(dependencies.cwd, options.run), rankings.join(''));
  const snapshot = subject.snapshot();
  return buildRecord({
    header: {
      version: dependencies.version,
      gitSha: dependencies.gitSha,
      time: dependencies.now().toISOString(),
      goldenFiles: [...prepared.files],
      goldenHash: prepared.hash,
      generation: snapshot.generation,
      embedder: snapshot.embedder ?? 'none',
      engines: subject.engines,
      documents: snapshot.catalogue.documents.length,
      chunks: snapshot.chunks.length,
      seed: options.seed ?? 7,
      repeat: settings.repeat,
      stages: [...settings.stages],
      selection: [...prepared.selected],
      revealed: options.reveal === true,
      warnings: [...prepared.warnings],
      durationMs: dependencies.elapsed() - start,
    },
    cases,
    skipped,
    gates: prepared.gates,
    stagesRun: settings.stages,
    isFiltered: prepared.isFiltered,
    ...(baseline === undefined ? {} : { baseline }),
    tolerance: options.tolerance ?? 0.01,
  });
} // prettier-ignore

/** Runs golden files against a subject over their corpus. */
export async function runGolden(files: readonly string[], options: EvalOptions, dependencies: EvalDependencies): Promise<RunRecord> {
  const corpus = options.corpus ?? 'corpus';
  const set = loadGolden({ files, cwd: dependencies.cwd, corpus });
  if (set.corpora.length > 1)
    throw new AppError('bad_golden', `the golden files are about several corpora (${set.corpora.join(', ')}): evaluate them one at a time`);
  const selection = selectionOf(options, dependencies.cwd);
  const selected = selectCases(set, selection);
  const settings = toSettings(options, dependencies, { cutoffs: set.cutoffs, total: 'eval' });
  const prepared: Prepared = {
    name: 'golden',
    files: set.files,
    hash: set.hash,
    warnings: set.warnings,
    selected: [...describeSelection(selection), ...(options.stage === undefined || settings.stages.size === allStages.length ? [] : [`--stage ${options.stage}`])],
    isFiltered: describeSelection(selection).length > 0,
    gates: overrideGates(set.gates, parseGates(options)),
    settings,
    run: (subject, runSettings) => runCases(subject, selected, runSettings),
  };
  const subject = await dependencies.createSubject(set.corpora[0]);
  try {
    return await execute(subject, prepared, options, dependencies);
  } finally {
    await subject.close();
  }
} // prettier-ignore

/** Indexes a BEIR folder in a temporary place and measures retrieval on it. */
export async function runBeirFolder(folder: string, options: EvalOptions, dependencies: EvalDependencies): Promise<RunRecord> {
  const set = readBeir(resolve(dependencies.cwd, folder));
  const settings = toSettings({ ...options, stage: 'retrieval' }, dependencies, { cutoffs: defaultCutoffs, total: folder });
  const limit = options.limit ?? set.queries.length;
  const step = Math.max(1, set.queries.length / limit);
  const queries = set.queries.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  const unjudged = set.unjudged === 0 ? [] : [`${set.unjudged} queries have no relevant document and cannot be measured`];
  const prepared: Prepared = {
    name: folder,
    files: set.files.map((file) => join(folder, file.slice(resolve(dependencies.cwd, folder).length + 1))),
    hash: set.hash,
    warnings: unjudged,
    selected: queries.length === set.queries.length ? [] : [`--limit ${limit}`],
    isFiltered: queries.length < set.queries.length,
    gates: parseGates(options),
    settings,
    run: (subject, runSettings) => runBeir(subject, { ...set, queries }, runSettings),
  };
  const empty = await dependencies.createSubject(undefined);
  try {
    const subject = await empty.withDocuments(set.documents);
    try {
      return await execute(subject, prepared, options, dependencies);
    } finally {
      await subject.close();
    }
  } finally {
    await empty.close();
  }
} // prettier-ignore
