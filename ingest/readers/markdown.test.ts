import { describe, expect, it } from 'vitest';
import type { Block } from '../blocks.js';
import { parseMarkdown, parseMarkdownBody } from './markdown.js';

/** A short form of blocks: what a reader sees. */
function shortForm(blocks: readonly Block[]): string[] {
  return blocks.map((block) => {
    if (block.type === 'heading') return `h${block.depth} ${block.text} @${block.line}`;
    if (block.type === 'list')
      return `list ${block.items.map((item) => item.marker + item.text).join(' / ')}`;
    if (block.type === 'table')
      return `table ${block.head[0]} ${block.rows.map((row) => row.text).join(' ')}`;
    if (block.type === 'code') return `code ${block.text}`;
    return block.type === 'paragraph' ? `p ${block.text}` : `qa ${block.question}`;
  });
}

const parse = (text: string, isPlainText = false): string[] =>
  shortForm(parseMarkdownBody(text, 0, { isPlainText }));

describe('parseMarkdown', () => {
  it.each([
    [
      'headings and wrapped lines',
      '# A\ntext that\nwraps\n## B ##\n\nmore',
      ['h1 A @1', 'p text that wraps', 'h2 B @4', 'p more'],
    ],
    [
      'setext headings',
      'Title\n=====\n\ntext\n\nPart\n----\n\nmore',
      ['h1 Title @1', 'p text', 'h2 Part @6', 'p more'],
    ],
    ['a bold line as heading', '**Setup**\n\nRun it.', ['h7 Setup @1', 'p Run it.']],
    ['a bold sentence is none', '**Run it now.**\n\nThen wait.', ['p **Run it now.**', 'p Then wait.']],
    [
      'numbered headings',
      '1. Setup\n\nRun it.\n\n2. Usage\n\nCall it.',
      ['h7 Setup @1', 'p Run it.', 'h7 Usage @5', 'p Call it.'],
    ],
    ['dotted headings', '2.1 Storage\n\nOn disk.', ['h3 Storage @1', 'p On disk.']],
    [
      'a real ordered list',
      'Steps:\n\n1. Stop\n2. Wait\n\nDone.',
      ['p Steps:', 'list 1. Stop / 2. Wait', 'p Done.'],
    ],
    ['a list that begins at three', '3. c\n4. d\n\nend.', ['list 3. c / 4. d', 'p end.']],
    ['nested lists', '- a\n  - b\n    more b\n- c', ['list - a /   - b more b / - c']],
    ['loose lists', '- a\n\n- b\n\n  second\n\nend', ['list - a / - b /   second', 'p end']],
    ['a list right under its lead-in', 'These:\n- a\n- b', ['p These:', 'list - a / - b']],
    ['tables', '| A | B |\n|---|:-:|\n| 1 | x |\n| 2 | y |', ['table | A | B | | 1 | x | | 2 | y |']],
    [
      'tables with code and escapes',
      '| A | B |\n|--|--|\n| `a` | 1 \\| 2 |',
      ['table | A | B | | `a` | 1 \\| 2 |'],
    ],
    [
      'fences with blank lines inside',
      'Run:\n\n```sh\na\n\n# no heading\n```\n\nend',
      ['p Run:', 'code ```sh\na\n\n# no heading\n```', 'p end'],
    ],
    ['an unclosed fence', '```\ncode\n\n# still code', ['code ```\ncode\n\n# still code\n```']],
    [
      'links',
      'See [docs](https://a.test/x) and [that](other.md) and ![chart](c.png).',
      ['p See [docs](https://a.test/x) and that and chart.'],
    ],
    [
      'wiki links',
      'See [[Redis|the cache]] and [[Notes#Part]]. ![[image.png]]',
      ['p See the cache and Notes › Part.'],
    ],
    ['reference links', 'See [docs][d].\n\n[d]: https://a.test/x', ['p See [docs](https://a.test/x).']],
    [
      'HTML',
      '<details>\n<summary>More</summary>\n<b>bold</b> text\n</details>\n\n<!-- hidden -->\n\nend',
      ['p More', 'p bold text', 'p end'],
    ],
    ['quotes', '> [!NOTE]\n> Mind the gap.\n> Twice.', ['p Mind the gap. Twice.']],
    ['foreign bullets', '• one\n• two', ['list - one / - two']],
    ['capitals', 'OVERVIEW\n\nText.', ['h7 OVERVIEW @1', 'p Text.']],
  ])('reads %s', (_, text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it('takes labelled lines after a colon as a list, and bold questions as headings', () => {
    const text =
      'The codes are:\n400 - bad request: look at the body.\n401 - no key: send one.\nWhen streaming, errors come later.\n\n**How do I get a key?**\n\nAsk the owner.\n\n**It is bold.**\n\nText.';
    expect(parse(text)).toEqual([
      'p The codes are:',
      'list - 400 - bad request: look at the body. / - 401 - no key: send one.',
      'p When streaming, errors come later.',
      'h7 How do I get a key? @6',
      'p Ask the owner.',
      'p **It is bold.**',
      'p Text.',
    ]);
  });

  it('keeps running text with one label whole', () => {
    expect(parse('We saw this:\nRedis: it was slow\nbecause of the disk.')).toEqual([
      'p We saw this: Redis: it was slow because of the disk.',
    ]);
  });

  it('names wiki links and embedded notes, and leaves pictures out', () => {
    expect(
      parse('See [[notes/Queue.md#Retry|the queue]], [[work/Index#Top]] and ![[Lock#^abc]] ![[a.png]] here.'),
    ).toEqual(['p See the queue, Index › Top and Lock here.']);
  });

  it('leaves module code of MDX out and runs none of it', () => {
    const text =
      "import { Chart } from './chart'\nexport const meta = {\n  title: 'x',\n}\n\n# Title\n\n<Chart data={rows} />\n\n{/* a\nremark */}\n\nText with <b>tags</b>.\n\n```js\nimport x from 'y'\n```\n\n{process.exit(1)}\n";
    expect(shortForm(parseMarkdown(text, { isMdx: true }).blocks)).toEqual([
      'h1 Title @6',
      'p Text with tags.',
      "code ```js\nimport x from 'y'\n```",
    ]);
  });

  it.each(['> '.repeat(5_000), '- '.repeat(3_000), `${' '.repeat(600)}- `])(
    'comes to an end on deep nesting %#',
    (marks) => {
      expect(parse(`${marks}deep\n\nand on.`).at(-1)).toBe('p and on.');
    },
  );

  it('takes short lines of plain text as headings and indentation as layout', () => {
    expect(parse('Billing service\n\n    I wrote it in Go.\n', true)).toEqual([
      'h7 Billing service @1',
      'p I wrote it in Go.',
    ]);
  });

  it('reads CRLF and a byte order mark, and counts lines from the top of the file', () => {
    const { blocks, fields } = parseMarkdown('\uFEFF---\r\ntitle: A\r\n---\r\n\r\n# B\r\n\r\ntext\r\n');
    expect(Object.fromEntries(fields)).toEqual({ title: 'A' });
    expect(shortForm(blocks)).toEqual(['h1 B @5', 'p text']);
  });

  it.each([
    ['another language', '---js\nmodule.exports = process.exit(1)\n---\ntext', {}, 'which is never run'],
    ['broken YAML', '---\ntitle: "A\nb: [1\n---\ntext', {}, 'not valid YAML'],
    [
      'an alias bomb',
      `---\na: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
        .split('')
        .map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`)
        .join('\n')}\n---\ntext`,
      {},
      'aliases',
    ],
    ['no mapping', '---\n- a\n- b: c\n---\ntext', {}, 'key: value'],
  ])('keeps the body of a file whose front matter is %s', (_, text, fields, warning) => {
    const parsed = parseMarkdown(text);
    expect(Object.fromEntries(parsed.fields)).toEqual(fields);
    expect(parsed.warnings.map(({ message }) => message).join()).toContain(warning);
    expect(shortForm(parsed.blocks)).toEqual(['p text']);
  });

  it('does not take rules for front matter', () => {
    expect(shortForm(parseMarkdown('---\n\nsome text\n\n---\n\nmore').blocks)).toEqual([
      'p some text',
      'p more',
    ]);
  });
});
