/**
 * Fits the embedder's share of BM25 in the fused score on folders in BEIR format, and prints nDCG@10 of both arms.
 * Usage: `tsx scripts/embedder/fit-fusion.ts [--queries N] FOLDER...`. BM25 here is the plain formula over one field.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createEncoder } from '../../src/embedding/encoder.js';
import type { Encoder } from '../../src/embedding/encoder.js';
import { bundledModelPath } from '../../src/embedding/model-memory-node.js';
import { splitSentences } from '../../src/text/sentences.js';
import { terms } from '../../src/text/terms.js';

const rowSchema = z.object({ _id: z.string(), title: z.string().optional(), text: z.string() });
type Row = z.infer<typeof rowSchema>;
type Judgements = Map<string, Map<string, number>>;

/** Scores of every document for one question. */
interface Arms {
  readonly relevant: ReadonlyMap<string, number>;
  readonly lexical: readonly number[];
  readonly dense: readonly number[];
}

const depth = 200;
const shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1];

async function readRows(path: string): Promise<Row[]> {
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  return lines.map((line) => rowSchema.parse(JSON.parse(line)));
}

async function readJudgements(path: string): Promise<Judgements> {
  const judgements: Judgements = new Map();
  for (const line of (await readFile(path, 'utf8')).trim().split('\n').slice(1)) {
    const [query = '', document = '', score = '0'] = line.split('\t');
    if (Number(score) <= 0) continue;
    const known = judgements.get(query) ?? new Map<string, number>();
    judgements.set(query, known.set(document, Number(score)));
  }
  return judgements;
}

/** Okapi BM25, k1 1.2, b .75. */
function createLexicalArm(texts: readonly string[]): (question: string) => number[] {
  const counts = texts.map((text) => {
    const found = new Map<string, number>();
    for (const term of terms(text)) found.set(term, (found.get(term) ?? 0) + 1);
    return found;
  });
  const lengths = counts.map((found) => [...found.values()].reduce((sum, count) => sum + count, 0));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / texts.length;
  const frequencies = new Map<string, number>();
  for (const found of counts)
    for (const term of found.keys()) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  return (question) => {
    const scores = texts.map(() => 0);
    for (const term of terms(question)) {
      const frequency = frequencies.get(term) ?? 0;
      const weight = Math.log(1 + (texts.length - frequency + 0.5) / (frequency + 0.5));
      counts.forEach((found, index) => {
        const count = found.get(term) ?? 0;
        const norm = 1.2 * (0.25 + (0.75 * (lengths[index] ?? 0)) / mean);
        scores[index] = (scores[index] ?? 0) + (weight * count * 2.2) / (count + norm);
      });
    }
    return scores;
  };
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

/** What a document outside an arm's best 200 has there: 0. */
function keepBest(scores: readonly number[]): number[] {
  const worst = [...scores].sort((a, b) => b - a)[depth - 1] ?? -Infinity;
  return scores.map((score) => (score >= worst ? score : 0));
}

function discountedGain(gains: readonly number[]): number {
  return gains.slice(0, 10).reduce((sum, gain, rank) => sum + gain / Math.log2(rank + 2), 0);
}

function evaluate(scores: readonly number[], documents: readonly Row[], relevant: Arms['relevant']): number {
  const order = scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const gains = order.slice(0, 10).map((index) => relevant.get(documents[index]?._id ?? '') ?? 0);
  return discountedGain(gains) / discountedGain([...relevant.values()].sort((a, b) => b - a));
}

function fuse({ lexical, dense }: Arms, share: number): number[] {
  const kept = keepBest(lexical);
  const largest = Math.max(...kept) || 1;
  const close = keepBest(dense);
  return kept.map((score, index) => (share * score) / largest + (1 - share) * (close[index] ?? 0));
}

async function readArms(folder: string, encoder: Encoder, limit: number) {
  const documents = await readRows(join(folder, 'corpus.jsonl'));
  const judgements = await readJudgements(join(folder, 'qrels.tsv'));
  const judged = (await readRows(join(folder, 'queries.jsonl'))).filter(({ _id }) => judgements.has(_id));
  const step = Math.max(1, Math.floor(judged.length / limit));
  const questions = judged.filter((_, index) => index % step === 0).slice(0, limit);
  const vectors = documents.map(({ title = '', text }) => {
    const sentences = splitSentences(text).map(({ start, end }) => text.slice(start, end));
    return encoder.encodePassage({ context: title, sentences }).passage;
  });
  const lexicalArm = createLexicalArm(documents.map(({ title = '', text }) => `${title} ${text}`));
  const arms = questions.map(({ _id, text }): Arms => {
    const vector = encoder.encode(text);
    return {
      relevant: judgements.get(_id) ?? new Map<string, number>(),
      lexical: lexicalArm(text),
      dense: vectors.map((each) => dot(each, vector)),
    };
  });
  return { documents, arms };
}

const { values, positionals } = parseArgs({
  options: { queries: { type: 'string', default: '100000' } },
  allowPositionals: true,
});
const encoder = await createEncoder(await readFile(bundledModelPath()));
const means = shares.map(() => 0);
for (const folder of positionals) {
  const { documents, arms } = await readArms(folder, encoder, Number(values.queries));
  const figures = shares.map((share) => {
    const sum = arms.reduce((all, arm) => all + evaluate(fuse(arm, share), documents, arm.relevant), 0);
    return sum / arms.length;
  });
  figures.forEach((figure, index) => (means[index] = (means[index] ?? 0) + figure / positionals.length));
  const name = basename(folder) === 'beir' ? basename(dirname(folder)) : basename(folder);
  console.log(`${name}: ${documents.length} documents, ${arms.length} questions`);
  console.log(shares.map((share, index) => `  ${share}: ${figures[index]?.toFixed(4) ?? ''}`).join('\n'));
}
const best = shares[means.indexOf(Math.max(...means))];
console.log(`share of BM25 with the best mean nDCG@10: ${best ?? ''} (0 is dense alone, 1 is BM25 alone)`);
