/**
 * Fits the cosine from which a stored question is a candidate, for the embedder that the environment names (`EMBEDDER` and its variables), and
 * prints what the cache then does beside one that decides on the cosine alone. Fitted on the development and validation pairs, on pairs over the
 * sample corpus with their own answers, and on Banking77's training questions; reported on the held-out pairs and Banking77's test questions.
 * `--banking FOLDER` (train.csv, test.csv; CC BY 4.0, PolyAI) adds Banking77.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { wilson } from '../../src/cache/false-hit-estimate.js';
import { readConfig, type Config } from '../../src/config.js';
import { createVectorTable } from '../../src/domain/vector-table.js';
import { openEmbedder } from '../../src/engines.js';
import type { Embedder } from '../../src/ports.js';
import { createAskfolio } from '../../src/services.js';
import { ratesAt, share, thresholdForHits, type JudgedPair } from './false-hit-tables.js';
import { createNeutralVetoes, readPairs, vetoBetween, type LabelledPair } from './labelled-pairs.js';
import { cosine, goldenPairs, heldOutHalf, judgePortfolioPairs } from './portfolio-pairs.js';

const vetoes = createNeutralVetoes();
// Upper Wilson bound of the share of traps that may hit.
const falseHitTarget = 0.03;
// Share of another category among what is served of Banking77, some of whose categories hold the same questions.
const bankingTarget = 0.05;
// Below it there are candidates of every topic: reading them costs time and finds nothing.
const lowestCut = 0.4;

async function judgePairs(pairs: readonly LabelledPair[], embedder: Embedder): Promise<JudgedPair[]> {
  const stored = await embedder.embedQuestions(pairs.map((pair) => pair.stored));
  const asked = await embedder.embedQuestions(pairs.map((pair) => pair.asked));
  return pairs.map((pair, index) => ({
    isSame: pair.label === 'same',
    similarity: cosine(stored[index] ?? new Float32Array(), asked[index] ?? new Float32Array()),
    veto: vetoBetween(vetoes, pair.stored, pair.asked),
  }));
}

const rowSchema = z.object({ text: z.string(), category: z.string() });
type BankingRow = z.infer<typeof rowSchema>;

/** Every n-th row, so that all categories are there. */
function readRows(folder: string, file: string, wanted: number): BankingRow[] {
  const rows = z.array(rowSchema).parse(parse(readFileSync(join(folder, file)), { columns: true }));
  const step = Math.max(1, Math.floor(rows.length / wanted));
  return rows.filter((_, index) => index % step === 0).slice(0, wanted);
}

interface Served {
  /** Both questions, for reading. */
  readonly pair: string;
  readonly similarity: number;
  readonly isSame: boolean;
}

/** For each question what a cache full of `stored` would serve: by the cosine alone, and by cosine and vetoes. */
function serveAll(
  stored: readonly (BankingRow & { vector: Float32Array })[],
  asked: readonly (BankingRow & { vector: Float32Array })[],
  minimum: number,
): { cosineOnly: Served[]; withVetoes: Served[] } {
  const table = createVectorTable();
  stored.forEach((row, index) => table.set(String(index), row.vector));
  const cosineOnly: Served[] = [];
  const withVetoes: Served[] = [];
  for (const question of asked) {
    const candidates = table
      .nearest(question.vector, { limit: 8, minimum: Math.min(minimum, 0.3) })
      .flatMap((match) => {
        const row = stored[Number(match.key)];
        return row === undefined ? [] : [{ ...match, row }];
      });
    const judged = candidates.map(({ similarity, row }) => ({
      similarity,
      row,
      isSame: row.category === question.category,
      pair: `${similarity.toFixed(2)} ${question.text} | ${row.text}`,
    }));
    if (judged[0] !== undefined) cosineOnly.push(judged[0]);
    const passed = judged.find(
      (one) => one.similarity >= minimum && vetoBetween(vetoes, one.row.text, question.text) === undefined,
    );
    if (passed !== undefined) withVetoes.push(passed);
  }
  return { cosineOnly, withVetoes };
}

async function withVectors(
  rows: readonly BankingRow[],
  embedder: Embedder,
): Promise<(BankingRow & { vector: Float32Array })[]> {
  const vectors = await embedder.embedQuestions(rows.map((row) => row.text));
  return rows.map((row, index) => ({ ...row, vector: vectors[index] ?? new Float32Array() }));
}

/**
 * The lowest cosine, in steps of 0.01, at which the false hits stay within their target, and so do those of every higher one: vetoes and answers
 * decide, so a higher cosine only costs hits. Undefined when even the highest cosine is above the target.
 */
function fit(pairs: readonly JudgedPair[], banking: readonly Served[]): number | undefined {
  const traps = pairs.filter((pair) => !pair.isSame).length;
  let best: number | undefined;
  for (let step = 99; step >= lowestCut * 100; step--) {
    const { falseHits } = ratesAt(pairs, step / 100, { useVetoes: true });
    const served = banking.filter((one) => one.similarity >= step / 100);
    const wrong = served.filter((one) => !one.isSame).length;
    if (wilson(falseHits, traps)[1] > falseHitTarget || wrong > bankingTarget * served.length) break;
    best = step / 100;
  }
  return best;
}

