import { describe, expect, it } from 'vitest';
import { makeResult } from '../testing/ask-result.js';
import {
  checkableTokens,
  citationCorrect,
  groundingScores,
  statementsOf,
  unsupportedTokens,
} from './grounding.js';
import type { ChunkLookup } from './grounding.js';

const chunk = {
  documentId: 'orbit',
  title: 'Orbit',
  headingPath: ['Storage'],
  text: 'Orbit keeps its **state** in PostgreSQL 16.',
};
const lookup: ChunkLookup = (id) => (id === 'orbit#1' ? chunk : undefined);
const citation = {
  n: 1,
  chunkId: 'orbit#1',
  documentId: 'orbit',
  title: 'Orbit',
  heading: 'Storage',
  quote: 'keeps its state in PostgreSQL',
};

describe('groundingScores', () => {
  it('is content with a cited, verbatim answer', () => {
    const result = makeResult({ answer: 'I kept its state in PostgreSQL 16 [1].', citations: [citation] });
    expect(groundingScores(result, lookup)).toEqual({
      valid: 1,
      coverage: 1,
      verbatim: 1,
      knowledgePrecision: 5 / 7,
      unsupported: [],
    });
    expect(citationCorrect(result, new Set(['orbit']))).toBe(1);
    expect(citationCorrect(result, new Set(['ferrite']))).toBe(0);
  });

  it.each([
    [
      'a mark without a citation',
      { answer: 'I kept its state there [2].', citations: [citation] },
      { valid: 0.5 },
    ],
    [
      'a chunk that does not exist',
      { answer: 'I kept its state there [1].', citations: [{ ...citation, chunkId: 'gone' }] },
      { valid: 0.5, verbatim: 0 },
    ],
    [
      'a quote that is not there',
      {
        answer: 'I kept its state there [1].',
        citations: [{ ...citation, quote: 'keeps its state in MySQL' }],
      },
      { verbatim: 0 },
    ],
    [
      'a quotation that is not there',
      { answer: 'It "runs on forty servers" there [1].', citations: [citation] },
      { verbatim: 0.5 },
    ],
    [
      'no citation at all',
      { answer: 'I kept its state there.', citations: [] },
      { valid: 0, coverage: 0, verbatim: 0 },
    ],
    [
      'one statement of two cited',
      { answer: 'I kept its state there [1]. I also like long walks.', citations: [citation] },
      { coverage: 0.5 },
    ],
    [
      'a number and a name from nowhere',
      { answer: 'Its state is in MongoDB since 2019 [1].', citations: [citation] },
      { unsupported: ['2019', 'MongoDB'] },
    ],
  ])('sees %s', (_, parts, expected) => {
    expect(groundingScores(makeResult(parts), lookup)).toMatchObject(expected);
  });
});

describe('statementsOf', () => {
  it('gives a citation after the full stop to the sentence before it', () => {
    expect(statementsOf('I wrote the scheduler alone. [1] It ran for two years. [2]')).toEqual([
      'I wrote the scheduler alone.  [1]'.replace('  ', ' '),
      'It ran for two years. [2]',
    ]);
  });

  it('leaves out headings, lead-ins, questions and scraps', () => {
    expect(
      statementsOf(
        '# What I did in Orbit\nHere is what I did:\n- wrote the whole scheduler [1]\nDo you want more of this?\nYes.',
      ),
    ).toEqual(['- wrote the whole scheduler [1]']);
  });
});

describe('checkableTokens', () => {
  it('finds numbers, links, identifiers and names', () => {
    expect(checkableTokens('The jobQueue calls retry_all at https://a.example/x. We met Ada in 2020 for 5% more [3].').sort()).toEqual(
      ['2020', '5%', 'Ada', 'https://a.example/x', 'jobQueue', 'retry_all'],
    );
  });

  it('allows what the question says, and whole tokens only', () => {
    expect(unsupportedTokens('No project uses Kafka [1].', 'x', 'Have you used Kafka?')).toEqual([]);
    expect(unsupportedTokens('It took 12 days [1].', 'took 120 days', '')).toEqual(['12']);
  });

  it.each([
    ['a digit within a word', 'We ran on EC2 over IPv6 with p99 in v1 [1].', 'EC2 IPv6 p99 v1', []],
    ['another word of that kind', 'We ran on EC3 [1].', 'EC2', ['EC3']],
    ['a unit with or without a space', 'It fell by 40 % to 100ms [1].', 'by 40% to 100 ms', []],
    ['another unit', 'It took 100ms [1].', '100 s', ['100ms']],
    ['a version within a longer one', 'It needs 2.4 of it [1].', 'needs 2.45', ['2.4']],
    ['the count of its own list', 'I have 2 projects:\n\n- Orbit [1]\n- Ferrite [1]', 'orbit ferrite', []],
    ['a wrong count', 'I have 3 projects:\n\n- Orbit [1]\n- Ferrite [1]', 'orbit ferrite', ['3']],
  ])('judges %s', (_, answer, context, unsupported) => {
    expect(unsupportedTokens(answer, context, '')).toEqual(unsupported);
  });
}); // prettier-ignore
