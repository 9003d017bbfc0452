import { describe, expect, it } from 'vitest';
import { shapeAsked } from './answer-shape.js';

describe('shapeAsked', () => {
  it.each([
    ['How many ships were lost in 1905?', 'Seven ships and 12 boats were lost.', 1],
    ['How many ships were lost in 1905?', 'In 1905 ships were lost.', 0],
    ['By how much did the memory fall in 2.4?', 'Figure 1 compares v2.3.9 and v2.4.0-rc.1.', 0],
    ['By how much did the memory fall in 2.4?', 'It fell by 40% (see Figure 1).', 1],
  ] as const)('looks for a number that the question lacks: %s / %s', (question, sentence, expected) => {
    expect(shapeAsked(question, 'how_many')(sentence).freshNumber).toBe(expected);
  });

  it.each([
    ['How many engineers work there?', 'The firm currently has 2000 engineers.', 1],
    ['How many engineers work there?', 'The engineers met often, and after all of that 3 left.', 0],
  ] as const)('looks for the thing counted: %s / %s', (question, sentence, expected) => {
    expect(shapeAsked(question, 'how_many')(sentence).unit).toBe(expected);
  });

  it.each([
    ['When did it burn?', 'when', 'On May 3, 1901, it burned down.', 'date', 1],
    ['When did it burn?', 'when', 'It burned while nobody looked.', 'date', 0],
    ['Who leads the team?', 'who', 'The team is led by Ada Byron.', 'person', 1],
    ['Who leads the team?', 'who', 'The team is led by Ada.', 'person', 0.5],
    ['Who leads Ada Byron?', 'who', 'Nobody leads Ada Byron.', 'person', 0],
    ['What percentage failed?', 'what', 'Some runs failed.', 'kind', 0],
    ['What percentage failed?', 'what', 'Of the runs 4 % failed.', 'kind', 1],
    ['What failed?', 'what', 'Some runs failed.', 'kind', 1],
  ] as const)('%s (%s) / %s: %s %d', (question, aspect, sentence, name, expected) => {
    expect(shapeAsked(question, aspect)(sentence)[name]).toBe(expected);
  });
});
