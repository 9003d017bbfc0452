/** What every importer makes of a row: a case of a golden file, drafted where something could not be carried over. */
import type { RawCase } from '../golden/schema.js';

export interface ImportedRow {
  /** Line in the file it came from. */
  readonly line: number;
  readonly id?: string;
  readonly question: string;
  /** Texts that an accepted answer holds; long ones are kept as a note. */
  readonly answers: readonly string[];
  readonly includes: readonly string[];
  readonly includesAny: readonly string[];
  readonly excludes: readonly string[];
  /** Paths of gold documents. */
  readonly documents: readonly string[];
  /** Texts that occur in a gold document. */
  readonly quotes: readonly string[];
  readonly isAnswerable: boolean;
  readonly kind?: string;
  /** What the format of origin asks for and a golden file cannot say. */
  readonly lost: readonly string[];
}

export const emptyRow = { answers: [], includes: [], includesAny: [], excludes: [], documents: [], quotes: [], isAnswerable: true, lost: [] } as const; // prettier-ignore

/** An answer of more words than this is a model answer, which no other answer holds word for word. */
const longestPhrase = 8;

function isPhrase(text: string): boolean {
  return text.split(/\s+/).length <= longestPhrase;
}

/** The document of the corpus that holds a quote, by path; undefined when none does. */
export type QuoteFinder = (quote: string) => string | undefined;

function listed<Value>(key: string, values: readonly Value[]): Record<string, readonly Value[]> {
  return values.length === 0 ? {} : { [key]: values };
}

/** The case as it is written down. Not checked against the schema yet. */
export function toRawCase(row: ImportedRow, id: string, find: QuoteFinder): Record<string, unknown> & Pick<RawCase, 'id'> {
  const phrases = row.answers.filter(isPhrase);
  const found = row.quotes.map((quote) => ({ doc: find(quote), quote }));
  const notes = [
    ...row.answers.filter((text) => !isPhrase(text)).map((text) => `Model answer: ${text}`),
    ...found.filter(({ doc }) => doc === undefined).map(({ quote }) => `No document of the corpus holds: ${quote}`),
    ...row.lost.map((text) => `Not carried over: ${text}`),
  ];
  const evidence = [
    ...found.filter(({ doc }) => doc !== undefined),
    ...row.documents.filter((doc) => found.every((one) => one.doc !== doc)).map((doc) => ({ doc })),
  ];
  const isJudged = phrases.length + row.includes.length + row.includesAny.length + evidence.length > 0;
  const isDraft = row.lost.length > 0 || found.some(({ doc }) => doc === undefined) || (row.isAnswerable && !isJudged);
  return {
    id,
    q: row.question,
    ...(row.isAnswerable ? listed('answers', phrases) : { answerable: false, kind: row.kind ?? 'missing_fact', ...(row.documents[0] === undefined ? {} : { near: row.documents[0] }) }),
    ...listed('must_include', row.includes),
    ...listed('must_include_any', row.includesAny),
    ...listed('must_not_include', row.excludes),
    ...(row.isAnswerable ? (evidence.length === 0 ? { expect_status: ['answered', 'partial'] } : { evidence }) : {}),
    ...(isDraft ? { status: 'draft' } : {}),
    ...(notes.length === 0 ? {} : { note: notes.join('\n') }),
  };
} // prettier-ignore
