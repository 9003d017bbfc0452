/**
 * The life of a question, from text to a cited answer. Reads like the list of steps in `src/README.md`; every step is a function over plain
 * data, and everything that a machine or a vendor provides comes in through `AskServices`. Runs in Node and in a page alike.
 */
import type { AnswerMemory, Lookup } from './cache/answer-memory.js';
import { groundsOf } from './cache/evidence.js';
import type { SingleFlight } from './cache/single-flight.js';
import { compose } from './composer/compose.js';
import type { Draft } from './composer/draft.js';
import { cannedReply } from './composer/small-talk.js';
import { tokensOf } from './composer/stream.js';
import type {
  AskEvent,
  AskRequest,
  AskResult,
  CacheStatus,
  Degradation,
  PackedChunk,
} from './domain/answer.js';
import type { Evidence, RankedChunk } from './domain/evidence.js';
import { abandoned, AppError, isAppError } from './domain/errors.js';
import type { Plan } from './domain/plan.js';
import type { ChunkIndex, Clock, Embedder, QueryLog, Snapshot } from './ports.js';
import { retrieve } from './retrieval/retrieve.js';
import type { Router } from './router/router.js';
import { normaliseQuestion, questionKey } from './text/normalise.js';

/** Composes with a language model; undefined: the model gave nothing usable and the extractive answer serves. */
export interface ModelComposer {
  readonly id: string;
  compose(
    plan: Plan,
    evidence: Evidence,
    snapshot: Snapshot,
    options: {
      signal: AbortSignal | undefined;
      onToken: (text: string) => void;
      onSources: (citations: Draft['citations']) => void;
      /** What serves otherwise. */
      extractive: Draft;
    },
  ): Promise<Draft | undefined>;
  /** A better plan, inside its budget and remembered; rejects when the local one has to serve. */
  refine?(
    plan: Plan,
    context: { route: (question: string) => Plan; signal: AbortSignal | undefined },
  ): Promise<Plan>;
}

export interface AskServices {
  /** Engines in order of preference: the first that answers serves. */
  readonly indexes: readonly ChunkIndex[];
  readonly embedder: Embedder | undefined;
  readonly routerFor: (snapshot: Snapshot) => Router;
  readonly suggestionsFor: (snapshot: Snapshot) => readonly string[];
  readonly memory: AnswerMemory | undefined;
  readonly flights: SingleFlight<AskResult>;
  readonly model: ModelComposer | undefined;
  readonly log: QueryLog;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Resolves when the next stage may run, for a host that answers others meanwhile. Absent: stages follow each other at once. */
  readonly takeTurn?: () => Promise<void>;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: AskEvent) => void;
}

export type Ask = (request: AskRequest, options?: AskOptions) => Promise<AskResult>;

/** What is being put together while a question lives. */
interface Work {
  readonly started: number;
  readonly snapshot: Snapshot;
  readonly question: string;
  readonly standalone: string;
  readonly timings: {
    routeMs: number;
    embedMs: number;
    retrieveMs: number;
    composeMs: number;
    cacheMs: number;
  };
  readonly degraded: Set<Degradation>;
  index: string;
}

