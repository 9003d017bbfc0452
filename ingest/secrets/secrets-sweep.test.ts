/** Planted secrets in a whole folder: what is left of them in everything that a run stores, logs, caches, answers and leaves behind. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { readGeneration } from '../../src/index/segment-store-node.js';
import { createAskfolio } from '../../src/services.js';
import { leakedPart, withoutSpace } from './testing/leaks.js';
import { plantNotes } from './testing/planted-notes.js';
import { createRandom, plantSecrets } from './testing/planted-secrets.js';

const documents = 200;
const planted = [...plantSecrets(240, 11), ...plantNotes(240, 12)];
// Of 480, this many may be missed by the rules (95 % masked); what the rules mask must be gone everywhere.
const mostMissed = 24;

const topics = ['queues', 'search', 'caching', 'billing', 'images', 'metrics', 'routing', 'exports'];

function harmlessText(number: number, random: () => number): string[] {
  const topic = topics[number % topics.length] ?? '';
  return [
    `# Notes on ${topic} ${number}`,
    `I built the ${topic} service with Go and moved it to Redis after ${2 + Math.floor(random() * 9)} weeks of measuring.`,
    `## What went wrong\n\nThe first version of the ${topic} service lost writes when two workers met, so I added a lock.`,
  ];
}

let folder: string;
let data: string;
const swept = new Map<string, string>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askfolio-sweep-'));
  data = join(folder, 'data');
  const temporary = join(folder, 'tmp');
  await mkdir(join(folder, 'corpus'));
  await mkdir(temporary);
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = temporary;
  const random = createRandom(3);
  for (let number = 0; number < documents; number++) {
    const parts = harmlessText(number, random);
    planted.forEach(({ text }, index) => {
      if (index % documents === number) parts.splice(1 + Math.floor(random() * parts.length), 0, text);
    });
    await writeFile(join(folder, 'corpus', `note-${number}.md`), `${parts.join('\n\n')}\n`);
  }
  const config = readConfig({ EMBEDDER: 'none' }, { corpusFolder: join(folder, 'corpus'), dataFolder: data });
  const askfolio = await createAskfolio(config);
  const report = await askfolio.ingest();
  swept.set('report', JSON.stringify(report));
  const questions = [
    'What is the password of the staging server?',
    'Which API key does the settings page use?',
    ...topics.map((topic) => `What went wrong with the ${topic} service?`),
  ];
  for (const question of questions) {
    const result = await askfolio.ask({ question }, {});
    swept.set(`answer to ${question.slice(0, 20)}`, JSON.stringify([result.answer, result.citations]));
  }
  // What visitors type themselves may come back to them, but not into the log.
  for (const { secret } of planted.slice(0, 40))
    await askfolio.ask({ question: `My password is ${secret}, is it safe?` }, {});
  swept.set('cache', JSON.stringify(await askfolio.memory?.statistics()));
  await askfolio.close();
  const stored = await readGeneration(data);
  swept.set('chunks', stored.content.chunks.map(({ text }) => text).join('\n'));
  swept.set('catalogue', JSON.stringify(stored.content.catalogue));
  stored.close();
  for (const place of [data, temporary])
    for (const entry of await readdir(place, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) swept.set(entry.name, await readFile(join(entry.parentPath, entry.name), 'latin1'));
  process.env['TMPDIR'] = before;
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a folder with 480 secrets in 200 documents', () => {
  it('loses at least 95 % of them on the way, and nothing else keeps one', () => {
    const found = new Map<string, string[]>();
    for (const [place, content] of swept) {
      const plain = withoutSpace(content);
      const leaks = planted.filter(({ secret }) => leakedPart(plain, secret));
      if (leaks.length > 0)
        found.set(
          place,
          leaks.map(({ kind, context }) => `${kind} in ${context}`),
        );
    }
    const missed = found.get('chunks') ?? [];
    expect(missed.length, missed.join(', ')).toBeLessThanOrEqual(mostMissed);
    // Whatever the gate misses can only be where the text of a chunk is.
    for (const [place, leaks] of found) expect(leaks.length, place).toBeLessThanOrEqual(missed.length);
  });

  it('covers index, manifest, state, log and report', () => {
    expect([...swept.keys()]).toEqual(
      expect.arrayContaining(['report', 'chunks', 'catalogue', 'ingest-state.json']),
    );
    expect([...swept.keys()].filter((name) => /\.jsonl?$|\.log$/.test(name)).length).toBeGreaterThan(1);
  });

  it('names every masked one by file, line and kind', () => {
    const { redactions } = JSON.parse(swept.get('report') ?? '') as {
      redactions: { path: string; line: number }[];
    };
    expect(redactions.length).toBeGreaterThan(planted.length * 0.95);
    expect(redactions.every(({ path, line }) => /^note-\d+\.md$/.test(path) && line > 0)).toBe(true);
  });
});
