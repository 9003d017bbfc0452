/**
 * Ways to fuse the two arms, each alone: a family's parameter is chosen on one half of the sets and judged on the other.
 * `tsx scripts/retrieval/fusion-variants.ts --fit FOLDER... --judge FOLDER...` (folders in BEIR format; vectors are kept in `.askfolio`).
 * Prints nDCG@10 of the bare question by set, and the mean of each family on both halves.
 */
import { basename, dirname, resolve } from 'node:path';
import { readBeir } from '../../eval/beir/read-beir.js';
import { evenly } from '../../eval/datasets/squad.js';
import { ndcgAt } from '../../eval/metrics/ranking.js';
import { buildGeneration } from '../../ingest/build-generation.js';
import { passageOf } from '../../ingest/vectors.js';
import type { Chunk } from '../../src/domain/chunk.js';
import { createEmbeddedSnapshot } from '../../src/index/embedded-index.js';
import type { EmbeddedSnapshot } from '../../src/index/generation.js';
import { armDepth } from '../../src/retrieval/retrieve.js';
import { searchTerms } from '../../src/retrieval/search-terms.js';
import { terms } from '../../src/text/terms.js';
import { createCachedEmbedder } from './cached-embedder.js';

interface Candidate {
  readonly chunk: Chunk;
  readonly lexical: number;
  readonly dense: number;
}

/** One question with what both arms returned for it. */
interface Asked {
  readonly gold: ReadonlyMap<string, number>;
  readonly candidates: readonly Candidate[];
  /** Largest and, of the two hundred, smallest score of each arm. */
  readonly best: number;
  readonly closest: number;
  readonly farthest: number;
  /** What a chunk with endless repetition of every term would score. */
  readonly bound: number;
  /** Terms of the question in order, with their inverse document frequency. */
  readonly terms: readonly { readonly term: string; readonly idf: number }[];
}

interface AskedSet {
  readonly name: string;
  readonly asked: readonly Asked[];
}

type Score = (candidate: Candidate, question: Asked) => number;

interface Family {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly score: (parameter: number) => Score;
}

const questionsPerSet = 500;
const share = 0.4;
const steps = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);

/** The product's own fusion, with another share or another lexical score. */
function fused({ dense }: Candidate, { best }: Asked, lexicalShare: number, lexical: number): number {
  return (best > 0 ? (lexicalShare * lexical) / best : 0) + (1 - lexicalShare) * dense;
}

const bounded = (value: number): number => Math.min(0.9, Math.max(0.05, value));
const spread = ({ closest, farthest }: Asked): number => Math.max(1e-6, closest - farthest);

const stemsOf = new Map<Chunk, ReadonlyMap<string, readonly number[]>>();

/** Places of each stem in the text of a chunk. */
function placesIn(chunk: Chunk): ReadonlyMap<string, readonly number[]> {
  let places = stemsOf.get(chunk);
  if (places === undefined) {
    const found = new Map<string, number[]>();
    terms(chunk.text).forEach((term, place) => {
      const known = found.get(term);
      if (known === undefined) found.set(term, [place]);
      else known.push(place);
    });
    stemsOf.set(chunk, (places = found));
  }
  return places;
}

/** Summed IDF of the neighbours in the question that are neighbours in the chunk too (Metzler and Croft 2005, ordered pairs). */
function pairScore(chunk: Chunk, question: Asked, window: number): number {
  const places = placesIn(chunk);
  let sum = 0;
  for (let i = 0; i + 1 < question.terms.length; i++) {
    const [a, b] = [question.terms[i], question.terms[i + 1]];
    if (a === undefined || b === undefined || a.term === b.term) continue;
    const followers = places.get(b.term) ?? [];
    const isPair = (places.get(a.term) ?? []).some((at) =>
      followers.some((other) => Math.abs(other - at) <= window),
    );
    if (isPair) sum += Math.min(a.idf, b.idf);
  }
  return sum;
}

const families: readonly Family[] = [
  { name: 'share of BM25F', parameters: steps(0.1, 0.8, 0.1), score: (a) => (one, q) => fused(one, q, a, one.lexical) },
  { name: 'BM25F against its bound, share', parameters: steps(0.1, 0.9, 0.1), score: (a) => (one, q) => (q.bound > 0 ? (a * one.lexical) / q.bound : 0) + (1 - a) * one.dense },
  { name: 'cosine from the worst of 200 to the best, share', parameters: steps(0.1, 0.9, 0.1), score: (a) => (one, q) => fused({ ...one, dense: one.dense === 0 ? 0 : (one.dense - q.farthest) / spread(q) }, q, a, one.lexical) },
  { name: 'cosine against the best, share', parameters: steps(0.1, 0.9, 0.1), score: (a) => (one, q) => fused({ ...one, dense: q.closest > 0 ? one.dense / q.closest : 0 }, q, a, one.lexical) },
  { name: 'share moved by how much of the question BM25F covers, slope', parameters: steps(-1, 1, 0.25), score: (slope) => (one, q) => fused(one, q, bounded(share + slope * (q.bound > 0 ? q.best / q.bound - 0.5 : 0)), one.lexical) },
  { name: 'share moved by the best cosine, slope', parameters: steps(-1, 1, 0.25), score: (slope) => (one, q) => fused(one, q, bounded(share + slope * (q.closest - 0.6)), one.lexical) },
  { name: 'share moved by the number of terms, slope per term', parameters: steps(-0.06, 0.06, 0.02), score: (slope) => (one, q) => fused(one, q, bounded(share + slope * (q.terms.length - 6)), one.lexical) },
  { name: 'share moved by the rarest term, slope per unit of IDF', parameters: steps(-0.1, 0.1, 0.025), score: (slope) => (one, q) => fused(one, q, bounded(share + slope * (Math.max(0, ...q.terms.map(({ idf }) => idf)) - 5)), one.lexical) },
  { name: 'neighbours in the question and in the chunk, weight', parameters: steps(0, 1, 0.125), score: (weight) => (one, q) => fused(one, q, share, one.lexical + weight * pairScore(one.chunk, q, 1)) },
  { name: 'the same within four words, weight', parameters: steps(0, 1, 0.125), score: (weight) => (one, q) => fused(one, q, share, one.lexical + weight * pairScore(one.chunk, q, 4)) },
  { name: 'BM25F to a power', parameters: [0.5, 0.75, 1, 1.5, 2], score: (power) => (one, q) => fused(one, q, share, q.best > 0 ? q.best * (one.lexical / q.best) ** power : 0) },
  { name: 'product of both added, weight', parameters: steps(0, 1, 0.25), score: (weight) => (one, q) => fused(one, q, share, one.lexical) + weight * (q.best > 0 ? (one.lexical / q.best) * one.dense : 0) },
]; // prettier-ignore

