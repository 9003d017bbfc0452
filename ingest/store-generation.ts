/** Writes a generation: without vectors at once, with an embedder first what is there already and then, as vectors come, more of it. */
import { isAppError, messageOf } from '../src/domain/errors.js';
import type { GenerationContent } from '../src/index/generation.js';
import { writeGeneration } from '../src/index/segment-store-node.js';
import type { Embedder } from '../src/ports.js';
import { generationName } from './build-generation.js';
import { checkAborted, createMeter } from './ingest-run.js';
import type { Run } from './ingest-run.js';
import { writeIngestState } from './ingest-state.js';
import type { IngestState, KnownFile } from './ingest-state.js';
import { recipe } from './recipe.js';
import { fillVectors, takeOverVectors } from './vectors.js';
import type { VectorWork } from './vectors.js';

export function countsOf(content: GenerationContent): IngestState['counts'] {
  return {
    documents: content.catalogue.documents.length,
    chunks: content.chunks.length,
    words: content.catalogue.documents.reduce((sum, { words }) => sum + words, 0),
    technologies: content.catalogue.technologies.length,
  };
}

export interface Written {
  readonly content: GenerationContent;
  readonly embedded: number;
  readonly unembedded: number;
}

/** Stores a generation and then the state that belongs to it: a crash between the two makes the next run do more, never less. */
export type Save = (content: GenerationContent, isComplete: boolean) => Promise<void>;

export function createSave(run: Run, files: readonly KnownFile[], extraPaths: readonly string[]): Save {
  const { dataFolder, embedder, memory } = run.options;
  return async (content, isComplete) => {
    await writeGeneration(dataFolder, content, memory?.writer);
    await writeIngestState(dataFolder, {
      version: 1,
      recipe: recipe(run.size, run.policy.key),
      generation: content.generation,
      ...(embedder === undefined || !isComplete ? {} : { embedder: embedder.id }),
      counts: countsOf(content),
      ...(extraPaths.length === 0 ? {} : { paths: [...extraPaths] }),
      files: [...files],
    });
  };
}

/** The generation with the vectors that are there now; without any it works on words alone. */
function withVectors(
  lexical: GenerationContent,
  work: VectorWork,
  embedder: Embedder,
  { size, policy }: Run,
): GenerationContent {
  const total = work.vectors.length;
  const have = work.vectors.filter((vector) => vector !== undefined).length;
  if (have === 0 && total > 0) return lexical;
  const vectors = have === total ? embedder.id : `${embedder.id}, ${have} of ${total}`;
  const generation = generationName(lexical.catalogue.documents, { size, vectors, masking: policy.key });
  return {
    ...lexical,
    generation,
    embedder: { id: embedder.id, dimensions: embedder.dimensions },
    vectors: work.vectors,
  };
}

/** Embeds what is missing; what could be made is in `work` even when the embedder fails, which is a warning. */
async function embedMissing(
  run: Run,
  embedder: Embedder,
  work: VectorWork,
  save: () => Promise<void>,
): Promise<number> {
  const { signal, dataFolder } = run.options;
  const total = work.missing.length;
  const meter = createMeter(run, 'embed', total);
  let embedded = 0;
  const onBatch = (done: number): void => {
    embedded = done;
    meter(done);
  };
  try {
    await fillVectors(work, { embedder, ...(signal === undefined ? {} : { signal }), onBatch, save });
  } catch (error) {
    if (isAppError(error, 'storage_failed')) throw error;
    if (signal?.aborted === true) await save();
    checkAborted(signal);
    const message = `${embedded} of ${total} passages could be embedded (${messageOf(error)}): the rest is found by its words alone; run \`askfolio ingest\` again to go on.`;
    run.warnings.push({ path: dataFolder, message });
  }
  return embedded;
}

/** Writes the generation; with an embedder first what is there already, then, as vectors come, more of it. */
export async function writeWithVectors(
  run: Run,
  lexical: GenerationContent,
  previous: GenerationContent | undefined,
  save: Save,
): Promise<Written> {
  const { embedder } = run.options;
  if (embedder === undefined) {
    await save(lexical, true);
    return { content: lexical, embedded: 0, unembedded: 0 };
  }
  const work = takeOverVectors(lexical.chunks, previous, embedder);
  const now = (): GenerationContent => withVectors(lexical, work, embedder, run);
  const savePart = (): Promise<void> => save(now(), false);
  let embedded = 0;
  if (work.missing.length > 0) {
    await savePart();
    embedded = await embedMissing(run, embedder, work, savePart);
  }
  const content = now();
  const unembedded = work.missing.length - embedded;
  await save(content, unembedded === 0);
  return { content, embedded, unembedded };
}
