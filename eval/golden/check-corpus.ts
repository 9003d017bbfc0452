/** Checks what golden cases say about documents against the files on disk. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, normalize, relative } from 'node:path';
import type { GoldenCase } from './cases.js';
import { fold } from './fold.js';
import { didYouMean } from './problem.js';
import type { Problem } from './problem.js';

/** Paths of all files below a folder, relative to it, with forward slashes. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

function createFoldedReader(corpus: string): (doc: string) => string | undefined {
  const folded = new Map<string, string | undefined>();
  return (doc) => {
    if (!folded.has(doc)) {
      const path = join(corpus, doc);
      const isInside = !isAbsolute(doc) && !normalize(doc).startsWith('..');
      const exists = isInside && existsSync(path) && statSync(path).isFile();
      folded.set(doc, exists ? fold(readFileSync(path, 'utf8')) : undefined);
    }
    return folded.get(doc);
  };
}

/** Paged and office formats are not plain text: their quotes can only be checked against the index. */
const binary = /\.(pdf|docx?|odt|pptx?|xlsx?)$/i;

/** Problems of documents that do not exist and of quotes that do not occur in theirs. Paraphrases are not repeated. */
export function checkAgainstCorpus(cases: readonly GoldenCase[], corpus: string): Problem[] {
  const named = cases.filter((one) => one.evidence.length > 0 || one.near !== undefined);
  if (named.length === 0) return [];
  const first = named[0]?.place ?? { file: corpus, line: 1 };
  if (!existsSync(corpus)) return [{ ...first, message: `the corpus ${corpus} does not exist` }];
  const read = createFoldedReader(corpus);
  const known = filesBelow(corpus);
  return named
    .filter((one) => one.paraphraseOf === undefined)
    .flatMap((one): Problem[] => {
      const missing = (doc: string): Problem => ({
        ...one.place,
        message: `case "${one.id}": the document "${doc}" is not in ${corpus}${didYouMean(doc, known)}`,
      });
      const problems = one.near !== undefined && read(one.near) === undefined ? [missing(one.near)] : [];
      for (const { doc, quote } of one.evidence) {
        const text = read(doc);
        if (text === undefined) problems.push(missing(doc));
        else if (
          quote !== undefined &&
          !binary.test(doc) &&
          !(fold(quote) !== '' && text.includes(fold(quote)))
        )
          problems.push({
            ...one.place,
            message: `case "${one.id}": the quote "${quote}" does not occur in ${doc}`,
          });
      }
      return problems;
    });
}
