/**
 * Retrieval of the development half of the golden set at several chunk sizes, fused, without answers:
 * `tsx scripts/retrieval/golden-sizes.ts [--size MIN/TARGET/MAX]... [--no-plan]`. Vectors are kept in `.askfolio`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadGolden } from '../../eval/golden/load.js';
import type { GoldenCase } from '../../eval/golden/cases.js';
import { hitAt, ndcgAt } from '../../eval/metrics/ranking.js';
import { quoteScores } from '../../eval/metrics/spans.js';
import { createGoldResolver } from '../../eval/run/gold.js';
import { buildGeneration } from '../../ingest/build-generation.js';
import type { ChunkSize } from '../../ingest/chunk/pack.js';
import { passageOf } from '../../ingest/vectors.js';
import type { Chunk } from '../../src/domain/chunk.js';
import { createEmbeddedSnapshot } from '../../src/index/embedded-index.js';
import type { EmbeddedSnapshot } from '../../src/index/generation.js';
import type { Embedder } from '../../src/ports.js';
import { retrieve } from '../../src/retrieval/retrieve.js';
import { routerFor } from '../../src/services.js';
import { createCachedEmbedder } from './cached-embedder.js';

const corpus = 'corpus';
const wordBudget = 600;

async function snapshotAt(size: ChunkSize, embedder: Embedder): Promise<EmbeddedSnapshot> {
  const paths = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md')).sort();
  const { content } = buildGeneration(paths.map((path) => ({ path, text: readFileSync(join(corpus, path), 'utf8') })), { size });
  const vectors = await embedder.embedPassages(content.chunks.map(passageOf));
  return createEmbeddedSnapshot({ ...content, embedder: { id: embedder.id, dimensions: embedder.dimensions }, vectors });
} // prettier-ignore

/** Chunks for the answer, best first. */
async function ask(snapshot: EmbeddedSnapshot, question: string, embedder: Embedder, plan: boolean): Promise<readonly Chunk[]> {
  const parts = plan
    ? routerFor(snapshot).route(question).parts
    : [{ text: question, aspect: 'open' as const, kind: 'question' as const, queries: [{ intent: 'original' as const, text: question, weight: 1 }] }];
  const vectors = await embedder.embedQuestions(parts.map((part) => part.text));
  const index = { search: async (...[searches, options]: Parameters<EmbeddedSnapshot['searchParts']>) => snapshot.searchParts(searches, options) };
  const evidence = await retrieve(parts, index, snapshot, { vectors, lexicalShare: embedder.lexicalShare, perPart: 40, slots: 40 });
  return evidence.packed.map(({ chunk }) => chunk);
} // prettier-ignore

function inBudget(chunks: readonly Chunk[]): Chunk[] {
  let words = 0;
  return chunks.filter((chunk, i) => {
    const fits = i === 0 || words + chunk.tokens / 2 <= wordBudget;
    words += chunk.tokens;
    return fits;
  });
}

const mean = (values: readonly number[]): string =>
  (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3);

async function measure(name: string, cases: readonly GoldenCase[], embedder: Embedder, plan: boolean): Promise<string> {
  const [minimumWords = 0, targetWords = 0, maximumWords = 0] = name.split('/').map(Number);
  const snapshot = await snapshotAt({ minimumWords, targetWords, maximumWords }, embedder);
  const resolveGold = createGoldResolver(snapshot);
  const rows = await Promise.all(
    cases.map(async (one) => {
      const gold = resolveGold(one);
      const chunks = await ask(snapshot, one.question, embedder, plan);
      const documents = [...new Set(chunks.map((chunk) => chunk.documentId))];
      const top = quoteScores(gold.quotes, chunks.slice(0, 5));
      return { hit1: hitAt(documents, gold.documents, 1), ndcg: ndcgAt(documents, gold.documents, 10), hit5: hitAt(chunks.slice(0, 5).map((chunk) => chunk.documentId), gold.documents, 5), ...top, budget: quoteScores(gold.quotes, inBudget(chunks)).recall };
    }),
  );
  const columns = (['hit1', 'hit5', 'ndcg', 'recall', 'precision', 'iou', 'budget'] as const).map((key) => mean(rows.map((row) => row[key])));
  const lengths = snapshot.chunks.map((chunk) => chunk.tokens).sort((a, b) => a - b);
  return `| ${name} | ${lengths.length} | ${lengths[lengths.length >> 1] ?? 0} | ${columns.join(' | ')} |`;
} // prettier-ignore

const { values } = parseArgs({
  options: { size: { type: 'string', multiple: true }, 'no-plan': { type: 'boolean' } },
});
const set = loadGolden({ files: ['eval/golden'], cwd: process.cwd(), corpus });
const cases = set.cases.filter(
  (one) => one.split === 'dev' && one.answerable && one.earlier.length === 0 && one.evidence.some(({ quote }) => quote !== undefined),
); // prettier-ignore
const embedder = await createCachedEmbedder(resolve('.askfolio'));
console.log(`${cases.length} questions of the development half\n`);
console.log(
  '| size | chunks | median words | hit@1 | hit@5 chunks | nDCG@10 | quote recall@5 | precision@5 | IoU@5 | recall in 600 words |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|');
for (const size of values.size ?? ['40/90/140', '60/120/180', '80/160/240', '100/200/300'])
  console.log(await measure(size, cases, embedder, values['no-plan'] !== true));
await embedder.close();
