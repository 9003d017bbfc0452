import { describe, expect, it } from 'vitest';
import { makeChunk } from '../index/testing/generation-content.js';
import { neighbourScore } from './neighbours.js';

/** Every known word has an IDF of 2, "cache" one of 1; "zebra" is in no chunk. */
const statistics = {
  documentFrequency: (stem: string) => (stem === 'zebra' ? 0 : 3),
  inverseDocumentFrequency: (stem: string) => (stem === 'cach' ? 1 : 2),
};
const scoreOf = (question: string, text: string): number =>
  neighbourScore(question, statistics)(makeChunk({ id: 'a#1', text }));

describe('neighbourScore', () => {
  it.each([
    ['side by side', 'refresh token', 'The refresh token is stored.', 2],
    ['in the other order', 'refresh token', 'A token that I refresh.', 2],
    ['within four terms', 'refresh token', 'refresh alpha beta gamma token', 2],
    ['farther apart', 'refresh token', 'refresh alpha beta gamma delta token', 0],
    ['stop words between them do not count', 'refresh token', 'refresh of the very same and only token', 2],
    ['one of the two alone', 'refresh token', 'Each token expires.', 0],
    ['neighbours are neighbours in the question', 'refresh long token', 'refresh token', 0],
    ['the commoner word of a pair counts', 'token cache', 'The token cache.', 1],
    ['two pairs', 'refresh token cache', 'refresh token cache', 3],
    ['a word of no chunk', 'zebra token', 'zebra token', 0],
    ['the same word twice', 'token token', 'token token', 0],
    ['a single word', 'token', 'token', 0],
    ['no words', '', 'token', 0],
  ])('%s: %s in "%s"', (_, question, text, worth) => {
    expect(scoreOf(question, text)).toBe(0.625 * worth);
  });
});
