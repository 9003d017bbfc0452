import { describe, expect, it } from 'vitest';
import type { Block, ParsedDocument } from '../blocks.js';
import { makeDocx, makePdf, makeZip } from '../testing/sample-files.js';
import { checkArchive, readDocx } from './docx.js';
import { readHtml } from './html.js';
import { readJson } from './json-resume.js';
import { readNotebook } from './notebook.js';
import { readPdf } from './pdf.js';
import { readQuestions } from './questions.js';
import { readerNameFor } from './reader-table.js';

function shortForm({ blocks }: ParsedDocument): string[] {
  return blocks.map((block: Block) => {
    if (block.type === 'heading') return `h${block.depth} ${block.text}`;
    if (block.type === 'list')
      return `list ${block.items.map((item) => item.marker + item.text).join(' / ')}`;
    if (block.type === 'table')
      return `table ${block.head[0]} ${block.rows.map((row) => row.text).join(' ')}`;
    return block.type === 'qa' ? `qa ${block.question} -> ${block.answer}` : `${block.type} ${block.text}`;
  });
}

const bytes = (text: string): Buffer => Buffer.from(text);

describe('readers', () => {
  it.each([
    ['a.md', 'markdown'], ['A.MDX', 'markdown'], ['a.txt', 'text'], ['a.html', 'html'], ['a.docx', 'docx'], ['a.pdf', 'pdf'],
    ['a.ipynb', 'notebook'], ['resume.json', 'json'], ['package.json', undefined], ['a.csv', 'questions'], ['a.ts', undefined], ['README', 'text'], ['LICENSE', undefined],
  ])('%s is read by %s', (name, reader) => expect(readerNameFor(name)).toBe(reader)); // prettier-ignore

  it('reads the content of a page and not its hidden text or navigation', () => {
    const paragraph =
      'I built this service with Go and it has run for three years without a restart, which I did not expect. ';
    const html = `<html><head><title>Post</title><meta name="author" content="Kim"></head><body><nav>Home About</nav><article><h1>Post</h1><h2>Setup</h2><p>${paragraph.repeat(4)}</p><p style="display:none">invisible</p><p style="color:#fff">white</p><ul><li>one<ul><li>deep</li></ul></li><li>see <a href="https://a.test/x">docs</a></li></ul><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table><pre>run()\n  now()</pre><script>evil()</script><p>${paragraph.repeat(4)}</p></article></body></html>`;
    const parsed = readHtml(bytes(html));
    const form = shortForm(parsed);
    expect(Object.fromEntries(parsed.fields)).toEqual({ title: 'Post', author: 'Kim' });
    expect(form).toContain('h2 Setup');
    expect(form).toContain('list - one /   - deep / - see [docs](https://a.test/x)');
    expect(form).toContain('table | A | B | | 1 | 2 |');
    expect(form).toContain('code ```\nrun()\n  now()\n```');
    expect(form.join(' ')).not.toMatch(/invisible|white|evil|Home/);
    expect(parsed.warnings).toHaveLength(1);
  });

  it('takes a page with hardly any links whole, and leaves the menus of others out', () => {
    const text = 'I built this service with Go and it has run for three years without a restart. ';
    const list = `<h2>Steps</h2><ul>${'<li>Stop the worker</li>'.repeat(9)}</ul>`;
    const page = `<h1>Post</h1><p>${text.repeat(4)}</p>${list}<p>${text.repeat(4)}</p>`;
    const menu = `<div class="menu">${'<a href="/x">Another page of this site</a> '.repeat(40)}</div>`;
    const plain = shortForm(readHtml(bytes(`<html><body>${page}</body></html>`)));
    expect(plain).toContain('h2 Steps');
    expect(plain.some((block) => block.startsWith('list - Stop'))).toBe(true);
    const withMenu = shortForm(readHtml(bytes(`<html><body>${menu}<div>${page}</div></body></html>`)));
    expect(withMenu.join(' ')).toContain('without a restart');
    expect(withMenu.join(' ')).not.toContain('Another page');
  });

  it('reads headings, lists and tables of a Word document', async () => {
    const run = (text: string): string => `<w:r><w:t>${text}</w:t></w:r>`;
    const cell = (text: string): string => `<w:tc><w:p>${run(text)}</w:p></w:tc>`;
    const body = `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>${run('Report')}</w:p><w:p>${run('It works.')}</w:p><w:tbl><w:tr>${cell('A')}${cell('B')}</w:tr><w:tr>${cell('1')}${cell('2')}</w:tr></w:tbl>`;
    expect(shortForm(await readDocx(makeDocx(body)))).toEqual([
      'h1 Report',
      'paragraph It works.',
      'table | A | B | | 1 | 2 |',
    ]);
  });

  it('refuses an archive that declares too much', () => {
    const zip = makeZip({ a: 'x' });
    zip.writeUInt32LE(0x7fffffff, zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
    expect(() => checkArchive(zip)).toThrow('unpacks to more than 100 MB');
  });

  it('reads two columns of a PDF in order, with pages and joined hyphens', async () => {
    const words = 'the quick brown fox jumps over the lazy dog again'.split(' ');
    const column = (x: number, name: string) =>
      Array.from({ length: 8 }, (_, index) => ({
        x,
        y: 700 - index * 14,
        size: 10,
        text: `${name}${index} ${words.slice(0, 8).join(' ')}`,
      }));
    const pages = [
      [
        { x: 60, y: 770, size: 20, text: 'A Study of Columns in Print' },
        ...column(60, 'left'),
        ...column(320, 'right'),
      ],
      [
        { x: 60, y: 700, size: 10, text: 'The numbers are counted asyn-' },
        { x: 60, y: 686, size: 10, text: 'chronously.' },
        { x: 900, y: 700, size: 10, text: 'outside' },
      ],
    ];
    const parsed = await readPdf(makePdf(pages));
    const text = shortForm(parsed).join(' ');
    const order = [...text.matchAll(/(?:left|right)\d/g)].map(([word]) => word);
    expect(order).toEqual(
      [...Array(8).keys()].map((n) => `left${n}`).concat([...Array(8).keys()].map((n) => `right${n}`)),
    );
    expect(text).toContain('h1 A Study of Columns in Print');
    expect(text).toContain('counted asynchronously.');
    expect(text).not.toContain('outside');
    expect(parsed.blocks.at(-1)?.page).toBe(2);
  });

  it('reads cells of a notebook', () => {
    const cells = [
      { cell_type: 'markdown', source: ['# Title\n', 'Some text.'] },
      {
        cell_type: 'code',
        source: 'print(1)',
        outputs: [{ text: ['1\n'] }, { data: { 'image/png': 'xxx' } }],
      },
    ];
    expect(shortForm(readNotebook(bytes(JSON.stringify({ cells, metadata: {} }))))).toEqual([
      'h1 Title',
      'paragraph Some text.',
      'code ```python\nprint(1)\n```',
      'code ```\n1\n```',
    ]);
  });

  it('reads a résumé', () => {
    const resume = {
      basics: { name: 'Kim' },
      work: [{ name: 'ACME', position: 'Engineer', highlights: ['a', 'b'] }],
      languages: ['German'],
    };
    expect(shortForm(readJson(bytes(JSON.stringify(resume))))).toEqual([
      'h2 Basics', 'list - Name: Kim', 'h2 Work', 'h3 Engineer, ACME', 'list - Name: ACME / - Position: Engineer / - Highlights: a, b', 'h2 Languages', 'paragraph German',
    ]); // prettier-ignore
  });

  it.each([
    ['a.csv', 'question,answer\n"Why, so?",Because.\n', ['qa Why, so? -> Because.']],
    ['a.tsv', 'name\tyear\nShop\t2024\n', ['list - Name: Shop; Year: 2024']],
    [
      'a.jsonl',
      '{"q":"Why?","a":"So."}\nbroken\n{"q":"How?","a":"Thus."}\n',
      ['qa Why? -> So.', 'qa How? -> Thus.'],
    ],
  ])('reads questions of %s', (path, text, expected) =>
    expect(shortForm(readQuestions(bytes(text), path))).toEqual(expected),
  );
});
