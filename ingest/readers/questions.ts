/** CSV, TSV and JSON lines: rows with a question and an answer become question blocks, any other table becomes a table of facts. */
import { parse } from 'csv-parse/sync';
import type { Block, ParsedDocument } from '../blocks.js';
import { labelOf, textOfValue } from '../facts.js';

const questionName = /^(?:q|question|prompt|query|ask)$/i;
const answerName = /^(?:a|answer|response|reply|completion|text)$/i;
const maximumRows = 50_000;

interface Row {
  readonly line: number;
  readonly values: ReadonlyMap<string, string>;
}

function csvRows(text: string, delimiter: string): Row[] {
  const records: string[][] = parse(text, {
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: maximumRows,
  });
  const [header = [], ...rows] = records;
  return rows.map((row, index) => ({
    line: index + 2,
    values: new Map(header.map((name, column) => [name.trim(), (row[column] ?? '').trim()])),
  }));
}

function jsonRows(text: string, warnings: { line: number; message: string }[]): Row[] {
  return text
    .split(/\r?\n/)
    .slice(0, maximumRows)
    .flatMap((source, index): Row[] => {
      if (source.trim() === '') return [];
      try {
        const value: unknown = JSON.parse(source);
        if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
        return [
          {
            line: index + 1,
            values: new Map(Object.entries(value).map(([key, item]) => [key, textOfValue(item)])),
          },
        ];
      } catch {
        if (warnings.length < 5)
          warnings.push({ line: index + 1, message: 'The line is no JSON and is left out: correct it.' });
        return [];
      }
    });
}

function blockOf({ line, values }: Row): Block[] {
  const entries = [...values].filter(([, value]) => value !== '');
  const question = entries.find(([name]) => questionName.test(name))?.[1];
  const answer = entries.find(([name]) => answerName.test(name))?.[1];
  const place = { line, endLine: line };
  if (question !== undefined && answer !== undefined) return [{ type: 'qa', question, answer, ...place }];
  const text = entries.map(([name, value]) => `${labelOf(name)}: ${value.replace(/\s+/g, ' ')}`).join('; ');
  return text === '' ? [] : [{ type: 'list', items: [{ text, marker: '- ', ...place }], ...place }];
}

/** Rows of one list are one list, so that the chunker may pack them. */
function joinLists(blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (block.type === 'list' && last?.type === 'list')
      joined[joined.length - 1] = { ...last, items: [...last.items, ...block.items], endLine: block.endLine };
    else joined.push(block);
  }
  return joined;
}

/** The format is told by the name. */
export function readQuestions(bytes: Uint8Array, path: string): ParsedDocument {
  const text = new TextDecoder().decode(bytes);
  const warnings: { line: number; message: string }[] = [];
  const rows = /\.(?:jsonl|ndjson)$/i.test(path)
    ? jsonRows(text, warnings)
    : csvRows(text, /\.tsv$/i.test(path) ? '\t' : ',');
  return { fields: new Map(), blocks: joinLists(rows.flatMap(blockOf)), warnings };
}
