/**
 * Embeddings of an OpenAI-compatible API: one vector per passage and per sentence, in batches. Retries what may pass; a server that is away costs
 * the dense arm, never the answer. Sends text to that server: the owner chose it by EMBEDDER=openai.
 */
import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { z } from 'zod';
import { AppError, isAppError } from '../domain/errors.js';
import type { Embedder, Passage, PassageVectors } from '../ports.js';
import { callUrl, openAiAddress } from './openai-address.js';
import { explain, isPassing, retryAfterMs } from './openai-problem.js';

export interface OpenAiEmbedderOptions {
  /** Undefined when the server wants no key. */
  readonly apiKey: string | undefined;
  /** Undefined: OpenAI itself. */
  readonly baseUrl: string | undefined;
  readonly model: string;
  /** Asked of the server; undefined: what the model has. */
  readonly dimensions: number | undefined;
  /** Told when the server does not answer at the start. */
  readonly onProblem?: (message: string) => void;
  /** For one question, in milliseconds; default 2,000. */
  readonly questionTimeoutMs?: number;
  /** For one batch at ingest, in milliseconds; default 30,000. */
  readonly batchTimeoutMs?: number;
}

// Between those of the bundled model and of stronger ones: to be fitted on the owner's golden set with `askfolio eval`.
const lexicalShare = 0.3;
const cacheSimilarity = 0.86;
const batchTexts = 96;
const longestText = 8_000;
const attempts = 3;

const replySchema = z.object({
  data: z.array(z.object({ index: z.number().int().min(0), embedding: z.array(z.number()).min(1) })),
});

class HttpFailure extends Error {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    message: string,
  ) {
    super(message);
  }
}

