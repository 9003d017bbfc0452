/** The subject of an evaluation run over the real product: the same `ask()` as every face, and its steps one by one. */
import { createAsk } from '../src/ask.js';
import { createSingleFlight } from '../src/cache/single-flight.js';
import type { AskResult } from '../src/domain/answer.js';
import type { Part, Plan } from '../src/domain/plan.js';
import { createEmbeddedSnapshot } from '../src/index/embedded-index.js';
import type { EmbeddedSnapshot } from '../src/index/generation.js';
import type { ChunkIndex, Clock, Embedder, QueryLog, Snapshot } from '../src/ports.js';
import { armDepth, retrieve } from '../src/retrieval/retrieve.js';
import { createAskfolio, routerFor, suggestionsFor, type Askfolio, type Config } from '../src/services.js';
import { buildGeneration } from '../ingest/build-generation.js';
import { passageOf } from '../ingest/vectors.js';
import { createChangedCorpus, type ChangedCorpus } from './changed-corpus.js';
import type { EvalSubject, RankedChunk, RetrieveOptions, StageRankings, SubjectDocument } from './subject.js';

const clock: Clock = { now: () => Date.now(), elapsed: () => performance.now() };
const silentLog: QueryLog = { write: () => undefined, close: async () => undefined };

/** What the steps are asked of: an index with its snapshot, and the embedder that made its vectors. */
interface Ground {
  readonly index: Pick<ChunkIndex, 'search'>;
  readonly snapshot: () => Snapshot;
  readonly embedder: Embedder | undefined;
}

/** The question as one part without rewrites: what `--no-plan` measures. */
function barePlan(plan: Plan): Part[] {
  const { question } = plan;
  const aspect = plan.parts[0]?.aspect ?? 'open';
  return [
    {
      text: question,
      aspect,
      kind: 'question',
      queries: [{ intent: 'original', text: question, weight: 1 }],
    },
  ];
}

async function rankings(ground: Ground, question: string, options: RetrieveOptions): Promise<StageRankings> {
  const snapshot = ground.snapshot();
  const plan = routerFor(snapshot).route(question);
  const parts = options.plan ? plan.parts : barePlan(plan);
  const hasVectors = ground.embedder !== undefined && snapshot.embedder === ground.embedder.id;
  const vectors = hasVectors
    ? await ground.embedder.embedQuestions(parts.map((part) => part.text))
    : parts.map(() => undefined);
  const evidence = await retrieve(parts, ground.index, snapshot, {
    vectors,
    lexicalShare: ground.embedder?.lexicalShare ?? 1,
    perPart: Math.max(options.depth, 20),
    slots: options.depth,
  });
  const byArm = (arm: 'lexical' | 'dense' | 'score'): RankedChunk[] => {
    const best = new Map<string, RankedChunk>();
    for (const part of evidence.parts) {
      for (const ranked of part.ranked) {
        const known = best.get(ranked.chunk.id);
        if (ranked[arm] > 0 && (known === undefined || known.score < ranked[arm]))
          best.set(ranked.chunk.id, { chunk: ranked.chunk, score: ranked[arm] });
      }
    }
    return [...best.values()]
      .sort((a, b) => b.score - a.score || (a.chunk.id < b.chunk.id ? -1 : 1))
      .slice(0, options.depth);
  };
  return {
    lexical: byArm('lexical'),
    dense: byArm('dense'),
    fused:
      parts.length === 1 ? byArm('score') : evidence.packed.map(({ chunk, score }) => ({ chunk, score })),
    packed: evidence.packed
      .slice(0, Math.max(10, 5 * parts.length))
      .map(({ chunk, score }) => ({ chunk, score })),
  };
}

/** Gate and composer on given chunks: every part gets all of them, in the order given. */
async function answerFrom(ground: Ground, question: string, chunkIds: readonly string[]): Promise<AskResult> {
  const snapshot = ground.snapshot();
  const given = new Set(chunkIds);
  const index: ChunkIndex = {
    engine: 'embedded',
    snapshot: ground.snapshot,
    search: async (parts, options) => {
      const hits = await ground.index.search(parts, {
        ...options,
        depth: Math.max(armDepth, snapshot.chunks.length),
      });
      return hits.map(({ lexical, dense }) => ({
        lexical: lexical.filter((hit) => given.has(hit.chunkId)),
        dense: dense.filter((hit) => given.has(hit.chunkId)),
      }));
    },
    refresh: async () => false,
    close: async () => undefined,
  };
  return askOver(index, ground.embedder)({ question, bypassCache: true });
}

