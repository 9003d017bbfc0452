/**
 * Multinomial logistic regression over hashed features: question -> calibrated probability of each intent.
 * What the classes mean, for who labels data: *factual* asks for a fact, name, number, date, place, yes or no, list or count;
 * *explanation* asks how, why, or for an account of something; *comparison* sets named things against each other;
 * *creative* wants a text written. "What is X?" asks for the concept and is an explanation; "What is the port of X?" asks for
 * an attribute and is factual. Pros and cons of one thing are an explanation, of two a comparison.
 */
import { intents, type Intent, type IntentScores } from '../domain/plan.js';
import { createFeatureReader } from './intent-features.js';
import { trainedWeights } from './intent-weights.js';

/** Weights as they are kept: one signed byte per bucket and intent, bucket by bucket, in base 64. */
export interface IntentWeights {
  /** Cue words, separated by spaces. */
  readonly vocabulary: string;
  readonly bias: readonly number[];
  /** A byte times this is a weight. */
  readonly scale: number;
  /** Logits are divided by it; fitted on questions that the weights were not. */
  readonly temperature: number;
  readonly bytes: string;
}

export type IntentModel = (question: string) => IntentScores;

/** Probabilities of logits; they sum to 1. */
export function softmax(logits: readonly number[]): number[] {
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function decode(base64: string): Int8Array {
  const text = atob(base64);
  const bytes = new Int8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/** The trained model, or one with other weights. */
export function createIntentModel(weights: IntentWeights = trainedWeights): IntentModel {
  const bytes = decode(weights.bytes);
  const featuresOf = createFeatureReader(new Set(weights.vocabulary.split(' ')));
  return (question) => {
    const features = featuresOf(question);
    const share = weights.scale / Math.sqrt(Math.max(1, features.length));
    const logits = intents.map((_intent, column) => {
      let sum = 0;
      for (const bucket of features) sum += bytes[bucket * intents.length + column] ?? 0;
      return (sum * share + (weights.bias[column] ?? 0)) / weights.temperature;
    });
    const [factual = 0, explanation = 0, comparison = 0, creative = 0] = softmax(logits);
    return { factual, explanation, comparison, creative };
  };
}

/** The most probable intent; the first in the order of `intents` when two are equal. */
export function topIntent(scores: IntentScores): Intent {
  return intents.reduce((best, intent) => (scores[intent] > scores[best] ? intent : best));
}
