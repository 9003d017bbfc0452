/** Every metric that a report may hold: its stage, which direction is better, and what it says. Gates know no others. */

/** In the order of the pipeline: the first one with a red gate is named as broken. */
export const stages = ['router', 'retrieval', 'refusal', 'answer', 'grounding', 'cache', 'latency'] as const;
export type Stage = (typeof stages)[number];

export interface MetricDefinition {
  readonly stage: Stage | 'run';
  readonly better: 'higher' | 'lower';
  readonly meaning: string;
  /** `decision`: of the planned product, refused or not; `count`: not a share. */
  readonly unit: 'share' | 'count' | 'ms';
}

const higher = (stage: Stage, meaning: string): MetricDefinition => ({
  stage,
  better: 'higher',
  meaning,
  unit: 'share',
});
const lower = (stage: Stage, meaning: string): MetricDefinition => ({
  stage,
  better: 'lower',
  meaning,
  unit: 'share',
});

const fixed: Readonly<Record<string, MetricDefinition>> = {
  router_accuracy: higher('router', 'questions with the expected intent'),
  router_macro_f1: higher('router', 'F1 averaged over the expected intents'),
  router_kind_accuracy: higher('router', 'questions with the expected kind'),
  router_parts: higher('router', 'questions split into the expected parts'),
  router_stability: higher('router', 'questions routed alike when repeated, in lower case and without the end mark'),
  'gold.over_refusal_rate': lower('refusal', 'answerable questions refused although the gold evidence was given'),
  'gold.false_answer_rate': lower('refusal', 'unanswerable questions answered from the tempting document'),
  over_refusal_rate: lower('refusal', 'answerable questions refused, end to end'),
  false_answer_rate: lower('refusal', 'unanswerable questions answered'),
  refusal_recall: higher('refusal', 'unanswerable questions refused'),
  refusal_precision: higher('refusal', 'refusals that were due'),
  balanced_accuracy: higher('refusal', 'mean of the shares of answerable answered and unanswerable refused'),
  refusal_f1: higher('refusal', 'F1 of refusing'),
  status_match: higher('refusal', 'cases with the status that their golden file expects'),
  auroc: higher('refusal', 'confidence, 0 for a refusal: probability that an answerable question ranks above an unanswerable one'),
  answer_auroc: higher('refusal', 'confidence of answers: probability that a right one ranks above a wrong one'),
  ece: lower('refusal', 'calibration error of the confidence of answers, ten bins'),
  'accuracy@50%': higher('refusal', 'right among the most confident half of the answers'),
  'accuracy@80%': higher('refusal', 'right among the most confident 80 % of the answers'),
  'accuracy@100%': higher('refusal', 'right among all answers'),
  'gold.correct': higher('answer', 'right answers when the gold evidence is given'),
  'gold.answer_recall': higher('answer', 'words of an accepted answer found, gold evidence given'),
  'gold.token_f1': higher('answer', 'token F1 (SQuAD), gold evidence given'),
  correct: higher('answer', 'answerable questions answered right, end to end'),
  handled_right: higher('answer', 'right answers and due refusals over all questions'),
  accepted: higher('answer', 'answers that hold an accepted answer'),
  exact_match: higher('answer', 'answers equal to an accepted one (SQuAD)'),
  token_f1: higher('answer', 'token F1 with the accepted answers (SQuAD)'),
  answer_recall: higher('answer', 'words of an accepted answer found'),
  rouge_l: higher('answer', 'ROUGE-L F1 with the accepted answers (information)'),
  includes: higher('answer', 'answers with all they must include'),
  excludes: higher('answer', 'answers with nothing they must not include'),
  number_match: higher('answer', 'answers with the expected number'),
  list_recall: higher('answer', 'items listed of those that must be'),
  list_precision: higher('answer', 'right items among all names listed'),
  deterministic: higher('answer', 'questions answered alike in every repetition'),
  answer_words: { stage: 'answer', better: 'lower', meaning: 'words of an answer', unit: 'count' },
  citation_valid: higher('grounding', 'citations that resolve'),
  citation_coverage: higher('grounding', 'statements that carry a citation'),
  citation_correct: higher('grounding', 'citations of a gold document'),
  quote_verbatim: higher('grounding', 'quotes that occur in their chunk'),
  k_precision: higher('grounding', 'words of the answer that the cited text holds (information)'),
  unsupported_tokens: { stage: 'grounding', better: 'lower', meaning: 'numbers, links and names that no cited chunk holds, per answer', unit: 'count' },
  cache_hit_rate: higher('cache', 'pairs that mean the same and were served from the cache'),
  cache_precision: higher('cache', 'hits that were due, among all hits of the pairs'),
  false_hit_rate: lower('cache', 'pairs that differ in meaning and were served from the cache all the same'),
  cache_primed: higher('cache', 'first questions of pairs whose answer was stored'),
  stale_hit_rate: lower('cache', 'answers served although their evidence had changed'),
  degraded_rate: lower('latency', 'answers given while an engine was away (index, cache, embedder, model)'),
  latency_p50_ms: { stage: 'latency', better: 'lower', meaning: 'median time of a question', unit: 'ms' },
  latency_p95_ms: { stage: 'latency', better: 'lower', meaning: '95th percentile of the time of a question', unit: 'ms' },
  'pass-rate': { stage: 'run', better: 'higher', meaning: 'cases that passed in every stage', unit: 'share' },
  errors: { stage: 'run', better: 'lower', meaning: 'cases that threw', unit: 'count' },
}; // prettier-ignore

const ranked: Readonly<Record<string, string>> = {
  hit: 'questions with a gold document in the first k',
  recall: 'gold documents in the first k',
  precision: 'documents of the first k that are gold, divided by k',
  all: 'questions with every gold document in the first k',
  mrr: 'reciprocal rank of the first gold document',
  map: 'average precision',
  ndcg: 'normalised discounted cumulative gain, linear',
  quote_recall: 'characters of the gold quotes in the first k chunks',
  quote_precision: 'characters of the first k chunks that are gold quote',
  quote_iou: 'gold quote and first k chunks: intersection over union',
  quote_hit: 'questions with at least half of a gold quote in the first k chunks',
};
const rankedName = /^(?:no_plan\.)?(?:(?:bm25|lexical|dense|fused|packed)\.)?([a-z_]+)@(\d+)$/;

/** The definition of a metric; retrieval metrics may carry a stage (`dense.hit@5`) or the yardstick `bm25.` in front, and any cut-off. */
export function metricDefinition(name: string): MetricDefinition | undefined {
  if (Object.hasOwn(fixed, name)) return fixed[name];
  const match = rankedName.exec(name);
  const meaning = ranked[match?.[1] ?? ''];
  return meaning === undefined ? undefined : higher('retrieval', meaning);
}

export function isMetricName(name: string): boolean {
  return metricDefinition(name) !== undefined;
}

export function directionOf(name: string): 'higher' | 'lower' {
  return metricDefinition(name)?.better ?? 'higher';
}

export function stageOf(name: string): Stage | 'run' {
  return metricDefinition(name)?.stage ?? 'run';
}

/** Names for "did you mean". */
export function metricNames(): string[] {
  return [
    ...Object.keys(fixed),
    ...Object.keys(ranked).flatMap((name) => [1, 3, 5, 10].map((k) => `${name}@${k}`)),
  ];
}
