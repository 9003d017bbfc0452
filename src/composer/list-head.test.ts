/** The noun of a list question. */
import { describe, expect, it } from 'vitest';
import { listHeadOf } from './list-head.js';

describe('listHeadOf', () => {
  it.each([
    ['Which incidents did you write up?', 'incidents', 0],
    ['Which Terraform interviews are there?', 'interviews', 1],
    ['How many trips were to the coast?', 'trips', 0],
    ['List all the summits', 'summits', 0],
    ['What are the four rules for backups?', 'rules', 1],
    ['Which of your talks mention Go?', 'talks', 0],
    ['For which reasons does an alarm go off?', 'reasons', 0],
    ['Which pages are tagged incident?', 'pages', 0],
  ])('%s', (question, noun, modifiers) => {
    const head = listHeadOf(question);
    expect(head?.noun).toBe(noun);
    expect(head?.modifiers).toHaveLength(modifiers);
  });

  it.each([
    'Why do queues fill up?',
    'How did you list the files?',
    'Have you used Go?',
    'What did you build?',
  ])('finds none in %s', (question) => {
    expect(listHeadOf(question)).toBeUndefined();
  });
});
