/** A run as Markdown: verdict, gates, what changed, figures by stage, the worst cases folded away. */
import { metricDefinition, stages } from '../metrics/catalogue.js';
import type { CaseRecord, Comparison, RunRecord } from '../run/record.js';
import { sortedFigures } from '../run/summarise.js';
import { directionMark, escapeCell, formatDelta, formatFigure, formatNumber, shorten } from './format.js';

const worstShown = 20;
const marks = { met: 'met', failed: '**FAILED**', not_measured: '**NOT MEASURED**', not_run: 'not run' };

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function gatesSection(run: RunRecord): string {
  const deltas = new Map((run.comparison?.deltas ?? []).map((delta) => [delta.metric, delta]));
  const rows = run.gates.map((gate) => {
    const delta = deltas.get(gate.metric);
    const change = delta === undefined || gate.name !== gate.metric ? '' : formatDelta(delta.current - delta.baseline);
    const figure = gate.figure === undefined ? '' : formatFigure(gate.figure);
    return [escapeCell(gate.name), gate.limit, figure, change, marks[gate.outcome], gate.stage];
  });
  return table(['gate', 'wanted', 'figure (95 % CI)', 'vs baseline', 'outcome', 'stage'], rows);
} // prettier-ignore

function comparisonSection(comparison: Comparison | undefined): string {
  if (comparison === undefined) return '';
  const { broken, fixed, deltas } = comparison;
  const changed = deltas.filter((delta) => Math.abs(delta.current - delta.baseline) > 1e-9);
  const rows = changed.map((delta) => [
    delta.gating ? '!' : '·',
    escapeCell(delta.metric),
    formatNumber(delta.baseline),
    formatNumber(delta.current),
    `${formatDelta(delta.current - delta.baseline)} (${formatNumber(delta.low)} to ${formatNumber(delta.high)})`,
    delta.regressed ? '**worse**' : '',
  ]);
  const names = (ids: readonly string[]): string => (ids.length === 0 ? 'none' : ids.map(escapeCell).join(', '));
  return [
    '## Against the baseline',
    `${comparison.sharedCases} cases in common, ${comparison.onlyCurrent} new, ${comparison.onlyBaseline} gone${comparison.sameGolden ? '' : '; **the golden sets differ: only shared cases are compared**'}. McNemar p = ${formatNumber(comparison.mcnemarP)}.`,
    `Broken: ${names(broken)}. Fixed: ${names(fixed)}.`,
    table(['', 'metric', 'baseline', 'now', 'difference (95 % CI)', ''], rows),
  ].join('\n\n');
} // prettier-ignore

function figuresSection(run: RunRecord): string {
  const blocks = [...stages, 'run' as const].flatMap((stage) => {
    const rows = sortedFigures(run.metrics)
      .filter(([name]) => (metricDefinition(name)?.stage ?? 'run') === stage)
      .map(([name, figure]) => [escapeCell(name), directionMark(name), formatFigure(figure), metricDefinition(name)?.meaning ?? '']);
    return rows.length === 0 ? [] : [`### ${stage}`, table(['metric', '', 'figure (95 % CI)', 'what it is'], rows)];
  });
  return ['## Figures by stage', ...blocks].join('\n\n');
} // prettier-ignore

function groupsSection(run: RunRecord): string {
  const shown = ['handled_right', 'correct', 'over_refusal_rate', 'false_answer_rate', 'false_hit_rate', 'cache_hit_rate', 'router_accuracy', 'hit@5', 'ndcg@10', 'pass-rate'];
  const rows = Object.entries(run.breakdowns).flatMap(([group, figures]) =>
    shown.flatMap((name) => {
      const figure = figures[name];
      return figure === undefined ? [] : [[escapeCell(group), escapeCell(name), formatFigure(figure)]];
    }),
  );
  return rows.length === 0 ? '' : ['## By split, kind and trap', table(['group', 'metric', 'figure (95 % CI)'], rows)].join('\n\n');
} // prettier-ignore

function tablesSection(run: RunRecord): string {
  const { answered, overRefused, refused, falselyAnswered } = run.table;
  const parts: string[] = [];
  if (answered + overRefused + refused + falselyAnswered > 0)
    parts.push('## The decision to answer', table(['', 'answered', 'refused'], [['answerable', String(answered), String(overRefused)], ['must not be answered', String(falselyAnswered), String(refused)]]));
  if (run.confusions.length > 0)
    parts.push('## Confusions of the router', table(['expected', 'predicted', 'count'], run.confusions.map((one) => [escapeCell(one.expected), escapeCell(one.predicted), String(one.count)])));
  return parts.join('\n\n');
} // prettier-ignore

/** Failed cases: errors first, then those that failed in the most stages. */
export function worstCases(run: RunRecord): CaseRecord[] {
  const weight = (one: CaseRecord): number => (one.error === undefined ? one.failedStages.length : 100);
  return run.cases
    .filter((one) => !one.passed && one.detail !== undefined)
    .sort((a, b) => weight(b) - weight(a));
}

function caseSection(one: CaseRecord): string {
  const lines = [
    `<details><summary>${escapeCell(one.id)}: ${escapeCell(shorten(one.detail?.question ?? '', 120))}</summary>`,
    `First broken: ${one.failedStages[0] ?? 'none'}. ${escapeCell([one.error ?? '', ...one.reasons].filter((text) => text !== '').join('; '))}`,
  ];
  if (one.detail?.answer !== undefined)
    lines.push(`${one.detail.status ?? ''}: ${escapeCell(shorten(one.detail.answer, 600))}`);
  return [...lines, '</details>'].join('\n\n');
}

/** The whole report. */
export function renderMarkdown(run: RunRecord): string {
  const { header, counts } = run;
  const failed = worstCases(run);
  const hidden = run.cases.filter((one) => !one.passed && one.detail === undefined).length;
  return [
    '# Evaluation',
    `**${escapeCell(run.verdict)}**`,
    `${counts.total} cases, ${counts.passed} passed, ${counts.errors} errors, ${counts.drafts} drafts, ${counts.skipped} not run. ${header.documents} documents, ${header.chunks} chunks, embedder ${escapeCell(header.embedder)}, ${escapeCell(header.engines)}, generation ${escapeCell(header.generation.slice(0, 12))}, golden set ${header.goldenHash.slice(0, 12)} (${header.goldenFiles.map(escapeCell).join(', ')}), version ${escapeCell(header.version)} ${header.gitSha.slice(0, 7)}, seed ${header.seed}, ${header.time}.`,
    ...(header.selection.length > 0 ? [`Only a part was run: ${escapeCell(header.selection.join(' '))}.`] : []),
    ...header.warnings.map((warning) => `Warning: ${escapeCell(warning)}.`),
    run.gates.length === 0 ? 'No gates are set.' : `## Gates\n\n${gatesSection(run)}`,
    comparisonSection(run.comparison),
    tablesSection(run),
    groupsSection(run),
    figuresSection(run),
    failed.length === 0 ? '' : `## Failed cases (${Math.min(worstShown, failed.length)} of ${failed.length})`,
    ...failed.slice(0, worstShown).map(caseSection),
    hidden === 0 ? '' : `${hidden} cases of the test half failed; \`--reveal\` names them.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
} // prettier-ignore
