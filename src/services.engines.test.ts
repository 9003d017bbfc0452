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
import { hasRedisServer, startRedisServer } from './adapters/testing/redis-server.js';
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

const patience = { timeout: 30_000, interval: 100 };

if (!hasRedisServer() && process.env['CI'] === 'true')
  throw new Error('redis-server is not installed: apt-get install redis-server');

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
  // Long: a machine that stands still for a moment must not look like a model that does not answer.
  LLM_TIMEOUT_MS: '20000',
  LLM_PLAN_MS: '20000',
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
      timeout: 30_000,
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
      timeout: 30_000,
      interval: 200,
    });
  });
});

describe.skipIf(!hasRedisServer())('askfolio with Redis', () => {
  it('remembers in the process while Redis is away, and in Redis again when it is back', async () => {
    const redis = await startRedisServer();
    const { askfolio, problems } = await start({ REDIS_URL: redis.url });
    const ask = async () => {
      const { status, cache, degraded } = await askfolio.ask({ question });
      return [status, cache.status, degraded];
    };
    expect(await ask()).toEqual(['answered', 'miss', []]);
    expect(await ask()).toEqual(['answered', 'exact', []]);
    await redis.kill();
    await vi.waitFor(async () => expect(await ask()).toEqual(['answered', 'exact', ['cache']]), patience);
    // Told by the first attempt to connect again, which may come after a question has found the connection closed.
    await vi.waitFor(() => expect(problems.join()).toContain('Redis at redis://'), patience);
    await redis.start();
    await vi.waitFor(async () => expect(await ask()).toEqual(['answered', 'exact', []]), patience);
    expect((await askfolio.memory?.selfCheck())?.ok).toBe(true);
    await redis.close();
  });
});

