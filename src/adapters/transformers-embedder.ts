/**
 * Any sentence model that @huggingface/transformers runs. The package is an optional peer: it is imported when this embedder is opened, and a
 * missing one is told with the command that installs it. Downloads a model only when no offline copy is named.
 */
import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError, messageOf } from '../domain/errors.js';
import type { Embedder, Passage, PassageVectors } from '../ports.js';

export interface TransformersEmbedderOptions {
  /** Such as Xenova/all-MiniLM-L6-v2. */
  readonly model: string;
  /** Folder with a copy of the model, or with `<model>` below it: nothing is downloaded then. */
  readonly modelPath: string | undefined;
  /** fp32, fp16, q8, q4. */
  readonly dtype: string;
  /** The package; default: `import('@huggingface/transformers')`. */
  readonly load?: () => Promise<unknown>;
}

/** The small part of the package that is used. */
interface Tensor {
  readonly data: ArrayLike<number>;
  readonly dims: readonly number[];
}
type Extractor = ((texts: string[], options: { pooling: 'mean'; normalize: boolean }) => Promise<Tensor>) & {
  dispose?: () => Promise<unknown>;
};
interface TransformersPackage {
  readonly env: { allowRemoteModels: boolean; localModelPath: string };
  pipeline(
    task: 'feature-extraction',
    model: string,
    options: { dtype: string; local_files_only: boolean },
  ): Promise<Extractor>;
}

const packageSchema = z.custom<TransformersPackage>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'env' in value &&
    'pipeline' in value &&
    typeof value.pipeline === 'function',
);

// As for the bundled model, which is one of these models; fit others with `askfolio eval`.
const lexicalShare = 0.3;
const cacheSimilarity = 0.8;
const batchTexts = 32;

const install = 'ONNXRUNTIME_NODE_INSTALL=skip npm install @huggingface/transformers@4.3.1';

async function loadPackage(load: TransformersEmbedderOptions['load']): Promise<TransformersPackage> {
  // A name in a variable: the compiler must not look for a package that most installations do not have.
  const name = '@huggingface/transformers';
  try {
    return packageSchema.parse(await (load ?? (() => import(name) as Promise<unknown>))());
  } catch (error) {
    throw new AppError(
      'embedder_failed',
      `EMBEDDER=transformers needs a package that is not here (${messageOf(error).split('\n')[0]}): run \`${install}\`, or unset EMBEDDER.`,
      { cause: error },
    );
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Folder and model name as the package wants them. */
async function localModel(path: string, model: string): Promise<{ folder: string; name: string }> {
  if (await isThere(join(path, 'config.json'))) return { folder: dirname(path), name: basename(path) };
  if (await isThere(join(path, model, 'config.json'))) return { folder: path, name: model };
  throw new AppError(
    'embedder_failed',
    `TRANSFORMERS_MODEL_PATH=${path} holds no config.json, neither itself nor below ${model}: point it at the folder of the model.`,
  );
}

function textsOf(passage: Passage): string[] {
  return [[passage.context, ...passage.sentences].join('\n'), ...passage.sentences];
}

/** Loads the model. Rejects with `embedder_failed`: package or files are missing, or it gives no sentence vectors. */
export async function createTransformersEmbedder(options: TransformersEmbedderOptions): Promise<Embedder> {
  const transformers = await loadPackage(options.load);
  const { env } = transformers;
  const local =
    options.modelPath === undefined ? undefined : await localModel(options.modelPath, options.model);
  if (local !== undefined) {
    env.allowRemoteModels = false;
    env.localModelPath = local.folder;
  }
  let extract: Extractor;
  try {
    extract = await transformers.pipeline('feature-extraction', local?.name ?? options.model, {
      dtype: options.dtype,
      local_files_only: local !== undefined,
    });
  } catch (error) {
    throw new AppError(
      'embedder_failed',
      `The model ${options.model} (TRANSFORMERS_MODEL, TRANSFORMERS_DTYPE=${options.dtype}) cannot be loaded: ${messageOf(error).split('\n')[0]}`,
      { cause: error },
    );
  }

  async function run(texts: readonly string[]): Promise<Float32Array[]> {
    try {
      const { data, dims } = await extract([...texts], { pooling: 'mean', normalize: true });
      const [count = 0, size = 0] = dims;
      if (count !== texts.length || size === 0 || data.length !== count * size)
        throw new Error(`it gave a tensor of ${dims.join(' x ')}`);
      return texts.map((_, i) => Float32Array.from({ length: size }, (__, k) => data[i * size + k] ?? 0));
    } catch (error) {
      throw new AppError(
        'embedder_failed',
        `The model ${options.model} made no vectors for ${texts.length} texts: ${messageOf(error)}`,
        { cause: error },
      );
    }
  }

  const dimensions = (await run(['dimensions']))[0]?.length ?? 0;

  /** In order; a text without a letter or digit gets the zero vector. */
  async function embed(texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const vectors: Float32Array[] = texts.map(() => new Float32Array(dimensions));
    const given = texts.flatMap((text, number) => (/[\p{L}\p{N}]/u.test(text) ? [{ number, text }] : []));
    // Texts of like length share a batch: padding to the longest costs time.
    given.sort((a, b) => a.text.length - b.text.length);
    for (let start = 0; start < given.length; start += batchTexts) {
      if (signal?.aborted === true) throw new AppError('aborted', 'Embedding was aborted.');
      const part = given.slice(start, start + batchTexts);
      const made = await run(part.map(({ text }) => text));
      part.forEach(({ number }, i) => (vectors[number] = made[i] ?? new Float32Array(dimensions)));
    }
    return vectors;
  }

  return {
    id: `transformers:${options.model}:${options.dtype}`,
    dimensions,
    lexicalShare,
    cacheSimilarity,
    embedQuestions: (texts, { signal } = {}) => embed(texts, signal),
    async embedPassages(passages, { signal, onProgress } = {}) {
      const done: PassageVectors[] = [];
      for (let start = 0; start < passages.length; start += 8) {
        const round = passages.slice(start, start + 8).map(textsOf);
        const vectors = await embed(round.flat(), signal);
        let at = 0;
        for (const texts of round) {
          const [passage = new Float32Array(dimensions), ...sentences] = vectors.slice(at, at + texts.length);
          at += texts.length;
          done.push({ passage, sentences });
        }
        onProgress?.(done.length);
      }
      return done;
    },
    close: async () => {
      await extract.dispose?.();
    },
  };
}
