/** The answer to one case: was it right to answer, is it right, does it stand on its sources. A failed ask scores worst throughout. */
import type { AskResult } from '../../src/domain/answer.js';
import type { GoldenCase } from '../golden/cases.js';
import {
  answerRecall,
  exactMatch,
  holdsNumber,
  listScores,
  matchesPattern,
  rougeL,
  tokenF1,
} from '../metrics/answer-text.js';
import { isRefusal } from '../metrics/decision.js';
import { citationCorrect, groundingScores } from '../metrics/grounding.js';
import type { ChunkLookup, GroundingScores } from '../metrics/grounding.js';
import type { ResolvedGold } from './gold.js';

export type Values = Record<string, number>;

const flag = (holds: boolean): number => (holds ? 1 : 0);

/** The answer's text without its citation marks. */
export function plainAnswer(result: AskResult | undefined): string {
  return (result?.answer ?? '').replace(/\s*\[\d+\]/g, '');
}

/** Messages for everything that the golden case asks of the answer's words and that is not so; empty when it is right. */
export function faultsOfAnswer(one: GoldenCase, result: AskResult, gold: ResolvedGold): string[] {
  const text = plainAnswer(result);
  const faults: string[] = [];
  const shows = (pattern: string): boolean => matchesPattern(text, pattern);
  if (one.accepted.length > 0 && !one.accepted.some(shows)) faults.push(`holds none of: ${one.accepted.join(' | ')}`);
  for (const item of one.listed.filter((pattern) => !shows(pattern))) faults.push(`does not list ${item}`);
  for (const item of one.notListed.filter(shows)) faults.push(`lists ${item}`);
  for (const item of one.mustInclude.filter((pattern) => !shows(pattern))) faults.push(`does not include ${item}`);
  if (one.mustIncludeAny.length > 0 && !one.mustIncludeAny.some(shows))
    faults.push(`includes none of: ${one.mustIncludeAny.join(' | ')}`);
  for (const item of one.mustNotInclude.filter(shows)) faults.push(`includes ${item}`);
  if (one.number !== undefined && !holdsNumber(result.answer, one.number.value, one.number.tolerance))
    faults.push(`does not give the number ${one.number.value}`);
  const saysNothing = one.accepted.length + one.listed.length + one.mustInclude.length + one.mustIncludeAny.length === 0;
  if (one.answerable && saysNothing && one.number === undefined && gold.documents.size > 0) {
    if (citationCorrect(result, new Set(gold.documents.keys())) === 0) faults.push('cites no gold document');
  }
  return faults;
} // prettier-ignore

function textValues(one: GoldenCase, result: AskResult | undefined): Values {
  const isAnswer = result !== undefined && !isRefusal(result.status);
  const text = isAnswer ? plainAnswer(result) : '';
  const shows = (pattern: string): boolean => isAnswer && matchesPattern(text, pattern);
  const values: Values = {};
  if (one.accepted.length > 0) {
    values['accepted'] = flag(one.accepted.some(shows));
    values['exact_match'] = exactMatch(text, one.accepted);
    values['token_f1'] = tokenF1(text, one.accepted);
    values['answer_recall'] = answerRecall(text, one.accepted);
    values['rouge_l'] = rougeL(text, one.accepted);
  }
  if (one.listed.length > 0) {
    const scores = listScores(text, one.listed, one.notListed);
    values['list_recall'] = scores.recall;
    values['list_precision'] = scores.precision;
  }
  if (one.mustInclude.length + one.mustIncludeAny.length > 0)
    values['includes'] = flag(
      one.mustInclude.every(shows) && (one.mustIncludeAny.length === 0 || one.mustIncludeAny.some(shows)),
    );
  if (one.number !== undefined)
    values['number_match'] = flag(
      isAnswer && holdsNumber(result.answer, one.number.value, one.number.tolerance),
    );
  if (isAnswer) values['answer_words'] = text.split(/\s+/).filter((word) => word !== '').length;
  return values;
}

function decisionValues(one: GoldenCase, result: AskResult | undefined): Values {
  const refused = result !== undefined && isRefusal(result.status);
  const values: Values = {};
  if (one.answerable) values['over_refusal_rate'] = flag(result === undefined || refused);
  else {
    values['false_answer_rate'] = flag(!refused);
    values['refusal_recall'] = flag(refused);
  }
  if (refused) values['refusal_precision'] = flag(!one.answerable);
  if (one.expectedStatuses.length > 0)
    values['status_match'] = flag(result !== undefined && one.expectedStatuses.includes(result.status));
  return values;
}

