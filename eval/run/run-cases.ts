/** Runs the selected cases against a subject and scores each. Whatever throws becomes an error of its case; none is dropped. */
import type { AskResult } from '../../src/domain/answer.js';
import type { Turn } from '../../src/domain/plan.js';
import { messageOf } from '../../src/domain/errors.js';
import type { CachePair, GoldenCase, RouterCase } from '../golden/cases.js';
import type { GoldenSet } from '../golden/load.js';
import { stageOf as metricStage } from '../metrics/catalogue.js';
import type { Stage } from '../metrics/catalogue.js';
import type { EvalSubject, StageRankings } from '../subject.js';
import { documentRanking } from './document-ranking.js';
import type { ScoredId } from '../metrics/ranking.js';
import { createGoldResolver } from './gold.js';
import type { ResolvedGold } from './gold.js';
import type { CaseDetail, CaseRecord } from './record.js';
import { scoreAnswer, scoreOnGold } from './score-answer.js';
import { scoreCache, worstCacheValues } from './score-cache.js';
import { describeRankings, scoreRetrieval } from './score-retrieval.js';
import { scoreRouter } from './score-router.js';

export interface RunSettings {
  readonly stages: ReadonlySet<Stage>;
  readonly cutoffs: readonly number[];
  readonly repeat: number;
  readonly concurrency: number;
  /** Also measure the bare question. */
  readonly noPlan: boolean;
  /** Chunks per stage that are kept for reports. */
  readonly shownDepth: number;
  /** Takes the fused ranking of documents of each question, for run files. */
  readonly onRanking?: (id: string, documents: readonly ScoredId[]) => void;
  readonly signal?: AbortSignal;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface RunOutcome {
  readonly cases: CaseRecord[];
  /** Cases that an interruption kept from running. */
  readonly skipped: number;
}

/** Chunks asked of every stage: enough for 100 documents of a few chunks each. */
export const retrievalDepth = 200;
/** Pairs on which an answer is asked again after its evidence changed; each may cost a new generation. */
const staleSamples = 20;

interface Attempt<Value> {
  readonly value?: Value;
  readonly error?: string;
}

async function attempt<Value>(action: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { value: await action() };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

function baseRecord(one: GoldenCase | RouterCase | CachePair, type: CaseRecord['type']): CaseRecord {
  return { id: one.id, type, split: one.split, draft: one.isDraft, tags: [...one.tags], values: {}, passed: false, failedStages: [], reasons: [], latenciesMs: [] }; // prettier-ignore
}

async function historyOf(subject: EvalSubject, one: GoldenCase): Promise<Turn[]> {
  const history: Turn[] = [];
  for (const turn of one.earlier) {
    const content =
      turn.answer ?? (await subject.ask({ question: turn.question, history, bypassCache: true })).answer;
    history.push({ role: 'user', content: turn.question }, { role: 'assistant', content });
  }
  return history;
}

interface Asked {
  readonly first?: AskResult;
  readonly latenciesMs: number[];
  readonly isDeterministic: boolean;
  readonly error?: string;
}

/** What must be equal in every repetition of a question. */
function essenceOf(result: AskResult): string {
  return JSON.stringify([result.status, result.answer, result.citations]);
}

async function askRepeatedly(subject: EvalSubject, one: GoldenCase, settings: RunSettings): Promise<Asked> {
  const latenciesMs: number[] = [];
  const results: AskResult[] = [];
  const { error } = await attempt(async () => {
    const history = await historyOf(subject, one);
    for (let turn = 0; turn < settings.repeat; turn++) {
      const start = settings.elapsed();
      const request = {
        question: one.question,
        bypassCache: true,
        ...(history.length === 0 ? {} : { history }),
      };
      results.push(await subject.ask(request));
      latenciesMs.push(settings.elapsed() - start);
    }
  });
  const [first] = results;
  return {
    ...(first === undefined || error !== undefined ? {} : { first }),
    latenciesMs,
    isDeterministic: new Set(results.map(essenceOf)).size === 1,
    ...(error === undefined ? {} : { error }),
  };
}

function expectationsOf(one: GoldenCase): string[] {
  return [
    ...(one.answerable ? [] : [`must not be answered: ${one.kind ?? ''}`]),
    ...one.accepted,
    ...one.listed.map((item) => `lists ${item}`),
    ...(one.number === undefined ? [] : [`number ${one.number.value}`]),
    ...one.evidence.map(({ doc, quote }) => (quote === undefined ? doc : `${doc}: "${quote}"`)),
  ];
}

interface RetrievedValues {
  readonly values: Record<string, number>;
  readonly rankings?: StageRankings;
  readonly missed: boolean;
  readonly errors: string[];
}

async function runRetrieval(subject: EvalSubject, question: string, gold: ResolvedGold, settings: RunSettings): Promise<RetrievedValues> {
  const planned = await attempt(() => subject.retrieve(question, { plan: true, depth: retrievalDepth }));
  const { cutoffs } = settings;
  const values = scoreRetrieval({ gold, rankings: planned.value, cutoffs, prefix: '' });
  const errors = planned.error === undefined ? [] : [`retrieve: ${planned.error}`];
  if (settings.noPlan) {
    const bare = await attempt(() => subject.retrieve(question, { plan: false, depth: retrievalDepth }));
    Object.assign(values, scoreRetrieval({ gold, rankings: bare.value, cutoffs, prefix: 'no_plan.' }));
    if (bare.error !== undefined) errors.push(`retrieve without plan: ${bare.error}`);
  }
  const packed = planned.value?.packed ?? [];
  return {
    values,
    errors,
    ...(planned.value === undefined ? {} : { rankings: planned.value }),
    missed: gold.documents.size > 0 && !packed.some(({ chunk }) => gold.documents.has(chunk.documentId)),
  };
} // prettier-ignore

const answerStages = ['refusal', 'answer', 'grounding'] as const;

async function runOnGold(subject: EvalSubject, one: GoldenCase, question: string, gold: ResolvedGold): Promise<{ values: Record<string, number>; error?: string }> {
  const chunkIds = one.answerable ? gold.chunkIds : gold.nearChunkIds;
  if (chunkIds.length === 0) return { values: {} };
  const { value, error } = await attempt(() => subject.answerFrom(question, chunkIds));
  return { values: scoreOnGold(one, value, gold), ...(error === undefined ? {} : { error: `answer from gold: ${error}` }) };
} // prettier-ignore

interface CaseRun {
  readonly subject: EvalSubject;
  readonly one: GoldenCase;
  readonly gold: ResolvedGold;
  readonly settings: RunSettings;
  readonly record: CaseRecord;
  readonly errors: string[];
}

/** Fills in what retrieval of the question gives; returns the rankings for the report. */
async function addRetrieval(run: CaseRun, question: string): Promise<CaseDetail['rankings']> {
  const { subject, one, gold, settings, record, errors } = run;
  const retrieved = await runRetrieval(subject, question, gold, settings);
  Object.assign(record.values, retrieved.values);
  errors.push(...retrieved.errors);
  if (retrieved.missed) {
    record.failedStages.push('retrieval');
    record.reasons.push('no gold document is among the packed chunks');
  }
  if (gold.documents.size > 0) settings.onRanking?.(one.id, documentRanking(retrieved.rankings?.fused ?? []));
  return retrieved.rankings === undefined
    ? {}
    : describeRankings(retrieved.rankings, gold, settings.shownDepth);
}

/** Fills in what the answer is worth; returns its unsupported tokens for the report. */
async function addAnswer(run: CaseRun, asked: Asked, question: string): Promise<string[]> {
  const { subject, one, gold, settings, record, errors } = run;
  const snapshot = subject.snapshot();
  const scores = scoreAnswer({ one, result: asked.first, gold, lookup: (id) => snapshot.chunk(id) });
  const onGold = await runOnGold(subject, one, question, gold);
  if (onGold.error !== undefined) errors.push(onGold.error);
  Object.assign(record.values, scores.values, onGold.values);
  if (settings.repeat > 1) record.values['deterministic'] = asked.isDeterministic ? 1 : 0;
  record.failedStages.push(...scores.failedStages);
  record.reasons.push(...scores.reasons);
  const confidence = asked.first?.confidence ?? 0;
  record.decision = {
    answerable: one.answerable,
    refused: scores.refused,
    correct: scores.correct,
    confidence,
  };
  record.passed =
    scores.correct && scores.failedStages.length === 0 && (settings.repeat === 1 || asked.isDeterministic);
  return [...scores.unsupported];
}

async function runCase(subject: EvalSubject, one: GoldenCase, gold: ResolvedGold, settings: RunSettings): Promise<CaseRecord> {
  const { stages } = settings;
  const record = baseRecord(one, 'case');
  const errors: string[] = [];
  const run: CaseRun = { subject, one, gold, settings, record, errors };
  if (one.kind !== undefined) record.kind = one.kind;
  const judgesAnswers = answerStages.some((stage) => stages.has(stage));
  const asks = judgesAnswers || stages.has('latency') || one.earlier.length > 0;
  const asked: Asked = asks ? await askRepeatedly(subject, one, settings) : { latenciesMs: [], isDeterministic: true };
  if (asked.error !== undefined) errors.push(`ask: ${asked.error}`);
  const question = asked.first?.standalone ?? one.question;
  const rankings = stages.has('retrieval') ? await addRetrieval(run, question) : {};
  const unsupported = judgesAnswers ? await addAnswer(run, asked, question) : [];
  if (!judgesAnswers) record.passed = record.failedStages.length === 0;
  if (stages.has('latency')) record.latenciesMs = asked.latenciesMs;
  if (errors.length > 0) Object.assign(record, { error: errors.join('; '), passed: false });
  const { first } = asked;
  record.detail = {
    question: one.question,
    earlier: one.earlier.map((turn) => turn.question),
    expected: expectationsOf(one),
    ...(first === undefined ? {} : { status: first.status, answer: first.answer, confidence: first.confidence }),
    citations: (first?.citations ?? []).map(({ n, documentId, quote }) => ({ n, documentId, quote })),
    unsupported,
    rankings,
  };
  return keepStages(record, stages);
} // prettier-ignore

function runRouterCase(subject: EvalSubject, one: RouterCase): CaseRecord {
  const { values, reasons, predicted } = scoreRouter(one, (question) => subject.route(question));
  const isError = predicted === 'error';
  return {
    ...baseRecord(one, 'router'),
    values,
    reasons: [...reasons],
    passed: reasons.length === 0,
    failedStages: reasons.length === 0 ? [] : ['router'],
    ...(isError ? { error: reasons[0] ?? 'the router threw' } : {}),
    label: { expected: one.intent, predicted },
    detail: { question: one.question, earlier: [], expected: [one.intent], citations: [], unsupported: [], rankings: {} },
  }; // prettier-ignore
}

async function runPair(subject: EvalSubject, pair: CachePair, measureStale: boolean): Promise<CaseRecord> {
  const { value, error } = await attempt(() => scoreCache(subject, pair, { measureStale }));
  const reasons = value?.reasons ?? [];
  const passed = error === undefined && reasons.length === 0;
  return {
    ...baseRecord(pair, 'pair'),
    trap: pair.trap,
    values: value?.values ?? worstCacheValues(pair),
    reasons: [...reasons],
    passed,
    failedStages: passed ? [] : ['cache'],
    ...(error === undefined ? {} : { error: `cache: ${error}` }),
    detail: { question: `${pair.first} -> ${pair.second}`, earlier: [], expected: [pair.hit ? 'a hit' : 'no hit'], citations: [], unsupported: [], rankings: {} },
  }; // prettier-ignore
}

/** Leaves out the values of stages that were not asked for: they came along for free and would look like a result. */
function keepStages(record: CaseRecord, stages: ReadonlySet<Stage>): CaseRecord {
  const values = Object.entries(record.values).filter(([name]) => {
    const stage = metricStage(name);
    return stage === 'run' || stages.has(stage);
  });
  return { ...record, values: Object.fromEntries(values) };
}

/** Pairs of the golden file, and one for every paraphrase of an answerable case. */
function pairsOf(set: GoldenSet): CachePair[] {
  const byId = new Map(set.cases.map((one) => [one.id, one]));
  const paraphrases = set.cases.flatMap((one): CachePair[] => {
    const original = one.paraphraseOf === undefined ? undefined : byId.get(one.paraphraseOf);
    if (original === undefined || !one.answerable) return [];
    const { place, split, isDraft, tags } = one;
    return [{ place, split, isDraft, tags, id: `${one.id}#cache`, first: original.question, second: one.question, hit: true, trap: 'paraphrase' }]; // prettier-ignore
  });
  return [...set.pairs, ...paraphrases];
}

/** Router cases of the golden file, and one for every case with an intent. */
function routerCasesOf(set: GoldenSet): RouterCase[] {
  const labelled = set.cases.flatMap((one): RouterCase[] => {
    const { place, split, isDraft, tags, question, intent } = one;
    if (intent === undefined || one.earlier.length > 0) return [];
    return [{ place, split, isDraft, tags, question, intent, id: `${one.id}#router`, partPhrases: [] }];
  });
  return [...set.router, ...labelled];
}

type Job = () => Promise<CaseRecord>;

/** Runs jobs, at most `width` at a time; results in order, undefined for those that never started. */
async function inParallel(jobs: readonly Job[], width: number, settings: RunSettings): Promise<(CaseRecord | undefined)[]> {
  const results = new Array<CaseRecord | undefined>(jobs.length).fill(undefined);
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < jobs.length && settings.signal?.aborted !== true) {
      const index = next++;
      results[index] = await jobs[index]?.();
      settings.onProgress?.(++done, jobs.length);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, width) }, worker));
  return results;
} // prettier-ignore

