/**
 * Reads the YAML block at the top of a note. Only YAML, and only data: other languages (`---js`) are never run,
 * custom tags stay text, aliases are bounded. A broken block costs its fields, never the body.
 */
import { LineCounter, parseDocument } from 'yaml';

export interface FrontMatter {
  readonly fields: ReadonlyMap<string, unknown>;
  /** Text after the block. */
  readonly body: string;
  /** Lines in front of the body. */
  readonly bodyOffset: number;
  readonly warnings: readonly { readonly line?: number; readonly message: string }[];
}

const opening = /^---[ \t]*([A-Za-z]*)[ \t]*\n/;
const maximumLength = 64 * 1024;
const maximumNodes = 5_000;

function countNodes(value: unknown, budget: { left: number }): boolean {
  if (--budget.left < 0) return false;
  if (Array.isArray(value)) return value.every((item) => countNodes(item, budget));
  if (value !== null && typeof value === 'object')
    return Object.values(value).every((item) => countNodes(item, budget));
  return true;
}

function parseFields(yaml: string): Pick<FrontMatter, 'fields' | 'warnings'> {
  const lines = new LineCounter();
  const none = new Map<string, unknown>();
  const document = parseDocument(yaml, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false });
  const error = document.errors[0];
  if (error !== undefined) {
    const line = lines.linePos(error.pos[0]).line + 1;
    const reason = error.message.split('\n')[0] ?? '';
    return {
      fields: none,
      warnings: [
        {
          line,
          message: `The front matter is not valid YAML (${reason}): the text is indexed without its fields; correct the line.`,
        },
      ],
    };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch {
    return {
      fields: none,
      warnings: [
        {
          line: 1,
          message: 'The front matter repeats aliases without end: its fields are left out; write them out.',
        },
      ],
    };
  }
  if (value === null || value === undefined) return { fields: none, warnings: [] };
  if (typeof value !== 'object' || Array.isArray(value))
    return {
      fields: none,
      warnings: [
        { line: 1, message: 'The front matter is not a list of "key: value" lines: it is left out.' },
      ],
    };
  if (!countNodes(value, { left: maximumNodes }))
    return {
      fields: none,
      warnings: [
        {
          line: 1,
          message: `The front matter has more than ${maximumNodes} values: its fields are left out.`,
        },
      ],
    };
  return { fields: new Map(Object.entries(value)), warnings: [] };
}

/** Splits a text with line feeds only into fields and body. */
export function readFrontMatter(text: string): FrontMatter {
  const none: FrontMatter = { fields: new Map(), body: text, bodyOffset: 0, warnings: [] };
  const start = opening.exec(text);
  if (start === null) return none;
  const closing = /^(?:---|\.\.\.)[ \t]*$/gm;
  closing.lastIndex = start[0].length;
  const end = closing.exec(text);
  if (end === null || end.index > maximumLength) return none;
  const yaml = text.slice(start[0].length, end.index);
  const body = text.slice(end.index + end[0].length).replace(/^\n/, '');
  const bodyOffset = yaml.split('\n').length + 1;
  const language = (start[1] ?? '').toLowerCase();
  if (language !== '' && language !== 'yaml' && language !== 'yml') {
    const message = `The front matter is written in "${start[1]}", which is never run: its fields are left out; use YAML.`;
    return { fields: new Map(), body, bodyOffset, warnings: [{ line: 1, message }] };
  }
  // A rule (---) at the top of a text without front matter: two lines of dashes around running text.
  if (language === '' && !/^[ \t]*["']?[\p{L}_][^\n:]*:(?:[ \t]|$)/mu.test(yaml) && yaml.trim() !== '') {
    if (!/:/.test(yaml)) return none;
  }
  return { body, bodyOffset, ...parseFields(yaml) };
}
