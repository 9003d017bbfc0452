/**
 * The one table of formats: which reader takes a file, by its name, and within which limits. Readers are loaded when the first file
 * of their kind comes; those that run large foreign parsers run in a worker that can be ended.
 */
import type { ParsedDocument } from '../blocks.js';

export interface Reader {
  readonly extensions: readonly string[];
  readonly maximumBytes: number;
  /** Text formats are masked as a whole before they are parsed; the others block by block afterwards. */
  readonly isText: boolean;
  /** Runs a foreign parser over foreign bytes: in a worker, with limits of time and memory. */
  readonly isRisky: boolean;
  readonly load: () => Promise<(bytes: Uint8Array, path: string) => ParsedDocument | Promise<ParsedDocument>>;
}

const megabyte = 1024 * 1024;
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function loadMarkdown(isPlainText: boolean) {
  const { parseMarkdown } = await import('./markdown.js');
  return (bytes: Uint8Array) => parseMarkdown(decode(bytes), { isPlainText });
}

export const readers = {
  markdown: { extensions: ['md', 'markdown', 'mdown', 'mkd', 'mdx'], maximumBytes: 20 * megabyte, isText: true, isRisky: false, load: () => loadMarkdown(false) },
  text: { extensions: ['txt', 'text', 'rst', 'org', 'adoc', 'asciidoc'], maximumBytes: 20 * megabyte, isText: true, isRisky: false, load: () => loadMarkdown(true) },
  html: { extensions: ['html', 'htm', 'xhtml'], maximumBytes: 10 * megabyte, isText: false, isRisky: true, load: async () => (await import('./html.js')).readHtml },
  docx: { extensions: ['docx'], maximumBytes: 50 * megabyte, isText: false, isRisky: true, load: async () => (await import('./docx.js')).readDocx },
  pdf: { extensions: ['pdf'], maximumBytes: 100 * megabyte, isText: false, isRisky: true, load: async () => (await import('./pdf.js')).readPdf },
  notebook: { extensions: ['ipynb'], maximumBytes: 50 * megabyte, isText: false, isRisky: false, load: async () => (await import('./notebook.js')).readNotebook },
  json: { extensions: ['json'], maximumBytes: 5 * megabyte, isText: false, isRisky: false, load: async () => (await import('./json-resume.js')).readJson },
  questions: { extensions: ['csv', 'tsv', 'jsonl', 'ndjson'], maximumBytes: 20 * megabyte, isText: false, isRisky: false, load: async () => (await import('./questions.js')).readQuestions },
} as const satisfies Record<string, Reader>; // prettier-ignore

export type ReaderName = keyof typeof readers;

const readerNames = Object.keys(readers) as ReaderName[];

/** Files of a repository that are written for people and have no ending. */
const repositoryText =
  /(?:^|\/)(?:readme|changelog|changes|history|news|contributing|authors|architecture)$/i;

/** Undefined: files of this name are not read. JSON is read only where it is a résumé by its name. */
export function readerNameFor(fileName: string): ReaderName | undefined {
  const extension = /\.([^./]+)$/.exec(fileName)?.[1]?.toLowerCase();
  if (extension === undefined) return repositoryText.test(fileName) ? 'text' : undefined;
  if (extension === 'json' && !/resume|résumé|cv|profile/i.test(fileName)) return undefined;
  return readerNames.find((name) => (readers[name].extensions as readonly string[]).includes(extension));
}

export function readerNamed(name: ReaderName): Reader {
  return readers[name];
}
