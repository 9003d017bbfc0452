/**
 * The policy of the answer cache as `ask()` uses it: what is looked up, what may be served, what may be kept. Storage is the
 * `AnswerCache` port; a store that fails is a miss and is told in `degraded`, never an exception.
 */
import type { AskResult } from '../domain/answer.js';
import type { Plan } from '../domain/plan.js';
import { cleanLine } from '../text/normalise.js';
import type { AnswerCache, CacheCandidate, CacheEntry, CacheStatistics, Snapshot } from '../ports.js';
import { createCorpusView, type CorpusViewOptions } from './corpus-view.js';
import { isAlive, isSameQuestion, vetoAgainst } from './entry-judge.js';
import { catalogueFacts, groundsOf, referencesOf, tellsTheSame, type Findings } from './evidence.js';
import { createMemoryMetrics, type MemoryMetrics } from './memory-metrics.js';
import { entryKey, scopeHash, type CacheScope } from './scope.js';
import { runSelfCheck, type SelfCheck } from './self-check.js';
import { refusalToStore } from './storable.js';
import { createAttempt, type Tried } from './store-attempts.js';

export type Lookup =
  | {
      readonly status: 'miss';
      readonly veto?: string;
      readonly similarity?: number;
      readonly degraded: boolean;
    }
  | {
      readonly status: 'exact' | 'semantic';
      readonly result: AskResult;
      readonly similarity: number;
      readonly degraded: boolean;
    };

export interface SemanticQuestion {
  /** Standing alone: the caller has made a follow-up complete. */
  readonly question: string;
  readonly plan: Plan;
  /** Unit vector of the question; undefined: only the entry of this very question is looked at. */
  readonly vector: Float32Array | undefined;
  /** What the question finds by itself. Called at most once, when a candidate has passed everything else. */
  readonly findingsOf: () => Promise<Findings>;
}

export interface NewAnswer {
  readonly question: string;
  readonly plan: Plan;
  readonly vector: Float32Array | undefined;
  readonly result: AskResult;
  /** What the extractive composer tells, whatever wrote the answer. */
  readonly extractive: Pick<AskResult, 'answer' | 'citations'>;
}

export interface AnswerMemoryStatistics extends CacheStatistics {
  readonly semantic: { readonly enabled: boolean; readonly reason?: string };
  readonly lookups: MemoryMetrics;
  /** True when the store did not answer this call; its figures are then 0. */
  readonly degraded: boolean;
}

export interface AnswerMemory {
  /** Never rejects. An entry of an older generation is a miss with the veto `generation`: `lookupSemantic` confirms it. */
  lookupExact(question: string): Promise<Lookup>;
  /** Candidates by vector, then the vetoes in order of cost, then the evidence. Rejects only with what `findingsOf` rejects with. */
  lookupSemantic(input: SemanticQuestion): Promise<Lookup>;
  /** Keeps the answer when that is allowed; never rejects. */
  remember(input: NewAnswer): Promise<{ stored: boolean; reason?: string }>;
  /** Drops the entries whose chunks changed or vanished since the snapshot before; returns how many. Never rejects. */
  invalidate(snapshot: Snapshot): Promise<number>;
  /** Never rejects. */
  statistics(): Promise<AnswerMemoryStatistics>;
  /** Rejects with `engine_unavailable`: who clears wants to know. */
  clear(filter?: { documentId?: string; olderThanMs?: number }): Promise<number>;
  /** One paraphrase must hit and five traps must miss, through the real store; else the semantic tier is switched off. */
  selfCheck(): Promise<SelfCheck>;
}

/** `entities` are names that must agree beside the technologies of the catalogue; `aliases` spellings of names ("k8s" -> "kubernetes"). */
export interface AnswerMemoryOptions extends CorpusViewOptions {
  readonly cache: AnswerCache;
  readonly scope: () => CacheScope;
  /** Cosine from which a question is a candidate; 0 to 1, fitted per embedder. */
  readonly similarity: number;
  readonly now: () => number;
  /** Serves while `cache` fails: the in-process store beside Redis. */
  readonly fallback?: AnswerCache;
  /** For the self-check; without it the check uses vectors of its own. */
  readonly embedQuestions?: (texts: readonly string[]) => Promise<readonly Float32Array[]>;
}

// A look at more candidates than this finds nothing that a visitor would call the same question.
const candidateLimit = 16;

function served(
  entry: CacheEntry,
  question: string,
  status: 'exact' | 'semantic',
  similarity: number,
): AskResult {
  return { ...entry.result, question, cache: { status, similarity } };
}

