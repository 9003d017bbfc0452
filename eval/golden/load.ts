/**
 * Reads golden files into one set and checks them against their corpus: every document exists, every quote occurs in it.
 * Nothing is skipped: any problem fails the whole set, with file and line. Does not need an index.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { AppError, messageOf } from '../../src/domain/errors.js';
import { contradictionsOf, toCases, toPair, toRouterCase } from './cases.js';
import type { CachePair, GoldenCase, RouterCase } from './cases.js';
import { checkAgainstCorpus } from './check-corpus.js';
import { toGates } from './gates.js';
import type { Gate } from './gates.js';
import { parseJsonLines, parseYamlFile } from './parse.js';
import type { Located, ParsedFile } from './parse.js';
import { failOnProblems } from './problem.js';
import type { Problem } from './problem.js';

export interface GoldenSet {
  readonly files: readonly string[];
  /** Folders that the files point at, absolute. */
  readonly corpora: readonly string[];
  /** SHA-256 of the files' contents, in the order of their names. */
  readonly hash: string;
  readonly cutoffs: readonly number[];
  readonly cases: readonly GoldenCase[];
  readonly router: readonly RouterCase[];
  readonly pairs: readonly CachePair[];
  readonly gates: readonly Gate[];
  readonly warnings: readonly string[];
}

const extensions = /\.(ya?ml|jsonl?)$/i;
export const defaultCutoffs = [1, 3, 5, 10];

/** Golden files of a folder whose names match a pattern with `*`, sorted. Does not descend. */
function matchingFiles(folder: string, pattern: string): string[] {
  if (!existsSync(folder)) return [];
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.test(entry.name) && expression.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .sort();
}

/** Files named, or found in folders and by `*` in the last part, without duplicates. @throws AppError `bad_golden` when one gives nothing. */
export function findGoldenFiles(named: readonly string[], cwd: string): string[] {
  const files = named.flatMap((given) => {
    const path = resolve(cwd, given);
    if (existsSync(path) && statSync(path).isFile()) return [path];
    const found = existsSync(path) ? matchingFiles(path, '*') : matchingFiles(dirname(path), basename(path));
    if (found.length === 0)
      throw new AppError('bad_golden', `${given}: no golden file (.yaml, .yml, .json, .jsonl) is there`);
    return found;
  });
  return [...new Set(files)];
}

function parseFile(path: string, name: string): ParsedFile {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError('bad_golden', `${name}:1: cannot be read: ${messageOf(error)}`, { cause: error });
  }
  return /\.jsonl$/i.test(path) ? parseJsonLines(name, content) : parseYamlFile(name, content);
}

function duplicateIds(items: readonly Located<{ id: string }>[]): Problem[] {
  const first = new Map<string, Located<{ id: string }>>();
  return items.flatMap((item) => {
    const earlier = first.get(item.value.id);
    if (earlier === undefined) {
      first.set(item.value.id, item);
      return [];
    }
    const { file, line } = earlier.place;
    return [{ ...item.place, message: `duplicate id "${item.value.id}", first used at ${file}:${line}` }];
  });
}

function warningsOf(cases: readonly GoldenCase[]): string[] {
  const warnings: string[] = [];
  const unanswerable = cases.filter((one) => !one.answerable).length;
  if (cases.length > 0 && cases.length < 30)
    warnings.push(`only ${cases.length} cases: figures over fewer than 30 say little`);
  if (cases.length > 0 && unanswerable / cases.length < 0.2)
    warnings.push(
      `${unanswerable} of ${cases.length} cases must not be answered: below 20 %, refusals are hardly measured`,
    );
  return warnings;
}

interface LoadedFile {
  readonly parsed: ParsedFile;
  readonly corpus: string;
}

function loadFile(path: string, cwd: string, defaultCorpus: string): LoadedFile {
  const parsed = parseFile(path, relative(cwd, path) || path);
  const corpus =
    parsed.header.corpus === undefined
      ? resolve(cwd, defaultCorpus)
      : resolve(dirname(path), parsed.header.corpus);
  return { parsed, corpus };
}

function fileProblems({ parsed, corpus }: LoadedFile): Problem[] {
  if (parsed.problems.length > 0) return [...parsed.problems];
  const { file } = parsed.headerPlace;
  if (parsed.cases.length + parsed.router.length + parsed.pairs.length === 0)
    return [{ file, line: 1, message: 'the set is empty: it needs cases, router or pairs' }];
  const contradictions = parsed.cases.flatMap(({ value, place }) =>
    contradictionsOf(value).map((message) => ({ ...place, message: `case "${value.id}": ${message}` })),
  );
  return [...contradictions, ...checkAgainstCorpus(parsed.cases.flatMap(toCases), corpus)];
}

/** Corpora of the files that name one or have cases about one; routers and pairs alone go with any. */
function corporaOf(loaded: readonly LoadedFile[]): string[] {
  const bound = loaded.filter(({ parsed }) => parsed.header.corpus !== undefined || parsed.cases.length > 0);
  return [...new Set((bound.length === 0 ? loaded : bound).map((one) => one.corpus))];
}

/**
 * Loads and checks golden files.
 * @throws AppError `bad_golden` that lists every problem as `file:line: message`.
 */
export function loadGolden(options: {
  readonly files: readonly string[];
  readonly cwd: string;
  /** For files without a `corpus` of their own. */
  readonly corpus: string;
}): GoldenSet {
  const files = findGoldenFiles(options.files, options.cwd);
  const loaded = files.map((path) => loadFile(path, options.cwd, options.corpus));
  const parsed = loaded.map((one) => one.parsed);
  const gates = parsed.map((file) => toGates(file.header.gates ?? {}, file.headerPlace));
  const all: Located<{ id: string }>[] = parsed.flatMap((file) => [
    ...file.cases,
    ...file.router,
    ...file.pairs,
  ]);
  failOnProblems([
    ...loaded.flatMap(fileProblems),
    ...duplicateIds(all),
    ...gates.flatMap((one) => one.problems),
  ]);
  const cases = parsed.flatMap((file) => file.cases.flatMap(toCases));
  const hash = createHash('sha256');
  for (const path of files) hash.update(readFileSync(path)).update('\0');
  const cutoffs = parsed.flatMap((file) => file.header.defaults?.k ?? []);
  return {
    files: files.map((path) => relative(options.cwd, path) || path),
    corpora: corporaOf(loaded),
    hash: hash.digest('hex'),
    cutoffs: [...new Set(cutoffs.length === 0 ? defaultCutoffs : cutoffs)].sort((a, b) => a - b),
    cases,
    router: parsed.flatMap((file) => file.router.map(toRouterCase)),
    pairs: parsed.flatMap((file) => file.pairs.map(toPair)),
    gates: gates.flatMap((one) => one.gates),
    warnings: warningsOf(cases),
  };
}
