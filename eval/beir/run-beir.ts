/** Retrieval of a BEIR set through the same plan and retrieve steps as an answer, stage by stage, beside plain BM25. */
import { messageOf } from '../../src/domain/errors.js';
import type { CaseRecord } from '../run/record.js';
import { documentRanking } from '../run/document-ranking.js';
import { bestIndices, createBm25 } from '../baseline/bm25.js';
import { rankingMetrics, trecOrder } from '../metrics/ranking.js';
import { retrievalDepth } from '../run/run-cases.js';
import type { RunOutcome, RunSettings } from '../run/run-cases.js';
import { scoreRetrieval } from '../run/score-retrieval.js';
import type { EvalSubject } from '../subject.js';
import type { BeirQuery, BeirSet } from './read-beir.js';

const plainDepth = 1000;

/** Document ids by plain BM25, best first. */
type PlainRanking = (question: string) => readonly string[];

function plainRankingOf(set: BeirSet): PlainRanking {
  const score = createBm25(set.documents.map((document) => `${document.title} ${document.text}`));
  return (question) => {
    const scores = score(question);
    const hits = bestIndices(scores, plainDepth).map((index) => ({
      id: set.documents[index]?.id ?? '',
      score: scores[index] ?? 0,
    }));
    return trecOrder(hits).map(({ id }) => id);
  };
}

interface BeirRun {
  readonly subject: EvalSubject;
  readonly plainRanking: PlainRanking;
  readonly settings: RunSettings;
}

async function runQuery(run: BeirRun, query: BeirQuery): Promise<CaseRecord> {
  const { subject, settings } = run;
  const gold = { documents: query.gold, quotes: [], chunkIds: [], nearChunkIds: [] };
  const values: Record<string, number> = {};
  const errors: string[] = [];
  const plain = rankingMetrics(run.plainRanking(query.text), query.gold, settings.cutoffs);
  for (const [name, value] of Object.entries(plain)) values[`bm25.${name}`] = value;
  for (const plan of settings.noPlan ? [true, false] : [true]) {
    const prefix = plan ? '' : 'no_plan.';
    try {
      const rankings = await subject.retrieve(query.text, { plan, depth: retrievalDepth });
      Object.assign(values, scoreRetrieval({ gold, rankings, cutoffs: settings.cutoffs, prefix }));
      if (plan) settings.onRanking?.(query.id, documentRanking(rankings.fused));
    } catch (error) {
      errors.push(messageOf(error));
      Object.assign(values, scoreRetrieval({ gold, rankings: undefined, cutoffs: settings.cutoffs, prefix }));
      if (plan) settings.onRanking?.(query.id, []);
    }
  }
  const found = Object.entries(values).some(([name, value]) => name.startsWith('recall@') && value > 0);
  return {
    id: query.id,
    type: 'case',
    split: 'dev',
    draft: false,
    tags: [],
    values,
    passed: found && errors.length === 0,
    failedStages: found ? [] : ['retrieval'],
    reasons: found ? [] : ['no relevant document within the cut-offs'],
    ...(errors.length === 0 ? {} : { error: errors.join('; ') }),
    latenciesMs: [],
    detail: { question: query.text, earlier: [], expected: [...query.gold.keys()], citations: [], unsupported: [], rankings: {} },
  }; // prettier-ignore
}

/** Every judged query, one after another. */
export async function runBeir(
  subject: EvalSubject,
  set: BeirSet,
  settings: RunSettings,
): Promise<RunOutcome> {
  const cases: CaseRecord[] = [];
  const run: BeirRun = { subject, plainRanking: plainRankingOf(set), settings };
  for (const query of set.queries) {
    if (settings.signal?.aborted === true) break;
    cases.push(await runQuery(run, query));
    settings.onProgress?.(cases.length, set.queries.length);
  }
  return { cases, skipped: set.queries.length - cases.length };
}
