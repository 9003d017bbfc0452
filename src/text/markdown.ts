/** Small Markdown conversions on single lines and sentences. Not a parser: documents are parsed at ingest. */

/** Text as a reader sees it: no emphasis marks, link targets, list or heading marks; code keeps its words. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s{0,3}(?:#{1,6}\s+|>\s?)/gm, '')
    .replace(/^\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?/gm, '')
    .replace(/(\*\*|__|~~)(?=\S)([\s\S]*?\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])([*_])(?=\S)([^*_]*?\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/`+([^`]*)`+/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A list item without its marker, on one line; inline marks stay. */
export function withoutMarker(item: string): string {
  return item
    .replace(/^\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?/, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

export function isListItem(text: string): boolean {
  return /^\s*(?:[-*+]|\d{1,3}[.)])\s+\S/.test(text);
}

export function isTableRow(text: string): boolean {
  return /^\s*\|.*\|\s*$/.test(text) && !text.includes('\n');
}

export function isTableRule(text: string): boolean {
  return /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$/.test(text);
}

export function isCode(text: string): boolean {
  return /^\s*(?:```|~~~)/.test(text);
}

/** Cells of a table row, trimmed, escaped bars restored. */
export function tableCells(row: string): string[] {
  return row
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replace(/\\\|/g, '|').trim());
}

/** Text that is safe inside a table cell. */
export function asCell(text: string): string {
  return text
    .replace(/\|/g, '\\|')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}
