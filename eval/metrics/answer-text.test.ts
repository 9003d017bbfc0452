import { describe, expect, it } from 'vitest';
import {
  answerRecall,
  exactMatch,
  holdsNumber,
  holdsPhrase,
  listScores,
  matchesPattern,
  normaliseAnswer,
  rougeL,
  tokenF1,
} from './answer-text.js';

describe('answer text', () => {
  it('normalises as the SQuAD evaluation does', () => {
    expect(normaliseAnswer('The  Orbit, a "database"!')).toBe('orbit database');
  });

  it.each([
    ['PostgreSQL', ['Postgres', 'the PostgreSQL.'], 1, 1],
    ['It is PostgreSQL 16', ['PostgreSQL'], 0, 0.4],
    ['MySQL', ['PostgreSQL'], 0, 0],
    ['', ['PostgreSQL'], 0, 0],
    ['the', ['a'], 1, 1],
  ])('%s against %j', (answer, accepted, match, f1) => {
    expect(exactMatch(answer, accepted)).toBe(match);
    expect(tokenF1(answer, accepted)).toBeCloseTo(f1, 12);
  });

  it('counts repeated tokens once each', () => {
    expect(tokenF1('red red red', ['red blue'])).toBeCloseTo(0.4, 12);
    expect(answerRecall('Orbit stores state in Postgres', ['state in Postgres 16'])).toBe(0.75);
    expect(rougeL('b x c', ['b c'])).toBeCloseTo(0.8, 12);
  });

  it.each([
    ['We used Go.', 'go', true],
    ['We used Golang.', 'go', false],
    ['It was forgone', 'Go', false],
    ['Written in C++ and C#', 'C++', true],
    ['Written in C', 'C++', false],
    ['uses Postgresql', '/postgres(ql)?/i', true],
    ['uses Postgresql', '/postgres\\b/i', false],
    ['anything', '', false],
  ])('%s shows %s: %s', (answer, pattern, expected) => {
    expect(matchesPattern(answer, pattern)).toBe(expected);
  });

  it('finds whole words only', () => {
    expect(holdsPhrase('in the year 2020', 'year 202')).toBe(false);
  });

  it('reads numbers with separators and leaves citations out', () => {
    expect(holdsNumber('about 12,500 users [3]', 12_500, 0)).toBe(true);
    expect(holdsNumber('about 12,500 users [3]', 3, 0)).toBe(false);
    expect(holdsNumber('took 0.91 s', 0.9, 0.02)).toBe(true);
  });

  it('scores lists by what is there and what must not be', () => {
    expect(listScores('Orbit and Ferrite', ['Orbit', 'Ferrite'], ['Comet'])).toEqual({ recall: 1, precision: 1 });
    expect(listScores('Orbit and Comet', ['Orbit', 'Ferrite'], ['Comet', 'Orbit'])).toEqual({ recall: 0.5, precision: 0.5 });
    expect(listScores('None', ['Orbit'], [])).toEqual({ recall: 0, precision: 0 });
  }); // prettier-ignore
});