function groundingValues(scores: GroundingScores, result: AskResult, gold: ResolvedGold): Values {
  const values: Values = {
    citation_valid: scores.valid,
    citation_coverage: scores.coverage,
    quote_verbatim: scores.verbatim,
    k_precision: scores.knowledgePrecision,
    unsupported_tokens: scores.unsupported.length,
  };
  if (gold.documents.size > 0)
    values['citation_correct'] = citationCorrect(result, new Set(gold.documents.keys()));
  return values;
}

export interface AnswerScores {
  readonly values: Values;
  readonly correct: boolean;
  readonly refused: boolean;
  readonly failedStages: readonly ('refusal' | 'answer' | 'grounding')[];
  readonly reasons: readonly string[];
  readonly unsupported: readonly string[];
}

function decisionFaults(one: GoldenCase, result: AskResult): string[] {
  const refused = isRefusal(result.status);
  const { expectedStatuses } = one;
  if (expectedStatuses.length > 0)
    return expectedStatuses.includes(result.status)
      ? []
      : [`status is ${result.status}, expected ${expectedStatuses.join(' or ')}`];
  if (one.answerable === !refused) return [];
  return [
    one.answerable
      ? `refused (${result.status}) although it is documented`
      : `answered (${result.status}) although it must not be (${one.kind ?? ''})`,
  ];
}

/** What an answer that never came is worth, in every denominator that an answer to this case would be in. */
function worstValues(one: GoldenCase, gold: ResolvedGold): Values {
  return {
    handled_right: 0,
    degraded_rate: 1,
    ...(one.mustNotInclude.length > 0 ? { excludes: 0 } : {}),
    ...(one.answerable ? { correct: 0, citation_valid: 0, citation_coverage: 0, quote_verbatim: 0 } : {}),
    ...(gold.documents.size > 0 ? { citation_correct: 0 } : {}),
  };
}

/** Scores of a result; undefined stands for an ask that threw. */
export function scoreAnswer(options: {
  readonly one: GoldenCase;
  readonly result: AskResult | undefined;
  readonly gold: ResolvedGold;
  readonly lookup: ChunkLookup;
}): AnswerScores {
  const { one, result, gold, lookup } = options;
  const values = { ...decisionValues(one, result), ...(one.answerable ? textValues(one, result) : {}) };
  if (result === undefined) {
    Object.assign(values, worstValues(one, gold));
    return { values, correct: false, refused: false, failedStages: [], reasons: [], unsupported: [] };
  }
  const refused = isRefusal(result.status);
  const decision = decisionFaults(one, result);
  const faults = refused && one.answerable ? [] : faultsOfAnswer(one, result, gold);
  const isRight = decision.length === 0 && faults.length === 0;
  values['handled_right'] = flag(isRight);
  values['degraded_rate'] = flag(result.degraded.length > 0);
  if (one.answerable) values['correct'] = flag(isRight);
  if (one.mustNotInclude.length > 0)
    values['excludes'] = flag(
      !one.mustNotInclude.some((pattern) => matchesPattern(plainAnswer(result), pattern)),
    );
  const grounding = refused ? undefined : groundingScores(result, lookup);
  if (grounding !== undefined) Object.assign(values, groundingValues(grounding, result, gold));
  const groundingFaults = grounding === undefined ? [] : faultsOfGrounding(grounding);
  return {
    values,
    correct: isRight,
    refused,
    failedStages: [
      ...(decision.length > 0 ? (['refusal'] as const) : []),
      ...(faults.length > 0 ? (['answer'] as const) : []),
      ...(groundingFaults.length > 0 ? (['grounding'] as const) : []),
    ],
    reasons: [...decision, ...faults, ...groundingFaults],
    unsupported: grounding?.unsupported ?? [],
  };
}

function faultsOfGrounding(scores: GroundingScores): string[] {
  return [
    ...(scores.valid < 1 ? ['a citation does not resolve, or there is none'] : []),
    ...(scores.verbatim < 1 ? ['a quote does not occur in its chunk'] : []),
    ...(scores.unsupported.length > 0 ? [`not in the cited text: ${scores.unsupported.join(', ')}`] : []),
  ];
}

/** Composer and gate on gold evidence. `result` undefined: it threw. */
export function scoreOnGold(one: GoldenCase, result: AskResult | undefined, gold: ResolvedGold): Values {
  const refused = result !== undefined && isRefusal(result.status);
  if (!one.answerable) return { 'gold.false_answer_rate': flag(!refused) };
  const text = refused ? '' : plainAnswer(result);
  const right = result !== undefined && !refused && faultsOfAnswer(one, result, gold).length === 0;
  const values: Values = {
    'gold.over_refusal_rate': flag(result === undefined || refused),
    'gold.correct': flag(right),
  };
  if (one.accepted.length > 0) {
    values['gold.answer_recall'] = answerRecall(text, one.accepted);
    values['gold.token_f1'] = tokenF1(text, one.accepted);
  }
  return values;
}
