/** PDF by pdf.js: text in reading order with page numbers. Scripts in the file never run; text that no reader sees is left out and reported. */
import type { Block, ParsedDocument } from '../blocks.js';
import { bodySize, layOutPage } from './pdf-layout.js';
import type { PlacedText } from './pdf-layout.js';
import { paintedText } from './pdf-painted-text.js';
import type { OperationCodes, Operations, TextRun } from './pdf-painted-text.js';

const maximumPages = 1_000;
const maximumPieces = 400_000;

/** Built-in functions that the library puts slower ones of its own in place of, for all other code of the thread as well. */
async function loadLibrary() {
  const { push } = Array.prototype;
  const { parse } = JSON;
  const { toString } = Function.prototype;
  const library = await import('pdfjs-dist/legacy/build/pdf.mjs');
  // The part that parses, which the library would load with the first file. It comes without types.
  const parsingPart: string = 'pdfjs-dist/legacy/build/pdf.worker.mjs';
  await import(parsingPart);
  const restore = (owner: object, name: string, value: unknown): void =>
    void Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: false });
  restore(Array.prototype, 'push', push);
  restore(JSON, 'parse', parse);
  restore(Function.prototype, 'toString', toString);
  return library;
}

let library: ReturnType<typeof loadLibrary> | undefined;

interface Page {
  readonly pieces: PlacedText[];
  readonly width: number;
  readonly outside: number;
  /** Pieces inside the page that are painted so that nobody sees them. */
  readonly hidden: number;
}

interface PageSource {
  getViewport(options: { scale: number }): { width: number; height: number; viewBox: number[] };
  getTextContent(): Promise<{ items: unknown[] }>;
  getOperatorList(): Promise<Operations>;
}

interface TextItem {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
}

const isTextItem = (item: unknown): item is TextItem =>
  item !== null && typeof item === 'object' && 'str' in item && 'transform' in item;

/** Text recognition and layout tolerate this much, in units of the page. */
const tolerance = 1;

const isOnLineOf = (run: TextRun, piece: PlacedText): boolean =>
  Math.abs(run.y - piece.y) <= tolerance &&
  run.x < piece.x + Math.max(piece.width, tolerance) &&
  run.endX > piece.x - tolerance;

/** The pieces without hidden runs. A piece that the library made of seen and hidden runs is made anew of the seen ones. */
function withoutHidden(pieces: readonly PlacedText[], runs: readonly TextRun[]): PlacedText[] {
  const hidden = runs.filter((run) => run.isHidden);
  if (hidden.length === 0) return [...pieces];
  const used = new Set<TextRun>();
  return pieces.flatMap((piece): PlacedText[] => {
    if (!hidden.some((run) => isOnLineOf(run, piece))) return [piece];
    const seen = runs.filter(
      (run) =>
        !run.isHidden && !used.has(run) && isOnLineOf(run, piece) && piece.text.includes(run.text.trim()),
    );
    for (const run of seen) used.add(run);
    return seen.map(({ text, x, y, endX }) => ({ text, x, y, width: endX - x, size: piece.size }));
  });
}

async function readPage(page: PageSource, codes: OperationCodes): Promise<Page> {
  const { viewBox, width } = page.getViewport({ scale: 1 });
  const [left = 0, bottom = 0, right = width, top = 0] = viewBox;
  const pieces: PlacedText[] = [];
  let outside = 0;
  for (const item of (await page.getTextContent()).items) {
    if (!isTextItem(item) || item.str === '') continue;
    const [, , c = 0, d = 0, x = 0, y = 0] = item.transform;
    const size = Math.hypot(c, d);
    const isSeen = size >= 1 && x + item.width > left && x < right && y > bottom - 1 && y < top;
    if (isSeen) pieces.push({ text: item.str, x, y, width: item.width, size });
    else if (item.str.trim() !== '') outside++;
  }
  const runs = pieces.length === 0 ? [] : paintedText(await page.getOperatorList(), codes);
  const seen = withoutHidden(pieces, runs).map((piece) => ({
    ...piece,
    x: piece.x - left,
    y: piece.y - bottom,
  }));
  return { pieces: seen, width: right - left, outside, hidden: runs.filter((run) => run.isHidden).length };
}

/** A heading over one or two lines, or a page number, that stands on most pages is no text of the document. */
function repeatedLines(pages: readonly Block[][]): Set<string> {
  const counts = new Map<string, number>();
  for (const blocks of pages) {
    for (const block of [blocks[0], blocks.at(-1)]) {
      if (block?.type !== 'paragraph' && block?.type !== 'heading') continue;
      const key = block.text.replace(/\d+/g, '#');
      if (key.length <= 80) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return new Set(
    [...counts].filter(([, count]) => pages.length >= 3 && count > pages.length / 2).map(([key]) => key),
  );
}

/** Throws when the bytes are no PDF, or are locked. */
export async function readPdf(bytes: Uint8Array): Promise<ParsedDocument> {
  const { getDocument, OPS, VerbosityLevel } = await (library ??= loadLibrary());
  const task = getDocument({
    data: new Uint8Array(bytes),
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    // What a picture shows is no text: none is decoded, whatever its size.
    maxImageSize: 0,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await task.promise;
    const warnings: { message: string }[] = [];
    const count = Math.min(document.numPages, maximumPages);
    if (document.numPages > count)
      warnings.push({ message: `It has ${document.numPages} pages, the first ${count} are read: split it.` });
    const pages: Page[] = [];
    for (let number = 1, pieces = 0; number <= count && pieces < maximumPieces; number++) {
      const page = await document.getPage(number);
      const read = await readPage(page, OPS);
      pieces += read.pieces.length;
      pages.push(read);
      page.cleanup();
    }
    const outside = pages.reduce((sum, page) => sum + page.outside, 0);
    if (outside > 0)
      warnings.push({
        message: `${outside} pieces of text lie outside the page or are too small to see; they were left out.`,
      });
    const hidden = pages.reduce((sum, page) => sum + page.hidden, 0);
    if (hidden > 0)
      warnings.push({
        message: `${hidden} pieces of text are painted so that nobody sees them (no ink, or the colour of what lies under them); they were left out.`,
      });
    const body = bodySize(pages.map(({ pieces }) => pieces));
    const laidOut = pages.map(({ pieces, width }, index) =>
      layOutPage(pieces, { pageWidth: width, body, page: index + 1 }),
    );
    const repeated = repeatedLines(laidOut);
    const blocks = laidOut
      .flat()
      .filter((block) => !('text' in block) || !repeated.has(block.text.replace(/\d+/g, '#')));
    if (blocks.length === 0)
      warnings.push({ message: 'It holds no text (a scan?): run a text recognition over it first.' });
    return { fields: new Map(), blocks, warnings };
  } finally {
    await task.destroy();
  }
}
