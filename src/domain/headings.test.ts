import { expect, it } from 'vitest';
import { headingPathAt } from './headings.js';

const text = '**Why Go**\n\nIt starts fast.\n\n**Result**\n\nIt took 11 minutes. **Why Go** again.';

it.each([
  ['It starts', ['Notes', 'Why Go']],
  ['It took', ['Notes', 'Result']],
  ['again', ['Notes', 'Result']],
])('gives %j the heading of its own section', (words, path) => {
  const chunk = { headingPath: ['Notes', 'Why Go / Result'], text };
  expect(headingPathAt(chunk, text.indexOf(words))).toEqual(path);
});

it.each([
  [['Notes', 'Why Go'], 'It starts fast.'],
  [['Read / write'], 'It starts fast.'],
  [[], 'It starts fast.'],
])('leaves %j as it is', (headingPath, plain) => {
  expect(headingPathAt({ headingPath, text: plain }, 3)).toEqual(headingPath);
});
