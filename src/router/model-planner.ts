/**
 * A better plan from a language model, inside a time budget. The local plan is the floor: it stays whenever the model is late, fails, or is not
 * understood twice. A decision is kept beside the answers, so that a question that was decided once routes the same way everywhere after it.
 */
import { AppError, isAppError } from '../domain/errors.js';
import { answerableKinds, type Plan } from '../domain/plan.js';
import type { LanguageModel, NoteStore } from '../ports.js';
import { questionKey } from '../text/normalise.js';
import {
  decisionPrompt,
  decisionShape,
  planOf,
  planPromptVersion,
  readDecision,
  type Decision,
} from './model-decision.js';

export interface ModelPlannerOptions {
  readonly model: LanguageModel;
  /** How long a question in English waits for its plan, in milliseconds; 0: the local plan always serves. */
  readonly budgetMs: number;
  /** The same for another language, where nothing but a translation leads to an answer. */
  readonly translationMs: number;
  readonly notes: NoteStore;
}

export interface ModelPlanner {
  /**
   * The plan that answers: `local` itself when there is nothing to decide. `route` is the local router.
   * Rejects with `model_failed` when `local` has to serve though a better one was wanted, and with `aborted`.
   */
  refine(
    local: Plan,
    context: { readonly route: (question: string) => Plan; readonly signal: AbortSignal | undefined },
  ): Promise<Plan>;
}

const maximumTokens = 400;
const sureScore = 0.75;

/** True where the local router may be wrong: no intent stands out, or the question has several parts. */
function isUnsure({ scores, parts }: Plan): boolean {
  return Math.max(...Object.values(scores)) < sureScore || parts.length > 1;
}

/** The work, or a failure when the time is up; the work goes on. */
async function inTime<T>(work: Promise<T>, budgetMs: number, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('model_failed', `${what} within ${budgetMs} ms (LLM_PLAN_MS).`)),
      budgetMs,
    );
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function createModelPlanner(options: ModelPlannerOptions): ModelPlanner {
  const { model, notes } = options;

  /** Asks, and once more with what was wrong. */
  async function decide(question: string, isForeign: boolean, signal: AbortSignal): Promise<Decision> {
    const call = { signal, maxTokens: maximumTokens, schema: decisionShape };
    const messages = decisionPrompt(question);
    const reply = await model.json(messages, call);
    const first = readDecision(reply, question, isForeign);
    if ('decision' in first) return first.decision;
    const repair = `That cannot be used: ${first.problem}. Reply with the corrected JSON object alone.`;
    const said = typeof reply === 'string' ? reply : JSON.stringify(reply);
    const second = readDecision(
      await model.json(
        [...messages, { role: 'assistant', content: said.slice(0, 2000) }, { role: 'user', content: repair }],
        call,
      ),
      question,
      isForeign,
    );
    if ('decision' in second) return second.decision;
    throw new AppError('model_failed', `${model.id} gave no usable plan twice (${second.problem}).`);
  }

  /** A store that is away costs a call of the model, never the question. */
  async function recalled(key: string, question: string, isForeign: boolean): Promise<Decision | undefined> {
    try {
      const kept = await notes.recall(key);
      const read = kept === undefined ? undefined : readDecision(JSON.parse(kept), question, isForeign);
      return read !== undefined && 'decision' in read ? read.decision : undefined;
    } catch (error) {
      if (isAppError(error) || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  async function decideAndKeep(
    key: string,
    question: string,
    isForeign: boolean,
    signal: AbortSignal,
  ): Promise<Decision> {
    const decision = await decide(question, isForeign, signal);
    await notes.keep(key, JSON.stringify(decision)).catch((error: unknown) => {
      if (!isAppError(error)) throw error;
    });
    return decision;
  }

  return {
    async refine(local, { route, signal }) {
      const isForeign = local.kind === 'language';
      const budgetMs = isForeign ? options.translationMs : options.budgetMs;
      const isWanted = isForeign || (answerableKinds.has(local.kind) && isUnsure(local));
      if (!isWanted || budgetMs === 0) return local;
      const key = `plan ${planPromptVersion} ${model.id} ${questionKey(local.question)}`;
      const known = await recalled(key, local.question, isForeign);
      if (known !== undefined) return planOf(known, route);
      // A plan that comes too late is kept for the next time: the same question then waits no more.
      const work = decideAndKeep(key, local.question, isForeign, signal ?? new AbortController().signal);
      return planOf(await inTime(work, budgetMs, `${model.id} gave no plan`), route);
    },
  };
}
