/** The router: a question in, a plan out. Deterministic, local, no clock, no state that changes an answer. */
import type { intents } from '../domain/plan.js';
import type { IntentScores, Part, Plan, QuestionKind, Turn } from '../domain/plan.js';
import { stopWords } from '../text/stop-words.js';
import { aspectOf } from './aspect.js';
import { decompose, type DecomposeContext, type Piece } from './decompose.js';
import { standAloneQuestion } from './follow-up.js';
import { createIntentModel, topIntent, type IntentModel } from './intent-model.js';
import { askKind, refusalKind } from './kinds.js';
import { lowerSameLength, namesWithJoints } from './phrases.js';
import { queriesOf } from './rewrite.js';
import { createNameFinder } from './subjects.js';
import { trimQuestion } from './words.js';

/** What the corpus knows. */
export interface RouterContext {
  /** Document titles, project names, technologies: canonical names and aliases. */
  readonly entities?: readonly string[];
  /** One-word titles among them; those that read like everyday nouns ("Interviews") count only with a capital. */
  readonly titleWords?: readonly string[];
  /** Chunks that hold the stem; 0 when the stem is absent from the corpus. */
  documentFrequency?(stem: string): number;
}

export interface Router {
  /** Plan of a normalised question; the same for any casing, spacing and end punctuation. */
  route(question: string): Plan;
  /** The question in a form that needs no history; unchanged when it already stands alone. */
  standAlone(question: string, history: readonly Turn[]): string;
}

/** Score from which the intent alone makes a question a comparison or a creative one. */
const kindThreshold = 0.6;

function kindOfPiece(piece: Piece, scores: IntentScores): QuestionKind {
  if (piece.operand !== undefined) return 'comparison';
  const kind = askKind(trimQuestion(lowerSameLength(piece.text)));
  if (scores.creative >= kindThreshold) return 'creative';
  return kind === 'question' && scores.comparison >= kindThreshold ? 'comparison' : kind;
}

/** Higher of two scores, per intent: a rewrite is made for what the whole question or the part asks. */
function higherScores(first: IntentScores, second: IntentScores): IntentScores {
  const highest = (intent: (typeof intents)[number]): number => Math.max(first[intent], second[intent]);
  return {
    factual: highest('factual'),
    explanation: highest('explanation'),
    comparison: highest('comparison'),
    creative: highest('creative'),
  };
}

function toPart(piece: Piece, alone: boolean, whole: IntentScores, model: IntentModel): Part {
  const own = alone || piece.operand !== undefined ? whole : model(piece.text);
  const aspect = aspectOf(piece.text);
  const operand = piece.operand === undefined ? {} : { operand: piece.operand };
  const focus = piece.focus === undefined ? {} : { focus: piece.focus };
  const scores = alone ? whole : higherScores(whole, own);
  return {
    text: piece.text,
    aspect: askKind(trimQuestion(lowerSameLength(piece.text))) === 'count' ? 'count' : aspect,
    kind: kindOfPiece(piece, own),
    ...operand,
    queries: queriesOf({ text: piece.text, aspect, ...operand, ...focus, scores }),
  };
}

/** Names that are worth finding: no single everyday words. */
function usableNames(names: readonly string[]): string[] {
  return names.filter((name) => name.trim().length > 1 && !stopWords.has(name.trim().toLowerCase()));
}

/** Plans questions about one corpus. */
export function createRouter(context: RouterContext): Router {
  const model = createIntentModel();
  const known = usableNames(context.entities ?? []);
  const decomposition: DecomposeContext = {
    names: createNameFinder(known, context.titleWords),
    jointNames: namesWithJoints(known),
  };
  return {
    route(question) {
      const text = question.replace(/\s+/g, ' ').trim();
      const lower = trimQuestion(lowerSameLength(text));
      const scores = model(text);
      const intent = topIntent(scores);
      const refusal = refusalKind(text, lower, decomposition.names.find(text).length);
      const pieces = refusal === undefined ? decompose(text, decomposition) : [{ text }];
      const parts = pieces.map((piece) => toPart(piece, pieces.length === 1, scores, model));
      if (refusal !== undefined)
        return {
          question,
          kind: refusal,
          intent,
          scores,
          parts: parts.map((part) => ({ ...part, kind: refusal })),
        };
      const kinds = new Set(parts.map((part) => part.kind));
      const [only] = kinds.size === 1 ? kinds : ['question' as const];
      return { question, kind: only ?? 'question', intent, scores, parts };
    },
    standAlone: (question, history) =>
      history.length === 0 ? question : standAloneQuestion(question, history, decomposition.names),
  };
}
