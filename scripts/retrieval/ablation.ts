/**
 * nDCG@10 on folders in BEIR format, one row per setting, each gain alone: `tsx scripts/retrieval/ablation.ts [--group NAME]... [--queries N] [--row WORDS] FOLDER...`.
 * Groups: fields, plan, whole, fusion, context, size. Rankings are of documents, a document as good as its best chunk. Vectors are kept in `.askfolio`.
 */
import { basename, dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createBm25 } from '../../eval/baseline/bm25.js';
import { readBeir } from '../../eval/beir/read-beir.js';
import type { BeirSet } from '../../eval/beir/read-beir.js';
import { evenly } from '../../eval/datasets/squad.js';
import { ndcgAt, trecOrder } from '../../eval/metrics/ranking.js';
import { buildGeneration } from '../../ingest/build-generation.js';
import { defaultChunkSize } from '../../ingest/chunk/pack.js';
import type { ChunkSize } from '../../ingest/chunk/pack.js';
import { passageOf } from '../../ingest/vectors.js';
import type { Part } from '../../src/domain/plan.js';
import { buildPostings, lexicalSettings } from '../../src/index/bm25f.js';
import type { LexicalSettings } from '../../src/index/bm25f.js';
import { openGeneration } from '../../src/index/embedded-index.js';
import type { EmbeddedSnapshot, GenerationContent } from '../../src/index/generation.js';
import { prepareGeneration } from '../../src/index/prepared-generation.js';
import type { Embedder } from '../../src/ports.js';
import { retrieve } from '../../src/retrieval/retrieve.js';
import { routerFor } from '../../src/services.js';
import { createCachedEmbedder } from './cached-embedder.js';

interface Variant {
  readonly name: string;
  readonly lexical?: LexicalSettings;
  readonly size?: ChunkSize;
  /** Parts and rewrites of the router, one of the two, or the bare question (the default). */
  readonly plan?: 'whole' | 'parts alone' | 'rewrites alone';
  /** Weight of the whole question's terms in every part of several; 0 by default. */
  readonly wholeTerms?: number;
  /** Share of the whole question's vector in every part's vector; 0 by default. */
  readonly wholeVector?: number;
  /** Share of BM25F; 1 is BM25F alone, 0 the dense arm alone. */
  readonly share?: number;
  readonly context?: 'title and headings' | 'title' | 'none';
}

const body = lexicalSettings.fields.body;
const silent = { weight: 0, lengthShare: 0.5 };

function fields(
  title: number,
  headings: number,
  tags = 1,
  change: Partial<LexicalSettings> = {},
): LexicalSettings {
  return {
    saturation: lexicalSettings.saturation,
    fields: {
      title: { ...silent, weight: title },
      headings: { ...silent, weight: headings },
      body,
      tags: { ...silent, weight: tags },
    },
    ...change,
  };
}

function bodyWith(lengthShare: number, saturation: number): LexicalSettings {
  return { saturation, fields: { ...lexicalSettings.fields, body: { weight: 1, lengthShare } } };
}

const size = (minimumWords: number, targetWords: number, maximumWords: number): ChunkSize => ({
  minimumWords,
  targetWords,
  maximumWords,
});

