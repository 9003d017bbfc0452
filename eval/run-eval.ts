/**
 * The evaluation as one function: options in, exit status out. Prints results to stdout and progress to stderr; the last
 * line is the verdict and agrees with the status: 0 gates met, 3 a gate or a comparison failed, 2 wrong usage or a bad
 * golden set, 1 the run itself failed.
 */
import { dirname, relative, resolve } from 'node:path';
import { AppError, isAppError, messageOf } from '../src/domain/errors.js';
import { isBeirFolder } from './beir/read-beir.js';
import { runBanking, runClinc } from './datasets/intent-sets.js';
import { runChunking } from './chunking/run-chunking.js';
import { runAnswers } from './datasets/answers.js';
import { runSquad } from './datasets/squad.js';
import { draftGoldenFile } from './golden/draft-cases.js';
import { importCases } from './import/import-cases.js';
import { loadGolden } from './golden/load.js';
import type { EvalDependencies, EvalOptions } from './options.js';
import { renderComparison } from './report/diff.js';
import { renderCase } from './report/show.js';
import { renderTerminal } from './report/terminal.js';
import { rendererOf, writeReports, writeText } from './report/write-reports.js';
import { compareRuns } from './run/compare-runs.js';
import { readRecord } from './run/record.js';
import type { RunRecord } from './run/record.js';
import { selectCases } from './run/select-cases.js';
import { defaultBaseline, lastRunFile, runBeirFolder, runGolden, selectionOf } from './run/targets.js';
import { exitCodes } from './run/verdict.js';

const defaultPath = 'eval/golden';
const failedCasesShown = 25;

type Command = (options: EvalOptions, dependencies: EvalDependencies) => Promise<number>;

function pathsOf(options: EvalOptions): readonly string[] {
  return options.paths === undefined || options.paths.length === 0 ? [defaultPath] : options.paths;
}

/** A baseline keeps figures and values, not words. */
function bless(run: RunRecord, options: EvalOptions, dependencies: EvalDependencies): void {
  const path = resolve(dependencies.cwd, options.baseline ?? defaultBaseline);
  const reasons = [
    ...(run.complete ? [] : ['it was interrupted']),
    ...(run.counts.errors === 0 ? [] : [`${run.counts.errors} cases threw`]),
    ...(run.header.selection.length === 0 ? [] : [`only a part was run (${run.header.selection.join(' ')})`]),
  ];
  if (reasons.length > 0)
    throw new AppError('bad_config', `--bless: this run cannot become the baseline: ${reasons.join('; ')}`);
  const cases = run.cases.map(({ detail: _detail, ...one }) => ({ ...one, latenciesMs: [] }));
  writeText(path, `${JSON.stringify({ ...run, cases })}\n`);
  dependencies.stderr(`baseline written to ${path}\n`);
}

/** Errors first, then red gates. */
function worstExit(runs: readonly RunRecord[]): number {
  const codes = runs.map((run) => run.exitCode);
  return codes.find((code) => code === exitCodes.runFailed) ?? Math.max(...codes);
}

function listCases(options: EvalOptions, dependencies: EvalDependencies): number {
  const set = loadGolden({
    files: pathsOf(options),
    cwd: dependencies.cwd,
    corpus: options.corpus ?? 'corpus',
  });
  const selected = selectCases(set, selectionOf(options, dependencies.cwd));
  const ids = [...selected.cases, ...selected.router, ...selected.pairs]
    .filter((one) => one.split === 'dev' || options.reveal === true)
    .map((one) => one.id);
  dependencies.stdout(
    options.json === true ? `${JSON.stringify(ids)}\n` : ids.map((id) => `${id}\n`).join(''),
  );
  return exitCodes.met;
}

function printRuns(runs: readonly RunRecord[], options: EvalOptions, dependencies: EvalDependencies): void {
  const { stdout, stderr } = dependencies;
  if (options.json === true) stdout(`${JSON.stringify(runs.length === 1 ? runs[0] : runs, undefined, 1)}\n`);
  for (const run of runs) {
    if (options.json !== true && options.quiet !== true) {
      if (runs.length > 1 || run.header.goldenFiles.length > 0)
        stdout(`${run.header.goldenFiles.join(', ')}\n`);
      stdout(`${renderTerminal(run, { shown: failedCasesShown }).join('\n')}\n`);
    }
  }
  const worst = worstExit(runs);
  // With several runs the worst one speaks last, so that the last line agrees with the exit status.
  const ordered = [...runs].sort((a, b) => Number(a.exitCode === worst) - Number(b.exitCode === worst));
  for (const run of ordered) (options.json === true ? stderr : stdout)(`${run.verdict}\n`);
}

const run: Command = async (options, dependencies) => {
  if (options.list === true) return listCases(options, dependencies);
  for (const path of options.output ?? []) rendererOf(path);
  const paths = pathsOf(options);
  const folders = paths.filter((path) => isBeirFolder(resolve(dependencies.cwd, path)));
  const files = paths.filter((path) => !folders.includes(path));
  const count = folders.length + (files.length > 0 ? 1 : 0);
  const single = [options.output?.[0] ?? options.run, options.baseline ?? options.bless];
  if (count > 1 && single.some((value) => value !== undefined && value !== false))
    throw new AppError('bad_config', 'reports, run files and baselines are of one golden set or folder: name one at a time');
  const runs: RunRecord[] = [];
  if (files.length > 0) runs.push(await runGolden(files, options, dependencies));
  for (const folder of folders) runs.push(await runBeirFolder(folder, options, dependencies));
  const { cwd, summaryPath } = dependencies;
  for (const one of runs) {
    writeReports(one, { paths: options.output ?? [], cwd, ...(summaryPath === undefined ? {} : { summaryPath }) });
    if (files.length > 0) writeText(resolve(cwd, options.dataDir ?? '.askfolio', lastRunFile), `${JSON.stringify(one)}\n`);
    if (options.bless === true) bless(one, options, dependencies);
  }
  printRuns(runs, options, dependencies);
  return worstExit(runs);
}; // prettier-ignore

