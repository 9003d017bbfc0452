/** A run as one HTML page without network: charts, tables, cases to filter. Answers may be hostile: everything is escaped, and the policy forbids what slips through. */
import { createHash } from 'node:crypto';
import { metricDefinition, stages } from '../metrics/catalogue.js';
import type { CaseRecord, RunRecord } from '../run/record.js';
import { sortedFigures } from '../run/summarise.js';
import { barChart, calibrationChart } from './charts.js';
import type { Bar } from './charts.js';
import { escapeMarkup, formatFigure, formatNumber } from './format.js';

const style = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:68rem;padding:0 1rem;color:#1b1f24;background:#fff}
table{border-collapse:collapse;margin:.5rem 0}td,th{border-bottom:1px solid #d5dae0;padding:.25rem .6rem;text-align:left;vertical-align:top}
svg{max-width:100%;height:auto;font-size:12px}.label{text-anchor:end}.bar{fill:#3b6ea8}.bad{fill:#b3382c}.interval{stroke:#1b1f24;stroke-width:1.5}
.limit{stroke:#c77700;stroke-width:2;stroke-dasharray:3 2}.frame{fill:none;stroke:#aab2bb}.FAIL,.ERROR{background:#fde8e6}.PASS{background:#e5f4e8}
.verdict{padding:.6rem 1rem;font-weight:600}.failed{color:#b3382c}pre{white-space:pre-wrap;background:#f4f6f8;padding:.5rem}label{margin-right:1rem}`;

const script = `const q=document.getElementById('text'),v=document.getElementById('outcome');
function show(){for(const row of document.querySelectorAll('details.case')){const fits=row.dataset.search.includes(q.value.toLowerCase())&&(v.value===''||row.dataset.outcome===v.value);row.hidden=!fits}}
q.addEventListener('input',show);v.addEventListener('change',show);`;

function hashOf(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${escapeMarkup(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells('th', head)}</thead><tbody>${rows.map((row) => cells('td', row)).join('')}</tbody></table>`;
}

function gateSection(run: RunRecord): string {
  if (run.gates.length === 0) return '<p>No gates are set.</p>';
  const shares = run.gates.filter((gate) => gate.figure !== undefined && metricDefinition(gate.metric)?.unit === 'share');
  const bars = shares.map((gate): Bar => ({
    label: gate.name,
    value: gate.figure?.value ?? 0,
    ...(gate.figure?.low === undefined ? {} : { low: gate.figure.low }),
    ...(gate.figure?.high === undefined ? {} : { high: gate.figure.high }),
    limit: Number(/[\d.]+/.exec(gate.limit)?.[0] ?? 0),
    isBad: gate.outcome === 'failed',
  }));
  const rows = run.gates.map((gate) => [gate.name, gate.limit, gate.figure === undefined ? '' : formatFigure(gate.figure), gate.outcome.replace('_', ' '), gate.stage]);
  return `<h2>Gates</h2>${barChart('gates', bars)}${table(['gate', 'wanted', 'figure (95 % CI)', 'outcome', 'stage'], rows)}`;
} // prettier-ignore

function retrievalChart(run: RunRecord): string {
  const bars = ['bm25', 'lexical', 'dense', 'fused', 'packed'].flatMap((stage) =>
    ['hit@1', 'hit@5', 'ndcg@10'].flatMap((metric): Bar[] => {
      const figure = run.metrics[`${stage}.${metric}`];
      return figure === undefined ? [] : [{ label: `${stage} ${metric}`, value: figure.value, ...(figure.low === undefined ? {} : { low: figure.low }), ...(figure.high === undefined ? {} : { high: figure.high }) }];
    }),
  );
  return bars.length === 0 ? '' : `<h2>Retrieval by stage</h2>${barChart('retrieval', bars)}`;
} // prettier-ignore

function kindChart(run: RunRecord): string {
  const bars = Object.entries(run.breakdowns).flatMap(([group, figures]): Bar[] => {
    const figure = figures['false_answer_rate'] ?? figures['false_hit_rate'];
    return figure === undefined || group.startsWith('split=') ? [] : [{ label: group, value: figure.value, isBad: true, ...(figure.low === undefined ? {} : { low: figure.low }), ...(figure.high === undefined ? {} : { high: figure.high }) }];
  });
  return bars.length === 0 ? '' : `<h2>False answers and false hits by kind</h2>${barChart('by kind', bars)}`;
} // prettier-ignore

function figureSection(run: RunRecord): string {
  return [...stages, 'run' as const]
    .map((stage) => {
      const rows = sortedFigures(run.metrics)
        .filter(([name]) => (metricDefinition(name)?.stage ?? 'run') === stage)
        .map(([name, figure]) => [name, formatFigure(figure), metricDefinition(name)?.meaning ?? '']);
      return rows.length === 0 ? '' : `<details><summary>${stage}: ${rows.length} figures</summary>${table(['metric', 'figure (95 % CI)', 'what it is'], rows)}</details>`;
    })
    .join('');
} // prettier-ignore

function outcomeOf(one: CaseRecord): string {
  if (one.error !== undefined) return 'error';
  return one.passed ? 'passed' : 'failed';
}

function caseSection(one: CaseRecord): string {
  const { detail } = one;
  if (detail === undefined) return '';
  const outcome = outcomeOf(one);
  const search = [one.id, one.kind ?? '', one.trap ?? '', one.split, ...one.tags, detail.question].join(' ').toLowerCase();
  const rankings = Object.entries(detail.rankings).map(([stage, list]) =>
    `<h4>${escapeMarkup(stage)}</h4>${table(['', 'chunk', 'score'], list.map((hit) => [hit.gold ? 'gold' : '', hit.chunkId, formatNumber(hit.score)]))}`,
  );
  return `<details class="case" data-outcome="${outcome}" data-search="${escapeMarkup(search)}"><summary class="${outcome}">${outcome} · ${escapeMarkup(one.id)} · ${escapeMarkup(detail.question)}</summary><p>${escapeMarkup([one.error ?? '', ...one.reasons].filter((text) => text !== '').join('; '))}</p><p>Expected: ${escapeMarkup(detail.expected.join(' | '))}</p>${detail.answer === undefined ? '' : `<p>${escapeMarkup(detail.status ?? '')}, confidence ${formatNumber(detail.confidence ?? 0)}</p><pre>${escapeMarkup(detail.answer)}</pre>`}${rankings.join('')}</details>`;
} // prettier-ignore

/** The whole page. */
export function renderHtml(run: RunRecord): string {
  const { header, counts } = run;
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  const { answered, overRefused, refused, falselyAnswered } = run.table;
  const changes = run.comparison === undefined ? '' : `<h2>Against the baseline</h2><p>Broken: ${escapeMarkup(run.comparison.broken.join(', ') || 'none')}. Fixed: ${escapeMarkup(run.comparison.fixed.join(', ') || 'none')}. McNemar p = ${formatNumber(run.comparison.mcnemarP)}.</p>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${escapeMarkup(policy)}"><meta name="viewport" content="width=device-width"><title>Evaluation ${escapeMarkup(header.time)}</title><style>${style}</style></head><body><h1>Evaluation</h1><p class="verdict ${run.verdict.split(' ')[0] ?? ''}">${escapeMarkup(run.verdict)}</p>
<p>${counts.total} cases, ${counts.passed} passed, ${counts.errors} errors, ${counts.drafts} drafts. ${escapeMarkup(`${header.goldenFiles.join(', ')} (${header.goldenHash.slice(0, 12)}), embedder ${header.embedder}, ${header.engines}, version ${header.version} ${header.gitSha.slice(0, 7)}, seed ${header.seed}, ${header.time}`)}</p>
${gateSection(run)}${changes}${retrievalChart(run)}<h2>The decision to answer</h2>${table(['', 'answered', 'refused'], [['answerable', String(answered), String(overRefused)], ['must not be answered', String(falselyAnswered), String(refused)]])}${kindChart(run)}${run.calibration.length === 0 ? '' : `<h2>Calibration</h2>${calibrationChart(run.calibration)}`}${run.confusions.length === 0 ? '' : `<h2>Confusions of the router</h2>${table(['expected', 'predicted', 'count'], run.confusions.map((one) => [one.expected, one.predicted, String(one.count)]))}`}<h2>Figures</h2>${figureSection(run)}
<h2>Cases</h2><p><label>Filter <input id="text" type="search"></label><label>Outcome <select id="outcome"><option value="">all</option><option>passed</option><option>failed</option><option>error</option></select></label></p>${run.cases.map(caseSection).join('\n')}<script>${script}</script></body></html>
`;
} // prettier-ignore
