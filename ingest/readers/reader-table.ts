/** Which reader takes a file, by its name. Readers themselves are loaded when the first file of their kind comes. */

export type ReaderName = 'markdown' | 'text';

const byExtension: Readonly<Record<string, ReaderName>> = {
  md: 'markdown', markdown: 'markdown', mdown: 'markdown', mkd: 'markdown', mdx: 'markdown',
  txt: 'text', text: 'text', rst: 'text', org: 'text', adoc: 'text', asciidoc: 'text',
}; // prettier-ignore

/** Undefined: files of this name are not read. */
export function readerNameFor(fileName: string): ReaderName | undefined {
  const extension = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : byExtension[extension];
}