const groups: Readonly<Record<string, readonly Variant[]>> = {
  fields: [
    { name: 'body alone', lexical: fields(0, 0, 0) },
    { name: 'body and title, weight 1', lexical: fields(1, 0, 0) },
    { name: 'body and title, weight 2', lexical: fields(2, 0, 0) },
    { name: 'body, title, headings, weight 1', lexical: fields(1, 1) },
    { name: 'body, title, headings, weight 2', lexical: fields(2, 2) },
    { name: 'title 3, headings 2', lexical: fields(3, 2) },
    { name: 'title 2, headings 3', lexical: fields(2, 3) },
    { name: 'title 4, headings 4', lexical: fields(4, 4) },
    ...[0.9, 1.2, 1.5, 2].flatMap((k1) =>
      [0.5, 0.75].map((b) => ({ name: `k1 ${k1}, b ${b}`, lexical: bodyWith(b, k1) })),
    ),
  ].map((variant) => ({ share: 1, ...variant })),
  plan: [1, 0, undefined].flatMap((share) =>
    ([undefined, 'parts alone', 'rewrites alone', 'whole'] as const).map((plan) => ({
      name: `${share === 1 ? 'BM25F' : share === 0 ? 'dense' : 'fused'}, ${plan === undefined ? 'bare question' : `plan: ${plan}`}`,
      ...(share === undefined ? {} : { share }),
      ...(plan === undefined ? {} : { plan }),
    })),
  ),
  whole: [0, 0.2, 0.4].flatMap((wholeTerms) =>
    [0, 0.3, 0.5].map((wholeVector) => ({
      name: `the whole question in each part: terms ${wholeTerms}, vector ${wholeVector}`,
      plan: 'whole' as const,
      wholeTerms,
      wholeVector,
    })),
  ),
  fusion: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1].map((share) => ({
    name: `share of BM25F ${share}`,
    share,
  })),
  context: (['title and headings', 'none', 'title'] as const).flatMap((context) => [
    { name: `dense, context ${context}`, share: 0, context },
    { name: `fused, context ${context}`, context },
  ]),
  size: [size(40, 90, 140), size(60, 120, 180), size(80, 160, 240), size(100, 200, 300)].flatMap((one) =>
    [1, 0, undefined].map((share) => ({
      name: `${one.minimumWords}/${one.targetWords}/${one.maximumWords} words, ${share === 1 ? 'BM25F' : share === 0 ? 'dense' : 'fused'}`,
      size: one,
      ...(share === undefined ? {} : { share }),
    })),
  ),
};

const built = new Map<string, GenerationContent>();

/** Chunks of a set for one size; parsing them is the slow part without vectors. */
function contentOf(set: BeirSet, size: ChunkSize): GenerationContent {
  const key = `${set.hash} ${JSON.stringify(size)}`;
  let content = built.get(key);
  if (content === undefined) {
    const documents = set.documents.map(({ id, title, text }, i) => ({
      id,
      path: `documents/${String(i).padStart(6, '0')}.md`,
      text: `# ${title.replaceAll('\n', ' ')}\n\n${text}`,
    }));
    built.set(key, (content = buildGeneration(documents, { size }).content));
  }
  return content;
}

async function snapshotFor(set: BeirSet, variant: Variant, embedder: Embedder): Promise<EmbeddedSnapshot> {
  const content = contentOf(set, variant.size ?? defaultChunkSize);
  const context = variant.context ?? 'title and headings';
  const passages = content.chunks.map((chunk) => {
    const passage = passageOf(chunk);
    return {
      ...passage,
      context: context === 'none' ? '' : context === 'title' ? chunk.title : passage.context,
    };
  });
  const vectors = variant.share === 1 ? undefined : await embedder.embedPassages(passages);
  const stamp = vectors === undefined ? undefined : { id: embedder.id, dimensions: embedder.dimensions };
  const prepared = prepareGeneration({ ...content, embedder: stamp, vectors });
  return openGeneration({
    ...prepared,
    postings: buildPostings(content.chunks, variant.lexical ?? lexicalSettings),
  }).snapshot;
}

const keyOf = (variant: Variant): string =>
  JSON.stringify([variant.lexical, variant.size, variant.context, variant.share === 1]);

const bareQueries = (text: string): Part['queries'] => [{ intent: 'original', text, weight: 1 }];

function partsOf(snapshot: EmbeddedSnapshot, question: string, variant: Variant): readonly Part[] {
  const bare: Part = { text: question, aspect: 'open', kind: 'question', queries: bareQueries(question) };
  if (variant.plan === undefined) return [bare];
  const { parts } = routerFor(snapshot).route(question);
  if (variant.plan === 'rewrites alone') return parts.length === 1 ? parts : [bare];
  return parts.map((part) => {
    const queries = variant.plan === 'parts alone' ? bareQueries(part.text) : part.queries;
    const weight = variant.wholeTerms ?? 0;
    return {
      ...part,
      queries:
        parts.length === 1 || weight === 0
          ? queries
          : [...queries, { intent: 'original', text: question, weight }],
    };
  });
}

