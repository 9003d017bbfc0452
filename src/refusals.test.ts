/** What is refused, and how: admissions, denied premises, plans asked for as facts, other projects, names that nothing holds. BM25 alone. */
import { describe, expect, it } from 'vitest';
import { askOver, indexOver } from './testing/ask-over.js';

const documents = [
  {
    path: 'tide-gauge.md',
    text: '---\ntype: project\n---\n# Tide gauge\n\n## Storage\n\nThe tide gauge keeps its readings in InfluxDB for a year. A copy goes to a card every night.\n\n## Radio\n\nThe tide gauge sends readings by LoRaWAN every minute. I have not documented which gateway vendor receives them.\n\n## Operation\n\nThe tide gauge is a prototype: it never ran on batteries over winter. Its average response time is 40 ms.\n',
  },
  {
    path: 'ferry-app.md',
    text: '---\ntype: project\n---\n# Ferry app\n\n## Data\n\nThe ferry app stores its bookings in PostgreSQL. The bookings table has the columns id, island, and seats.\n\n## Planned: limits\n\nThe rate limit of the ferry app would count requests per phone, at most ten a minute.\n',
  },
  {
    path: 'profile.md',
    text: '---\ntype: profile\n---\n# About me\n\nI am a developer from Emden and like devices near the sea.\n',
  },
];

const ask = askOver([indexOver(documents)]);

describe('refusals', () => {
  it.each([
    ['an admission in the author\'s own words', 'Which gateway vendor receives the readings of the tide gauge?', 'not_documented', 'have not documented which gateway vendor'],
    ['a premise that the text denies', 'Why did the tide gauge run on batteries over winter?', 'not_documented', 'My write-ups say otherwise: The tide gauge is a prototype: it never ran on batteries over winter.'],
    ['a plan that is asked for as it is today', 'How does the rate limit of the ferry app count requests today?', 'not_documented', 'In my write-ups that is a plan'],
    ['a name with digits that no text holds', 'What is the p99 response time of the tide gauge?', 'not_documented', 'My write-ups do not document this'],
  ])('tell %s', async (_, question, status, text) => {
    const result = await ask({ question, bypassCache: true });
    expect(result.status).toBe(status);
    expect(result.answer).toContain(text);
  }); // prettier-ignore

  it('answer the same questions where the text holds the fact', async () => {
    for (const [question, text] of [
      ['How does the rate limit of the ferry app count requests?', 'count requests per phone'],
      ['What is the average response time of the tide gauge?', '40 ms'],
    ] as const) {
      const result = await ask({ question, bypassCache: true });
      expect(result.status).toBe('answered');
      expect(result.answer).toContain(text);
    }
  });
});

describe('a question about one project', () => {
  it('is not answered from another one', async () => {
    const { answer, citations } = await ask({
      question: 'Where does the tide gauge keep its readings?',
      bypassCache: true,
    });
    expect(answer).toContain('InfluxDB');
    expect(citations.map(({ title }) => title)).not.toContain('Ferry app');
  });
});
