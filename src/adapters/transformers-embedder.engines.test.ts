/**
 * The adapter on the real package, against ONNX Runtime asked directly. The package is an optional peer of some hundred megabytes: it is
 * installed into a folder of its own, and where that is impossible the test says so and is skipped.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { bundledVocabulary, writeTinyModel } from '../../scripts/engines/tiny-sentence-model.js';
import { createTokenizer } from '../embedding/tokenizer.js';
import { createTransformersEmbedder } from './transformers-embedder.js';

const wanted = '@huggingface/transformers@4.3.1';
const folder = await mkdtemp(join(tmpdir(), 'askfolio-transformers-'));
const problem = await install();
if (problem !== undefined) process.stderr.write(`SKIPPED: ${wanted} cannot be installed here: ${problem}\n`);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What went wrong; undefined when the package is there. */
async function install(): Promise<string | undefined> {
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  const options = {
    cwd: folder,
    timeout: 100_000,
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  };
  try {
    await promisify(execFile)(
      'npm',
      ['install', '--no-audit', '--no-fund', '--prefer-offline', wanted],
      options,
    );
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error);
  }
}

interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
interface OnnxRuntime {
  readonly InferenceSession: {
    create(path: string): Promise<{ run(feeds: Record<string, unknown>): Promise<Record<string, Tensor>> }>;
  };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => unknown;
}

/** Mean of the last hidden states of one text, as a unit vector. */
async function directVector(path: string): Promise<(text: string) => Promise<Float32Array>> {
  const runtime = createRequire(join(folder, 'package.json'))('onnxruntime-node') as OnnxRuntime;
  const session = await runtime.InferenceSession.create(path);
  const tokenizer = createTokenizer(bundledVocabulary());
  return async (text) => {
    const ids = [tokenizer.classify, ...tokenizer.tokenize(text, 510), tokenizer.separator];
    const tensor = (values: readonly number[]) =>
      new runtime.Tensor('int64', BigInt64Array.from(values, BigInt), [1, ids.length]);
    const output = await session.run({
      input_ids: tensor(ids),
      attention_mask: tensor(ids.map(() => 1)),
      token_type_ids: tensor(ids.map(() => 0)),
    });
    const { data, dims } = output['last_hidden_state']!;
    const size = dims[2]!;
    const mean = Array.from({ length: size }, (_, k) =>
      ids.reduce((sum, __, i) => sum + data[i * size + k]!, 0),
    );
    const length = Math.hypot(...mean);
    return Float32Array.from(mean, (value) => value / length);
  };
}

const texts = [
  'Which database keeps the messages?',
  'I built a real-time messaging backend with Go, PostgreSQL and Redis pub/sub; it keeps 30 days of history.',
  'Tea.',
  'naïve café déjà vu 🦉 日本語',
  '[SEP] is text here, not a mark; so is [PAD]'.replace(/\[|\]/g, '_'),
  'unbelievablyLongIdentifierWithManyPieces_v2 '.repeat(20),
];

describe.skipIf(problem !== undefined)('the transformers embedder on the real package', () => {
  it('gives the vectors of ONNX Runtime, one by one and in batches', async () => {
    const path = await writeTinyModel(folder, 'tiny', 7);
    const direct = await directVector(path);
    const root = createRequire(join(folder, 'package.json')).resolve('@huggingface/transformers');
    const embedder = await createTransformersEmbedder({
      model: 'tiny',
      modelPath: folder,
      dtype: 'fp32',
      load: () => import(pathToFileURL(root).href) as Promise<unknown>,
    });
    const expected = await Promise.all(texts.map(direct));
    const batched = await embedder.embedQuestions([...texts, ...texts.slice().reverse()]);
    for (const [i, text] of texts.entries()) {
      const [single] = await embedder.embedQuestions([text]);
      expect(embedder.dimensions).toBe(expected[i]!.length);
      for (const vector of [single!, batched[i]!, batched[2 * texts.length - 1 - i]!])
        vector.forEach((value, k) => expect(value).toBeCloseTo(expected[i]![k]!, 5));
    }
    const [{ passage, sentences } = { passage: undefined, sentences: [] }] = await embedder.embedPassages([
      { context: 'Chat', sentences: [texts[0]!, texts[2]!] },
    ]);
    const whole = await direct(`Chat\n${texts[0]}\n${texts[2]}`);
    passage!.forEach((value, k) => expect(value).toBeCloseTo(whole[k]!, 5));
    sentences[1]!.forEach((value, k) => expect(value).toBeCloseTo(expected[2]![k]!, 5));
    await embedder.close();
  });
});
