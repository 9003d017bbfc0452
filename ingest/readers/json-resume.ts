/** A résumé in JSON (JSON Resume or any object of sections): each section a heading, each entry a list of readable facts. */
import type { Block, ParsedDocument } from '../blocks.js';
import { labelOf, textOfValue } from '../facts.js';

const place = { line: 1, endLine: 1 };
const skipped = new Set(['$schema', 'meta']);
const maximumEntries = 500;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** "Engineer, ACME" for an entry of work, "Go" for a skill. */
function nameOf(entry: Record<string, unknown>): string {
  const parts = [
    'position',
    'studyType',
    'area',
    'name',
    'title',
    'institution',
    'organization',
    'language',
    'network',
    'awarder',
  ];
  return parts
    .map((key) => entry[key])
    .filter((value): value is string => typeof value === 'string' && value !== '')
    .slice(0, 3)
    .join(', ');
}

function entryBlocks(entry: Record<string, unknown>): Block[] {
  const items = Object.entries(entry).flatMap(([key, value]) => {
    const text = textOfValue(value);
    return text === '' ? [] : [{ text: `${labelOf(key)}: ${text}`, marker: '- ', ...place }];
  });
  return items.length === 0 ? [] : [{ type: 'list', items, ...place }];
}

function sectionBlocks(key: string, value: unknown): Block[] {
  const heading: Block = { type: 'heading', depth: 2, text: labelOf(key), ...place };
  if (Array.isArray(value)) {
    return [
      heading,
      ...value.slice(0, maximumEntries).flatMap((entry: unknown): Block[] => {
        if (!isRecord(entry)) return [{ type: 'paragraph', text: textOfValue(entry), ...place }];
        const name = nameOf(entry);
        return [
          ...(name === '' ? [] : [{ type: 'heading' as const, depth: 3, text: name, ...place }]),
          ...entryBlocks(entry),
        ];
      }),
    ];
  }
  return isRecord(value)
    ? [heading, ...entryBlocks(value)]
    : [heading, { type: 'paragraph', text: textOfValue(value), ...place }];
}

/** Throws when the bytes are no JSON object. */
export function readJson(bytes: Uint8Array): ParsedDocument {
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (!isRecord(value)) throw new Error('it is no JSON object');
  const blocks = Object.entries(value).flatMap(([key, section]) =>
    skipped.has(key) ? [] : sectionBlocks(key, section),
  );
  return { fields: new Map(Object.entries({ title: 'Résumé', type: 'profile' })), blocks, warnings: [] };
}
