/** What the router makes of a question: intent scores, parts, and the queries of each part. */

export const intents = ['factual', 'explanation', 'comparison', 'creative'] as const;
export type Intent = (typeof intents)[number];

/** Probabilities: one per intent, they sum to 1. */
export type IntentScores = Readonly<Record<Intent, number>>;

/** What a part asks for; decides which sentences can answer it and which cached answers may serve it. */
export const aspects = [
  'who', 'when', 'where', 'why', 'how', 'how_many', 'which', 'what', 'yes_no', 'list', 'count', 'open',
] as const; // prettier-ignore
export type Aspect = (typeof aspects)[number];

/** `experience`: "have you used X"; `smalltalk`: hello, thanks, what can you do; the rest is refused with its own sentence. */
export const questionKinds = [
  'question', 'experience', 'list', 'count', 'comparison', 'creative', 'smalltalk',
  'credentials', 'instructions', 'injection', 'language', 'off_topic',
] as const; // prettier-ignore
export type QuestionKind = (typeof questionKinds)[number];

/** Kinds that the corpus answers; the others are small talk, or asked for what is never told. */
export const answerableKinds: ReadonlySet<QuestionKind> = new Set([
  'question',
  'experience',
  'list',
  'count',
  'comparison',
  'creative',
]);

export interface Query {
  readonly intent: Intent | 'original' | 'keywords';
  readonly text: string;
  /** Share of this query in its part's term vector and dense vector; the weights of a part sum to 1. */
  readonly weight: number;
}

/** A sub-question or a comparison operand, able to stand alone. */
export interface Part {
  readonly text: string;
  readonly aspect: Aspect;
  readonly kind: QuestionKind;
  /** The side that this part stands for in a comparison ("Rails"); absent otherwise. */
  readonly operand?: string;
  readonly queries: readonly Query[];
}

export interface Plan {
  /** The question as it is answered: normalised, and standing alone when it was a follow-up. */
  readonly question: string;
  readonly kind: QuestionKind;
  readonly intent: Intent;
  readonly scores: IntentScores;
  /** At least one, at most six. */
  readonly parts: readonly Part[];
  /** BCP 47 tag of the language that was asked in, and is to be answered in; absent: English. `question` is in English all the same. */
  readonly language?: string;
}

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}
