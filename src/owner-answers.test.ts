/** Questions and texts about the owner: letters, introductions, how to get in touch. BM25 alone. */
import { describe, expect, it } from 'vitest';
import { askOver, indexOver } from './testing/ask-over.js';

const documents = [
  {
    path: 'projects/tide-gauge.md',
    text: '# Tide gauge\n\nThe tide gauge is a float that tells fishermen when to sail. I cut its cost to 45 euros with a printed case.\n\nI moved it away because that was loud.\n\n## What I got wrong\n\nI lost 12 floats in the first winter.\n',
  },
  {
    path: 'projects/ferry-app.md',
    text: '# Ferry app\n\nThe ferry app sells tickets to 12 islands. I wrote the Android app in Kotlin and reduced its start to 2 seconds. A colleague wrote the iOS app in 4 weeks.\n',
  },
  {
    path: 'projects/lock.md',
    text: '---\nstatus: planned\n---\n# Smart lock\n\nI will write 3 drivers for it.\n',
  },
  {
    path: 'profile.md',
    text: '# About me\n\nI am Wiebke Janssen, a developer from Emden. I like devices near the sea.\n\n## Contact\n\nTo reach me, use the form at https://wiebke.example/contact.\n',
  },
];

const ask = askOver([indexOver(documents)]);

describe('a cover letter', () => {
  it('opens with the owner, tells works with a result each, cited, and closes with how to reach them', async () => {
    const { status, answer, citations } = await ask({
      question: 'Write a cover letter for a job with devices',
      bypassCache: true,
    });
    expect(status).toBe('answered');
    const [greeting, person, , list = '', closing] = answer.split('\n\n');
    expect(greeting).toBe('Dear hiring team,');
    expect(person).toMatch(/^I am Wiebke Janssen, a developer from Emden\. .*\[1\]/);
    expect(list.split('\n').map((line) => line.replace(/ ?\[\d+\]/g, '')).sort()).toEqual([
      '- The ferry app sells tickets to 12 islands. I wrote the Android app in Kotlin and reduced its start to 2 seconds.',
      '- The tide gauge is a float that tells fishermen when to sail. I cut its cost to 45 euros with a printed case.',
    ]);
    for (const line of list.split('\n')) expect(line).toMatch(/\[\d+\]$/);
    expect(closing).toMatch(/^I would be glad to tell you more\. To reach me, use the form at https:\/\/wiebke\.example\/contact\. \[\d+\]$/);
    expect(citations.at(-1)?.url ?? citations[0]?.url).toBe('https://wiebke.example/contact');
  }); // prettier-ignore
});

describe('the owner', () => {
  it.each([
    ['How can I contact you?', 'answered', /^To reach me, use the form/],
    ['How do I get in touch?', 'answered', /^To reach me, use the form/],
    ['What salary do you expect?', 'not_documented', /That is best asked in person\. To reach me/],
  ])('%s gives the address as text and as the link of its source', async (question, status, text) => {
    const result = await ask({ question, bypassCache: true });
    expect(result.status).toBe(status);
    expect(result.answer).toMatch(text);
    expect(result.citations.map(({ url }) => url)).toEqual(['https://wiebke.example/contact']);
  });

  it.each(['Tell me about yourself', 'Introduce yourself to a recruiter'])('%s', async (question) => {
    const { status, answer } = await ask({ question, bypassCache: true });
    expect(status).toBe('answered');
    expect(answer).toMatch(/^I am Wiebke Janssen, a developer from Emden\./);
    expect(answer).not.toContain('Smart lock');
    expect(answer).not.toContain('colleague');
  });
});
