/** A run as JUnit XML: a suite for the gates and one per kind of case. Failures and errors apart; figures are in the JSON report only. */
import type { CaseRecord, GateResult, RunRecord } from '../run/record.js';
import { escapeMarkup, formatFigure } from './format.js';

function element(options: { suite: string; name: string; seconds: number; body: string }): string {
  const { suite, name, seconds, body } = options;
  return `    <testcase classname="${escapeMarkup(suite)}" name="${escapeMarkup(name)}" time="${seconds.toFixed(4)}">${body}</testcase>`;
}

function caseBody(one: CaseRecord): string {
  if (one.error !== undefined) return `<error message="${escapeMarkup(one.error)}"/>`;
  if (one.passed) return '';
  if (one.draft) return '<skipped message="draft: does not gate"/>';
  const text = [...one.reasons, one.detail?.answer ?? ''].join('\n');
  return `<failure message="${escapeMarkup(one.reasons[0] ?? 'failed')}" type="${one.failedStages[0] ?? 'failed'}">${escapeMarkup(text)}</failure>`;
}

function gateBody(gate: GateResult): string {
  if (gate.outcome === 'met') return '';
  if (gate.outcome === 'not_run') return '<skipped message="its stage was not run"/>';
  const figure = gate.figure === undefined ? 'not measured' : formatFigure(gate.figure);
  return `<failure message="${escapeMarkup(`${gate.name}: ${figure}, wanted ${gate.limit}`)}" type="gate"/>`;
}

function suite(name: string, cases: readonly { name: string; seconds: number; body: string }[]): string {
  if (cases.length === 0) return '';
  const count = (tag: string): number => cases.filter((one) => one.body.startsWith(`<${tag}`)).length;
  return [
    `  <testsuite name="${name}" tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}">`,
    ...cases.map((one) => element({ suite: name, ...one })),
    '  </testsuite>\n',
  ].join('\n');
}

/** The whole report; its counts agree with the exit status as far as JUnit can say it. */
export function renderJunit(run: RunRecord): string {
  const ofType = (type: CaseRecord['type']) =>
    run.cases
      .filter((one) => one.type === type)
      .map((one) => ({ name: one.id, seconds: (one.latenciesMs[0] ?? 0) / 1000, body: caseBody(one) }));
  const gates = run.gates.map((gate) => ({ name: gate.name, seconds: 0, body: gateBody(gate) }));
  const verdict =
    run.exitCode === 0 ? '' : `<failure message="${escapeMarkup(run.verdict)}" type="verdict"/>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="askfolio eval">\n',
    suite('verdict', [{ name: 'verdict', seconds: 0, body: verdict }]),
    suite('gates', gates),
    suite('cases', ofType('case')),
    suite('router', ofType('router')),
    suite('cache', ofType('pair')),
    '</testsuites>\n',
  ].join('');
}
