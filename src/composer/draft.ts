/** What composing gives back: everything of an answer that does not depend on cache, engines or time. */
import type { AnsweredPart, AnswerStatus, Citation } from '../domain/answer.js';

export interface Draft {
  readonly status: AnswerStatus;
  /** Markdown. */
  readonly answer: string;
  readonly confidence: number;
  readonly citations: readonly Citation[];
  readonly parts: readonly AnsweredPart[];
}