async function ask(folder: string): Promise<AskedSet> {
  const set = readBeir(folder);
  const documents = set.documents.map(({ id, title, text }, i) => ({
    id,
    path: `documents/${String(i).padStart(6, '0')}.md`,
    text: `# ${title.replaceAll('\n', ' ')}\n\n${text}`,
  }));
  const { content } = buildGeneration(documents);
  const vectors = await embedder.embedPassages(content.chunks.map(passageOf));
  const stamp = { id: embedder.id, dimensions: embedder.dimensions };
  const snapshot = createEmbeddedSnapshot({ ...content, embedder: stamp, vectors });
  const asked: Asked[] = [];
  for (const query of evenly(set.queries, questionsPerSet))
    asked.push(await askOne(snapshot, query.text, query.gold));
  const name = basename(folder) === 'beir' ? basename(dirname(folder)) : basename(folder);
  return { name, asked };
}

async function askOne(snapshot: EmbeddedSnapshot, text: string, gold: Asked['gold']): Promise<Asked> {
  const { terms: weighted } = searchTerms([{ intent: 'original', text, weight: 1 }], snapshot.terms);
  const [vector] = await embedder.embedQuestions([text]);
  const search = vector === undefined ? { terms: weighted } : { terms: weighted, vector };
  const [hits = { lexical: [], dense: [] }] = snapshot.searchParts([search], { depth: armDepth });
  const lexical = new Map(hits.lexical.map((hit) => [hit.chunkId, hit.score]));
  const dense = new Map(hits.dense.map((hit) => [hit.chunkId, hit.score]));
  const candidates = [...new Set([...lexical.keys(), ...dense.keys()])].flatMap((id) => {
    const chunk = snapshot.chunk(id);
    return chunk === undefined ? [] : [{ chunk, lexical: lexical.get(id) ?? 0, dense: dense.get(id) ?? 0 }];
  });
  const idf = (term: string): number => snapshot.terms.inverseDocumentFrequency(term);
  return {
    gold,
    candidates,
    best: hits.lexical[0]?.score ?? 0,
    closest: hits.dense[0]?.score ?? 0,
    farthest: hits.dense.at(-1)?.score ?? 0,
    bound: [...weighted].reduce((sum, [term, weight]) => sum + 2.2 * weight * idf(term), 0),
    terms: terms(text).map((term) => ({ term, idf: idf(term) })),
  };
}

function figureOf({ asked }: AskedSet, score: Score): number {
  const figures = asked.map((question) => {
    const ranked = question.candidates
      .map((candidate) => ({ candidate, value: score(candidate, question) }))
      .sort((a, b) => b.value - a.value || (a.candidate.chunk.id < b.candidate.chunk.id ? -1 : 1));
    const documents = [...new Set(ranked.map(({ candidate }) => candidate.chunk.documentId))];
    return ndcgAt(documents, question.gold, 10);
  });
  return mean(figures);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const show = (values: readonly number[]): string => values.map((value) => value.toFixed(4)).join(' | ');

const words = process.argv.slice(2);
const judgeAt = words.indexOf('--judge');
if (words[0] !== '--fit' || judgeAt < 2)
  throw new Error('usage: fusion-variants.ts --fit FOLDER... --judge FOLDER...');
const embedder = await createCachedEmbedder(resolve('.askfolio'));
const fit: AskedSet[] = [];
const judge: AskedSet[] = [];
for (const folder of words.slice(1, judgeAt)) fit.push(await ask(folder));
for (const folder of words.slice(judgeAt + 1)) judge.push(await ask(folder));
await embedder.close();
const sets = [...fit, ...judge];
console.log(`| family | parameter | fit | judged | ${sets.map(({ name }) => name).join(' | ')} |`);
console.log(`|---|---|${sets.map(() => '---|').join('')}---|---|`);
const row = (name: string, parameter: string, score: Score): void => {
  const figures = sets.map((set) => figureOf(set, score));
  const means = [mean(figures.slice(0, fit.length)), mean(figures.slice(fit.length))];
  console.log(`| ${name} | ${parameter} | ${show(means)} | ${show(figures)} |`);
};
row('BM25F alone', '', (one) => one.lexical);
row('dense alone', '', (one) => one.dense);
row('today', `share ${share}`, (one, question) => fused(one, question, share, one.lexical));
for (const { name, parameters, score } of families) {
  const tried = parameters.map((parameter) => ({
    parameter,
    figure: mean(fit.map((set) => figureOf(set, score(parameter)))),
  }));
  const best = tried.reduce((a, b) => (b.figure > a.figure ? b : a));
  row(name, best.parameter.toFixed(3), score(best.parameter));
}
