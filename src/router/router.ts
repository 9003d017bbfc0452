/** The router: a question in, a plan out. Deterministic, local, no clock, no state. */
import type { Plan, Turn } from '../domain/plan.js';
import { aspectOf } from './aspect.js';
import { createIntentModel, topIntent } from './intent-model.js';

/** What the corpus knows. */
export interface RouterContext {
  /** Document titles, project names, technologies: canonical names and aliases. */
  readonly entities?: readonly string[];
  /** Chunks that hold the stem; 0 when the stem is absent from the corpus. */
  documentFrequency?(stem: string): number;
}

export interface Router {
  /** Plan of a normalised question; the same for any casing, spacing and end punctuation. */
  route(question: string): Plan;
  /** The question in a form that needs no history; unchanged when it already stands alone. */
  standAlone(question: string, history: readonly Turn[]): string;
}

/** Routes one question at a time; keeps nothing between questions. */
export function createRouter(_context: RouterContext): Router {
  const model = createIntentModel();
  return {
    route(question) {
      const scores = model(question);
      const intent = topIntent(scores);
      return {
        question,
        kind: 'question',
        intent,
        scores,
        parts: [
          {
            text: question,
            aspect: aspectOf(question),
            kind: 'question',
            queries: [{ intent: 'original', text: question, weight: 1 }],
          },
        ],
      };
    },
    standAlone: (question) => question,
  };
}
