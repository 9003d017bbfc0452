/** Decides gates against the figures of a run. A gate whose metric was not measured fails, unless its stage was left out on purpose. */
import type { Gate, Scope } from '../golden/gates.js';
import { stageOf, stages } from '../metrics/catalogue.js';
import type { Stage } from '../metrics/catalogue.js';
import type { CaseRecord, Figures, GateResult } from './record.js';
import { casesIn, summarise } from './summarise.js';

/** `false_answer_rate[kind=off_topic]`. */
export function gateName(gate: Gate): string {
  const scope = Object.entries(gate.scope).map(([key, value]) => `${key}=${value}`);
  return scope.length === 0 ? gate.metric : `${gate.metric}[${scope.join(',')}]`;
}

function limitText(gate: Gate): string {
  return [
    ...(gate.min === undefined ? [] : [`>= ${gate.min}`]),
    ...(gate.max === undefined ? [] : [`<= ${gate.max}`]),
  ].join(' and ');
}

function isWhole(scope: Scope): boolean {
  return Object.keys(scope).length === 0;
}

// Sums of shares leave dust in the last digits; a gate at exactly 1 must not fail on it.
const dust = 1e-9;

/** One result per gate, in the order given. */
export function checkGates(options: {
  readonly gates: readonly Gate[];
  readonly cases: readonly CaseRecord[];
  readonly figures: Figures;
  readonly stagesRun: ReadonlySet<Stage>;
  /** Only some cases ran: a gate without a case is passed over, and said to be. */
  readonly isFiltered: boolean;
}): GateResult[] {
  return options.gates.map((gate) => {
    const stage = stageOf(gate.metric);
    const base = { name: gateName(gate), metric: gate.metric, stage, limit: limitText(gate) };
    if (stage !== 'run' && !options.stagesRun.has(stage)) return { ...base, outcome: 'not_run' };
    const figures = isWhole(gate.scope)
      ? options.figures
      : summarise(casesIn(options.cases, gate.scope), undefined);
    const figure = figures[gate.metric];
    if (figure === undefined || figure.n === 0)
      return { ...base, outcome: options.isFiltered ? 'not_run' : 'not_measured' };
    const isMet =
      (gate.min === undefined || figure.value >= gate.min - dust) &&
      (gate.max === undefined || figure.value <= gate.max + dust);
    return { ...base, outcome: isMet ? 'met' : 'failed', figure };
  });
}

/** The first stage of the pipeline with a gate that is not met. */
export function firstBrokenStage(results: readonly GateResult[]): Stage | undefined {
  const broken = results.filter((one) => one.outcome === 'failed' || one.outcome === 'not_measured');
  return stages.find((stage) => broken.some((one) => one.stage === stage));
}
