/** Notes as people write them: no front matter, no "I", labels at line starts, small sections. BM25 alone. */
import { describe, expect, it } from 'vitest';
import { askOver, indexOver } from './testing/ask-over.js';

const documents = [
  {
    path: 'larder.md',
    text: "# Larder\n\nStarted Jan 2023 because I kept buying cumin. Larder is a phone app (Flutter) that scans barcodes and tells me what's in the cupboard. Backend: tiny Rust server (axum), sqlite, runs on a Raspberry Pi 4 under the stairs.\n\n## Loss\nThe SD card died in August. Now litestream copies the file to a bucket every 10 s.\n",
  },
  {
    path: 'billing.md',
    text: '# Billing at Brightlane\n\nI was the second backend engineer. We sold booking software to 600 clinics.\n\n## What I did\n\nI moved billing to a queue. Go workers, RabbitMQ, PostgreSQL 14.\n\n## Why RabbitMQ and not Kafka\n\nKafka would have been fine, but nobody on the team of 5 had run it.\n\n## Result\n\n| | before | after |\n|---|---|---|\n| time for a run | 6 h | 11 min |\n| tickets on bills | 70 | 12 |\n',
  },
  {
    path: 'feeds.md',
    text: '# Feeds\n\nA self-hosted RSS reader, Elixir + Phoenix LiveView. Made it in a weekend when my old reader began to show ads.\n\nFull text search is PostgreSQL tsvector; was Meilisearch at first, but that was one more thing to run.\n',
  },
  {
    path: 'thesis.txt',
    text: 'Master thesis, 2021-2022\nGoal: predict the power of a solar roof 5 to 30 minutes ahead.\nData: 14 months of pictures of the sky.\n\nTraining took 19 hours.\n',
  },
  {
    path: 'learning.md',
    text: "# Things I'm learning\n- Kubernetes: read the book, never ran it at work\n- Zig: two puzzles\n- Want to try: Kafka, ClickHouse\n",
  },
  {
    path: 'about.md',
    text: "# About me\nI'm Joris, backend engineer from Utrecht. I like small servers.\nMail: joris@example.org\nTalks: Boring queues, at GopherCon\nLanguages: Dutch, English\nI look for: backend roles, 4 days a week\n",
  },
];
const ask = askOver([indexOver(documents)]);
const answerTo = async (question: string) => ask({ question, bypassCache: true });

describe('technologies of projects that nothing but their text tells of', () => {
  it.each([
    ['Which projects use PostgreSQL?', ['Feeds', 'Billing at Brightlane'], ['Larder']],
    ['Which programming languages have you used?', ['Go: Billing', 'Rust: Larder', 'Elixir: Feeds'], ['Zig']],
    ['What databases have you worked with?', ['SQLite: Larder', 'PostgreSQL:'], ['ClickHouse']],
  ])('%s', async (question, held, absent) => {
    const { status, answer } = await answerTo(question);
    expect(status).toBe('answered');
    for (const text of held) expect(answer).toContain(text);
    for (const text of absent) expect(answer).not.toContain(text);
  });

  it.each(['Have you used Kafka?', 'Have you worked with Kubernetes?', 'Do you know Zig?'])(
    '%s: reading and wishing make no project',
    async (question) => {
      expect((await answerTo(question)).answer).toMatch(/no project of mine documents/i);
    },
  );
});

describe('what a profile says of its owner', () => {
  it.each([
    ['Are you looking for a job?', 'backend roles, 4 days a week'],
    ['Where are you based?', 'Utrecht'],
    ['How can I reach you?', 'joris@example.org'],
    ['What languages do you speak?', 'Dutch'],
  ])('%s', async (question, held) => {
    const { status, answer } = await answerTo(question);
    expect([status, answer.includes(held)]).toEqual(['answered', true]);
  });

  it.each(['What is your salary expectation?', 'Do you have a driving licence?'])(
    'refuses what it leaves open: %s',
    async (question) => expect((await answerTo(question)).status).not.toBe('answered'),
  );
});

describe('sections that share a chunk', () => {
  it('cites the section of the sentence, and leads with it', async () => {
    const { answer, citations } = await answerTo('Why did you not use Kafka for billing?');
    expect(answer).toMatch(/^Kafka would have been fine/);
    expect(citations[0]?.heading).toBe('Why RabbitMQ and not Kafka');
  });
});

describe('a short document', () => {
  it('is not told whole when one sentence answers', async () => {
    const { answer } = await answerTo('How long did the training of the thesis take?');
    expect(answer).toContain('19 hours');
    expect(answer.length).toBeLessThan(200);
  });
});
