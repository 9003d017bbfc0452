/** A run in the terminal: gates, what failed, the figures that matter. The verdict is printed by the caller, last. */
import { stages } from '../metrics/catalogue.js';
import type { CaseRecord, RunRecord } from '../run/record.js';
import { formatFigure, formatNumber, shorten } from './format.js';
import { worstCases } from './markdown.js';

const headline: Readonly<Record<string, readonly string[]>> = {
  router: ['router_accuracy', 'router_macro_f1', 'router_kind_accuracy', 'router_parts', 'router_stability'],
  retrieval: ['hit@1', 'hit@5', 'recall@5', 'all@10', 'mrr@10', 'map@10', 'ndcg@10', 'quote_recall@5', 'quote_iou@5', 'packed.hit@5'],
  refusal: ['gold.over_refusal_rate', 'gold.false_answer_rate', 'over_refusal_rate', 'false_answer_rate', 'auroc', 'answer_auroc', 'ece'],
  answer: ['gold.correct', 'correct', 'handled_right', 'accepted', 'list_recall', 'list_precision', 'token_f1', 'rouge_l', 'answer_words'],
  grounding: ['citation_valid', 'citation_coverage', 'citation_correct', 'quote_verbatim', 'k_precision', 'unsupported_tokens'],
  cache: ['cache_hit_rate', 'false_hit_rate', 'cache_precision', 'cache_primed', 'stale_hit_rate'],
  latency: ['latency_p50_ms', 'latency_p95_ms', 'degraded_rate'],
}; // prettier-ignore

const rankingStages = ['bm25', 'lexical', 'dense', 'fused', 'packed'] as const;

/** One line per metric and a column per stage of retrieval, as far as it was measured. */
export function retrievalTable(metrics: RunRecord['metrics'], prefix = ''): string[] {
  const names = ['hit@1', 'hit@5', 'recall@10', 'mrr@10', 'map@10', 'ndcg@10', 'quote_recall@5', 'quote_precision@5', 'quote_iou@5']; // prettier-ignore
  const rows = names.flatMap((name) => {
    const figures = rankingStages.map((stage) => metrics[`${prefix}${stage}.${name}`]);
    if (figures.every((figure) => figure === undefined)) return [];
    return [`  ${name.padEnd(20)}${figures.map((figure) => (figure === undefined ? '-' : figure.value.toFixed(4)).padStart(9)).join('')}`]; // prettier-ignore
  });
  if (rows.length === 0) return [];
  return [
    `  ${(prefix === '' ? '' : 'bare question').padEnd(20)}${rankingStages.map((stage) => stage.padStart(9)).join('')}`,
    ...rows,
  ];
}

function caseLine(one: CaseRecord): string {
  const why = one.error === undefined ? one.reasons.join('; ') : `error: ${one.error}`;
  return `  ${one.id} [${one.failedStages[0] ?? 'error'}] ${shorten(why, 160)}`;
}

/** Lines without the verdict. */
export function renderTerminal(run: RunRecord, options: { readonly shown: number }): string[] {
  const lines = run.header.warnings.map((warning) => `warning: ${warning}`);
  for (const stage of stages) {
    const figures = (headline[stage] ?? []).flatMap((name) => {
      const figure = run.metrics[name];
      return figure === undefined ? [] : [`  ${name.padEnd(26)}${formatFigure(figure)}`];
    });
    if (figures.length > 0) lines.push(stage, ...figures);
    if (stage === 'retrieval') lines.push(...retrievalTable(run.metrics), ...retrievalTable(run.metrics, 'no_plan.'));
  }
  for (const [group, figures] of Object.entries(run.breakdowns)) {
    const figure = figures['false_answer_rate'] ?? figures['false_hit_rate'];
    if (figure !== undefined && !group.startsWith('split=')) lines.push(`  ${group}: wrongly served ${formatFigure(figure)}`);
  }
  const failed = worstCases(run);
  if (failed.length > 0) lines.push(`failed (${failed.length})`, ...failed.slice(0, options.shown).map(caseLine));
  if (failed.length > options.shown) lines.push(`  ... and ${failed.length - options.shown} more`);
  const errors = run.cases.filter((one) => one.error !== undefined && one.detail === undefined);
  lines.push(...errors.map((one) => `  ${one.id} error: ${one.error ?? ''}`));
  const { comparison } = run;
  if (comparison !== undefined) {
    lines.push(`baseline ${comparison.baselineTime}: ${comparison.sharedCases} shared cases, McNemar p ${formatNumber(comparison.mcnemarP)}`);
    for (const id of comparison.broken) lines.push(`  broken: ${id}`);
    for (const id of comparison.fixed) lines.push(`  fixed: ${id}`);
  }
  for (const gate of run.gates)
    lines.push(`gate ${gate.outcome.replace('_', ' ').padEnd(13)}${gate.name} ${gate.limit}${gate.figure === undefined ? '' : `: ${formatFigure(gate.figure)}`}`);
  return lines;
} // prettier-ignore
