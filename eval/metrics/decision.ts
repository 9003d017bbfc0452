/** The decision to answer as a 2x2 table. The positive class is "must be refused"; read from `status`, never from prose. */
import type { AnswerStatus } from '../../src/domain/answer.js';

export interface Decision {
  readonly answerable: boolean;
  readonly refused: boolean;
}

export interface DecisionTable {
  readonly answered: number;
  /** Answerable, refused. */
  readonly overRefused: number;
  readonly refused: number;
  /** Unanswerable, answered. */
  readonly falselyAnswered: number;
}

/** Statuses that give no answer from the corpus. A partial answer is an answer. */
export function isRefusal(status: AnswerStatus): boolean {
  return status === 'not_documented' || status === 'off_topic' || status === 'small_talk';
}

export function decisionTable(decisions: readonly Decision[]): DecisionTable {
  const count = (answerable: boolean, refused: boolean): number =>
    decisions.filter((one) => one.answerable === answerable && one.refused === refused).length;
  return {
    answered: count(true, false),
    overRefused: count(true, true),
    refused: count(false, true),
    falselyAnswered: count(false, false),
  };
}

/** Mean of the two recalls; undefined unless both kinds of question were asked. */
export function balancedAccuracy(table: DecisionTable): number | undefined {
  const answerable = table.answered + table.overRefused;
  const unanswerable = table.refused + table.falselyAnswered;
  if (answerable === 0 || unanswerable === 0) return undefined;
  return (table.answered / answerable + table.refused / unanswerable) / 2;
}

/** F1 of refusing; undefined when nothing was refused and nothing had to be. */
export function refusalF1(table: DecisionTable): number | undefined {
  const denominator = 2 * table.refused + table.overRefused + table.falselyAnswered;
  return denominator === 0 ? undefined : (2 * table.refused) / denominator;
}
