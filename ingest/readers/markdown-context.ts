/** What the parts of a Markdown text share while it is turned into blocks, and its link definitions. */

export interface Context {
  /** Added to a line of the segment to get the line of the file. */
  readonly offset: number;
  readonly definitions: ReadonlyMap<string, string>;
}

const definitionLine = /^ {0,3}\[([^\]^][^\]\n]{0,200})\]:\s*<?(\S{1,2000}?)>?(?:\s+["'(][^\n]*)?$/gm;

/** Addresses by their labels in small letters. */
export function linkDefinitions(text: string): Map<string, string> {
  const definitions = new Map<string, string>();
  if (!text.includes(']:')) return definitions;
  for (const match of text.matchAll(definitionLine)) {
    definitions.set((match[1] ?? '').toLowerCase(), match[2] ?? '');
  }
  return definitions;
}
