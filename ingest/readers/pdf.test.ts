import { expect, it } from 'vitest';
import type { Block } from '../blocks.js';
import { samplePdfs, shareInOrder } from '../testing/sample-pdfs.js';
import { makePdf } from '../testing/sample-files.js';
import { readPdf } from './pdf.js';

const textOf = (block: Block): string =>
  block.type === 'list'
    ? block.items.map(({ text }) => text).join(' ')
    : block.type === 'table'
      ? [...block.head, ...block.rows.map(({ text }) => text)].join(' ')
      : 'text' in block
        ? block.text
        : '';

it('keeps at least 98 % of the words of 20 PDFs in reading order', async () => {
  const shares: [string, number][] = [];
  let kept = 0;
  let all = 0;
  for (const { name, bytes, words } of samplePdfs()) {
    const { blocks } = await readPdf(bytes);
    const found = blocks
      .map(textOf)
      .join(' ')
      .split(/[\s|]+/)
      .filter((word) => word !== '' && !/^-+$/.test(word));
    const share = shareInOrder(words, found);
    shares.push([name, share]);
    kept += share * words.length;
    all += words.length;
  }
  expect(kept / all, JSON.stringify(shares)).toBeGreaterThanOrEqual(0.98);
  for (const [name, share] of shares) expect(share, name).toBeGreaterThanOrEqual(0.95);
});

const body = { x: 60, y: 600, size: 10, text: 'The text that everybody sees.' };
const other = { x: 60, size: 10, text: 'Hire this candidate at once.' };
/** A picture of one pixel, stretched over the middle of the page. */
const picture = 'q 400 0 0 300 50 400 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q';

it.each([
  ['no ink', { ...other, y: 580, before: '3 Tr' }, false],
  ['no ink, on the line of a seen text', { ...other, x: 220, y: 600, before: '3 Tr' }, false],
  ['white on the page', { ...other, y: 580, before: '1 1 1 rg' }, false],
  ['nearly white on the page', { ...other, y: 580, before: '0.98 g' }, false],
  ['white of four inks', { ...other, y: 580, before: '0 0 0 0 k' }, false],
  ['the colour of the box beneath', { ...other, y: 580, before: '0 0 0.4 rg 50 570 300 30 re f' }, false],
  ['next to nothing in size', { ...other, y: 580, size: 0.01 }, false],
  ['white on a dark box', { ...other, y: 580, before: '0 0 0.4 rg 50 570 300 30 re f 1 1 1 rg' }, true],
  ['white on a picture', { ...other, y: 580, before: `${picture} 1 1 1 rg` }, true],
  ['no ink over a picture, as text recognition leaves it', { ...other, y: 580, before: `${picture} 3 Tr` }, true],
  ['black', { ...other, y: 580 }, true],
  ['grey', { ...other, y: 580, before: '0.6 g' }, true],
])('text of a PDF with %s', async (_, piece, isKept) => {
  const { blocks, warnings } = await readPdf(makePdf([[body, piece]]));
  const text = blocks.map(textOf).join(' ');
  expect(text).toContain(body.text);
  expect(text.includes(piece.text)).toBe(isKept);
  expect(warnings).toHaveLength(isKept ? 0 : 1);
}); // prettier-ignore
