import { expect, it } from 'vitest';
import type { Block } from '../blocks.js';
import { samplePdfs, shareInOrder } from '../testing/sample-pdfs.js';
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
