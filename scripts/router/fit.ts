/** Multinomial logistic regression by stochastic gradient descent with AdaGrad steps. Deterministic; knows nothing of questions. */
import { softmax } from '../../src/router/intent-model.js';
import { createRandom } from './examples.js';

export interface Sample {
  readonly features: readonly number[];
  readonly label: number;
}

export interface Fitted {
  /** classes per bucket, bucket by bucket. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

const epochs = 8;
/** The last epochs, whose weights are averaged (Polyak and Juditsky 1992): a single end point hangs on the order of the samples. */
const averagedEpochs = 6;
const rate = 0.25;
const decay = 1e-5;
const smoothing = 0.03; // label mass given to the other classes, against overconfidence

/** Logits of a sample; features share the length 1, as in the model that is used. */
export function logitsOf(fitted: Fitted, features: readonly number[]): number[] {
  const classes = fitted.bias.length;
  const share = 1 / Math.sqrt(Math.max(1, features.length));
  return Array.from(fitted.bias, (bias, label) => {
    let sum = 0;
    for (const bucket of features) sum += fitted.weights[bucket * classes + label] ?? 0;
    return bias + sum * share;
  });
}

function shuffledOrder(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, index) => index);
  for (let index = length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  return order;
}

function addShare(sum: Fitted, part: Fitted, share: number): void {
  part.weights.forEach((weight, place) => (sum.weights[place] = (sum.weights[place] ?? 0) + share * weight));
  part.bias.forEach((bias, label) => (sum.bias[label] = (sum.bias[label] ?? 0) + share * bias));
}

/** Weights that fit the samples. */
export function fitLogistic(
  samples: readonly Sample[],
  buckets: number,
  classes: number,
  seed: number,
): Fitted {
  const fitted = { weights: new Float64Array(buckets * classes), bias: new Float64Array(classes) };
  const mean = { weights: new Float64Array(buckets * classes), bias: new Float64Array(classes) };
  const squares = new Float64Array(buckets * classes).fill(1e-3);
  const random = createRandom(seed);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const index of shuffledOrder(samples.length, random)) {
      const sample = samples[index];
      if (sample === undefined) continue;
      const probabilities = softmax(logitsOf(fitted, sample.features));
      const share = 1 / Math.sqrt(Math.max(1, sample.features.length));
      for (let label = 0; label < classes; label++) {
        const target = label === sample.label ? 1 - smoothing : smoothing / (classes - 1);
        const error = (probabilities[label] ?? 0) - target;
        fitted.bias[label] = (fitted.bias[label] ?? 0) - 0.01 * error;
        for (const bucket of sample.features) {
          const place = bucket * classes + label;
          const weight = fitted.weights[place] ?? 0;
          const gradient = error * share + decay * weight;
          squares[place] = (squares[place] ?? 0) + gradient * gradient;
          fitted.weights[place] = weight - (rate * gradient) / Math.sqrt(squares[place] ?? 1);
        }
      }
    }
    if (epoch >= epochs - averagedEpochs) addShare(mean, fitted, 1 / averagedEpochs);
  }
  return mean;
}
