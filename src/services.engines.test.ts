import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  event,
  fails,
  neverAnswers,
  resets,
  says,
  sends,
  startFaultyModelServer,
  type Behaviour,
  type FaultyModelServer,
} from '../scripts/engines/faulty-model-server.js';
import { startQdrantStandIn, type QdrantStandIn } from '../scripts/engines/qdrant-stand-in.js';
import { createAskfolio, readConfig, type Askfolio } from './services.js';

const document = `---
title: Chat system
type: project
---

## Storage

The chat system stores its messages in MySQL 8.0 for 30 days. A Sidekiq worker inserts each message.

## Search

Elasticsearch searches the text of messages and keeps one shard per chat.
`;
const question = 'Where does the chat system store its messages?';
const answer = 'I store the messages of the chat system in MySQL 8.0 for 30 days [1].';

let folder: string;
let qdrant: QdrantStandIn;
let model: FaultyModelServer;
let open: Askfolio[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askfolio-'));
  await mkdir(join(folder, 'corpus'));
  await writeFile(join(folder, 'corpus', 'chat.md'), document);
  [qdrant, model] = [await startQdrantStandIn(), await startFaultyModelServer()];
});
afterEach(async () => {
  for (const askfolio of open) await askfolio.close();
  open = [];
  await qdrant.close();
  await model.close();
  await rm(folder, { recursive: true });
});

async function start(
  environment: Record<string, string>,
): Promise<{ askfolio: Askfolio; problems: string[] }> {
  const problems: string[] = [];
  const config = readConfig(
    { LOG_QUESTIONS: 'off', ...environment },
    { corpusFolder: join(folder, 'corpus'), dataFolder: join(folder, 'data') },
  );
  const askfolio = await createAskfolio(config, { onProblem: (message) => problems.push(message) });
  open.push(askfolio);
  await askfolio.ingest();
  return { askfolio, problems };
}
const withModel = () => ({
  OPENAI_API_KEY: 'k',
  OPENAI_BASE_URL: model.url,
  OPENAI_MODEL: 'm',
  LLM_TIMEOUT_MS: '1000',
});

describe('askfolio with Qdrant', () => {
  it('publishes what it ingests and answers from there', async () => {
    const { askfolio, problems } = await start({ QDRANT_URL: qdrant.url });
    const result = await askfolio.ask({ question });
    expect(result).toMatchObject({ status: 'answered', engine: { index: 'qdrant' }, degraded: [] });
    expect(result.answer).toContain('MySQL');
    expect(problems).toEqual([]);
    expect((await askfolio.checkEngines())['qdrant']).toMatchObject({
      answers: true,
      detail: expect.stringContaining('version 1.18.1') as string,
    });
  });

  it('answers every question while Qdrant is away, and uses it again when it is back', async () => {
    const { askfolio } = await start({ QDRANT_URL: qdrant.url, CACHE: 'off' });
    qdrant.setDown(true);
    for (let i = 0; i < 5; i++) {
      expect(await askfolio.ask({ question })).toMatchObject({
        status: 'answered',
        engine: { index: 'embedded' },
        degraded: ['index'],
      });
    }
    expect(askfolio.engines()['index']).toMatchObject({
      answers: true,
      detail: expect.stringContaining('QDRANT_URL') as string,
    });
    expect((await askfolio.checkEngines())['qdrant']!.answers).toBe(false);
    qdrant.setDown(false);
    await vi.waitFor(async () => expect((await askfolio.ask({ question })).degraded).toEqual([]), {
      timeout: 10_000,
      interval: 100,
    });
  });

  it('starts and answers without Qdrant, and fills it as soon as it is there', async () => {
    qdrant.setDown(true);
    const { askfolio, problems } = await start({ QDRANT_URL: qdrant.url, CACHE: 'off' });
    expect(problems[0]).toContain('QDRANT_URL');
    expect((await askfolio.ask({ question })).status).toBe('answered');
    qdrant.setDown(false);
    await vi.waitFor(async () => expect((await askfolio.ask({ question })).engine.index).toBe('qdrant'), {
      timeout: 15_000,
      interval: 200,
    });
  });
});

describe('askfolio with a language model', () => {
  it('streams the checked answer and keeps it', async () => {
    const { askfolio } = await start(withModel());
    model.play(
      says(
        'I store the messages of the chat system in MyS',
        'QL 8.0 for 30 days [1]. ',
        'It won a prize in Lisbon [1].',
      ),
    );
    const events: string[] = [];
    const result = await askfolio.ask(
      { question },
      { onEvent: (told) => events.push(told.type === 'token' ? told.text : told.type) },
    );
    expect(result).toMatchObject({
      status: 'answered',
      answer,
      engine: { composer: expect.stringContaining('/m') as string },
      degraded: [],
    });
    expect(events).toEqual(['sources', answer, 'done']);
    expect(result.citations.map(({ n }) => n)).toEqual([1]);
    expect((await askfolio.ask({ question })).cache.status).toBe('exact');
    expect(model.requests).toHaveLength(1);
  });

  it.each<readonly [string, Behaviour]>([
    ['rejects the key', fails(401, 'no')],
    ['is overloaded', fails(500, 'oops')],
    ['never answers', neverAnswers],
    ['resets the connection', resets],
    ['cuts its answer', sends([event({ content: `${answer} It also` })])],
    ['invents', says('I won a prize in Lisbon [1].')],
  ])('gives the extractive answer when the model %s, and does not keep it', async (_name, behaviour) => {
    const { askfolio, problems } = await start(withModel());
    model.play(behaviour);
    const startedAt = performance.now();
    const result = await askfolio.ask({ question });
    expect(performance.now() - startedAt).toBeLessThan(2_500);
    expect(result).toMatchObject({
      status: 'answered',
      engine: { composer: 'extractive' },
      degraded: ['model'],
    });
    expect(result.answer).toContain('MySQL');
    expect(problems).toHaveLength(1);
    model.play(says(answer));
    expect(await askfolio.ask({ question })).toMatchObject({
      answer,
      cache: { status: 'miss' },
      degraded: [],
    });
  });
});
