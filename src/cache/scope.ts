/**
 * What separates answers that must never be mixed. The corpus generation is not part of it: an answer outlives a new
 * generation as long as its evidence does, which `evidence.ts` checks at every read.
 */
import { questionKey } from '../text/normalise.js';
import { sha256 } from './sha256.js';

export interface CacheScope {
  /** Id of the embedder; `none` without one. */
  readonly embedder: string;
  /** Composer and, for a language model, its id. */
  readonly composer: string;
  readonly promptVersion: string;
  /** BCP 47 tag of the answer. */
  readonly language: string;
  /** Corpora that share one Redis under one prefix need names of their own. */
  readonly corpus?: string;
}

// Raised whenever the shape of an entry or the meaning of a veto changes: older entries are then never found.
const formatVersion = '3';

/** Hash of a scope, 32 hexadecimal digits. */
export function scopeHash(scope: CacheScope): string {
  const parts = [
    formatVersion,
    scope.embedder,
    scope.composer,
    scope.promptVersion,
    scope.language,
    scope.corpus ?? '',
  ];
  return sha256(JSON.stringify(parts)).slice(0, 32);
}

/** Key of a question in a scope: case, white space, quotes and end punctuation do not matter. */
export function entryKey(scope: string, question: string): string {
  return sha256(`${scope}\n${questionKey(question)}`);
}