const check: Command = async (options, { cwd, stdout }) => {
  const set = loadGolden({ files: pathsOf(options), cwd, corpus: options.corpus ?? 'corpus' });
  const { files, cases, router, pairs, gates, warnings } = set;
  if (options.json === true) {
    stdout(`${JSON.stringify({ files, cases: cases.length, router: router.length, pairs: pairs.length, gates: gates.length, warnings })}\n`);
    return exitCodes.met;
  }
  for (const warning of warnings) stdout(`warning: ${warning}\n`);
  stdout(`PASS ${files.length} files: ${cases.length} cases with paraphrases, ${router.length} router cases, ${pairs.length} pairs, ${gates.length} gates\n`);
  return exitCodes.met;
}; // prettier-ignore

const draft: Command = async (options, { cwd, stdout, stderr }) => {
  const corpus = resolve(cwd, options.corpus ?? 'corpus');
  const [path] = options.output ?? [];
  const corpusFromFile = path === undefined ? corpus : relative(dirname(resolve(cwd, path)), corpus);
  const { text, count } = draftGoldenFile(corpus, corpusFromFile);
  if (path === undefined) stdout(text);
  else writeText(resolve(cwd, path), text);
  stderr(`${count} drafts${path === undefined ? '' : ` written to ${path}`}\n`);
  return exitCodes.met;
};

const importFile: Command = async (options, { cwd, stdout, stderr }) => {
  const [name] = options.paths ?? [];
  if (name === undefined) throw new AppError('bad_config', 'eval import: name the file to import');
  const corpus = resolve(cwd, options.corpus ?? 'corpus');
  const [path] = options.output ?? [];
  const corpusFromFile = path === undefined ? corpus : relative(dirname(resolve(cwd, path)), corpus);
  const { text, count, drafts } = importCases({ path: resolve(cwd, name), name, corpus, corpusFromFile });
  if (path === undefined) stdout(text);
  else writeText(resolve(cwd, path), text);
  stderr(`${count} cases${path === undefined ? '' : ` written to ${path}`}, ${drafts} of them drafts\n`);
  return exitCodes.met;
};

const show: Command = async (options, dependencies) => {
  const [id, ...paths] = options.paths ?? [];
  if (id === undefined) throw new AppError('bad_config', 'eval show: name the id of a case');
  const files = paths.length === 0 ? [defaultPath] : paths;
  const record = await runGolden(files, { ...options, id: [id], gate: [] }, dependencies);
  const replay = `askfolio eval show ${id}${paths.length === 0 ? '' : ` ${paths.join(' ')}`}${options.reveal === true ? ' --reveal' : ''}`;
  if (record.cases.every((one) => one.detail === undefined))
    throw new AppError('bad_config', `eval show ${id}: this case is in the test half: add --reveal to see it, and do not tune on it`);
  if (options.json === true) dependencies.stdout(`${JSON.stringify(record.cases, undefined, 1)}\n`);
  else for (const one of record.cases) dependencies.stdout(`${renderCase(one, replay).join('\n')}\n`);
  return record.counts.errors > 0 ? exitCodes.runFailed : exitCodes.met;
}; // prettier-ignore

const diff: Command = async (options, { cwd, stdout }) => {
  const [first, second] = options.paths ?? [];
  if (first === undefined || second === undefined) throw new AppError('bad_config', 'eval diff: name two JSON reports');
  const [before, now] = [readRecord(resolve(cwd, first)), readRecord(resolve(cwd, second))];
  const gatedMetrics = now.gates.map((gate) => gate.metric);
  const comparison = compareRuns(before, now, { gatedMetrics, tolerance: options.tolerance ?? 0.01, seed: options.seed ?? 7 });
  if (options.json === true) stdout(`${JSON.stringify(comparison, undefined, 1)}\n`);
  else stdout(`${renderComparison(comparison).join('\n')}\n`);
  const isWorse = comparison.regressions.length > 0;
  if (options.json !== true) stdout(isWorse ? `FAIL worse: ${comparison.regressions.join(', ')}\n` : 'PASS no regression\n');
  return isWorse ? exitCodes.failed : exitCodes.met;
}; // prettier-ignore

const commands: Readonly<Record<NonNullable<EvalOptions['command']>, Command>> = {
  run,
  check,
  new: draft,
  import: importFile,
  show,
  diff,
  squad: runSquad,
  answers: runAnswers,
  chunking: runChunking,
  clinc150: runClinc,
  banking77: runBanking,
};

/** Runs one command of the evaluation and returns its exit status. Rejects never: every failure has a message and a status. */
export async function runEval(options: EvalOptions, dependencies: EvalDependencies): Promise<number> {
  try {
    return await commands[options.command ?? 'run'](options, dependencies);
  } catch (error) {
    const isUsage = isAppError(error, 'bad_golden') || isAppError(error, 'bad_config');
    dependencies.stderr(`${messageOf(error)}\n`);
    dependencies.stderr(isUsage ? 'ERROR nothing was measured: wrong usage or a bad golden set\n' : 'ERROR the run failed\n');
    return isUsage ? exitCodes.usage : exitCodes.runFailed;
  }
} // prettier-ignore
