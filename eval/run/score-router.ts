/** The router alone: intent, kind and parts of a question, and whether small changes of its form move it. */
import type { Plan } from '../../src/domain/plan.js';
import type { RouterCase } from '../golden/cases.js';
import { matchesPattern } from '../metrics/answer-text.js';

/** The same question in other forms, which must not change its intent. */
export function variantsOf(question: string): string[] {
  const bare = question.replace(/[?!.\s]+$/, '');
  return [question, bare.toLowerCase(), `${bare}?`, `  ${question}  `];
}

export interface RouterScores {
  readonly values: Record<string, number>;
  readonly reasons: readonly string[];
  readonly predicted: string;
}

function partsFit(one: RouterCase, plan: Plan): boolean {
  if (plan.parts.length !== one.partCount) return false;
  return one.partPhrases.every((phrase, index) => matchesPattern(plan.parts[index]?.text ?? '', phrase));
}

/** Scores of one router case; a router that throws predicts `error`. */
export function scoreRouter(one: RouterCase, route: (question: string) => Plan): RouterScores {
  let plan: Plan | undefined;
  let labels: string[] = [];
  let failure = '';
  try {
    plan = route(one.question);
    labels = variantsOf(one.question).map((question) => route(question).intent);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  const predicted = plan?.intent ?? 'error';
  const isStable = labels.length > 0 && labels.every((label) => label === predicted);
  const values: Record<string, number> = {
    router_accuracy: predicted === one.intent ? 1 : 0,
    router_stability: isStable ? 1 : 0,
  };
  const reasons: string[] = failure === '' ? [] : [`the router threw: ${failure}`];
  if (predicted !== one.intent) reasons.push(`intent is ${predicted}, expected ${one.intent}`);
  if (failure === '' && !isStable)
    reasons.push(`intent changes with the form of the question: ${labels.join(', ')}`);
  if (one.kind !== undefined) {
    values['router_kind_accuracy'] = plan?.kind === one.kind ? 1 : 0;
    if (plan?.kind !== one.kind) reasons.push(`kind is ${plan?.kind ?? 'unknown'}, expected ${one.kind}`);
  }
  if (one.partCount !== undefined) {
    const fits = plan !== undefined && partsFit(one, plan);
    values['router_parts'] = fits ? 1 : 0;
    if (!fits) reasons.push(`parts are ${JSON.stringify(plan?.parts.map((part) => part.text) ?? [])}`);
  }
  return { values, reasons, predicted };
}
