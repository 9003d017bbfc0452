/**
 * All parts found among the ten chunks that an answer is made from: random questions of a folder in BEIR format joined into one.
 *   npx tsx scripts/retrieval/multi-part.ts [--parts 2,3,4] [--questions 500] [--seed 7] [--share 1] [--wrong] FOLDER
 * Arms: the same words as one query, the parts that the router makes, and the questions as they were before they were joined
 * (what a faultless decomposition would reach). `--share 1` is BM25F alone, 0 the dense arm alone. `--wrong` prints wrong cuts.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readBeir } from '../../eval/beir/read-beir.js';
import type { BeirSet } from '../../eval/beir/read-beir.js';
import { wilsonInterval } from '../../eval/statistics/intervals.js';
import { buildGeneration } from '../../ingest/build-generation.js';
import { passageOf } from '../../ingest/vectors.js';
import type { Part } from '../../src/domain/plan.js';
import { createEmbeddedSnapshot } from '../../src/index/embedded-index.js';
import type { EmbeddedSnapshot } from '../../src/index/generation.js';
import type { Embedder } from '../../src/ports.js';
import { retrieve } from '../../src/retrieval/retrieve.js';
import { routerFor } from '../../src/services.js';
import { createCachedEmbedder } from './cached-embedder.js';
import { joinQuestions, jointNames, type JoinedQuestion } from './joined-questions.js';

const slots = 10;

interface Ground {
  readonly snapshot: EmbeddedSnapshot;
  readonly embedder: Embedder;
  /** Share of BM25F in the fused score. */
  readonly share: number;
}

interface Outcome {
  readonly joined: JoinedQuestion;
  readonly isCutRight: boolean;
  readonly cut: readonly string[];
  /** Per arm, whether a relevant document of every part is among the chunks. */
  readonly found: Readonly<Record<Arm, boolean>>;
}

const arms = ['one query', 'parts', 'known parts'] as const;
type Arm = (typeof arms)[number];

async function snapshotOf(set: BeirSet, embedder: Embedder, share: number): Promise<EmbeddedSnapshot> {
  const documents = set.documents.map(({ id, title, text }, i) => ({
    id,
    path: `documents/${String(i).padStart(6, '0')}.md`,
    text: `# ${title.replaceAll('\n', ' ')}\n\n${text}`,
  }));
  const { content } = buildGeneration(documents);
  if (share === 1) return createEmbeddedSnapshot({ ...content, embedder: undefined, vectors: undefined });
  const vectors = await embedder.embedPassages(content.chunks.map(passageOf));
  const stamp = { id: embedder.id, dimensions: embedder.dimensions };
  return createEmbeddedSnapshot({ ...content, embedder: stamp, vectors });
}

const barePart = (text: string): Part => ({
  text,
  aspect: 'open',
  kind: 'question',
  queries: [{ intent: 'original', text, weight: 1 }],
});

async function foundDocuments(parts: readonly Part[], ground: Ground): Promise<ReadonlySet<string>> {
  const { snapshot, embedder, share } = ground;
  const texts = parts.map((part) => part.text);
  const vectors = share === 1 ? parts.map(() => undefined) : await embedder.embedQuestions(texts);
  const index = {
    search: async (...[searches, options]: Parameters<EmbeddedSnapshot['searchParts']>) =>
      snapshot.searchParts(searches, options),
  };
  const { packed } = await retrieve(parts, index, snapshot, { vectors, lexicalShare: share, slots });
  return new Set(packed.slice(0, slots).map(({ chunk }) => chunk.documentId));
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

async function measure(joined: JoinedQuestion, ground: Ground): Promise<Outcome> {
  const router = routerFor(ground.snapshot);
  const cut = router.route(joined.text).parts;
  const texts = joined.questions.map(({ text }) => text);
  const known = texts.flatMap((text) => router.route(text).parts.slice(0, 1));
  const whole = texts.map((text, i) => ({ ...(known[i] ?? barePart(text)), text }));
  const plans: Readonly<Record<Arm, readonly Part[]>> = {
    'one query': [barePart(joined.text)],
    parts: cut,
    'known parts': whole,
  };
  const isFound = async (arm: Arm): Promise<boolean> => {
    const documents = await foundDocuments(plans[arm], ground);
    return joined.questions.every(({ gold }) => [...gold].some(([id, grade]) => grade > 0 && documents.has(id)));
  };
  const found = { 'one query': await isFound('one query'), parts: await isFound('parts'), 'known parts': await isFound('known parts') };
  const starts = texts.map((text) => plain(text).split(' ').slice(0, 2).join(' '));
  const isCutRight = cut.length === texts.length && cut.every((part, i) => plain(part.text).startsWith(starts[i] ?? ''));
  return { joined, isCutRight, cut: cut.map((part) => part.text), found };
} // prettier-ignore

function shareOf(outcomes: readonly Outcome[], holds: (outcome: Outcome) => boolean): string {
  const count = outcomes.filter(holds).length;
  const { low, high } = wilsonInterval(count, outcomes.length);
  return `${(count / outcomes.length).toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`;
}

const row = (name: string, outcomes: readonly Outcome[]): string =>
  `| ${name} | ${outcomes.length} | ${[...arms.map((arm) => shareOf(outcomes, ({ found }) => found[arm])), shareOf(outcomes, ({ isCutRight }) => isCutRight)].join(' | ')} |`;

const { values, positionals } = parseArgs({
  options: {
    parts: { type: 'string', default: '2,3,4' },
    questions: { type: 'string', default: '500' },
    seed: { type: 'string', default: '7' },
    share: { type: 'string' },
    wrong: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const [folder] = positionals;
if (folder === undefined) throw new Error('name a folder in BEIR format');
const set = readBeir(folder);
const embedder = await createCachedEmbedder(resolve('.askfolio'));
const share = values.share === undefined ? embedder.lexicalShare : Number(values.share);
const ground: Ground = { snapshot: await snapshotOf(set, embedder, share), embedder, share };
console.log(
  `${folder}: ${set.documents.length} documents, ${set.queries.length} questions, share of BM25F ${share}, seed ${values.seed}, ${slots} chunks\n`,
);
console.log(`| all parts found | n | ${arms.join(' | ')} | cut right |\n|---|---|${'---|'.repeat(arms.length + 1)}`); // prettier-ignore
for (const size of values.parts.split(',').map(Number)) {
  const outcomes: Outcome[] = [];
  for (const joined of joinQuestions(set.queries, size, Number(values.questions), Number(values.seed)))
    outcomes.push(await measure(joined, ground));
  console.log(row(`${size} parts`, outcomes));
  for (const joint of jointNames)
    console.log(row(`${size} parts, ${joint}`, outcomes.filter((outcome) => outcome.joined.joint === joint))); // prettier-ignore
  if (values.wrong)
    for (const { joined, cut } of outcomes.filter((outcome) => !outcome.isCutRight))
      console.log(`    [${joined.joint}] ${joined.text}\n        ${cut.join(' | ')}`);
}
await embedder.close();
