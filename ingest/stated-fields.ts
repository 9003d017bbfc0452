/**
 * "Client: ACME", "Tech: Go, Redis": lines with a label that open a text without front matter say what front matter would. They stay text, and
 * become fields of the document as well. Only lists in front of the first section are read; a label in running text is prose.
 */
import type { Block } from './blocks.js';
import { stripMarks } from './readers/inline.js';

const openingBlocks = 4;
const statedLine = /^(\p{Lu}[\p{L}\p{N}'’ /-]{1,24}):\s+(\S.*)$/u;
/** What the file says for the machine, or of itself: a line of text decides neither. */
const notStated =
  /^(?:title|name|summary|description|type|kind|visibility|private|draft|public|note|notes|todo|warning|tip|example)$/i;
const longestListed = 4; // words

/** "Go, Redis" -> two values; a sentence with commas stays one. */
function valuesIn(text: string): string | string[] {
  const pieces = text.replace(/\.$/, '').split(/,\s+(?:and\s+)?|;\s+/);
  return pieces.length > 1 && pieces.every((piece) => piece.split(/\s+/).length <= longestListed)
    ? pieces
    : text;
}

/** Fields that the opening lists of the text state, in order; a list counts when every item has a label. */
export function statedFields(blocks: readonly Block[]): ReadonlyMap<string, string | string[]> {
  const found = new Map<string, string | string[]>();
  const opening = blocks.filter((block, at) => at > 0 || block.type !== 'heading');
  for (const block of opening.slice(0, openingBlocks)) {
    if (block.type === 'heading') break;
    if (block.type !== 'list') continue;
    const lines = block.items.map(({ text }) => statedLine.exec(stripMarks(text)));
    if (lines.length < 2 || lines.includes(null)) continue;
    for (const [, label = '', value = ''] of lines.filter((line) => line !== null))
      if (!notStated.test(label) && !found.has(label)) found.set(label, valuesIn(value));
  }
  return found;
}
