/**
 * Fits the weights of the sentence score and prints what they reach on folds that were not fitted on.
 * Listwise softmax regression: among the sentences of the packed chunks, those that hold the answer should get the probability mass.
 * Usage: tsx scripts/composer/fit-sentences.ts --squad dev.json --spans FOLDER [--write]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { candidatesOf, type Candidate } from '../../src/composer/candidates.js';
import { selectSentences } from '../../src/composer/select.js';
import {
  scoreCandidates,
  sentenceFeatureNames,
  type ScoredCandidate,
} from '../../src/composer/sentence-score.js';
import { sentenceWeights } from '../../src/composer/sentence-weights.js';
import { gatherEvidence, openTraining, sampled, type Training } from './training.js';
import type { LabelledQuestion } from './training-data.js';

interface Example {
  readonly group: string;
  readonly scored: readonly ScoredCandidate[];
  readonly rows: readonly (readonly number[])[];
  readonly positive: readonly boolean[];
}

const fold = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** A sentence is right when it holds an accepted answer inside the labelled paragraph, or lies in a labelled span. */
export function isPositive(candidate: Candidate, question: LabelledQuestion): boolean {
  const text = fold(candidate.quote);
  if (question.answers.length === 0) return question.spans.some((span) => shares(text, fold(span)));
  return (
    question.answers.some((answer) => ` ${text} `.includes(` ${fold(answer)} `)) &&
    fold(question.passage ?? '').includes(text)
  );
}

function shares(text: string, span: string): boolean {
  if (text === '' || span === '') return false;
  if (text.includes(span) || span.includes(text)) return true;
  const words = span.split(' ');
  const middle = words.slice(Math.floor(words.length / 4), Math.ceil((words.length * 3) / 4)).join(' ');
  return middle.length > 12 && text.includes(middle);
}

async function examplesOf(training: Training, questions: readonly LabelledQuestion[]): Promise<Example[]> {
  const examples: Example[] = [];
  for (const question of questions) {
    const part = (await gatherEvidence(training, question.text)).parts[0];
    if (part === undefined) continue;
    const scored = scoreCandidates(
      candidatesOf(part.ranked.slice(0, 10), training.snapshot),
      part,
      training.snapshot.terms,
    );
    const positive = scored.map(({ candidate }) => isPositive(candidate, question));
    examples.push({
      group: question.group,
      scored,
      positive,
      rows: scored.map(({ features }) => sentenceFeatureNames.map((name) => features[name])),
    });
  }
  return examples;
}

function dot(weights: readonly number[], row: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += (weights[i] ?? 0) * (row[i] ?? 0);
  return sum;
}

/** Set by hand: the data sets hold no front matter, no admissions, hardly a list or a table. */
const setByHand: ReadonlySet<string> = new Set([
  'question',
  'summary',
  'label',
  'admits',
  'definition',
  'code',
  'rowOrItem',
  'short',
  'announcement',
]);

function fit(examples: readonly Example[], start: readonly number[]): number[] {
  const usable = examples.filter((example) => example.positive.some(Boolean));
  const weights = [...start];
  const squares = weights.map(() => 1e-8);
  for (let round = 0; round < 400; round++) {
    const gradient = weights.map((weight) => -0.002 * weight);
    for (const { rows, positive } of usable) {
      const scores = rows.map((row) => dot(weights, row));
      const best = Math.max(...scores);
      const mass = scores.map((score) => Math.exp(score - best));
      const total = mass.reduce((a, b) => a + b, 0);
      const right = mass.reduce((sum, value, i) => sum + (positive[i] === true ? value : 0), 0);
      rows.forEach((row, i) => {
        const wanted = positive[i] === true ? (mass[i] ?? 0) / right : 0;
        const pull = (wanted - (mass[i] ?? 0) / total) / usable.length;
        row.forEach((value, j) => (gradient[j] = (gradient[j] ?? 0) + pull * value));
      });
    }
    weights.forEach((_, j) => {
      if (setByHand.has(sentenceFeatureNames[j] ?? '')) return;
      const g = gradient[j] ?? 0;
      squares[j] = (squares[j] ?? 0) + g * g;
      weights[j] = (weights[j] ?? 0) + (0.3 * g) / Math.sqrt(squares[j] ?? 1);
    });
  }
  return weights;
}

