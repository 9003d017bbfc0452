/** Twenty PDFs made by seed, as papers and slides are set, each with its words in the order in which a person reads them. For tests only. */
import { createRandom } from '../secrets/testing/planted-secrets.js';
import { makePdf } from './sample-files.js';
import type { PdfText } from './sample-files.js';

export interface SamplePdf {
  readonly name: string;
  readonly bytes: Buffer;
  readonly words: readonly string[];
}

// Widths of Helvetica in thousandths of the size (Adobe font metrics), enough to break lines where a typesetter would.
const narrow = new Map<string, number>([
  ...[...'ijl'].map((letter) => [letter, 222] as const),
  ...[...' ftI.,:;'].map((letter) => [letter, 278] as const),
  ...[...'r-()'].map((letter) => [letter, 333] as const),
  ...[...'ckJsvxyz'].map((letter) => [letter, 500] as const),
  ...[...'CDHNRUw'].map((letter) => [letter, 722] as const),
  ...[...'mMGOQ'].map((letter) => [letter, 820] as const),
]);
const widthOf = (text: string, size: number): number =>
  ([...text].reduce((sum, letter) => sum + (narrow.get(letter) ?? 556), 0) * size) / 1000;

const vocabulary =
  'the queue keeps every message until a worker confirms that it was stored because nothing else guarantees delivery after a crash measured latency stays below ten milliseconds while throughput grows with partitions and consumers replication factor decides how many brokers may fail before writes stop an index answers questions over documents with weights for titles headings bodies and tags we compared several configurations under constant load and report medians together with their spread'.split(
    ' ',
  );

interface Setting {
  readonly name: string;
  readonly columns: 1 | 2;
  readonly gutter: number;
  readonly size: number;
  readonly wordByWord: boolean;
  readonly hyphens: boolean;
  readonly table: boolean;
  readonly footnotes: boolean;
  readonly runningHeads: boolean;
  readonly bullets: boolean;
  readonly pages: number;
}

const page = { width: 595, height: 842, left: 56, right: 539, top: 770, bottom: 90 };

function createWriter(setting: Setting, random: () => number) {
  const pages: PdfText[][] = [];
  const words: string[] = [];
  const pick = (): string => vocabulary[Math.floor(random() * vocabulary.length)] ?? 'word';
  const sentence = (): string[] => {
    const made = Array.from({ length: 8 + Math.floor(random() * 10) }, pick);
    return made.map((word, index) =>
      index === 0
        ? word.charAt(0).toUpperCase() + word.slice(1)
        : index === made.length - 1
          ? `${word}.`
          : word,
    );
  };
  const place = (x: number, y: number, size: number, line: readonly string[]): void => {
    const current = pages.at(-1);
    if (!setting.wordByWord) current?.push({ x, y, size, text: line.join(' ') });
    else {
      let at = x;
      for (const word of line) {
        current?.push({ x: at, y, size, text: word });
        at += widthOf(`${word} `, size);
      }
    }
  };
  /** Breaks words into lines of a width; with hyphens, a long word may be cut. */
  const breakLines = (text: readonly string[], width: number, size: number): string[][] => {
    const lines: string[][] = [[]];
    for (const word of text) {
      const line = lines.at(-1) ?? [];
      const left = width - widthOf([...line, ''].join(' '), size);
      if (widthOf(word, size) <= left || line.length === 0) line.push(word);
      else if (setting.hyphens && /^[a-z]{9,}$/.test(word) && widthOf(`${word.slice(0, 5)}-`, size) <= left) {
        line.push(`${word.slice(0, 5)}-`);
        lines.push([word.slice(5)]);
      } else lines.push([word]);
    }
    return lines;
  };
  return { pages, words, pick, sentence, place, breakLines };
}

