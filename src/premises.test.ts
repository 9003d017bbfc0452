/** What a question takes for granted of a project: use of a tool that its text only plans, turns down or corrects. BM25 alone. */
import { describe, expect, it } from 'vitest';
import { askOver, indexOver } from './testing/ask-over.js';

const documents = [
  {
    path: 'ferry-app.md',
    text: '---\ntype: project\n---\n# Ferry app\n\n## Data\n\nThe ferry app stores its bookings in PostgreSQL and runs on Docker.\n\n## Databases I rejected\n\nMySQL runs everywhere, but the island servers had none.\n\n## Planned: events\n\nThe ferry app will publish delays to Kafka.\n',
  },
  {
    path: 'tide-gauge.md',
    text: '---\ntype: project\n---\n# Tide gauge\n\n## Storage\n\nThe tide gauge keeps its readings in MySQL for a year.\n',
  },
];

const ask = askOver([indexOver(documents)]);

describe('premises about the tools of a project', () => {
  it.each([
    ['Why does the ferry app store its bookings in MySQL?', 'do not document MySQL in use. What they document there as database is PostgreSQL'],
    ['How does the ferry app publish delays to Kafka?', 'have Kafka only as a plan. The ferry app will publish delays to Kafka.'],
  ])('%s is corrected', async (question, text) => {
    const result = await ask({ question, bypassCache: true });
    expect(result.status).toBe('not_documented');
    expect(result.answer).toContain(text);
  }); // prettier-ignore

  it.each([
    ['Why did you reject MySQL for the ferry app?', 'the island servers had none'],
    ['How would the ferry app publish delays to Kafka?', 'publish delays to Kafka'],
    ['Where does the ferry app store its bookings?', 'PostgreSQL'],
    ['Why does the tide gauge keep its readings in MySQL?', 'MySQL for a year'],
  ])('%s is not', async (question, text) => {
    const result = await ask({ question, bypassCache: true });
    expect(result.answer).not.toContain('in use. What they document');
    expect(result.answer).not.toContain('only as a plan');
    expect(result.answer).toContain(text);
  });
});
