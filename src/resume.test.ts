/** A résumé in Markdown and one project: what recruiters ask first. BM25 alone. */
import { describe, expect, it } from 'vitest';
import { askOver, indexOver } from './testing/ask-over.js';

const documents = [
  {
    path: 'cv.md',
    text: '# Ana Pereira\nFull-stack developer, Porto, Portugal\nana@pereira.example | github.com/anap\n\n## Experience\n\n### Senior developer, Tidewise (2021 – present)\n- Lead a team of four that builds a booking platform (React, Node.js, PostgreSQL)\n- Cut the page load time from 4.2 s to 1.1 s\n\n### Developer, Banco Atlantico (2017 – 2021)\n- Wrote the transfer service in Java and Spring Boot\n- Migrated reports from Oracle to PostgreSQL\n\n## Education\nMSc Informatics, University of Porto, 2017.\n\n## Skills\nLanguages: TypeScript, Java, Python\nTools: Docker, Grafana\n\n## Languages\nPortuguese (native), English (C1)\n',
  },
  {
    path: 'surfcast.md',
    text: '# Surfcast\n\nForecasts wave height for 12 beaches. Side project, since 2020.\n\n## Stack\n- Python, FastAPI, TimescaleDB\n- React front end\n',
  },
];
const ask = askOver([indexOver(documents)]);

describe('a résumé', () => {
  it.each([
    ['Where do you work now?', ['Senior developer, Tidewise'], ['Banco']],
    ['Where have you worked?', ['Tidewise', 'Banco Atlantico'], ['Porto']],
    ['What did you do at Banco Atlantico?', ['transfer service', 'Oracle'], ['page load']],
    ['Do you have a degree?', ['MSc Informatics'], ['Tidewise']],
    ['What did you study?', ['MSc Informatics'], []],
    ['Which languages do you speak?', ['Portuguese (native)'], ['TypeScript']],
    ['Which programming languages do you know?', ['Python: Surfcast', 'Java: my profile'], ['Portuguese']],
    ["What's your email?", ['ana@pereira.example'], []],
    ['Where do you live?', ['Porto'], ['Tidewise']],
  ])('%s', async (question, held, absent) => {
    const { status, answer, citations } = await ask({ question, bypassCache: true });
    expect(status).toBe('answered');
    expect(citations.length).toBeGreaterThan(0);
    for (const text of held) expect(answer).toContain(text);
    for (const text of absent) expect(answer).not.toContain(text);
  });

  it.each(['What is your salary expectation?', 'Are you looking for a job?', 'Do you have children?'])(
    'says nothing that it does not hold: %s',
    async (question) => {
      expect((await ask({ question, bypassCache: true })).status).toBe('not_documented');
    },
  );
});
