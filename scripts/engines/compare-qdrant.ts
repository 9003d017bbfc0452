/**
 * Does Qdrant rank as the embedded index does? Plans the questions of golden files, searches both with the bundled model and compares the whole of
 * each arm and the fused first ten, ids in order: `tsx scripts/engines/compare-qdrant.ts [--url URL] --corpus FOLDER FILE...`. Without an address the
 * stand-in serves. The last line also tells how many would agree by the server's own scores. Exit 1 when a ranking differs.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { passageOf } from '../../ingest/vectors.js';
import { connectQdrant } from '../../src/adapters/qdrant-connection.js';
import { createQdrantIndex } from '../../src/adapters/qdrant-index.js';
import { publishToQdrant } from '../../src/adapters/qdrant-publish.js';
import { answersSchema, searchesOf } from '../../src/adapters/qdrant-search.js';
import { createBundledEmbedder } from '../../src/embedding/bundled-embedder-node.js';
import { openGeneration } from '../../src/index/embedded-index.js';
import { prepareGeneration } from '../../src/index/prepared-generation.js';
import type { Embedder, Hit, PartHits, PartSearch, SearchableSnapshot } from '../../src/ports.js';
import { fuseArms } from '../../src/retrieval/fuse.js';
import { armDepth } from '../../src/retrieval/retrieve.js';
import { searchTerms } from '../../src/retrieval/search-terms.js';
import { routerFor } from '../../src/snapshot-views.js';
import { generationOf } from './corpus-sentences.js';
import { startQdrantStandIn } from './qdrant-stand-in.js';

const collection = 'compare';

/** Every text under `q` or `paraphrases`, at any depth. */
function questionsIn(value: unknown, isAsked = false): string[] {
  if (typeof value === 'string') return isAsked ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    questionsIn(inner, key === 'q' || key === 'paraphrases' || (isAsked && Array.isArray(value))),
  );
}

async function partsOf(
  question: string,
  snapshot: SearchableSnapshot,
  embedder: Embedder,
): Promise<PartSearch[]> {
  const { parts } = routerFor(snapshot).route(question);
  const vectors = await embedder.embedQuestions(parts.map(({ text }) => text));
  return parts.map(({ queries }, number) => ({
    terms: searchTerms(queries, snapshot.terms).terms,
    vector: vectors[number]!,
  }));
}

const listed = (hits: readonly Hit[]): string => hits.map(({ chunkId }) => chunkId).join('\n');

/** The ranking that the server's own scores give, ties by id. */
async function rankByServer(
  url: string,
  parts: readonly PartSearch[],
  snapshot: SearchableSnapshot,
): Promise<PartHits[]> {
  const searches = searchesOf(parts, snapshot, armDepth);
  const { client } = connectQdrant({ url }, 10_000);
  const name = `${collection}-${snapshot.generation}`;
  const answers = answersSchema.parse(
    await client.queryBatch(name, { searches: searches.map(({ body }) => body) }),
  );
  return parts.map((_, number): PartHits => {
    const arm = (wanted: keyof PartHits): Hit[] => {
      const at = searches.findIndex(({ part, arm }) => part === number && arm === wanted);
      const hits = (answers[at]?.points ?? []).map(({ score, payload }) => ({
        chunkId: payload.chunkId,
        score,
      }));
      return hits.sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1)).slice(0, armDepth);
    };
    return { lexical: arm('lexical'), dense: arm('dense') };
  });
}

async function compare(url: string, corpus: string, questions: readonly string[]): Promise<boolean> {
  const embedder = await createBundledEmbedder();
  const bare = generationOf(corpus);
  const vectors = await embedder.embedPassages(bare.chunks.map(passageOf));
  const stamp = { id: embedder.id, dimensions: embedder.dimensions };
  const { snapshot, content } = openGeneration(prepareGeneration({ ...bare, embedder: stamp, vectors }));
  await publishToQdrant({
    url,
    collection,
    content,
    sparseWeights: (number) => snapshot.sparseWeights(number),
  });
  let undecided = 0;
  const counting = (): SearchableSnapshot => ({
    ...snapshot,
    searchParts: (...given) => (undecided++, snapshot.searchParts(...given)),
  });
  const index = createQdrantIndex({ url, collection, snapshot: counting, searchTimeoutMs: 10_000 });
  const counts = { parts: 0, arms: 0, tops: 0, byServer: 0 };
  for (const question of questions) {
    const parts = await partsOf(question, snapshot, embedder);
    const expected = snapshot.searchParts(parts, { depth: armDepth });
    const found = await index.search(parts, { depth: armDepth });
    const raw = await rankByServer(url, parts, snapshot);
    const top = (hits: PartHits): string =>
      fuseArms(hits, embedder.lexicalShare, snapshot)
        .slice(0, 10)
        .map(({ chunk }) => chunk.id)
        .join('\n');
    expected.forEach((own, number) => {
      const theirs = found[number]!;
      counts.parts++;
      for (const arm of ['lexical', 'dense'] as const)
        if (listed(own[arm]) === listed(theirs[arm])) counts.arms++;
      if (top(own) === top(theirs)) counts.tops++;
      else console.log(`differs: ${question}`);
      if (top(own) === top(raw[number]!)) counts.byServer++;
    });
  }
  await index.close();
  await embedder.close();
  console.log(
    `${bare.chunks.length} chunks, ${questions.length} questions, ${counts.parts} parts: ${counts.tops} of ${counts.parts} first tens and ${counts.arms} of ${2 * counts.parts} arms (${armDepth} deep) identical; ${undecided} arms had too many ties at their end and were searched by the embedded index; by the server's own scores ${counts.byServer} first tens`,
  );
  return counts.tops === counts.parts && counts.arms === 2 * counts.parts;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { url: { type: 'string' }, corpus: { type: 'string', default: 'corpus' } },
});
const questions = positionals.flatMap((file) => questionsIn(parse(readFileSync(file, 'utf8'))));
const server = values.url === undefined ? await startQdrantStandIn() : undefined;
const isAlike = await compare(server?.url ?? values.url ?? '', values.corpus, questions);
await server?.close();
process.exitCode = isAlike ? 0 : 1;
