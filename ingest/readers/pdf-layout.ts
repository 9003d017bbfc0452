/** Placed pieces of text on a page -> lines in reading order and paragraphs. Knows two columns and headings by size; no tables. */
import type { Block } from '../blocks.js';

export interface PlacedText {
  readonly text: string;
  readonly x: number;
  /** From the bottom of the page. */
  readonly y: number;
  readonly width: number;
  /** Font size. */
  readonly size: number;
}

interface Line {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  readonly y: number;
  readonly size: number;
}

function lineOf(pieces: readonly PlacedText[]): Line {
  const sorted = [...pieces].sort((a, b) => a.x - b.x);
  let text = '';
  let right = -Infinity;
  for (const piece of sorted) {
    const isApart =
      piece.x - right > piece.size * 0.15 &&
      text !== '' &&
      !text.endsWith(' ') &&
      !piece.text.startsWith(' ');
    text += (isApart ? ' ' : '') + piece.text;
    right = piece.x + piece.width;
  }
  const size = Math.max(...sorted.map((piece) => piece.size));
  return { text: text.replace(/\s+/g, ' ').trim(), x: sorted[0]?.x ?? 0, right, y: sorted[0]?.y ?? 0, size };
}

/** Pieces on one baseline make a line; lines from top to bottom. */
function linesOf(pieces: readonly PlacedText[]): Line[] {
  const sorted = [...pieces].sort((a, b) => b.y - a.y || a.x - b.x);
  const groups: PlacedText[][] = [];
  for (const piece of sorted) {
    const first = groups.at(-1)?.[0];
    if (
      first !== undefined &&
      Math.abs(first.y - piece.y) < Math.max(1, Math.min(first.size, piece.size) * 0.4)
    )
      groups.at(-1)?.push(piece);
    else groups.push([piece]);
  }
  return groups.map(lineOf).filter(({ text }) => text !== '');
}

const smallestGutter = 8;

/** Where the gap between two columns lies; undefined for a page of one column. */
function gutterOf(pieces: readonly PlacedText[], pageWidth: number): number | undefined {
  const filled = pieces.filter(({ text }) => text.trim() !== '');
  let best: { x: number; crossing: number } | undefined;
  for (let x = pageWidth * 0.35; x <= pageWidth * 0.65; x += 2) {
    const crossing = filled.filter(
      (piece) => piece.x < x + smallestGutter / 2 && piece.x + piece.width > x - smallestGutter / 2,
    ).length;
    if (best === undefined || crossing < best.crossing) best = { x, crossing };
  }
  if (best === undefined || best.crossing > filled.length * 0.15) return undefined;
  const at = best.x;
  const left = linesOf(filled.filter((piece) => piece.x + piece.width <= at));
  const right = linesOf(filled.filter((piece) => piece.x >= at));
  if (left.length < 5 || right.length < 5) return undefined;
  // Columns of running text fill their width; cells of a table do not.
  const fill = (lines: readonly Line[]): number => {
    const from = Math.min(...lines.map((line) => line.x));
    const to = Math.max(...lines.map((line) => line.right));
    return (
      lines.reduce((sum, line) => sum + (line.right - line.x), 0) / lines.length / Math.max(1, to - from)
    );
  };
  return fill(left) > 0.6 && fill(right) > 0.6 ? at : undefined;
}

/** Lines in the order a reader takes them: across the page where something spans it, else the left column first. */
function orderedLines(pieces: readonly PlacedText[], pageWidth: number): Line[] {
  const gutter = gutterOf(pieces, pageWidth);
  if (gutter === undefined) return linesOf(pieces);
  const spanning = linesOf(pieces.filter((piece) => piece.x < gutter && piece.x + piece.width > gutter));
  const rest = pieces.filter((piece) => !(piece.x < gutter && piece.x + piece.width > gutter));
  const ordered: Line[] = [];
  let top = Infinity;
  for (const line of [...spanning, undefined]) {
    const bottom = line?.y ?? -Infinity;
    const band = rest.filter((piece) => piece.y < top && piece.y >= bottom);
    ordered.push(
      ...linesOf(band.filter((piece) => piece.x < gutter)),
      ...linesOf(band.filter((piece) => piece.x >= gutter)),
    );
    if (line !== undefined) ordered.push(line);
    top = bottom;
  }
  return ordered;
}

function joinLines(texts: readonly string[]): string {
  return texts.reduce((joined, text) => {
    if (/\p{Ll}-$/u.test(joined) && /^\p{Ll}/u.test(text)) return joined.slice(0, -1) + text;
    return joined === '' ? text : `${joined} ${text}`;
  }, '');
}

/** Most common font size, weighted by characters. */
export function bodySize(pages: readonly (readonly PlacedText[])[]): number {
  const weights = new Map<number, number>();
  for (const piece of pages.flat()) {
    const size = Math.round(piece.size * 2) / 2;
    weights.set(size, (weights.get(size) ?? 0) + piece.text.length);
  }
  return [...weights].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 10;
}

const bullet = /^(?:[•·●▪◦‣–]|[-*])\s+/;

function blockOf(lines: readonly Line[], body: number, page: number): Block {
  const place = { line: page, endLine: page, page };
  const text = joinLines(lines.map((line) => line.text));
  const size = lines[0]?.size ?? body;
  const isHeading = size >= body * 1.12 && text.length <= 160 && !/[.;,]$/.test(text);
  if (isHeading)
    return { type: 'heading', depth: size >= body * 1.6 ? 1 : size >= body * 1.3 ? 2 : 3, text, ...place };
  if (bullet.test(text))
    return { type: 'list', items: [{ text: text.replace(bullet, ''), marker: '- ', ...place }], ...place };
  return { type: 'paragraph', text, ...place };
}

/** Blocks of one page. */
export function layOutPage(
  pieces: readonly PlacedText[],
  options: { pageWidth: number; body: number; page: number },
): Block[] {
  const { pageWidth, body, page } = options;
  const blocks: Block[] = [];
  let open: Line[] = [];
  const close = (): void => {
    if (open.length > 0) blocks.push(blockOf(open, body, page));
    open = [];
  };
  for (const line of orderedLines(pieces, pageWidth)) {
    const last = open.at(-1);
    if (last !== undefined) {
      const gap = last.y - line.y;
      const isBreak =
        gap < 0 ||
        gap > Math.max(last.size, line.size) * 1.75 ||
        Math.abs(last.size - line.size) > 0.6 ||
        bullet.test(line.text);
      if (isBreak && !(gap < 0 && !/[.!?:]$/.test(last.text) && Math.abs(last.size - line.size) <= 0.6))
        close();
    }
    open.push(line);
  }
  close();
  return blocks;
}