function askOver(index: ChunkIndex, embedder: Embedder | undefined): ReturnType<typeof createAsk> {
  return createAsk({
    indexes: [index],
    embedder,
    routerFor,
    suggestionsFor,
    memory: undefined,
    flights: createSingleFlight(),
    model: undefined,
    log: silentLog,
    clock,
    newId: () => 'eval',
  });
}

function inMemoryIndex(snapshot: EmbeddedSnapshot): ChunkIndex {
  return {
    engine: 'embedded',
    snapshot: () => snapshot,
    search: async (parts, options) => snapshot.searchParts(parts, options),
    refresh: async () => false,
    close: async () => undefined,
  };
}

/** A subject over documents in memory; `embedder` undefined: BM25 alone. */
export async function subjectOver(
  documents: readonly SubjectDocument[],
  embedder: Embedder | undefined,
): Promise<EvalSubject> {
  const { content } = buildGeneration(
    documents.map(({ id, title, text }, i) => ({
      id,
      path: `documents/${String(i).padStart(6, '0')}.md`,
      text: `# ${title.replaceAll('\n', ' ')}\n\n${text}`,
    })),
  );
  const vectors = await embedder?.embedPassages(content.chunks.map(passageOf));
  const stamp = embedder === undefined ? undefined : { id: embedder.id, dimensions: embedder.dimensions };
  const index = inMemoryIndex(createEmbeddedSnapshot({ ...content, embedder: stamp, vectors }));
  const ground: Ground = { index, snapshot: index.snapshot, embedder };
  const ask = askOver(index, embedder);
  return {
    ask: (request) => ask({ ...request, bypassCache: true }),
    route: (question) => routerFor(index.snapshot()).route(question),
    retrieve: (question, options) => rankings(ground, question, options),
    answerFrom: (question, chunkIds) => answerFrom(ground, question, chunkIds),
    cache: { clear: async () => undefined },
    snapshot: index.snapshot,
    engines: 'index embedded, cache off, composer extractive',
    withDocuments: (others) => subjectOver(others, embedder),
    close: async () => undefined,
  };
}

function enginesOf(askfolio: Askfolio): string {
  const { index, cache, composer } = askfolio.engines();
  return `index ${index?.name ?? 'none'}, cache ${cache?.name ?? 'off'}, composer ${composer?.name ?? 'none'}`;
}

/** A subject over the configured corpus, indexed in the configured data folder. */
export async function createAskfolioSubject(
  config: Config,
  options: { onProblem?: (message: string) => void } = {},
): Promise<EvalSubject> {
  const askfolio: Askfolio = await createAskfolio({ ...config, LOG_QUESTIONS: 'off' }, options);
  await askfolio.ingest();
  const [index] = askfolio.indexes;
  if (index === undefined) throw new Error('createAskfolio gave no index');
  const ground: Ground = { index, snapshot: askfolio.snapshot, embedder: askfolio.embedder };
  let changed: Promise<ChangedCorpus> | undefined;
  const { memory } = askfolio;
  return {
    ask: (request) => askfolio.ask(request),
    route: (question) => routerFor(askfolio.snapshot()).route(question),
    retrieve: (question, retrieveOptions) => rankings(ground, question, retrieveOptions),
    answerFrom: (question, chunkIds) => answerFrom(ground, question, chunkIds),
    cache: {
      clear: async () => void (await memory?.clear()),
      ...(memory === undefined
        ? {}
        : {
            askAfterChange: async (first, then) =>
              (await (changed ??= createChangedCorpus(config))).askAfterChange(first, then),
          }),
    },
    snapshot: askfolio.snapshot,
    engines: enginesOf(askfolio),
    withDocuments: (documents) => subjectOver(documents, askfolio.embedder),
    close: async () => {
      await Promise.allSettled([changed?.then((copy) => copy.close())]);
      // A cache on a server would otherwise keep what only the evaluation asked.
      await memory?.clear().catch(() => 0);
      await askfolio.close();
    },
  };
}
