/** Vectors of a generation: taken over where text and context are unchanged, made in batches where they are not. */
import { createHash } from 'node:crypto';
import { AppError } from '../src/domain/errors.js';
import type { Chunk } from '../src/domain/chunk.js';
import type { GenerationContent } from '../src/index/generation.js';
import type { Embedder, Passage, PassageVectors } from '../src/ports.js';
import { stripMarks } from './readers/inline.js';

/** Passages given to the embedder at once. */
export const batchSize = 16;
/** Batches after which the vectors made so far are stored. */
export const batchesPerSave = 50;

function tableCells(row: string): string[] {
  return row
    .replace(/^\s*\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => stripMarks(cell));
}

/** A table row says little without its header: "Service: Core, Job: accounts". */
function rowText(row: string, head: readonly string[]): string {
  return tableCells(row)
    .map((cell, index) => ((head[index] ?? '') === '' || cell === '' ? cell : `${head[index]}: ${cell}`))
    .filter((cell) => cell !== '')
    .join(', ');
}

const headRow = /^(\|[^\n]*\|)\n\|(?:---\|)+$/gm;

/** What the embedder reads of a chunk: title and headings as context, its sentences without Markdown marks. */
export function passageOf(chunk: Chunk): Passage {
  const heads = [...chunk.text.matchAll(headRow)].map((match) => ({
    at: match.index,
    cells: tableCells(match[1] ?? ''),
  }));
  const sentences = chunk.sentences.map(({ start, end }) => {
    const text = chunk.text.slice(start, end);
    const head = text.startsWith('|') ? heads.findLast(({ at }) => at < start) : undefined;
    return head === undefined ? stripMarks(text) : rowText(text, head.cells);
  });
  return { context: [chunk.title, ...chunk.headingPath].join(' > '), sentences };
}

function passageKey(passage: Passage): string {
  return createHash('sha256').update(JSON.stringify(passage)).digest('base64');
}

export interface VectorWork {
  readonly vectors: (PassageVectors | undefined)[];
  /** Numbers of the chunks that still need vectors. */
  readonly missing: readonly number[];
  readonly passages: readonly Passage[];
}

/** Vectors of `previous` for every chunk whose passage it holds and which the same embedder made. */
export function takeOverVectors(
  chunks: readonly Chunk[],
  previous: GenerationContent | undefined,
  embedder: Embedder,
): VectorWork {
  const known = new Map<string, PassageVectors>();
  if (previous?.embedder?.id === embedder.id && previous.embedder.dimensions === embedder.dimensions) {
    const { vectors } = previous;
    previous.chunks.forEach((chunk, number) => {
      const vector = vectors?.[number];
      if (vector !== undefined) known.set(passageKey(passageOf(chunk)), vector);
    });
  }
  const passages = chunks.map(passageOf);
  const vectors = passages.map((passage) => known.get(passageKey(passage)));
  return {
    vectors,
    passages,
    missing: vectors.flatMap((vector, number) => (vector === undefined ? [number] : [])),
  };
}

export interface FillOptions {
  readonly embedder: Embedder;
  readonly signal?: AbortSignal;
  /** Called after every batch with the number of passages embedded so far. */
  readonly onBatch: (done: number) => void;
  /** Called after every `batchesPerSave` batches; not after the last. */
  readonly save: () => Promise<void>;
}

function checkVectors(vectors: PassageVectors, passage: Passage, embedder: Embedder): void {
  const all = [vectors.passage, ...vectors.sentences];
  const isWhole =
    vectors.sentences.length === passage.sentences.length &&
    all.every((vector) => vector.length === embedder.dimensions);
  if (!isWhole || !all.every((vector) => vector.every(Number.isFinite)))
    throw new AppError(
      'embedder_failed',
      `The embedder ${embedder.id} gave vectors of another shape, or numbers that are none: nothing of them is stored.`,
    );
}

/** Embeds what is missing, in order, writing into `work.vectors`. Rejects with what the embedder rejects with. */
export async function fillVectors(work: VectorWork, options: FillOptions): Promise<void> {
  const { embedder, signal } = options;
  const total = work.missing.length;
  for (let start = 0, batch = 1; start < total; start += batchSize, batch++) {
    const numbers = work.missing.slice(start, start + batchSize);
    const passages = numbers.flatMap((number) => work.passages[number] ?? []);
    const made = await embedder.embedPassages(passages, signal === undefined ? {} : { signal });
    numbers.forEach((number, index) => {
      const vectors = made[index];
      const passage = passages[index];
      if (vectors === undefined || passage === undefined)
        throw new AppError(
          'embedder_failed',
          `The embedder ${embedder.id} gave ${made.length} vectors for ${passages.length} passages.`,
        );
      checkVectors(vectors, passage, embedder);
      work.vectors[number] = vectors;
    });
    options.onBatch(Math.min(total, start + batchSize));
    if (batch % batchesPerSave === 0 && start + batchSize < total) await options.save();
  }
}
