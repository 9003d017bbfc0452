/** Finds where chunks lie in their document, although a chunker may have changed white space, dropped tags or repeated headings. */
import type { Range } from '../metrics/spans.js';

export interface LocatedPieces {
  /** Ranges of the document per piece, in UTF-16 units; none where nothing was found. */
  readonly ranges: readonly (readonly Range[])[];
  /** Share of the pieces' characters, white space and tags aside, that were found. */
  readonly located: number;
}

// What a chunker may drop from the middle of a sentence; "<unk>" in WikiText is such a tag.
const tag = /<\/?[a-z][^<>\n]{0,80}>/gi;

/** The text without white space and HTML tags, and where each of its characters was. */
function squeeze(text: string): { squeezed: string; places: Uint32Array } {
  const places: number[] = [];
  let squeezed = '';
  const bare = text.replace(tag, (match) => ' '.repeat(match.length));
  for (let i = 0; i < bare.length; i++) {
    const character = bare.charAt(i);
    if (/\s/.test(character)) continue;
    squeezed += character;
    places.push(i);
  }
  return { squeezed, places: Uint32Array.from(places) };
}

/** From the place of the last piece on, then from the start: pieces come in order and may overlap. */
function find(document: string, piece: string, from: number): number {
  const ahead = document.indexOf(piece, Math.max(0, from));
  return ahead >= 0 ? ahead : document.indexOf(piece);
}

/** Whole pieces where they occur as they are; else line by line. */
export function locatePieces(document: string, pieces: readonly string[]): LocatedPieces {
  const { squeezed, places } = squeeze(document);
  let cursor = 0;
  let wanted = 0;
  let found = 0;
  const ranges = pieces.map((piece) => {
    const whole = squeeze(piece).squeezed;
    wanted += whole.length;
    const parts = find(squeezed, whole, cursor) >= 0 ? [whole] : piece.split('\n').map((line) => squeeze(line).squeezed);
    let last = cursor;
    let first = -1;
    const own = parts.flatMap((part): Range[] => {
      const at = part === '' ? -1 : find(squeezed, part, last);
      if (at < 0) return [];
      if (first < 0) first = at;
      last = at + part.length;
      found += part.length;
      return [{ start: places[at] ?? 0, end: (places[last - 1] ?? 0) + 1 }];
    });
    if (first >= 0) cursor = first;
    return own;
  });
  return { ranges, located: wanted === 0 ? 0 : found / wanted };
} // prettier-ignore