/** `ask()` over the given services. Rejects with `bad_question`, `nothing_can_answer` or `aborted`; anything else is a result. */
export function createAsk(services: AskServices): Ask {
  const { clock } = services;

  async function timed<T>(work: Work, stage: keyof Work['timings'], run: () => Promise<T> | T): Promise<T> {
    const started = clock.elapsed();
    try {
      return await run();
    } finally {
      work.timings[stage] += clock.elapsed() - started;
    }
  }

  /** Lets others have their turn before the next stage. @throws AppError `aborted` when nobody waits for the answer any more. */
  async function turn(signal: AbortSignal | undefined): Promise<void> {
    await services.takeTurn?.();
    if (signal?.aborted === true) throw abandoned(signal);
  }

  function begin(request: AskRequest): Work {
    const started = clock.elapsed();
    const snapshot = currentSnapshot(services.indexes);
    const question = normaliseQuestion(request.question);
    const history = (request.history ?? []).map((turn) => ({
      ...turn,
      content: turn.content.slice(0, 4000),
    }));
    const standalone =
      history.length === 0 ? question : services.routerFor(snapshot).standAlone(question, history);
    const timings = { routeMs: 0, embedMs: 0, retrieveMs: 0, composeMs: 0, cacheMs: 0 };
    return {
      started,
      snapshot,
      question,
      standalone,
      timings,
      degraded: new Set(),
      index: services.indexes[0]?.engine ?? 'none',
    };
  }

  function finish(
    work: Work,
    plan: Plan,
    draft: Draft,
    chunks: readonly RankedChunk[],
    cache: AskResult['cache'],
    composer: string,
  ): AskResult {
    return {
      id: services.newId(),
      question: work.question,
      status: draft.status,
      answer: draft.answer,
      confidence: Math.round(draft.confidence * 1000) / 1000,
      citations: draft.citations,
      parts: draft.parts,
      intent: { label: plan.intent, scores: plan.scores },
      suggestions: services.suggestionsFor(work.snapshot).slice(0, 3),
      queries: plan.parts.flatMap((part, i) => part.queries.map((query) => ({ ...query, part: i }))),
      chunks: chunks.map(packedChunk),
      cache,
      timings: { totalMs: clock.elapsed() - work.started, ...work.timings },
      engine: { index: work.index, embedder: services.embedder?.id ?? 'none', composer },
      degraded: [...work.degraded],
      ...(work.standalone === work.question ? {} : { standalone: work.standalone }),
    };
  }

  function served(work: Work, hit: Exclude<Lookup, { status: 'miss' }>): AskResult {
    const { standalone: _standalone, ...result } = hit.result;
    return {
      ...result,
      id: services.newId(),
      question: work.question,
      cache: { status: hit.status, similarity: Math.round(hit.similarity * 1000) / 1000 },
      timings: { totalMs: clock.elapsed() - work.started, ...work.timings },
      degraded: [...work.degraded],
      ...(work.standalone === work.question ? {} : { standalone: work.standalone }),
    };
  }

  async function embed(
    work: Work,
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<(Float32Array | undefined)[]> {
    const { embedder } = services;
    const without = texts.map(() => undefined);
    if (embedder === undefined) return without;
    if (work.snapshot.embedder !== embedder.id) {
      // The vectors are on their way, or could not be made: words alone answer until then.
      work.degraded.add('embedder');
      return without;
    }
    try {
      return await timed(work, 'embedMs', () =>
        embedder.embedQuestions(texts, signal === undefined ? {} : { signal }),
      );
    } catch (error) {
      if (isAppError(error, 'aborted') || signal?.aborted === true) throw error;
      work.degraded.add('embedder');
      return without;
    }
  }

  /** The first engine that answers; each one passed over is named in `degraded`. */
  async function gather(
    work: Work,
    plan: Plan,
    vectors: readonly (Float32Array | undefined)[],
    signal: AbortSignal | undefined,
  ): Promise<Evidence> {
    const options = {
      vectors,
      lexicalShare: services.embedder?.lexicalShare ?? 1,
      ...(signal === undefined ? {} : { signal }),
    };
    for (const index of services.indexes) {
      try {
        const evidence = await timed(work, 'retrieveMs', () =>
          retrieve(plan.parts, index, work.snapshot, options),
        );
        work.index = index.engine;
        return evidence;
      } catch (error) {
        if (!isAppError(error) || error.code === 'aborted') throw error;
        work.degraded.add('index');
      }
    }
    throw new AppError('nothing_can_answer', 'No index answers: run `askfolio doctor` to see why.');
  }

  async function write(
    work: Work,
    plan: Plan,
    evidence: Evidence,
    extractive: Draft,
    options: AskOptions,
  ): Promise<{ draft: Draft; composer: string; streamed: boolean }> {
    return timed(work, 'composeMs', async () => {
      const { model } = services;
      if (model === undefined || (extractive.status !== 'answered' && extractive.status !== 'partial')) {
        return { draft: extractive, composer: 'extractive', streamed: false };
      }
      let streamed = false;
      const draft = await model.compose(plan, evidence, work.snapshot, {
        signal: options.signal,
        onToken: (text) => {
          streamed = true;
          options.onEvent?.({ type: 'token', text });
        },
        onSources: (citations) => options.onEvent?.({ type: 'sources', citations }),
        extractive,
      });
      if (draft !== undefined) return { draft, composer: model.id, streamed: true };
      work.degraded.add('model');
      // Text of the model that is already out is replaced by the answer of `done`; a second text behind it would be read as one answer.
      return { draft: extractive, composer: 'extractive', streamed };
    });
  }

  async function plan(work: Work, signal: AbortSignal | undefined): Promise<Plan> {
    await turn(signal);
    return timed(work, 'routeMs', async () => {
      const { route } = services.routerFor(work.snapshot);
      const local = route(work.standalone);
      try {
        return (await services.model?.refine?.(local, { route, signal })) ?? local;
      } catch (error) {
        if (!isAppError(error) || error.code === 'aborted') throw error;
        work.degraded.add('plan');
        return local;
      }
    });
  }

  /** Steps 3 to 9: route, semantic cache, retrieve, gate, compose, check, remember. */
  async function answer(
    work: Work,
    memory: AnswerMemory | undefined,
    options: AskOptions,
  ): Promise<{ result: AskResult; streamed: boolean }> {
    const planned = await plan(work, options.signal);
    const missed: CacheStatus = memory === undefined ? 'bypass' : 'miss';
    const canned = cannedReply(planned.kind, work.standalone, services.suggestionsFor(work.snapshot));
    if (canned !== undefined) {
      const draft = {
        ...canned,
        confidence: 1,
        citations: [],
        parts: [{ text: planned.question, status: canned.status }],
      };
      return { result: finish(work, planned, draft, [], { status: missed }, 'extractive'), streamed: false };
    }
    const texts = [...planned.parts.map((part) => part.text), planned.question];
    const distinct = [...new Set(texts)];
    const embedded = await embed(work, distinct, options.signal);
    const vectorOf = new Map(distinct.map((text, i) => [text, embedded[i]]));
    const vectors = texts.map((text) => vectorOf.get(text));
    // Likeness is measured in English: an answer in another language is found by its very question alone.
    const vector = planned.language === undefined ? vectors.at(-1) : undefined;
    let evidence: Promise<Evidence> | undefined;
    const evidenceOnce = (): Promise<Evidence> =>
      (evidence ??= gather(work, planned, vectors, options.signal));
    let drafted: Draft | undefined;
    const draftOnce = async (): Promise<Draft> => {
      const evidence = await evidenceOnce();
      await turn(options.signal);
      return (drafted ??= await timed(work, 'composeMs', () => compose(planned, evidence, work.snapshot)));
    };
    let veto: string | undefined;
    await turn(options.signal);
    if (memory !== undefined) {
      const hit = await timed(work, 'cacheMs', () =>
        memory.lookupSemantic({
          question: work.standalone,
          plan: planned,
          vector,
          findingsOf: async () => {
            const own = await draftOnce();
            const chunkIds = (await evidenceOnce()).packed.map(({ chunk }) => chunk.id);
            return { chunkIds, status: own.status, grounds: groundsOf(own) };
          },
        }),
      );
      if (hit.degraded) work.degraded.add('cache');
      if (hit.status !== 'miss') return { result: served(work, hit), streamed: false };
      veto = hit.veto;
    }
    const found = await evidenceOnce();
    const extractive = await draftOnce();
    const { draft, composer, streamed } = await write(work, planned, found, extractive, options);
    await turn(options.signal);
    const cache = { status: missed, ...(veto === undefined ? {} : { veto }) };
    const result = finish(work, planned, draft, found.packed, cache, composer);
    if (memory !== undefined) {
      await memory.remember({ question: work.standalone, plan: planned, vector, result, extractive });
    }
    return { result, streamed };
  }

  function emit(result: AskResult, streamed: boolean, onEvent: AskOptions['onEvent']): void {
    if (onEvent === undefined) return;
    if (!streamed) {
      if (result.citations.length > 0) onEvent({ type: 'sources', citations: result.citations });
      for (const text of tokensOf(result.answer)) onEvent({ type: 'token', text });
    }
    onEvent({ type: 'done', result });
  }

  return async (request, options = {}) => {
    const work = begin(request);
    const memory = request.bypassCache === true ? undefined : services.memory;
    const conclude = (result: AskResult, streamed: boolean): AskResult => {
      services.log.write({ time: new Date(clock.now()).toISOString(), result });
      emit(result, streamed, options.onEvent);
      return result;
    };
    if (memory !== undefined) {
      const hit = await timed(work, 'cacheMs', () => memory.lookupExact(work.standalone));
      if (hit.degraded) work.degraded.add('cache');
      if (hit.status !== 'miss') return conclude(served(work, hit), false);
    }
    if (memory === undefined) {
      const { result, streamed } = await answer(work, undefined, options);
      return conclude(result, streamed);
    }
    let leader = false;
    let streamed = false;
    const result = await services.flights.run(
      questionKey(work.standalone),
      async (signal) => {
        leader = true;
        const answered = await answer(work, memory, { ...options, signal });
        streamed = answered.streamed;
        return answered.result;
      },
      options.signal,
    );
    return conclude(
      leader ? result : { ...result, id: services.newId(), question: work.question },
      leader && streamed,
    );
  };
}

function currentSnapshot(indexes: readonly ChunkIndex[]): Snapshot {
  let problem: unknown;
  for (const index of indexes) {
    try {
      return index.snapshot();
    } catch (error) {
      problem = error;
    }
  }
  if (isAppError(problem)) throw problem;
  throw new AppError('nothing_can_answer', 'There is no index: run `askfolio ingest`.', { cause: problem });
}

function packedChunk({ chunk, score }: RankedChunk, i: number): PackedChunk {
  return {
    rank: i + 1,
    id: chunk.id,
    documentId: chunk.documentId,
    title: chunk.title,
    heading: chunk.headingPath.join(' › '),
    text: chunk.text,
    score: Math.round(score * 10_000) / 10_000,
  };
}