function makeSample(setting: Setting, seed: number): SamplePdf {
  const random = createRandom(seed);
  const { pages, words, pick, sentence, place, breakLines } = createWriter(setting, random);
  const { size } = setting;
  const leading = size * 1.3;
  const full = page.right - page.left;
  const columnWidth = setting.columns === 1 ? full : (full - setting.gutter) / 2;
  for (let number = 0; number < setting.pages; number++) {
    pages.push([]);
    if (setting.runningHeads) {
      place(page.left, 805, 8, ['Proceedings', 'of', 'the', 'Sample', 'Workshop']);
      place(290, 40, 8, [String(number + 1)]);
    }
    let top = page.top;
    if (number === 0) {
      const title = ['On', 'Keeping', pick(), 'and', pick(), 'Apart'];
      place(page.left + 40, top, size * 2, title);
      words.push(...title);
      top -= size * 3.5;
    }
    const notes: string[][] = [];
    for (let column = 0; column < setting.columns; column++) {
      const x = page.left + column * (columnWidth + setting.gutter);
      let y = top;
      while (y > page.bottom + 60) {
        if (random() < 0.3) {
          const heading = [`${1 + Math.floor(random() * 6)}`, 'On', pick()];
          y -= size * 0.6;
          place(x, y, size * 1.3, heading);
          words.push(...heading);
          y -= leading * 1.4;
        }
        const text = [...sentence(), ...sentence(), ...sentence()];
        const isBullet = setting.bullets && random() < 0.4;
        if (setting.footnotes && random() < 0.3) notes.push([`${notes.length + 1}`, ...sentence()]);
        const indent = isBullet ? 14 : 0;
        const lines = breakLines(text, columnWidth - indent, size).slice(
          0,
          Math.floor((y - page.bottom) / leading),
        );
        if (isBullet) place(x, y, size, ['-']);
        lines.forEach((line, index) => place(x + indent, y - index * leading, size, line));
        words.push(
          ...lines
            .flat()
            .join(' ')
            .replace(/- (?=[a-z])/g, '')
            .split(' '),
        );
        y -= lines.length * leading + leading * 0.7;
        if (setting.table && column === 0 && y > page.bottom + 8 * leading && random() < 0.5) {
          for (let row = 0; row < 4; row++) {
            const cells = [pick(), String(10 + Math.floor(random() * 90)), pick()];
            cells.forEach((cell, index) => place(x + (index * columnWidth) / 3, y, size, [cell]));
            words.push(...cells);
            y -= leading;
          }
          y -= leading * 0.7;
        }
      }
    }
    notes.slice(0, 3).forEach((note, index) => {
      const line = breakLines(note, full, 7)[0] ?? [];
      place(page.left, 74 - index * 9, 7, line);
      words.push(...line);
    });
  }
  return { name: setting.name, bytes: makePdf(pages), words };
}

/** One and two columns, narrow and wide gutters, whole lines and single words, hyphens, tables, footnotes, running heads and bullets. */
export function samplePdfs(): SamplePdf[] {
  return Array.from({ length: 20 }, (_, index) => {
    const columns = index % 2 === 0 ? 2 : 1;
    const setting: Setting = {
      name: `sample ${index}`,
      columns,
      gutter: index % 3 === 0 ? 14 : 24,
      size: index % 4 === 0 ? 9 : 10,
      wordByWord: index % 5 < 2,
      hyphens: index % 3 !== 1,
      table: index % 4 > 1,
      footnotes: index % 3 === 2,
      runningHeads: index % 4 === 1 || index % 4 === 2,
      bullets: index % 5 === 3,
      pages: 1 + (index % 4),
    };
    return makeSample(setting, 100 + index);
  });
}

/** Share of `expected` that `found` holds in the same order: longest common subsequence of words. */
export function shareInOrder(expected: readonly string[], found: readonly string[]): number {
  let previous = new Uint32Array(found.length + 1);
  for (const word of expected) {
    const current = new Uint32Array(found.length + 1);
    for (let index = 0; index < found.length; index++)
      current[index + 1] =
        found[index] === word
          ? (previous[index] ?? 0) + 1
          : Math.max(previous[index + 1] ?? 0, current[index] ?? 0);
    previous = current;
  }
  return (previous[found.length] ?? 0) / expected.length;
}
