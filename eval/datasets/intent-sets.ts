/** CLINC150 and Banking77: does the embedder put questions of one intent next to each other? Nearest neighbour in the training half, no training. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { AppError, messageOf } from '../../src/domain/errors.js';
import type { Embedder } from '../../src/ports.js';
import { areaUnderRoc } from '../metrics/calibration.js';
import { createBm25 } from '../baseline/bm25.js';
import { macroF1 } from '../metrics/classification.js';
import type { EvalDependencies, EvalOptions } from '../options.js';
import { formatFigure } from '../report/format.js';
import type { Figure } from '../run/record.js';
import { figureOf } from '../run/summarise.js';
import { evenly } from './squad.js';

export interface LabelledQuestion {
  readonly text: string;
  readonly label: string;
}

export interface IntentSet {
  readonly train: readonly LabelledQuestion[];
  readonly test: readonly LabelledQuestion[];
  readonly outOfScope: readonly LabelledQuestion[];
}

const rows = z.array(z.tuple([z.string(), z.string()])).min(1);
const clincSchema = z.object({ train: rows, test: rows, oos_test: rows });

function reading<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw new AppError('bad_golden', `${path}:1: cannot be read as this data set: ${messageOf(error)}`, { cause: error });
  }
} // prettier-ignore

const toQuestion = ([text, label]: readonly [string, string]): LabelledQuestion => ({ text, label });

/** `data_full.json` of CLINC150. @throws AppError `bad_golden`. */
export function readClinc(folder: string): IntentSet {
  const path = join(folder, 'data_full.json');
  return reading(path, () => {
    const data = clincSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { train: data.train.map(toQuestion), test: data.test.map(toQuestion), outOfScope: data.oos_test.map(toQuestion) };
  });
} // prettier-ignore

/** `train.csv` and `test.csv` of Banking77. @throws AppError `bad_golden`. */
export function readBanking(folder: string): IntentSet {
  const read = (name: string): LabelledQuestion[] => {
    const path = join(folder, name);
    return reading(path, () =>
      rows.parse(parse(readFileSync(path, 'utf8'), { from_line: 2 })).map(toQuestion),
    );
  };
  return { train: read('train.csv'), test: read('test.csv'), outOfScope: [] };
}

interface Neighbour {
  readonly index: number;
  readonly score: number;
}

/** A flat matrix: rows of unit vectors. */
async function embedAll(embedder: Embedder, texts: readonly string[]): Promise<Float32Array> {
  const matrix = new Float32Array(texts.length * embedder.dimensions);
  for (let start = 0; start < texts.length; start += 256) {
    const vectors = await embedder.embedQuestions(texts.slice(start, start + 256));
    vectors.forEach((vector, index) => matrix.set(vector, (start + index) * embedder.dimensions));
  }
  return matrix;
}

function nearest(matrix: Float32Array, vector: Float32Array): Neighbour {
  let best: Neighbour = { index: 0, score: -Infinity };
  for (let row = 0; row * vector.length < matrix.length; row++) {
    let score = 0;
    const base = row * vector.length;
    for (let i = 0; i < vector.length; i++) score += (matrix[base + i] ?? 0) * (vector[i] ?? 0);
    if (score > best.score) best = { index: row, score };
  }
  return best;
}

/** In scope, this share of the answers' accuracy may be lost to rejecting what looks out of scope. */
const keptAccuracy = 0.95;

/**
 * CLINC150's protocol: share of out-of-scope questions that a threshold on the score rejects, at the highest threshold that keeps 95 % of the
 * in-scope accuracy (a rejected question counts as wrong). Undefined without questions of both sorts.
 */
export function outOfScopeRecall(inScope: readonly { readonly score: number; readonly isRight: boolean }[], outside: readonly number[]): number | undefined {
  const right = inScope.filter((one) => one.isRight).map((one) => one.score).sort((a, b) => b - a);
  if (right.length === 0 || outside.length === 0) return undefined;
  const threshold = right[Math.ceil(right.length * keptAccuracy) - 1] ?? 0;
  return outside.filter((score) => score < threshold).length / outside.length;
} // prettier-ignore

