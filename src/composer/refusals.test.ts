import { describe, expect, it } from 'vitest';
import { askKind } from '../router/kinds.js';
import { askOver, indexOver } from '../testing/ask-over.js';
import { holdsKindAsked } from './answer-kind.js';
import { isAboutThePerson } from './personal.js';

const notes = [
  `# Ferry planner\n\n## Pricing\n\nThe ferry planner quotes a fare for every crossing. The fare depends on the season and on the vehicle.\n\n## Launch\n\nThe ferry planner went live in the harbour office. The harbour office did not lose bookings during the launch.\n\n## Queue\n\nThe ferry planner never ran on Windows.\n`,
  `# Sleep fever\n\n## Symptoms\n\nThe symptoms of sleep fever are headache and a stiff neck. Sleep fever spreads through flies.\n`,
  `# Orion engine\n\n## Memory\n\nThe garbage collector of the Orion engine starts when the heap has doubled. The Orion engine marks objects on two threads.\n`,
  `# Café Müller kiosk\n\n## Machine learning\n\nThe kiosk of Café Müller sorts orders with machine learning. The orders are kept for ten days.\n`,
  `# Harbour crane\n\n## Tests\n\nWe tested the harbour crane against a variety of faults, including wind gusts, cable cuts and power loss. The harbour crane stopped by itself in every test.\n`,
  `# Toll bridge\n\n## Building\n\nThe toll bridge of the ferry town is among the oldest ones. Nobody wrote down what building the toll bridge took.\n`,
  `# Town well\n\nThe town well cost $4,000 in all.\n`,
].map((text, i) => ({ path: `${i}.md`, text }));

async function statusOf(question: string): Promise<string> {
  const ask = askOver([indexOver(notes)]);
  return (await ask({ question, history: [] }, {})).status;
}

describe('what a refusal hangs on', () => {
  it.each([
    ['What are the symptoms of sleep fever?', 'answered'],
    ['What are the symptoms of malaria?', 'not_documented'],
    ['How does malaria spread?', 'not_documented'],
    ['When does the garbage collector of the Orion engine start?', 'answered'],
    ['When does the garbage collector of the V8 engine start?', 'not_documented'],
    ['What does the kiosk of Cafe Muller sort?', 'answered'],
    ['What does the kiosk of Café Weber sort?', 'not_documented'],
    ['When does the garbage collector of the Orian engine start?', 'answered'],
    ['How long are the orders of the kiosk kept?', 'answered'],
    ['How much money did the launch of the ferry planner cost?', 'not_documented'],
    ['How long did the launch of the ferry planner take?', 'not_documented'],
    ['How much money did the town well cost?', 'answered'],
    ['How much money did building the toll bridge cost?', 'not_documented'],
    // "mishaps" is another word for what the text calls faults, and the rest of the question leaves no doubt.
    ['What kinds of mishap did you test the harbour crane against?', 'answered'],
    ['What are the mishaps of sleep fever?', 'not_documented'],
  ])('%s: %s', async (question, status) => {
    expect(await statusOf(question)).toBe(status);
  });

  it('denies what a negation is about, and nothing else that stands in its sentence', async () => {
    const ask = askOver([indexOver(notes)]);
    const denied = await ask({ question: 'When did the ferry planner run on Windows?', history: [] }, {});
    expect(denied.answer).toBe('My write-ups say otherwise: The ferry planner never ran on Windows. [1]');
    const told = await ask({ question: 'How did the launch in the harbour office go?', history: [] }, {});
    expect(told.answer).not.toContain('say otherwise');
  });
});

describe('holdsKindAsked', () => {
  it.each([
    ['How much does a crossing cost?', ['It costs €12.'], true],
    ['How much does a crossing cost?', ['Crossings were popular.'], false],
    ['How much did you pay for the servers?', ['We rented three servers.'], false],
    ['How much memory does it use?', ['It uses little memory.'], true],
    ['How long did the outage last?', ['It was down for two hours.'], true],
    ['How long did the outage last?', ['The outage hit everyone.'], false],
    ['How long are the tokens?', ['Each token has 32 characters.'], true],
    ['Which version of Node does it need?', ['It needs Node 20.'], true],
    ['Which version of Node does it need?', ['It needs a recent Node.'], false],
    ['What percentage of jobs failed?', ['Some jobs failed.'], false],
    ['What share of jobs failed?', ['Half of the jobs failed.'], true],
    ['What year was it launched?', ['It was launched in 2019.'], true],
    ['What year was it launched?', ['It was launched by two people.'], false],
    ['Who launched it?', ['It was launched.'], true],
  ])('%s %j: %s', (question, sentences, expected) => {
    expect(holdsKindAsked(question, sentences)).toBe(expected);
  });
});

describe('isAboutThePerson', () => {
  it.each([
    ['What salary do you expect?', true],
    ['How many years of experience do you have?', true],
    ['Salary expectations?', true],
    ['What is your notice period?', true],
    ['Do you need a visa to work in Canada?', true],
    ['Would you be willing to relocate?', true],
    ['Are you available in May?', true],
    ['Which company do you work for?', true],
    ['How many survey respondents have under two years of experience?', false],
    ['How many years of experience do Go survey respondents have?', false],
    ['What is the average salary of nurses in the data set?', false],
    ['Which company runs the ferry?', false],
    ['How does the form ask applicants for a visa?', false],
    ['How are the children of a node stored?', false],
  ])('%s: %s', (question, expected) => {
    expect(isAboutThePerson(question)).toBe(expected);
  });
});

describe('askKind', () => {
  it.each([
    ['do respondents have much experience with go', 'question'],
    ['what share of users have experience with kubernetes', 'question'],
    ['any experience with kubernetes', 'experience'],
    ['what experience with kubernetes users do you have', 'experience'],
  ])('%s: %s', (question, kind) => {
    expect(askKind(question)).toBe(kind);
  });
});