/** The memory over one store. `snapshot()` may throw `index_missing`; then nothing is served and nothing kept. */
export function createAnswerMemory(options: AnswerMemoryOptions): AnswerMemory {
  const { cache } = options;
  const metrics = createMemoryMetrics();

  const attempt = createAttempt(cache, options.fallback);
  const corpus = createCorpusView(options);
  let semanticOff: string | undefined;

  function miss(degraded: boolean, veto?: string, similarity?: number): Lookup {
    metrics.missed(veto);
    return missed(degraded, veto, similarity);
  }

  // The exact tier does not count its misses: the semantic tier is asked next and does.
  function missed(degraded: boolean, veto?: string, similarity?: number): Lookup {
    return {
      status: 'miss',
      degraded,
      ...(veto === undefined ? {} : { veto }),
      ...(similarity === undefined ? {} : { similarity }),
    };
  }

  async function drop({ key }: CacheEntry): Promise<void> {
    await attempt((store) => store.delete([key]), 0);
  }

  async function findCandidates(
    input: SemanticQuestion,
    scope: string,
  ): Promise<Tried<readonly CacheCandidate[]>> {
    const own = await attempt((store) => store.get(scope, entryKey(scope, input.question)), undefined);
    const same = isSameQuestion(own.value, input.question) ? [{ entry: own.value, similarity: 1 }] : [];
    const { vector } = input;
    if (
      vector === undefined ||
      semanticOff !== undefined ||
      (own.degraded && options.fallback === undefined)
    ) {
      return { value: same, degraded: own.degraded };
    }
    const near = await attempt(
      (store) => store.nearest(scope, vector, { limit: candidateLimit, minimum: options.similarity }),
      [],
    );
    const others = near.value.filter((candidate) => candidate.entry.key !== same[0]?.entry.key);
    return { value: [...same, ...others], degraded: own.degraded || near.degraded };
  }

  /** Stamps an entry of an older generation that has just been confirmed, so that the exact tier serves it again. */
  async function confirm(entry: CacheEntry, snapshot: Snapshot): Promise<void> {
    if (entry.generation === snapshot.generation) return;
    await attempt((store) => store.set({ ...entry, generation: snapshot.generation }), undefined);
  }

  return {
    async lookupExact(question) {
      const snapshot = corpus.current();
      if (snapshot === undefined) return missed(false);
      const scope = scopeHash(options.scope());
      const found = await attempt((store) => store.get(scope, entryKey(scope, question)), undefined);
      const entry = found.value;
      if (!isSameQuestion(entry, question)) return missed(found.degraded);
      if (!isAlive(entry, snapshot)) {
        await drop(entry);
        return missed(false, 'evidence_changed', 1);
      }
      if (entry.generation !== snapshot.generation) return missed(false, 'generation', 1);
      metrics.hit('exact');
      return {
        status: 'exact',
        result: served(entry, question, 'exact', 1),
        similarity: 1,
        degraded: found.degraded,
      };
    },

    async lookupSemantic(input) {
      const snapshot = corpus.current();
      if (snapshot === undefined) return miss(false);
      const scope = scopeHash(options.scope());
      const candidates = await findCandidates(input, scope);
      const own: { found?: Findings } = {};
      const judgement = {
        asked: { question: input.question, plan: input.plan },
        snapshot,
        vetoes: corpus.vetoes(snapshot),
        findingsOf: async () => (own.found ??= await input.findingsOf()),
        drop,
      };
      let first: { veto: string; similarity: number } | undefined;
      for (const { entry, similarity } of candidates.value) {
        const veto = await vetoAgainst(entry, judgement);
        if (veto === undefined) {
          await confirm(entry, snapshot);
          const status = isSameQuestion(entry, input.question) ? 'exact' : 'semantic';
          metrics.hit(status);
          if (status === 'semantic' && own.found !== undefined)
            metrics.compared(!tellsTheSame(entry.grounds, own.found));
          const result = served(entry, input.question, status, similarity);
          return { status, result, similarity, degraded: candidates.degraded };
        }
        first ??= { veto, similarity };
      }
      return miss(candidates.degraded, first?.veto, first?.similarity);
    },

    async remember({ question, plan, vector, result, extractive }) {
      const snapshot = corpus.current();
      const reason = snapshot === undefined ? 'index_missing' : refusalToStore(plan, result);
      if (snapshot === undefined || reason !== undefined) return refuse(reason ?? 'index_missing');
      const evidence = referencesOf(result, snapshot);
      if (evidence === undefined) return refuse('evidence_changed');
      const scope = scopeHash(options.scope());
      const isKnownVector = vector !== undefined && vector.some((value) => value !== 0);
      const entry: CacheEntry = {
        key: entryKey(scope, question),
        scope,
        question: cleanLine(question),
        plan,
        vector: isKnownVector ? vector : undefined,
        result,
        evidence,
        grounds: groundsOf(extractive),
        generation: snapshot.generation,
        catalogue: catalogueFacts(question, plan.kind, snapshot),
        storedAt: options.now(),
      };
      const kept = await attempt((store) => store.set(entry).then(() => true), false);
      if (!kept.value) return refuse('store_failed');
      metrics.stored();
      return { stored: true };
    },

    async invalidate(snapshot) {
      const chunkIds = corpus.takeChanges(snapshot);
      if (chunkIds.length === 0) return 0;
      // What the fallback holds would otherwise outlive its chunks until the next failure.
      await options.fallback?.clear({ chunkIds }).catch(() => 0);
      return (await attempt((store) => store.clear({ chunkIds }), 0)).value;
    },

    async statistics() {
      const empty: CacheStatistics = { engine: cache.engine, entries: 0, bytes: 0 };
      const counted = await attempt((store) => store.statistics(), empty);
      return {
        ...counted.value,
        semantic: {
          enabled: semanticOff === undefined,
          ...(semanticOff === undefined ? {} : { reason: semanticOff }),
        },
        lookups: metrics.read(),
        degraded: counted.degraded,
      };
    },

    async clear(filter) {
      await options.fallback?.clear(filter).catch(() => 0);
      return cache.clear(filter);
    },

    async selfCheck() {
      const outcome = await runSelfCheck({ ...options, embedQuestions: options.embedQuestions });
      semanticOff = outcome.ok || outcome.degraded ? undefined : outcome.message;
      return outcome;
    },
  };

  function refuse(reason: string): { stored: boolean; reason: string } {
    metrics.refused(reason);
    return { stored: false, reason };
  }
}