/** Accuracy and macro F1 of the nearest training question, by cosine and by BM25; AUROC of the cosine for questions out of scope. */
export async function measureIntents(set: IntentSet, embedder: Embedder, options: { limit?: number }): Promise<Record<string, Figure>> {
  const train = await embedAll(embedder, set.train.map((one) => one.text));
  const bm25 = createBm25(set.train.map((one) => one.text));
  const test = evenly(set.test, options.limit);
  const outside = evenly(set.outOfScope, options.limit);
  const predict = async (questions: readonly LabelledQuestion[]): Promise<Neighbour[]> => {
    const vectors = await embedAll(embedder, questions.map((one) => one.text));
    return questions.map((_, index) => nearest(train, vectors.subarray(index * embedder.dimensions, (index + 1) * embedder.dimensions)));
  };
  const found = await predict(test);
  const labels = test.map((one, index) => ({ expected: one.label, predicted: set.train[found[index]?.index ?? 0]?.label ?? '' }));
  const lexical = test.map((one) => {
    const scores = bm25(one.text);
    const best = scores.reduce((top, score, index) => (score > (scores[top] ?? 0) ? index : top), 0);
    return { expected: one.label, predicted: set.train[best]?.label ?? '' };
  });
  const hits = (pairs: readonly { expected: string; predicted: string }[]): Figure => figureOf(pairs.map((pair) => (pair.expected === pair.predicted ? 1 : 0)), undefined);
  const scoresOutside = (await predict(outside)).map((one) => one.score);
  const auroc = areaUnderRoc(found.map((one) => one.score), scoresOutside);
  const rejected = outOfScopeRecall(found.map(({ score }, index) => ({ score, isRight: labels[index]?.expected === labels[index]?.predicted })), scoresOutside);
  return {
    'nearest neighbour accuracy': hits(labels),
    'nearest neighbour macro F1': { value: macroF1(labels), n: labels.length },
    'BM25 nearest neighbour accuracy': hits(lexical),
    'BM25 nearest neighbour macro F1': { value: macroF1(lexical), n: lexical.length },
    ...(auroc === undefined ? {} : { 'AUROC in scope against out of scope': { value: auroc, n: test.length + outside.length } }),
    ...(rejected === undefined ? {} : { 'out of scope rejected, 95 % accuracy kept': { value: rejected, n: outside.length } }),
  };
} // prettier-ignore

async function run(read: (folder: string) => IntentSet, options: EvalOptions, dependencies: EvalDependencies): Promise<number> {
  const [folder] = options.paths ?? [];
  if (folder === undefined) throw new AppError('bad_config', `eval ${options.command ?? ''}: name the folder of the data set`);
  if (dependencies.createEmbedder === undefined) throw new AppError('bad_config', 'this data set needs an embedder, and none is set up');
  const set = read(resolve(dependencies.cwd, folder));
  const embedder = await dependencies.createEmbedder();
  try {
    const figures = await measureIntents(set, embedder, options.limit === undefined ? {} : { limit: options.limit });
    if (options.json === true) dependencies.stdout(`${JSON.stringify({ embedder: embedder.id, figures })}\n`);
    else {
      for (const [name, figure] of Object.entries(figures)) dependencies.stdout(`${name.padEnd(40)}${formatFigure(figure)}\n`);
      dependencies.stdout(`PASS measured with ${embedder.id}\n`);
    }
    return 0;
  } finally {
    await embedder.close();
  }
} // prettier-ignore

/** Command. */
export async function runClinc(options: EvalOptions, dependencies: EvalDependencies): Promise<number> {
  return run(readClinc, options, dependencies);
}

/** Command. */
export async function runBanking(options: EvalOptions, dependencies: EvalDependencies): Promise<number> {
  return run(readBanking, options, dependencies);
}
