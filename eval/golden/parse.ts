/** Text of a golden file -> raw objects with the line of each. Knows the schema, not the corpus. */
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { messageOf } from '../../src/domain/errors.js';
import { didYouMean } from './problem.js';
import type { Place, Problem } from './problem.js';
import { caseSchema, goldenFileSchema, headerLineSchema, pairSchema, routerCaseSchema } from './schema.js';
import type { GoldenFile, LineKind, RawCase, RawPair, RawRouterCase } from './schema.js';

export interface Located<Item> {
  readonly value: Item;
  readonly place: Place;
}

export interface ParsedFile {
  readonly header: Pick<GoldenFile, 'corpus' | 'defaults' | 'gates'>;
  readonly headerPlace: Place;
  readonly cases: readonly Located<RawCase>[];
  readonly router: readonly Located<RawRouterCase>[];
  readonly pairs: readonly Located<RawPair>[];
  /** Line of a quote of a case, for messages. */
  readonly problems: readonly Problem[];
}

type Path = readonly PropertyKey[];
type LineOf = (path: Path, key?: string) => number;

const itemSchemas = { cases: caseSchema, router: routerCaseSchema, pairs: pairSchema };

function knownKeys(path: Path): string[] {
  const list = path[0];
  if (path.length <= 1) return Object.keys(goldenFileSchema.shape);
  if (list === 'cases' || list === 'router' || list === 'pairs') {
    if (path.length === 2) return Object.keys(itemSchemas[list].shape);
    return ['doc', 'quote', 'grade', 'q', 'a', 'all', 'none', 'text', 'value', 'tolerance'];
  }
  return ['min', 'max', 'by', 'kind', 'tag', 'trap', 'split', 'k', 'mode'];
}

function pathText(path: Path): string {
  return path.length === 0 ? 'the file' : path.map(String).join('.');
}

/** Unions report one list of issues per branch: those of the branch that got furthest say most. */
function flattenIssue(issue: z.core.$ZodIssue, base: Path): { issue: z.core.$ZodIssue; path: Path }[] {
  const path = [...base, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ issue, path }];
  const depth = (issues: readonly z.core.$ZodIssue[]): number =>
    Math.max(
      ...issues.map(
        (one) =>
          one.path.length * 2 + (one.code === 'unrecognized_keys' ? 1 : one.code === 'invalid_type' ? -1 : 1),
      ),
    );
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
  return best.flatMap((one) => flattenIssue(one, path));
}

function problemsOf(error: z.ZodError, file: string, lineOf: LineOf, base: Path = []): Problem[] {
  return error.issues
    .flatMap((issue) => flattenIssue(issue, base))
    .flatMap(({ issue, path }): Problem[] => {
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => ({
          file,
          line: lineOf(path, key),
          message: `unknown key "${key}" in ${pathText(path)}${didYouMean(key, knownKeys(path))}`,
        }));
      const hint =
        issue.code === 'invalid_value' && typeof issue.input === 'string'
          ? didYouMean(issue.input, issue.values.map(String))
          : '';
      return [{ file, line: lineOf(path), message: `${pathText(path)}: ${issue.message}${hint}` }];
    });
}

function yamlLines(document: Document, lines: LineCounter): LineOf {
  return (path, key) => {
    for (let length = path.length; length >= 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (key !== undefined && length === path.length && isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
        if (isScalar(pair?.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
      }
      const range = (node as { range?: [number, number, number] } | undefined)?.range;
      if (range !== undefined) return lines.linePos(range[0]).line;
    }
    return 1;
  };
}

function emptyFile(file: string, problems: readonly Problem[]): ParsedFile {
  return { header: {}, headerPlace: { file, line: 1 }, cases: [], router: [], pairs: [], problems };
}

/** Parses a YAML (or JSON) golden file; problems carry the line. */
export function parseYamlFile(file: string, content: string): ParsedFile {
  const counter = new LineCounter();
  const document = parseDocument(content, { lineCounter: counter, prettyErrors: false });
  if (document.errors.length > 0)
    return emptyFile(
      file,
      document.errors.map((error) => ({
        file,
        line: counter.linePos(error.pos[0]).line,
        message: error.message,
      })),
    );
  if (document.contents === null)
    return emptyFile(file, [
      { file, line: 1, message: 'the file is empty: it needs a version, and cases, router or pairs' },
    ]);
  const lineOf = yamlLines(document, counter);
  const parsed = goldenFileSchema.safeParse(document.toJS(), { reportInput: true });
  if (!parsed.success) return emptyFile(file, problemsOf(parsed.error, file, lineOf));
  const locate = <Item>(list: readonly Item[] | undefined, key: LineKind): Located<Item>[] =>
    (list ?? []).map((value, index) => ({ value, place: { file, line: lineOf([key, index]) } }));
  return {
    header: parsed.data,
    headerPlace: { file, line: lineOf(['gates']) },
    cases: locate(parsed.data.cases, 'cases'),
    router: locate(parsed.data.router, 'router'),
    pairs: locate(parsed.data.pairs, 'pairs'),
    problems: [],
  };
}

/** Parses a JSONL golden file: an optional header line with `version`, then one item per line. Blank lines are skipped. */
export function parseJsonLines(file: string, content: string): ParsedFile {
  const problems: Problem[] = [];
  const items: { cases: Located<RawCase>[]; router: Located<RawRouterCase>[]; pairs: Located<RawPair>[] } = {
    cases: [],
    router: [],
    pairs: [],
  };
  let header: ParsedFile['header'] = {};
  let kind: LineKind | undefined;
  content.split('\n').forEach((text, index) => {
    const line = index + 1;
    if (text.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      problems.push({ file, line, message: `not a JSON object: ${messageOf(error)}` });
      return;
    }
    const report = (error: z.ZodError, base: Path): void => {
      problems.push(...problemsOf(error, file, () => line, base));
    };
    if (typeof value === 'object' && value !== null && 'version' in value) {
      const parsed = headerLineSchema.safeParse(value, { reportInput: true });
      if (!parsed.success) return report(parsed.error, []);
      ({ kind, ...header } = { kind: undefined, ...parsed.data });
      return;
    }
    const list =
      kind ?? (typeof value === 'object' && value !== null && 'first' in value ? 'pairs' : 'cases');
    const parsed = itemSchemas[list].safeParse(value, { reportInput: true });
    if (!parsed.success) return report(parsed.error, [list, line]);
    (items[list] as Located<unknown>[]).push({ value: parsed.data, place: { file, line } });
  });
  return { header, headerPlace: { file, line: 1 }, ...items, problems };
}
