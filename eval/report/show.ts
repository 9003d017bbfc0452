/** One case in full, for the person who wants to know why it passed or failed. */
import { escapePattern } from '../../src/text/escape-pattern.js';
import type { CaseRecord } from '../run/record.js';
import { formatNumber } from './format.js';

/** Unsupported words of an answer in `>>` and `<<`. */
export function markUnsupported(answer: string, tokens: readonly string[]): string {
  if (tokens.length === 0) return answer;
  const alternatives = [...tokens].sort((a, b) => b.length - a.length).map(escapePattern);
  return answer.replace(new RegExp(alternatives.join('|'), 'g'), (token) => `>>${token}<<`);
}

/** The case as lines of text: question, gold, rankings with marks, answer, verdict, and how to run it again. */
export function renderCase(one: CaseRecord, replay: string): string[] {
  const { detail } = one;
  const lines = [`${one.id}  ${one.error !== undefined ? 'ERROR' : one.passed ? 'passed' : 'FAILED'}`];
  if (detail !== undefined) {
    lines.push(...detail.earlier.map((turn) => `Earlier:  ${turn}`), `Question: ${detail.question}`);
    lines.push(...detail.expected.map((text) => `Gold:     ${text}`));
    for (const [stage, ranked] of Object.entries(detail.rankings)) {
      lines.push(`${stage} (* holds gold)`);
      ranked.forEach((hit, index) =>
        lines.push(`  ${hit.gold ? '*' : ' '} ${String(index + 1).padStart(2)}  ${formatNumber(hit.score).padStart(8)}  ${hit.chunkId}`),
      );
    }
    if (detail.answer !== undefined)
      lines.push(`Status:   ${detail.status ?? ''}, confidence ${formatNumber(detail.confidence ?? 0)}`, `Answer:   ${markUnsupported(detail.answer, detail.unsupported)}`);
    lines.push(...detail.citations.map((citation) => `  [${citation.n}] ${citation.documentId}: "${citation.quote}"`));
  }
  const values = Object.entries(one.values).filter(([name]) => !/^(no_plan\.|lexical\.|dense\.|fused\.|packed\.)/.test(name));
  lines.push(`Values:   ${values.map(([name, value]) => `${name} ${formatNumber(value)}`).join(', ')}`);
  if (one.failedStages[0] !== undefined) lines.push(`First broken stage: ${one.failedStages[0]}`);
  lines.push(...[one.error ?? '', ...one.reasons].filter((text) => text !== '').map((reason) => `Why:      ${reason}`));
  return [...lines, `Again:    ${replay}`];
} // prettier-ignore
