import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Chunk } from '../../src/domain/chunk.js';
import { prepareContent } from '../prepare-content.js';
import { makeDocx } from '../testing/sample-files.js';
import type { ReaderName } from './reader-table.js';

const sentence = 'I measured the queue of the worker again and kept the result for the whole team to see.';
const words = (count: number): string => `${sentence} `.repeat(count).trim();
const steps = [
  'Stop the worker that holds the lock',
  'Drain what is left in the queue',
  'Start it anew and watch the counters',
];
const rows = [
  ['Core', 'Keeps the accounts of all users'],
  ['Edge', 'Answers the browser and the phone'],
  ['Batch', 'Counts what the day has brought'],
];

const repeated = <T>(count: number, list: readonly T[]): T[] =>
  Array.from({ length: count }, () => list).flat();

const item = (text: string): string =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
const paragraph = (text: string, style = ''): string =>
  `<w:p>${style === '' ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;
const docxCell = (text: string): string => `<w:tc>${paragraph(text)}</w:tc>`;
const docxRow = (cells: readonly string[]): string => `<w:tr>${cells.map(docxCell).join('')}</w:tr>`;

const docx = makeDocx(
  [
    paragraph('Report', 'Heading1'), paragraph(words(5)),
    paragraph('Queue', 'Heading2'), paragraph(words(5)),
    paragraph('Restart', 'Heading3'), ...repeated(4, steps).map(item),
    paragraph('Services', 'Heading2'), `<w:tbl>${docxRow(['Service', 'Job'])}${repeated(6, rows).map(docxRow).join('')}</w:tbl>`,
  ].join(''),
); // prettier-ignore

const htmlRow = (cells: readonly string[], tag = 'td'): string =>
  `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
const html = `<html><head><title>Report</title></head><body><nav>Home</nav><article><h1>Report</h1><p>${words(5)}</p><h2>Queue</h2><p>${words(5)}</p>
<h3>Restart</h3><ol>${repeated(4, steps).map((step) => `<li>${step}</li>`).join('')}</ol>
<h2>Services</h2><table>${htmlRow(['Service', 'Job'], 'th')}${repeated(6, rows).map((row) => htmlRow(row)).join('')}</table></article></body></html>`; // prettier-ignore

const table = ['| Service | Job |', '|---|---|', ...repeated(6, rows).map(([name, job]) => `| ${name} | ${job} |`)].join('\n'); // prettier-ignore
const notebook = JSON.stringify({
  metadata: { kernelspec: { language: 'python' } },
  cells: [
    { cell_type: 'markdown', source: `# Report\n\n${words(5)}` },
    { cell_type: 'markdown', source: `## Queue\n\n${words(5)}` },
    { cell_type: 'markdown', source: `### Restart\n\n${repeated(4, steps).map((step, index) => `${index + 1}. ${step}`).join('\n')}` },
    { cell_type: 'markdown', source: `## Services\n\n${table}` },
    { cell_type: 'markdown', source: '## Count' },
    { cell_type: 'code', source: Array(60).fill('total = count(queue, worker)').join('\n'), outputs: [{ text: ['42 of 50\n'] }] },
  ],
}); // prettier-ignore

async function chunksOf(
  reader: ReaderName,
  path: string,
  content: string | Buffer,
): Promise<readonly Chunk[]> {
  const bytes = Buffer.from(content);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const size = { minimumWords: 60, targetWords: 120, maximumWords: 180 };
  const result = await prepareContent({ path, documentId: 'report', reader, bytes, sha256, size }, {});
  if ('problem' in result) throw new Error(result.problem);
  return result.prepared.chunked?.chunks ?? [];
}

/** Heading path and kind of each chunk, neighbours that are equal told once. */
function outlineOf(chunks: readonly Chunk[]): string[] {
  const all = chunks.map(({ headingPath, kind }) => `${headingPath.join(' > ')}: ${kind}`);
  return all.filter((entry, index) => entry !== all[index - 1]);
}

const outline = [': prose', 'Queue: prose', 'Queue > Restart: list', 'Services: table'];

describe('headings, lists and tables', () => {
  it.each([
    ['docx', 'report.docx', docx, outline],
    ['html', 'report.html', html, outline],
    ['notebook', 'report.ipynb', notebook, [...outline, 'Count: code']],
  ] as const)('survive from %s into heading paths and kinds of chunks', async (reader, path, content, expected) => {
    const chunks = await chunksOf(reader, path, content);
    expect(outlineOf(chunks)).toEqual(expected);
    expect(chunks.every(({ title }) => title === 'Report')).toBe(true);
    for (const chunk of chunks.filter(({ kind }) => kind === 'table'))
      expect(chunk.text).toMatch(/^\| Service \| Job \|\n\|---\|---\|\n\| /);
    const text = chunks.map((chunk) => chunk.text).join('\n');
    for (const part of [...steps, ...rows.map(([name, job]) => `| ${name} | ${job} |`)])
      expect(text.split(part)).toHaveLength(part.startsWith('|') ? 7 : 5);
  }); // prettier-ignore
});
