/** How alike two questions are in one respect, and what would prove that they are the same where the words leave it open. */
import type { Plan } from '../../domain/plan.js';
import type { Reading } from './reading.js';

export interface AskedQuestion {
  readonly question: string;
  readonly plan: Plan;
}

export interface Pair {
  readonly asked: AskedQuestion;
  readonly stored: AskedQuestion;
  /** Of the asked question. */
  readonly a: Reading;
  /** Of the stored one. */
  readonly b: Reading;
}

/**
 * What the two answers have to share, weakest first: the passage that is cited first; the sentence that is told first, and most passages; or
 * everything that is told.
 */
export const proofs = ['passage', 'sentence', 'answer'] as const;
export type Proof = (typeof proofs)[number];

/** A proof: the words leave it open, the answers decide. */
export type Likeness = 'same' | 'different' | Proof;

/** True for the same items in the same order. */
export function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** True for the same items, in any order and number. */
export function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return sameItems([...new Set(a)].sort(), [...new Set(b)].sort());
}

/** True when both questions ask for a difference. */
export function isCompared({ a, b }: Pair): boolean {
  return a.aspects[0] === 'compare' && b.aspects[0] === 'compare';
}
