import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInline, parseMarkdown, plainText, type Block, type Inline } from './markdown.js';

const text = (value: string): Inline => ({ kind: 'text', text: value });
const paragraph = (...content: Inline[]): Block => ({ kind: 'paragraph', content });

describe('parseMarkdown', () => {
  const cases: Record<string, [string, Block[]]> = {
    nothing: ['', []],
    paragraphs: [
      'One\nline.\n\nTwo.',
      [paragraph(text('One'), text(' '), text('line.')), paragraph(text('Two.'))],
    ],
    heading: ['## Cache ##\ntext', [{ kind: 'heading', content: [text('Cache')] }, paragraph(text('text'))]],
    quote: ['> a\n> b', [{ kind: 'quote', content: [text('a'), text(' '), text('b')] }]],
    code: [
      '```ts\nconst a = `1`;\n\n<b>\n```\nend',
      [{ kind: 'code', text: 'const a = `1`;\n\n<b>' }, paragraph(text('end'))],
    ],
    'code that does not end yet': ['~~~\n**a', [{ kind: 'code', text: '**a' }]],
    list: [
      '- one\n  more\n  - inner\n- two',
      [
        {
          kind: 'list',
          start: undefined,
          items: [
            { content: [text('one'), text(' '), text('more')], level: 0 },
            { content: [text('inner')], level: 1 },
            { content: [text('two')], level: 0 },
          ],
        },
      ],
    ],
    'numbered list': [
      '3. a\n4. b',
      [
        {
          kind: 'list',
          start: 3,
          items: [
            { content: [text('a')], level: 0 },
            { content: [text('b')], level: 0 },
          ],
        },
      ],
    ],
    table: [
      '| | A |\n|---|:-:|\n| x \\| y | z [1] |\n| short |',
      [
        {
          kind: 'table',
          head: [[], [text('A')]],
          rows: [
            [[text('x | y')], [text('z '), { kind: 'citation', numbers: [1] }]],
            [[text('short')], []],
          ],
        },
      ],
    ],
    'rows without a head': ['| a | b |', [{ kind: 'table', head: [], rows: [[[text('a')], [text('b')]]] }]],
    'html is text': ['<img src=x onerror=alert(1)>', [paragraph(text('<img src=x onerror=alert(1)>'))]],
    rule: ['a\n\n---\n\nb', [paragraph(text('a')), paragraph(text('b'))]],
  };
  it.each(Object.entries(cases))('%s', (_name, [markdown, blocks]) => {
    expect(parseMarkdown(markdown)).toEqual(blocks);
  });

  it('gives every prefix of an answer a result, and the whole one the same however it came', () => {
    const answer = cases['table']?.[0] ?? '';
    for (let end = 0; end <= answer.length; end++)
      expect(parseMarkdown(answer.slice(0, end))).toBeInstanceOf(Array);
  });

  it('loses no letter or digit of any text', () => {
    const letters = (value: string): string => value.replace(/[^\p{L}\p{N}]/gu, '');
    const words = fc.array(
      fc.constantFrom(
        'a',
        'B7',
        'word',
        '**',
        '*',
        '_',
        '`',
        '[',
        ']',
        '(',
        ')',
        '!',
        ' ',
        '\n',
        '|',
        '<',
        '>',
      ),
    );
    fc.assert(
      fc.property(words, (parts) => {
        const markdown = parts.join('');
        const found = letters(plainText(parseMarkdown(markdown)));
        // The address of a link is not read out.
        if (!/\]\(/.test(markdown))
          expect(found).toBe(letters(markdown.replace(/^ {0,3}(?:`{3,}|~{3,}).*$/gm, '')));
      }),
      { seed: 11, numRuns: 2_000 },
    );
  });

  it('takes time in proportion to the length of hostile text', () => {
    const hostile = [
      '[',
      '**',
      '*a',
      '`',
      '[a](',
      '![',
      '|',
      '> ',
      '- ',
      '\\',
      '_a_',
      'http://',
      '[1',
      '**a* ',
    ];
    for (const part of hostile) expect(parseMarkdown(part.repeat(20_000))).toBeInstanceOf(Array);
  });
});

describe('parseInline', () => {
  const link = (url: string, ...children: Inline[]): Inline => ({ kind: 'link', url, children });
  const cases: [string, Inline[]][] = [
    [
      '**a *b* c**',
      [{ kind: 'strong', children: [text('a '), { kind: 'emphasis', children: [text('b')] }, text(' c')] }],
    ],
    ['**open', [text('**open')]],
    ['snake_case_name and 2 * 3 * 4', [text('snake_case_name and 2 * 3 * 4')]],
    ['`a` and ``b`c``', [{ kind: 'code', text: 'a' }, text(' and '), { kind: 'code', text: 'b`c' }]],
    [
      'x [1][2] [3, 4].',
      [
        text('x '),
        { kind: 'citation', numbers: [1] },
        { kind: 'citation', numbers: [2] },
        text(' '),
        { kind: 'citation', numbers: [3, 4] },
        text('.'),
      ],
    ],
    ['[a](https://x.y "t")', [link('https://x.y', text('a'))]],
    ['[a](javascript:alert(1))', [link('javascript:alert(1', text('a')), text(')')]],
    ['![alt](https://x.y/p.png)', [link('https://x.y/p.png', text('alt'))]],
    ['at <https://x.y/a>. <b>', [text('at '), link('https://x.y/a', text('https://x.y/a')), text('. <b>')]],
    [
      'see https://x.y/a?b=1. Then',
      [text('see '), link('https://x.y/a?b=1', text('https://x.y/a?b=1')), text('. Then')],
    ],
    ['\\*not\\* \\[1\\]', [text('*not* [1]')]],
    ['a  \nb', [text('a  '), { kind: 'break' }, text('b')]],
    ['[10 items]', [text('[10 items]')]],
  ];
  it.each(cases)('%s', (markdown, inline) => {
    expect(parseInline(markdown)).toEqual(inline);
  });
});

describe('plainText', () => {
  it('reads a table row by row with its heads, without marks and citations', () => {
    expect(
      plainText(parseMarkdown('**Yes** [1].\n\n| | A |\n|--|--|\n| Use | cache [2] |\n\n- one [1]')),
    ).toBe('Yes.\nUse; A: cache\none');
  });
});
