/** What a store that fails costs: nothing but the answer of the store beside it. */
import type { AnswerCache } from '../ports.js';

export interface Tried<T> {
  readonly value: T;
  /** True when the first store did not answer. */
  readonly degraded: boolean;
}

export type Attempt = <T>(work: (store: AnswerCache) => Promise<T>, empty: T) => Promise<Tried<T>>;

/** Never rejects: the store's answer; that of the fallback store when it fails, or the empty one. */
export function createAttempt(cache: AnswerCache, fallback: AnswerCache | undefined): Attempt {
  return async (work, empty) => {
    try {
      return { value: await work(cache), degraded: false };
    } catch {
      const value = fallback === undefined ? empty : await work(fallback).catch(() => empty);
      return { value, degraded: true };
    }
  };
}