function unitVector(components: readonly number[]): Float32Array {
  const length = Math.hypot(...components);
  return Float32Array.from(components, (component) => (length === 0 ? 0 : component / length));
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** All texts of a passage: the whole with its context first, then each sentence. */
function textsOf(passage: Passage): string[] {
  return [[passage.context, ...passage.sentences].join('\n'), ...passage.sentences];
}

/** Asks the server once for its dimensions; one that is away is told through `onProblem` and asked again at the first use. */
export async function createOpenAiEmbedder(options: OpenAiEmbedderOptions): Promise<Embedder> {
  const address = openAiAddress(options);
  const target = { host: address.host, model: options.model, variable: 'OPENAI_EMBEDDING_MODEL' };
  const id = `openai:${options.model}:${options.dimensions ?? 'full'}`;
  let dimensions = options.dimensions ?? 0;

  async function request(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const response = await fetch(callUrl(address, '/embeddings'), {
      method: 'POST',
      redirect: 'error',
      signal,
      headers: {
        'content-type': 'application/json',
        ...address.headers,
        ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
      },
      body: JSON.stringify({
        model: options.model,
        input: texts,
        encoding_format: 'float',
        ...(options.dimensions === undefined ? {} : { dimensions: options.dimensions }),
      }),
    });
    // The reason is read for its kind alone ("maximum context"), it is never shown.
    if (!response.ok)
      throw new HttpFailure(response.status, response.headers, (await response.text()).slice(0, 2_000));
    const body: unknown = await response.json().catch(() => undefined);
    const parsed = replySchema.safeParse(body);
    if (!parsed.success || parsed.data.data.length !== texts.length)
      throw new AppError(
        'embedder_failed',
        `${target.host} (model ${options.model}) gave no vectors for ${texts.length} texts: check OPENAI_BASE_URL and OPENAI_EMBEDDING_MODEL.`,
      );
    const ordered = [...parsed.data.data]
      .sort((a, b) => a.index - b.index)
      .map(({ embedding }) => unitVector(embedding));
    return ordered.map(checked);
  }

  function checked(vector: Float32Array): Float32Array {
    if (dimensions === 0) dimensions = vector.length;
    if (vector.length !== dimensions)
      throw new AppError(
        'embedder_failed',
        `${target.host} gave ${vector.length} dimensions where ${dimensions} were due: check OPENAI_EMBEDDING_DIMENSIONS, then run \`askfolio ingest\`.`,
      );
    return vector;
  }

  async function batch(
    texts: readonly string[],
    limit: { timeoutMs: number; tries: number; signal: AbortSignal | undefined },
  ): Promise<Float32Array[]> {
    for (let attempt = 1; ; attempt++) {
      const timeout = AbortSignal.timeout(limit.timeoutMs);
      try {
        return await request(
          texts,
          limit.signal === undefined ? timeout : AbortSignal.any([limit.signal, timeout]),
        );
      } catch (error) {
        if (limit.signal?.aborted === true)
          throw new AppError('aborted', 'Embedding was aborted.', { cause: error });
        if (isAppError(error)) throw error;
        const waitMs = retryAfterMs(error, Date.now()) ?? 250 * 2 ** attempt;
        if (attempt >= limit.tries || !isPassing(error) || waitMs > limit.timeoutMs)
          throw new AppError('embedder_failed', explain(error, target), { cause: error });
        await wait(waitMs);
      }
    }
  }

  /** Vectors of all texts, in order; empty ones get the zero vector without being sent. */
  async function embed(
    texts: readonly string[],
    limit: { timeoutMs: number; tries: number; signal: AbortSignal | undefined },
  ): Promise<Float32Array[]> {
    const vectors = new Map<number, Float32Array>();
    const sent = texts.flatMap((text, number) =>
      /[\p{L}\p{N}]/u.test(text) ? [{ number, text: text.slice(0, longestText) }] : [],
    );
    for (let start = 0; start < sent.length; start += batchTexts) {
      const part = sent.slice(start, start + batchTexts);
      const made = await batch(
        part.map(({ text }) => text),
        limit,
      );
      part.forEach(({ number }, i) => {
        const vector = made[i];
        if (vector !== undefined) vectors.set(number, vector);
      });
    }
    return texts.map((_, number) => vectors.get(number) ?? new Float32Array(dimensions));
  }

  const question = { timeoutMs: options.questionTimeoutMs ?? 2_000, tries: 2 };
  const passage = { timeoutMs: options.batchTimeoutMs ?? 30_000, tries: attempts };
  // A server that is away costs two questions their time, not every question.
  const breaker = circuitBreaker(
    handleWhen((error) => !isAppError(error, 'aborted')),
    { halfOpenAfter: 3_000, breaker: new ConsecutiveBreaker(2) },
  );

  async function embedQuestions(
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Float32Array[]> {
    try {
      return await breaker.execute(() => embed(texts, { ...question, signal }));
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new AppError('embedder_failed', `${target.host} failed and is left alone for a moment.`, {
        cause: error,
      });
    }
  }

  try {
    await embed(['dimensions'], { ...question, tries: 1, signal: undefined });
  } catch (error) {
    if (!isAppError(error)) throw error;
    options.onProblem?.(error.message);
  }

  return {
    id,
    get dimensions() {
      return dimensions;
    },
    lexicalShare,
    cacheSimilarity,
    embedQuestions: (texts, { signal } = {}) => embedQuestions(texts, signal),
    async embedPassages(passages, { signal, onProgress } = {}) {
      const done: PassageVectors[] = [];
      // Whole passages per round, so that progress counts passages and a failure loses one round.
      for (let start = 0; start < passages.length; start += 8) {
        const round = passages.slice(start, start + 8).map(textsOf);
        const vectors = await embed(round.flat(), { ...passage, signal });
        let at = 0;
        for (const texts of round) {
          const [whole = new Float32Array(dimensions), ...sentences] = vectors.slice(at, at + texts.length);
          at += texts.length;
          done.push({ passage: whole, sentences });
        }
        onProgress?.(done.length);
      }
      return done;
    },
    close: () => Promise.resolve(),
  };
}
