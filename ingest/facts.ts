/** Front matter fields -> readable facts ("Stack: Go, Redis"), for a chunk of their own and for the catalogue. */
import type { DocumentField } from '../src/domain/catalogue.js';
import type { Block, ListItem } from './blocks.js';
import { typeNamed } from './document-type.js';

/** Fields that steer the index and tell a visitor nothing. */
const silentKeys =
  /^(?:title|visibility|access|private|draft|public|standing|layout|slug|permalink|id|uid|weight|order|template|cssclass(?:es)?|aliases|published)$/;
/** What they say of the document is its kind, unless it is a word that no kind has: "type: talk". */
const typeKeys = /^(?:type|kind|documenttype)$/;
const maximumDepth = 6;
const maximumValueLength = 1_000;

/** "projectLead" and "project_lead" -> "Project lead"; "awards" -> "Awards"; "API" stays. */
export function labelOf(key: string): string {
  const words = key
    .replace(/[_\-.]+/g, ' ')
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, ' ')
    .replace(/(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .split(' ')
    .map((word) => (word.length > 1 && word === word.toUpperCase() ? word : word.toLowerCase()))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function scalarText(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}

/** One line for any value: lists with commas, nested fields as "name ACME, city Berlin". */
export function textOfValue(value: unknown, depth = 0): string {
  if (depth > maximumDepth) return '';
  if (Array.isArray(value)) {
    const parts = value.map((item) => textOfValue(item, depth + 1)).filter((text) => text !== '');
    return parts.join(parts.some((text) => text.includes(', ')) ? '; ' : ', ').slice(0, maximumValueLength);
  }
  if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    return Object.entries(value)
      .map(([key, item]) => [labelOf(key).toLowerCase(), textOfValue(item, depth + 1)] as const)
      .filter(([, text]) => text !== '')
      .map(([label, text]) => `${label} ${text}`)
      .join(', ')
      .slice(0, maximumValueLength);
  }
  return scalarText(value).slice(0, maximumValueLength);
}

/** The values of a field one by one: the items of a list, else one. */
export function valuesOf(value: unknown): string[] {
  const items = Array.isArray(value) ? value : [value];
  return items.map((item) => textOfValue(item)).filter((text) => text !== '');
}

/** Every field that holds something and is meant for readers, in the order of the file. */
export function documentFields(fields: ReadonlyMap<string, unknown>): DocumentField[] {
  const found: DocumentField[] = [];
  for (const [key, value] of fields) {
    const plainKey = key.toLowerCase().replace(/[\s_-]/g, '');
    const values = valuesOf(value);
    if (silentKeys.test(plainKey)) continue;
    if (typeKeys.test(plainKey) && values.every((word) => typeNamed(word) !== undefined)) continue;
    if (values.length > 0) found.push({ key, label: labelOf(key), values });
  }
  return found;
}

/** The facts as blocks: the summary as running text, then a list of the rest. Tags have a field of their own in every chunk. */
export function factBlocks(fields: readonly DocumentField[]): Block[] {
  const place = { line: 1, endLine: 1 };
  const blocks: Block[] = [];
  const items: ListItem[] = [];
  for (const field of fields) {
    const key = field.key.toLowerCase();
    if (key === 'tags' || key === 'tag' || key === 'keywords') continue;
    const text = field.values.join(field.values.some((value) => value.includes(', ')) ? '; ' : ', ');
    if (key === 'summary' || key === 'description') blocks.push({ type: 'paragraph', text, ...place });
    else items.push({ text: `${field.label}: ${text}`, marker: '- ', ...place });
  }
  if (items.length > 0) blocks.push({ type: 'list', items, ...place });
  return blocks;
}