function blend(part: Float32Array, whole: Float32Array, share: number): Float32Array {
  const sum = part.map((value, i) => (1 - share) * value + share * (whole[i] ?? 0));
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
}

async function vectorsOf(parts: readonly Part[], question: string, variant: Variant, embedder: Embedder) {
  if (variant.share === 1) return parts.map(() => undefined);
  const [whole, ...own] = await embedder.embedQuestions([question, ...parts.map((part) => part.text)]);
  const share = parts.length === 1 ? 0 : (variant.wholeVector ?? 0);
  return own.map((vector) => (whole === undefined || share === 0 ? vector : blend(vector, whole, share)));
}

/** Documents best first; the chunks of several parts in the order in which they are packed. */
async function rankDocuments(
  snapshot: EmbeddedSnapshot,
  question: string,
  variant: Variant,
  embedder: Embedder,
): Promise<string[]> {
  const parts = partsOf(snapshot, question, variant);
  const vectors = await vectorsOf(parts, question, variant, embedder);
  const index = {
    search: async (...[searches, options]: Parameters<EmbeddedSnapshot['searchParts']>) =>
      snapshot.searchParts(searches, options),
  };
  const evidence = await retrieve(parts, index, snapshot, {
    vectors,
    lexicalShare: variant.share ?? embedder.lexicalShare,
    perPart: 100,
    slots: parts.length === 1 ? 1 : 100,
  });
  const chunks = parts.length === 1 ? (evidence.parts[0]?.ranked ?? []) : evidence.packed;
  return [...new Set(chunks.map(({ chunk }) => chunk.documentId))];
}

function plainBm25(set: BeirSet): number {
  const score = createBm25(set.documents.map((document) => `${document.title} ${document.text}`));
  const values = set.queries.map((query) => {
    const scores = score(query.text);
    const hits = [...scores.keys()]
      .filter((i) => (scores[i] ?? 0) > 0)
      .map((i) => ({ id: set.documents[i]?.id ?? '', score: scores[i] ?? 0 }));
    return ndcgAt(
      trecOrder(hits).map(({ id }) => id),
      query.gold,
      10,
    );
  });
  return mean(values);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const { values, positionals } = parseArgs({
  options: {
    group: { type: 'string', multiple: true },
    queries: { type: 'string' },
    row: { type: 'string' },
  },
  allowPositionals: true,
});
const embedder = await createCachedEmbedder(resolve('.askfolio'));
const variants = Object.entries(groups)
  .filter(([name]) => values.group?.includes(name) ?? true)
  .flatMap(([, list]) => list)
  .filter(({ name }) => name.includes(values.row ?? ''));
for (const folder of positionals) {
  const whole = readBeir(folder);
  const set = {
    ...whole,
    queries: evenly(whole.queries, values.queries === undefined ? undefined : Number(values.queries)),
  };
  const name = basename(folder) === 'beir' ? basename(dirname(folder)) : basename(folder);
  console.log(
    `\n${name}: ${set.documents.length} documents, ${set.queries.length} questions\n\n| setting | nDCG@10 |\n|---|---|`,
  );
  console.log(`| plain BM25 over whole documents | ${plainBm25(set).toFixed(4)} |`);
  let last: { key: string; snapshot: EmbeddedSnapshot } | undefined;
  for (const variant of variants) {
    const key = keyOf(variant);
    last = last?.key === key ? last : { key, snapshot: await snapshotFor(set, variant, embedder) };
    const figures: number[] = [];
    for (const query of set.queries)
      figures.push(ndcgAt(await rankDocuments(last.snapshot, query.text, variant, embedder), query.gold, 10));
    console.log(`| ${variant.name} | ${mean(figures).toFixed(4)} |`);
  }
}
await embedder.close();