describe('askfolio with embeddings of a server', () => {
  const embeds: Behaviour = (_request, response, body) => {
    const texts = Array.isArray(body['input']) ? (body['input'] as unknown[]) : [];
    const data = texts.map((text, index) => ({ index, embedding: [String(text).length, 1, index + 1] }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
  };
  const environment = () => ({
    EMBEDDER: 'openai',
    OPENAI_BASE_URL: model.url,
    OPENAI_EMBEDDING_MODEL: 'e',
    LLM_DAILY_TOKENS: '0',
    LLM_PLAN_MS: '0',
    CACHE: 'off',
  });

  it('answers every question by words alone while they are away, and uses them again when they are back', async () => {
    model.play(embeds);
    const { askfolio } = await start(environment());
    expect((await askfolio.ask({ question })).degraded).not.toContain('embedder');
    for (const fault of [resets, neverAnswers]) {
      model.play(fault);
      for (let i = 0; i < 5; i++) {
        const result = await askfolio.ask({ question });
        expect(result).toMatchObject({
          status: 'answered',
          answer: expect.stringContaining('MySQL') as string,
          degraded: expect.arrayContaining(['embedder']) as string[],
        });
      }
      const before = model.requests.length;
      for (let i = 0; i < 5; i++) await askfolio.ask({ question });
      // Only the questions that find it out wait.
      expect(model.requests.length - before).toBeLessThan(5);
      model.play(embeds);
      await vi.waitFor(
        async () => expect((await askfolio.ask({ question })).degraded).not.toContain('embedder'),
        { timeout: 30_000, interval: 200 },
      );
    }
  });

  it('answers by words when they are away at the first ingest, and makes the vectors when they are back', async () => {
    model.play(resets);
    const { askfolio } = await start(environment());
    expect(await askfolio.ask({ question })).toMatchObject({
      status: 'answered',
      degraded: expect.arrayContaining(['embedder']) as string[],
    });
    expect(askfolio.snapshot().embedder).toBeUndefined();
    model.play(embeds);
    await vi.waitFor(
      async () => expect((await askfolio.ask({ question })).degraded).not.toContain('embedder'),
      {
        timeout: 30_000,
        interval: 200,
      },
    );
    expect(askfolio.snapshot().embedder).toBe(askfolio.embedder?.id);
    expect(await askfolio.isCurrent()).toBe(true);
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

  it('answers every question while the model is away in a run of them, and uses it again when it is back', async () => {
    const { askfolio, problems } = await start({ ...withModel(), CACHE: 'off' });
    const isFromModel = async (): Promise<boolean> => {
      const { status, degraded, engine } = await askfolio.ask({ question });
      expect(status).toBe('answered');
      expect(degraded).toEqual(engine.composer === 'extractive' ? ['model'] : []);
      return engine.composer !== 'extractive';
    };
    model.play(says(answer));
    expect(await isFromModel()).toBe(true);
    model.play(resets);
    for (let i = 0; i < 6; i++) expect(await isFromModel()).toBe(false);
    // A breaker keeps questions from waiting for a server that is known to be away.
    expect(model.requests.length).toBeLessThan(12);
    expect(problems.join()).toContain('OPENAI_BASE_URL');
    model.play(says(answer));
    await vi.waitFor(async () => expect(await isFromModel()).toBe(true), { timeout: 30_000, interval: 250 });
    expect(askfolio.engines()['composer']).toMatchObject({ answers: true });
  });

  it.each<readonly [string, Behaviour]>([
    ['rejects the key', fails(401, 'no')],
    ['is overloaded', fails(500, 'oops')],
    ['never answers', neverAnswers],
    ['resets the connection', resets],
    ['cuts its answer', sends([event({ content: `${answer} It also` })])],
    ['invents', says('I won a prize in Lisbon [1].')],
  ])('gives the extractive answer when the model %s, and does not keep it', async (_name, behaviour) => {
    const { askfolio, problems } = await start({
      ...withModel(),
      ...(behaviour === neverAnswers ? { LLM_TIMEOUT_MS: '3000' } : {}),
    });
    model.play(behaviour);
    const startedAt = performance.now();
    const result = await askfolio.ask({ question });
    expect(performance.now() - startedAt).toBeLessThan(20_000);
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

  describe('that may refine the plan', () => {
    /** Answers requests for JSON with the decisions, the last one staying, and every other with the text. */
    function thinks(
      decisions: readonly string[],
      text: string,
    ): { behaviour: Behaviour; asked: () => number } {
      const left = [...decisions];
      let asked = 0;
      const behaviour: Behaviour = (request, response, body) => {
        const wantsPlan = body['response_format'] !== undefined;
        if (wantsPlan) asked++;
        const said = wantsPlan ? ((left.length > 1 ? left.shift() : left[0]) ?? '') : text;
        says(said)(request, response, body);
      };
      return { behaviour, asked: () => asked };
    }
    const german = 'Wo speichert das Chatsystem seine Nachrichten, und wie lange?';
    const decision = JSON.stringify({
      language: 'de',
      english: 'Where does the chat system store its messages, and for how long?',
      intent: 'factual',
      parts: ['Where does the chat system store its messages, and for how long?'],
    });
    const bilingual =
      'I store the messages of the chat system in MySQL 8.0 for 30 days [1]. => Die Nachrichten des Chatsystems liegen 30 Tage lang in MySQL 8.0.\n';

    it('answers in the language of the visitor, and remembers it', async () => {
      const { askfolio } = await start(withModel());
      const { behaviour, asked } = thinks([decision], bilingual);
      model.play(behaviour);
      const result = await askfolio.ask({ question: german });
      expect(result).toMatchObject({
        status: 'answered',
        answer: 'Die Nachrichten des Chatsystems liegen 30 Tage lang in MySQL 8.0. [1]',
        degraded: [],
      });
      expect(await askfolio.ask({ question: german })).toMatchObject({ cache: { status: 'exact' } });
      expect(asked()).toBe(1);
      const english = await askfolio.ask({ question: decision.slice(27, 91) });
      expect(english.cache.status).toBe('miss');
    });

    it('asks once more when the plan cannot be used, and routes the same way ever after', async () => {
      const { askfolio } = await start({ ...withModel(), CACHE: 'off' });
      const { behaviour, asked } = thinks(['Certainly!', decision, '{"language":"de"}'], bilingual);
      model.play(behaviour);
      for (let i = 0; i < 3; i++)
        expect(await askfolio.ask({ question: german })).toMatchObject({ status: 'answered', degraded: [] });
      expect(asked()).toBe(2);
    });

    it('keeps the local plan when the model gives none twice, and says so', async () => {
      const { askfolio } = await start(withModel());
      const { behaviour } = thinks(['Certainly!'], bilingual);
      model.play(behaviour);
      expect(await askfolio.ask({ question: german })).toMatchObject({
        status: 'off_topic',
        degraded: ['plan'],
      });
      const twofold = 'Where does the chat system store its messages and what searches their text?';
      const result = await askfolio.ask({ question: twofold });
      expect(result.degraded).toContain('plan');
      expect(result.status).not.toBe('off_topic');
    });

    it('waits for a plan no longer than it may, and uses a late one the next time', async () => {
      const { askfolio } = await start({ ...withModel(), LLM_PLAN_MS: '60', CACHE: 'off' });
      const twofold = 'Where does the chat system store its messages and what searches their text?';
      const late = JSON.stringify({ language: 'en', english: twofold, intent: 'factual', parts: ['Where does the chat system store its messages?', 'What searches their text?'] }); // prettier-ignore
      let planned = 0;
      model.play((request, response, body) => {
        if (body['response_format'] === undefined) return says(answer)(request, response, body);
        setTimeout(() => {
          planned++;
          says(late)(request, response, body);
        }, 300);
      });
      expect((await askfolio.ask({ question: twofold })).degraded).toContain('plan');
      await vi.waitFor(async () => {
        expect((await askfolio.ask({ question: twofold })).degraded).not.toContain('plan');
      }, 30_000);
      expect(planned).toBeGreaterThanOrEqual(1);
    });

    it('leaves every plan to the local router when LLM_PLAN_MS is 0', async () => {
      const { askfolio } = await start({ ...withModel(), LLM_PLAN_MS: '0' });
      const { behaviour, asked } = thinks([decision], answer);
      model.play(behaviour);
      await askfolio.ask({
        question: 'Where does the chat system store its messages and what searches their text?',
      });
      expect(asked()).toBe(0);
    });
  });
});