/** Runs everything that is selected. Cases run side by side, cache pairs one after another on the one cache. */
export async function runCases(subject: EvalSubject, set: GoldenSet, settings: RunSettings): Promise<RunOutcome> {
  const { stages } = settings;
  const resolve = createGoldResolver(subject.snapshot());
  const golds = new Map(set.cases.map((one) => [one.id, resolve(one)]));
  const needsCases = ['retrieval', 'refusal', 'answer', 'grounding', 'latency'].some((stage) => stages.has(stage as Stage));
  const router = stages.has('router') ? routerCasesOf(set).map((one): Job => async () => runRouterCase(subject, one)) : [];
  const cases = needsCases
    ? set.cases.map((one): Job => () => runCase(subject, one, golds.get(one.id) ?? resolve(one), settings))
    : [];
  const pairs = stages.has('cache') ? pairsOf(set) : [];
  const pairJobs = pairs.map((pair, index): Job => () => runPair(subject, pair, pair.hit && index < staleSamples));
  const results = [
    ...(await inParallel([...router, ...cases], settings.concurrency, settings)),
    ...(await inParallel(pairJobs, 1, settings)),
  ];
  const records = results.filter((one) => one !== undefined);
  return { cases: records, skipped: results.length - records.length };
} // prettier-ignore
