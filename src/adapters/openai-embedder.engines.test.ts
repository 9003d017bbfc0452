import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  fails,
  neverAnswers,
  replies,
  startFaultyModelServer,
  type Behaviour,
  type FaultyModelServer,
} from '../../scripts/engines/faulty-model-server.js';
import { isAppError } from '../domain/errors.js';
import { createOpenAiEmbedder } from './openai-embedder.js';

let server: FaultyModelServer;
beforeAll(async () => {
  server = await startFaultyModelServer();
});
afterAll(() => server.close());

/** Length and number of "e" of each text, in turned order, to see that the index counts. */
const embeds: Behaviour = (request, response, body) => {
  const data = (body['input'] as string[]).map((text, index) => ({
    index,
    embedding: [text.length, text.split('e').length - 1, 0],
  }));
  replies({ data: data.reverse() })(request, response, body);
};
const unit = (...raw: number[]): number[] => [
  ...Float32Array.from(raw, (value) => value / Math.hypot(...raw)),
];

function open(options: { dimensions?: number; onProblem?: (message: string) => void } = {}) {
  return createOpenAiEmbedder({
    apiKey: 'secret-key',
    baseUrl: `${server.url}/`,
    model: 'm',
    dimensions: undefined,
    questionTimeoutMs: 300,
    batchTimeoutMs: 1_200,
    ...options,
  });
}

describe('createOpenAiEmbedder', () => {
  it('learns the dimensions, keeps the order, sends nothing empty', async () => {
    server.play(embeds);
    const embedder = await open();
    expect([embedder.id, embedder.dimensions]).toEqual(['openai:m:full', 3]);
    const vectors = await embedder.embedQuestions(['tea', '', 'queue']);
    expect(vectors.map((vector) => [...vector])).toEqual([unit(3, 1, 0), [0, 0, 0], unit(5, 2, 0)]);
    expect(server.requests.at(-1)).toEqual({ model: 'm', input: ['tea', 'queue'], encoding_format: 'float' });
  });

  it('embeds each sentence as a text of its own, in batches, after a passing fault too', async () => {
    server.play(embeds, fails(503, 'busy'), embeds);
    const embedder = await open();
    const passages = Array.from({ length: 40 }, (_, i) => ({
      context: `c${i}`,
      sentences: Array.from({ length: 20 }, (__, k) => `s${k}`),
    }));
    const progress: number[] = [];
    const vectors = await embedder.embedPassages(passages, { onProgress: (done) => progress.push(done) });
    expect(progress).toEqual([8, 16, 24, 32, 40]);
    expect(vectors).toHaveLength(40);
    expect(vectors[39]!.sentences).toHaveLength(20);
    expect([...vectors[39]!.sentences[3]!]).toEqual(unit(2, 0, 0));
    expect(
      Math.max(...server.requests.map((body) => (body['input'] as string[]).length)),
    ).toBeLessThanOrEqual(96);
  });

  it('asks for the dimensions that are wanted, and refuses others', async () => {
    server.play(embeds);
    const problems: string[] = [];
    const embedder = await open({ dimensions: 8, onProblem: (message) => problems.push(message) });
    expect(server.requests[0]).toMatchObject({ dimensions: 8 });
    expect(problems[0]).toContain('OPENAI_EMBEDDING_DIMENSIONS');
    await expect(embedder.embedQuestions(['tea'])).rejects.toSatisfy((error) =>
      isAppError(error, 'embedder_failed'),
    );
  });

  it.each([
    ['a rejected key', fails(401, 'bad secret-key'), 'OPENAI_API_KEY'],
    ['a missing model', fails(404, 'no model'), 'OPENAI_EMBEDDING_MODEL'],
    ['500', fails(500, 'oops'), '500'],
    ['silence', neverAnswers, 'OPENAI_BASE_URL'],
    ['HTML', replies('<html>', 'text/html'), 'OPENAI_BASE_URL'],
    ['too few vectors', replies({ data: [] }), 'OPENAI_EMBEDDING_MODEL'],
  ])('opens in spite of %s, tells it, and works once it is over', async (_name, behaviour, told) => {
    const problems: string[] = [];
    server.play(behaviour);
    const embedder = await open({ onProblem: (message) => problems.push(message) });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(told);
    expect(problems[0]).not.toContain('secret-key');
    await expect(embedder.embedQuestions(['tea'])).rejects.toSatisfy((error) =>
      isAppError(error, 'embedder_failed'),
    );
    server.play(embeds);
    expect([...(await embedder.embedQuestions(['tea']))[0]!]).toEqual(unit(3, 1, 0));
  });

  it('stops when the caller goes', async () => {
    server.play(embeds, neverAnswers);
    const embedder = await open();
    const caller = new AbortController();
    const embedding = embedder.embedQuestions(['tea'], { signal: caller.signal });
    caller.abort();
    await expect(embedding).rejects.toSatisfy((error) => isAppError(error, 'aborted'));
  });
});
