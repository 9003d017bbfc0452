/** Opens the data sets that are given on the command line as searchable corpora with the bundled embedder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Evidence } from '../../src/domain/evidence.js';
import type { EmbeddedSnapshot } from '../../src/index/generation.js';
import type { Embedder } from '../../src/ports.js';
import { createBundledEmbedder } from '../../src/embedding/bundled-embedder-node.js';
import { retrieve } from '../../src/retrieval/retrieve.js';
import { createRouter, type Router } from '../../src/router/router.js';
import {
  readSpanSet,
  readSquad,
  snapshotOf,
  type LabelledCorpus,
  type LabelledQuestion,
} from './training-data.js';

export interface Training {
  readonly name: string;
  readonly questions: readonly LabelledQuestion[];
  readonly snapshot: EmbeddedSnapshot;
  readonly embedder: Embedder | undefined;
  readonly router: Router;
  close(): Promise<void>;
}

/** Every n-th question, so that all groups are represented. */
export function sampled<T>(items: readonly T[], limit: number): T[] {
  const step = Math.max(1, items.length / limit);
  return Array.from({ length: Math.min(limit, items.length) }, (_, i) => items[Math.floor(i * step)]).filter(
    (item): item is T => item !== undefined,
  );
}

async function open(corpus: LabelledCorpus, embedder: Embedder | undefined): Promise<Training> {
  const snapshot = await snapshotOf(
    corpus.documents,
    embedder,
    `.askfolio/training/${corpus.name}${embedder === undefined ? '-lexical' : ''}`,
  );
  const entities = snapshot.catalogue.documents.map((document) => document.title);
  const router = createRouter({
    entities,
    documentFrequency: (stem) => snapshot.terms.documentFrequency(stem),
  });
  return {
    name: corpus.name,
    questions: corpus.questions,
    snapshot,
    embedder,
    router,
    close: async () => undefined,
  };
}

export async function openTraining(options: {
  /** False: BM25 alone. Default: the bundled embedder. */
  vectors?: boolean;
  squad?: string | undefined;
  spans?: string | undefined;
}): Promise<Training[]> {
  const embedder = options.vectors === false ? undefined : await createBundledEmbedder({});
  const corpora: LabelledCorpus[] = [];
  if (options.squad !== undefined) corpora.push(readSquad(options.squad));
  if (options.spans !== undefined) corpora.push(readSpanSet(options.spans));
  const opened: Training[] = [];
  for (const corpus of corpora) opened.push(await open(corpus, embedder));
  const last = opened.at(-1);
  if (last !== undefined) opened[opened.length - 1] = { ...last, close: async () => embedder?.close() };
  return opened;
}

/** The evidence of a question as `ask()` gathers it, for its plan as routed but with one part: the question itself. */
export async function gatherEvidence(training: Training, question: string): Promise<Evidence> {
  const { snapshot, embedder } = training;
  const plan = training.router.route(question);
  const whole =
    plan.parts.length === 1
      ? plan.parts
      : plan.parts.slice(0, 1).map((part) => ({
          ...part,
          text: question,
          queries: [{ intent: 'original' as const, text: question, weight: 1 }],
        }));
  const vectors = embedder === undefined ? [undefined] : await embedder.embedQuestions([question]);
  const index = {
    search: async (parts: Parameters<EmbeddedSnapshot['searchParts']>[0], options: { depth: number }) =>
      snapshot.searchParts(parts, options),
  };
  return retrieve(whole, index, snapshot, { vectors, lexicalShare: embedder?.lexicalShare ?? 1 });
}

/** The sample corpus as a training set without labels of its own. */
export async function trainingOverCorpus(folder: string, embedder: Embedder | undefined): Promise<Training> {
  const documents = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && entry.name !== 'README.md')
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'utf8') }));
  return open({ name: 'corpus', documents, questions: [] }, embedder);
}
