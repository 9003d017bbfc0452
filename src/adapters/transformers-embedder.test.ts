import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isAppError } from '../domain/errors.js';
import { createTransformersEmbedder } from './transformers-embedder.js';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** A package whose model gives the text's length and its share of "e", normalised. */
function fakePackage() {
  const calls: { model: string; options: unknown }[] = [];
  const batches: number[] = [];
  const env = { allowRemoteModels: true, localModelPath: '' };
  const vectorOf = (text: string): number[] => {
    const raw = [text.length, text.split('e').length - 1];
    return raw.map((value) => value / Math.hypot(...raw));
  };
  const pipeline = (_task: string, model: string, options: unknown) => {
    calls.push({ model, options });
    return Promise.resolve((texts: string[]) => {
      batches.push(texts.length);
      return Promise.resolve({ data: Float32Array.from(texts.flatMap(vectorOf)), dims: [texts.length, 2] });
    });
  };
  return { calls, batches, env, vectorOf, load: () => Promise.resolve({ env, pipeline }) };
}

const settings = { model: 'Xenova/all-MiniLM-L6-v2', modelPath: undefined, dtype: 'q8' };

describe('createTransformersEmbedder', () => {
  it('gives vectors in the order of the texts, zero for a text without words', async () => {
    const fake = fakePackage();
    const embedder = await createTransformersEmbedder({ ...settings, load: fake.load });
    expect([embedder.id, embedder.dimensions]).toEqual(['transformers:Xenova/all-MiniLM-L6-v2:q8', 2]);
    const texts = ['a long question about the three engines', '...', 'tea'];
    const expected = [fake.vectorOf(texts[0]!), [0, 0], fake.vectorOf(texts[2]!)].map((vector) =>
      Float32Array.from(vector),
    );
    expect(await embedder.embedQuestions(texts)).toEqual(expected);
  });

  it('embeds sentences as texts, in batches, and tells its progress', async () => {
    const fake = fakePackage();
    const embedder = await createTransformersEmbedder({ ...settings, load: fake.load });
    const passages = Array.from({ length: 20 }, (_, i) => ({
      context: `Title ${i}`,
      sentences: ['one eel', `sentence ${i}`, ''],
    }));
    const progress: number[] = [];
    const vectors = await embedder.embedPassages(passages, { onProgress: (done) => progress.push(done) });
    expect(progress).toEqual([8, 16, 20]);
    expect(vectors[7]!.passage).toEqual(Float32Array.from(fake.vectorOf('Title 7\none eel\nsentence 7\n')));
    expect(vectors[7]!.sentences.map((vector) => [...vector])).toEqual(
      [fake.vectorOf('one eel'), fake.vectorOf('sentence 7'), [0, 0]].map((vector) => [
        ...Float32Array.from(vector),
      ]),
    );
    expect(Math.max(...fake.batches)).toBeLessThanOrEqual(32);
  });

  it.each(['', 'Xenova/all-MiniLM-L6-v2'])(
    'reads an offline copy at "%s" and downloads nothing',
    async (below) => {
      const folder = await mkdtemp(join(tmpdir(), 'askfolio-'));
      folders.push(folder);
      await mkdir(join(folder, below), { recursive: true });
      await writeFile(join(folder, below, 'config.json'), '{}');
      const fake = fakePackage();
      await createTransformersEmbedder({ ...settings, modelPath: folder, load: fake.load });
      expect(fake.env.allowRemoteModels).toBe(false);
      expect(join(fake.env.localModelPath, fake.calls[0]!.model)).toBe(join(folder, below));
    },
  );

  it.each([
    [
      'a missing package',
      { load: () => Promise.reject(new Error('Cannot find package')) },
      'ONNXRUNTIME_NODE_INSTALL=skip npm install',
    ],
    ['a package of another shape', { load: () => Promise.resolve({}) }, 'npm install'],
    [
      'a folder without a model',
      { modelPath: '/nowhere', load: fakePackage().load },
      'TRANSFORMERS_MODEL_PATH',
    ],
    [
      'files that are missing',
      {
        load: () =>
          Promise.resolve({ env: {}, pipeline: () => Promise.reject(new Error('no onnx/model.onnx')) }),
      },
      'TRANSFORMERS_DTYPE=q8',
    ],
  ])('tells %s', async (_name, options, told) => {
    const opening = createTransformersEmbedder({ ...settings, ...options });
    await expect(opening).rejects.toSatisfy(
      (error) => isAppError(error, 'embedder_failed') && error.message.includes(told),
    );
  });

  it('stops when the caller goes', async () => {
    const embedder = await createTransformersEmbedder({ ...settings, load: fakePackage().load });
    await expect(embedder.embedQuestions(['a'], { signal: AbortSignal.abort() })).rejects.toSatisfy((error) =>
      isAppError(error, 'aborted'),
    );
  });
});
