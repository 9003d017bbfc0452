/**
 * Fits the gate: does the evidence of a part hold its answer? Logistic regression with L2 on raw signals, over SQuAD 2.0 (answerable and
 * adversarial unanswerable questions), questions put to a corpus that they do not belong to, and the dev half of the golden sets.
 * Prints the AUROC per kind on held-out folds and on the test half, and the threshold for a given over-refusal.
 * Usage: tsx scripts/composer/fit-gate.ts --squad dev.json --spans FOLDER [--write]
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { candidatesOf } from '../../src/composer/candidates.js';
import { gateFeatureNames, gateFeatures } from '../../src/composer/gate-features.js';
import { scoreCandidates } from '../../src/composer/sentence-score.js';
import { gatherEvidence, openTraining, sampled, trainingOverCorpus, type Training } from './training.js';

interface Example {
  readonly kind: string;
  readonly group: string;
  readonly weight: number;
  readonly row: readonly number[];
  readonly answerable: boolean;
}

async function exampleOf(
  training: Training,
  question: string,
  label: Omit<Example, 'row'>,
): Promise<Example | undefined> {
  const part = (await gatherEvidence(training, question)).parts[0];
  if (part === undefined) return undefined;
  const scored = scoreCandidates(
    candidatesOf(part.ranked.slice(0, 10), training.snapshot),
    part,
    training.snapshot.terms,
  );
  const features = gateFeatures(part, scored, training.snapshot.terms);
  return { ...label, row: gateFeatureNames.map((name) => features[name]) };
}

interface GoldenCase {
  q?: string;
  answerable?: boolean;
  kind?: string;
  split: string;
  tags: string[];
}

function goldenCases(folder: string): GoldenCase[] {
  return readdirSync(folder)
    .filter(
      (file) =>
        file.endsWith('.yaml') &&
        !/router|cache|experience|lists|follow|creative|multi|comparisons/.test(file),
    )
    .flatMap((file) => (parse(readFileSync(`${folder}/${file}`, 'utf8')) as { cases: GoldenCase[] }).cases)
    .filter((item) => item.q !== undefined && !['secrets', 'injected'].includes(item.kind ?? ''));
}

function logistic(weights: readonly number[], row: readonly number[]): number {
  let sum = weights[0] ?? 0;
  row.forEach((value, i) => (sum += (weights[i + 1] ?? 0) * value));
  return 1 / (1 + Math.exp(-sum));
}

function fit(examples: readonly Example[]): number[] {
  const weights = Array.from({ length: gateFeatureNames.length + 1 }, () => 0);
  const squares = weights.map(() => 1e-8);
  const mass = examples.reduce((sum, example) => sum + example.weight, 0);
  for (let round = 0; round < 1500; round++) {
    const gradient = weights.map((weight, i) => (i === 0 ? 0 : -0.001 * weight));
    for (const { row, answerable, weight } of examples) {
      const pull = ((answerable ? 1 : 0) - logistic(weights, row)) * (weight / mass);
      gradient[0] = (gradient[0] ?? 0) + pull;
      row.forEach((value, i) => (gradient[i + 1] = (gradient[i + 1] ?? 0) + pull * value));
    }
    weights.forEach((_, i) => {
      const g = gradient[i] ?? 0;
      squares[i] = 0.999 * (squares[i] ?? 0) + g * g;
      weights[i] = (weights[i] ?? 0) + (0.1 * g) / Math.sqrt(squares[i] ?? 1);
    });
  }
  return weights;
}

function auroc(positive: readonly number[], negative: readonly number[]): number {
  let wins = 0;
  for (const p of positive) for (const n of negative) wins += p > n ? 1 : p === n ? 0.5 : 0;
  return wins / Math.max(1, positive.length * negative.length);
}

function report(
  label: string,
  examples: readonly Example[],
  weights: readonly number[],
  threshold: number,
): void {
  const scores = (wanted: (example: Example) => boolean): number[] =>
    examples.filter(wanted).map((example) => logistic(weights, example.row));
  for (const origin of [...new Set(examples.map((example) => example.group.split('/')[0]))]) {
    const own = (example: Example): boolean => example.group.split('/')[0] === origin;
    const answerable = scores((example) => own(example) && example.answerable);
    if (answerable.length === 0) continue;
    const over = answerable.filter((score) => score < threshold).length / answerable.length;
    for (const kind of [
      ...new Set(
        examples.filter((example) => own(example) && !example.answerable).map((example) => example.kind),
      ),
    ]) {
      const refused = scores((example) => own(example) && example.kind === kind);
      const right = refused.filter((score) => score < threshold).length / refused.length;
      console.log(
        `${label} ${origin} ${kind.padEnd(14)} AUROC ${auroc(answerable, refused).toFixed(3)}  refused ${(100 * right).toFixed(0)} %  over-refusal ${(100 * over).toFixed(1)} %  (n ${refused.length} / ${answerable.length})`,
      );
    }
  }
}

const { values } = parseArgs({
  options: {
    squad: { type: 'string' },
    spans: { type: 'string' },
    limit: { type: 'string', default: '700' },
    write: { type: 'boolean', default: false },
    lexical: { type: 'boolean', default: false },
    'over-refusal': { type: 'string', default: '0.05' },
  },
});
const limit = Number(values.limit);
const examples: Example[] = [];
const push = async (training: Training, question: string, label: Omit<Example, 'row'>): Promise<void> => {
  const example = await exampleOf(training, question, label);
  if (example !== undefined) examples.push(example);
};
const trainings = await openTraining({ ...values, vectors: !values.lexical });
const portfolio = await trainingOverCorpus('corpus', trainings[0]?.embedder);
for (const training of trainings) {
  for (const question of sampled(training.questions, limit)) {
    await push(training, question.text, {
      kind: question.spans.length > 0 ? 'answerable' : 'adversarial',
      group: `${training.name}/${question.group}`,
      weight: training.name === 'squad2' ? 0.2 : 1,
      answerable: question.spans.length > 0,
    });
  }
  for (const other of trainings.filter((one) => one !== training)) {
    for (const question of sampled(other.questions, 150))
      await push(training, question.text, {
        kind: 'other_corpus',
        group: `${training.name}/${question.group}`,
        weight: 1,
        answerable: false,
      });
  }
  for (const question of sampled(training.questions, 100))
    await push(portfolio, question.text, {
      kind: 'other_corpus',
      group: `golden/dev`,
      weight: 1,
      answerable: false,
    });
}
for (const item of goldenCases('eval/golden')) {
  const answerable = item.answerable !== false;
  await push(portfolio, item.q ?? '', {
    kind: answerable ? 'answerable' : (item.kind ?? 'refuse'),
    group: `golden/${item.split}`,
    weight: 3,
    answerable,
  });
}
const isTest = (example: Example): boolean => example.group === 'golden/test';
const groups = [
  ...new Set(examples.filter((example) => !isTest(example)).map((example) => example.group)),
].sort();
for (let k = 0; k < 4; k++) {
  const held = (example: Example): boolean => !isTest(example) && groups.indexOf(example.group) % 4 === k;
  report(
    `fold ${k + 1}`,
    examples.filter(held),
    fit(examples.filter((example) => !isTest(example) && !held(example))),
    0.5,
  );
}
const weights = fit(examples.filter((example) => !isTest(example)));
const answerable = examples
  .filter(
    (example) => example.answerable && (example.group === 'golden/dev' || example.group.startsWith('spans/')),
  )
  .map((example) => logistic(weights, example.row))
  .sort((a, b) => a - b);
const threshold = answerable[Math.floor(answerable.length * Number(values['over-refusal']))] ?? 0.5;
console.log(`threshold ${threshold.toFixed(3)}`);
report(
  'dev ',
  examples.filter((example) => example.group === 'golden/dev'),
  weights,
  threshold,
);
report('test', examples.filter(isTest), weights, threshold);
const written = Object.fromEntries(
  [
    ['bias', weights[0] ?? 0] as const,
    ...gateFeatureNames.map((name, i) => [name, weights[i + 1] ?? 0] as const),
    ['threshold', threshold] as const,
  ].map(([name, value]) => [name, Number(value.toFixed(3))]),
);
console.log(written);
if (values.write) {
  const lines = Object.entries(written).map(([name, value]) => `  ${name}: ${value},`);
  const [file, name] = values.lexical
    ? ['gate-weights-lexical', 'lexicalGateWeights']
    : ['gate-weights', 'gateWeights'];
  writeFileSync(
    new URL(`../../src/composer/${file}.ts`, import.meta.url),
    `/** Weights of the gate${values.lexical ? ' for an index without vectors' : ''}. Written by \`scripts/composer/fit-gate.ts${values.lexical ? ' --lexical' : ''}\`. */\nexport const ${name} = {\n${lines.join('\n')}\n};\n`,
  );
}
await Promise.all([...trainings, portfolio].map((training) => training.close()));
