/** One or two documents, BM25 alone: what is plainly there is answered, what is not is refused. */
import { describe, expect, it } from 'vitest';
import { askOver, indexOver } from './testing/ask-over.js';

const feeder = {
  path: 'feeder.md',
  text: '# Parrot feeder\n\nI built a feeder for two parrots with a Raspberry Pi Zero. It drops seeds at 7:30 and at 18:00.\n\nThe scale was off by 4 grams until I added a tare step. The case is printed in PETG because PLA warped in the window sun.\n\nThe whole thing cost 62 euros.\n',
};
const sheets = {
  path: 'sheets.md',
  text: '# Score sheets\n\nA web page that turns photographed dart score sheets into tables. It is written in Elixir. Twelve clubs in Ghent use it on Tuesday evenings.\n',
};

describe.each([
  ['one document', [feeder]],
  ['two documents', [feeder, sheets]],
])('%s', (_, documents) => {
  const ask = askOver([indexOver(documents)]);

  it.each([
    ['How much did it cost?', '62 euros'],
    ['When does the feeder drop seeds?', '7:30'],
    ['Why is the case printed in PETG?', 'PLA warped'],
    ['How far was the scale off?', '4 grams'],
    ['What does the parrot feeder do?', 'seeds'],
  ])('answers: %s', async (question, held) => {
    const { status, answer } = await ask({ question, bypassCache: true });
    expect([status, answer.includes(held)]).toEqual(['answered', true]);
  });

  it.each([
    ['What is the capital of France?', 'not_documented'],
    ['How do I bake sourdough bread?', 'off_topic'],
    ['Which cloud provider hosts the feeder?', 'not_documented'],
    ['How many users does the feeder have?', 'not_documented'],
    ['What award did the feeder win?', 'not_documented'],
  ])('refuses: %s', async (question, status) => {
    expect((await ask({ question, bypassCache: true })).status).toBe(status);
  });
});
