/** When the name of a field is asked for, and when it is only a word of the question. */
import { describe, expect, it } from 'vitest';
import { asksForField } from './field-question.js';

describe('asksForField', () => {
  it.each([
    ['What was your role in the parcel hub?', 'Role', true],
    ['Which companies did your guests work for?', 'Company', true],
    ['Which companies did your guests work for?', 'Guest', false],
    ['Who were your clients?', 'Client', true],
    ['Who was on the team?', 'Team', true],
    ["What is Orbit's client?", 'Client', true],
    ['How many awards have you won?', 'Award', true],
    ['Have you won any awards?', 'Award', true],
    ['How big was the team?', 'Team', true],
    ['In which year was the hub built?', 'Year', true],
    ['How did Mila convince her company?', 'Company', false],
    ['Why did the client agree?', 'Client', false],
    ['When does the company ship?', 'Company', false],
    ['What convinced the company to move?', 'Company', false],
    ['Where does the team sit?', 'Team', false],
    ['What does the client say about the delay?', 'Client', false],
  ])('%s: %s', (question, label, expected) => {
    expect(asksForField(question, label)).toBe(expected);
  });
});