function printPairs(name: string, pairs: readonly JudgedPair[], minimum: number): void {
  const same = pairs.filter((pair) => pair.isSame).length;
  const ours = ratesAt(pairs, minimum, { useVetoes: true });
  const matched = thresholdForHits(pairs, ours.hits);
  const alone = ratesAt(pairs, matched, { useVetoes: false });
  const traps = pairs.length - same;
  console.log(`\n${name}: ${same} paraphrases, ${traps} traps`);
  console.log('| cache | cosine from | paraphrases that hit | traps that hit |\n|---|---|---|---|');
  console.log(
    `| vetoes | ${minimum.toFixed(3)} | ${share(ours.hits, same)} | ${share(ours.falseHits, traps)} |`,
  );
  console.log(
    `| cosine alone, same hit rate | ${matched.toFixed(3)} | ${share(alone.hits, same)} | ${share(alone.falseHits, traps)} |`,
  );
}

function printBanking(served: ReturnType<typeof serveAll>, asked: number, minimum: number): void {
  const hits = served.withVetoes.length;
  const ranked = [...served.cosineOnly].sort((a, b) => b.similarity - a.similarity).slice(0, hits);
  const wrong = (list: readonly Served[]): number => list.filter((one) => !one.isSame).length;
  console.log(`\nBanking77 test, ${asked} questions (another category = a false hit)`);
  console.log('| cache | cosine from | hits | false hits among the hits |\n|---|---|---|---|');
  console.log(
    `| vetoes | ${minimum.toFixed(3)} | ${share(hits, asked)} | ${share(wrong(served.withVetoes), hits)} |`,
  );
  console.log(
    `| cosine alone, same hit rate | ${(ranked.at(-1)?.similarity ?? 1).toFixed(3)} | ${share(ranked.length, asked)} | ${share(wrong(ranked), hits)} |`,
  );
}

function printSteps(pairs: readonly JudgedPair[], banking: readonly Served[]): void {
  for (const cut of [0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9]) {
    const { hits, falseHits } = ratesAt(pairs, cut, { useVetoes: true });
    const alone = ratesAt(pairs, cut, { useVetoes: false });
    const served = banking.filter((one) => one.similarity >= cut);
    const wrong = served.filter((one) => !one.isSame).length;
    console.log(
      `  from ${cut}: vetoes ${hits} hits, ${falseHits} false; cosine alone ${alone.hits}, ${alone.falseHits}; Banking77 train ${served.length} hits, ${wrong} false`,
    );
  }
}

/** Pairs over the sample corpus that may be looked at, judged with this embedder in the index too. */
async function judgeSampleCorpus(config: Config, embedder: Embedder): Promise<JudgedPair[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'askfolio-fit-'));
  const askfolio = await createAskfolio({ ...config, dataFolder, LOG_QUESTIONS: 'off' as const });
  try {
    await askfolio.ingest();
    const pairs = [...goldenPairs('dev'), ...readPairs('portfolio-development'), ...heldOutHalf('tuned')];
    return await judgePortfolioPairs(pairs, askfolio, embedder);
  } finally {
    await askfolio.close();
    rmSync(dataFolder, { recursive: true });
  }
}

const config = readConfig(process.env, { corpusFolder: 'corpus' });
const embedder = await openEmbedder(config);
if (embedder === undefined) throw new Error('EMBEDDER=none has no cosines to fit.');
const folderAt = process.argv.indexOf('--banking');
const folder = folderAt < 0 ? undefined : process.argv[folderAt + 1];
const train = folder === undefined ? [] : await withVectors(readRows(folder, 'train.csv', 3_300), embedder);
// Every third training question asks, the others are stored.
const asking = train.filter((_, index) => index % 3 === 0);
const storing = train.filter((_, index) => index % 3 !== 0);
const onTrain = serveAll(storing, asking, lowestCut);
const general = await judgePairs([...readPairs('development'), ...readPairs('validation')], embedder);
const sample = await judgeSampleCorpus(config, embedder);
const fitted = [...general, ...sample];
const best = fit(fitted, onTrain.withVetoes);
if (best === undefined) {
  console.error(`${embedder.id}: no cosine meets the false-hit target`);
  process.exitCode = 1;
}
const minimum = best ?? embedder.cacheSimilarity;
console.log(`${embedder.id}: cosine from ${minimum} (the embedder says ${embedder.cacheSimilarity})`);
printSteps(fitted, onTrain.withVetoes);
if (process.argv.includes('--show')) {
  for (const one of onTrain.withVetoes.filter((served) => !served.isSame)) console.log(`  ${one.pair}`);
}
printPairs('development and validation', general, minimum);
printPairs('sample corpus, with answers', sample, minimum);
printPairs('held-out', await judgePairs(readPairs('held-out'), embedder), minimum);
if (folder !== undefined && !process.argv.includes('--no-test')) {
  const asked = await withVectors(readRows(folder, 'test.csv', 1_500), embedder);
  printBanking(serveAll(storing, asked, minimum), asked.length, minimum);
}
await embedder.close();
