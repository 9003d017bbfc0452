import { describe, expect, it } from 'vitest';
import { joinQuestions, jointNames } from './joined-questions.js';

const query = (id: string, text: string) => ({ id, text, gold: new Map([[`doc-${id}`, 1]]) });
const queries = [query('a', 'Who built it?'), query('b', 'What is  Orbit?'), query('c', 'Is it free?')];

describe('joined questions', () => {
  it('are the same for the same seed and others for another', () => {
    expect(joinQuestions(queries, 2, 20, 7)).toEqual(joinQuestions(queries, 2, 20, 7));
    expect(joinQuestions(queries, 2, 20, 7)).not.toEqual(joinQuestions(queries, 2, 20, 8));
  });

  it('use every joint, hold no question twice and every part in order', () => {
    const joined = joinQuestions(queries, 3, jointNames.length, 7);
    expect(joined.map(({ joint }) => joint)).toEqual(jointNames);
    for (const { text, questions } of joined) {
      expect(new Set(questions).size).toBe(3);
      const places = questions.map((part) =>
        text.toLowerCase().indexOf(part.text.toLowerCase().replace(/\s+/g, ' ').slice(0, -1)),
      );
      expect(places.every((place, index) => place >= 0 && place > (places[index - 1] ?? -1))).toBe(true);
    }
  });

  it('write each joint as people do', () => {
    const texts = joinQuestions([queries[0]!, queries[1]!], 2, jointNames.length, 3).map(({ text }) =>
      text.toLowerCase().replace('what is orbit', 'X').replace('who built it', 'X'),
    );
    expect(texts).toEqual([
      'X? X?',
      'X and X?',
      'X, and X?',
      'X and X',
      'X? and X?',
      'X; X?',
      'X? also, X?',
      'X, X?',
    ]);
  });
});
