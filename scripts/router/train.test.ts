import { describe, expect, it } from 'vitest';
import { buildExamples, buildVocabulary, readLines } from './examples.js';

describe('training data', () => {
  it('gives the same examples for the same seed', () => {
    expect(buildExamples(7)).toEqual(buildExamples(7));
  });

  it('holds none of the held-out questions', () => {
    const plain = (text: string): string => text.toLowerCase().replace(/[\s?.!]+$/, '');
    const seen = new Set(
      [...readLines('handwritten.jsonl'), ...readLines('templates.jsonl')].map((line) => plain(line.text)),
    );
    const shared = [...readLines('heldout.jsonl'), ...readLines('dev.jsonl')].filter((line) =>
      seen.has(plain(line.text)),
    );
    expect(shared).toEqual([]);
  });

  it('has a vocabulary of small words only', () => {
    expect(buildVocabulary().length).toBeLessThan(200);
  });
});