interface Reached {
  readonly first: number;
  readonly within: number;
  readonly possible: number;
  readonly words: number;
}

function reached(
  examples: readonly Example[],
  weights: readonly number[],
  budgetWords: number,
  margin: number,
): Reached {
  let first = 0;
  let within = 0;
  let possible = 0;
  const words: number[] = [];
  for (const { scored, rows, positive } of examples) {
    const right = new Set(scored.filter((_, i) => positive[i]).map(({ candidate }) => candidate));
    if (right.size > 0) possible++;
    const ranked = scored
      .map((one, i) => ({ ...one, score: dot(weights, rows[i] ?? []) }))
      .sort((a, b) => b.score - a.score);
    const chosen = selectSentences(ranked, { budgetWords, margin });
    if (ranked[0] !== undefined && right.has(ranked[0].candidate)) first++;
    if (chosen.some((candidate) => right.has(candidate))) within++;
    words.push(chosen.reduce((sum, candidate) => sum + candidate.words, 0));
  }
  const n = examples.length;
  return {
    first: first / n,
    within: within / n,
    possible: possible / n,
    words: words.sort((a, b) => a - b)[n >> 1] ?? 0,
  };
}

function show(label: string, r: Reached): void {
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  console.log(
    `${label.padEnd(34)} first ${percent(r.first)}  within budget ${percent(r.within)}  in the packed chunks ${percent(r.possible)}  median ${r.words} words`,
  );
}

const { values } = parseArgs({
  options: {
    squad: { type: 'string' },
    spans: { type: 'string' },
    limit: { type: 'string', default: '900' },
    write: { type: 'boolean', default: false },
  },
});
const all: Example[] = [];
for (const training of await openTraining(values)) {
  const examples = await examplesOf(
    training,
    sampled(
      training.questions.filter((question) => question.spans.length > 0),
      Number(values.limit),
    ),
  );
  show(
    `${training.name}: weights in use`,
    reached(
      examples,
      sentenceFeatureNames.map((name) => sentenceWeights[name]),
      105,
      2.2,
    ),
  );
  all.push(...examples);
  await training.close();
}
const groups = [...new Set(all.map((example) => example.group))].sort();
const start = sentenceFeatureNames.map((name) => sentenceWeights[name]);
const held: Reached[] = [];
for (let k = 0; k < 4; k++) {
  const test = all.filter((example) => groups.indexOf(example.group) % 4 === k);
  const weights = fit(
    all.filter((example) => groups.indexOf(example.group) % 4 !== k),
    start,
  );
  const r = reached(test, weights, 105, 2.2);
  show(`fold ${k + 1}, held out`, r);
  held.push(r);
}
const weights = fit(all, start);
console.log(
  Object.fromEntries(sentenceFeatureNames.map((name, i) => [name, Number((weights[i] ?? 0).toFixed(3))])),
);
for (const margin of [1, 1.5, 2, 2.5, 3, 4, 8])
  show(`all, margin ${margin}`, reached(all, weights, 105, margin));
if (values.write) {
  const lines = sentenceFeatureNames.map((name, i) => `  ${name}: ${Number((weights[i] ?? 0).toFixed(3))},`);
  writeFileSync(
    new URL('../../src/composer/sentence-weights.ts', import.meta.url),
    `/** Weights of the sentence score. Written by \`scripts/composer/fit-sentences.ts\`. */\nexport const sentenceWeights = {\n${lines.join('\n')}\n};\n`,
  );
}
