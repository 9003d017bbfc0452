/** The record of a run: what the JSON report holds and every other report is made from. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError, messageOf } from '../../src/domain/errors.js';
import { stages } from '../metrics/catalogue.js';

const rankedSchema = z.object({
  chunkId: z.string(),
  documentId: z.string(),
  score: z.number(),
  /** Holds a gold quote, or belongs to a gold document that has no quote. */
  gold: z.boolean(),
});

/** What a person needs to understand a case; left out of the test half unless revealed, and of baselines. */
const detailSchema = z.object({
  question: z.string(),
  earlier: z.array(z.string()),
  expected: z.array(z.string()),
  status: z.string().optional(),
  answer: z.string().optional(),
  confidence: z.number().optional(),
  citations: z.array(z.object({ n: z.number(), documentId: z.string(), quote: z.string() })),
  unsupported: z.array(z.string()),
  rankings: z.record(z.string(), z.array(rankedSchema)),
});

export const caseRecordSchema = z.object({
  /** The golden id, or `test:` and a hash of it when the test half is not revealed. */
  id: z.string(),
  type: z.enum(['case', 'router', 'pair']),
  split: z.enum(['dev', 'test']),
  draft: z.boolean(),
  tags: z.array(z.string()),
  kind: z.string().optional(),
  trap: z.string().optional(),
  /** Metric -> value of this case; a metric is absent when the case is not in its denominator. */
  values: z.record(z.string(), z.number()),
  passed: z.boolean(),
  /** Stages that went wrong, in the order of the pipeline: the first one is the cause. */
  failedStages: z.array(z.enum(stages)),
  reasons: z.array(z.string()),
  error: z.string().optional(),
  decision: z
    .object({ answerable: z.boolean(), refused: z.boolean(), correct: z.boolean(), confidence: z.number() })
    .optional(),
  label: z.object({ expected: z.string(), predicted: z.string() }).optional(),
  latenciesMs: z.array(z.number()),
  detail: detailSchema.optional(),
});

const figureSchema = z.object({
  value: z.number(),
  n: z.number(),
  low: z.number().optional(),
  high: z.number().optional(),
});
const figuresSchema = z.record(z.string(), figureSchema);

const gateResultSchema = z.object({
  name: z.string(),
  metric: z.string(),
  stage: z.string(),
  limit: z.string(),
  outcome: z.enum(['met', 'failed', 'not_measured', 'not_run']),
  figure: figureSchema.optional(),
});

const deltaSchema = z.object({
  metric: z.string(),
  baseline: z.number(),
  current: z.number(),
  n: z.number(),
  low: z.number(),
  high: z.number(),
  gating: z.boolean(),
  regressed: z.boolean(),
});

export const comparisonSchema = z.object({
  baselineTime: z.string(),
  baselineGitSha: z.string(),
  sharedCases: z.number(),
  onlyBaseline: z.number(),
  onlyCurrent: z.number(),
  sameGolden: z.boolean(),
  deltas: z.array(deltaSchema),
  broken: z.array(z.string()),
  fixed: z.array(z.string()),
  mcnemarP: z.number(),
  /** Names of what counts as a regression. */
  regressions: z.array(z.string()),
});

export const runRecordSchema = z.object({
  format: z.literal('askfolio-eval-1'),
  header: z.object({
    version: z.string(),
    gitSha: z.string(),
    time: z.string(),
    goldenFiles: z.array(z.string()),
    goldenHash: z.string(),
    generation: z.string(),
    embedder: z.string(),
    /** `index embedded, cache memory, composer extractive`. */
    engines: z.string().default('unknown'),
    documents: z.number(),
    chunks: z.number(),
    seed: z.number(),
    repeat: z.number(),
    stages: z.array(z.string()),
    selection: z.array(z.string()),
    revealed: z.boolean(),
    warnings: z.array(z.string()),
    durationMs: z.number(),
  }),
  complete: z.boolean(),
  counts: z.object({ total: z.number(), passed: z.number(), drafts: z.number(), errors: z.number(), skipped: z.number() }),
  metrics: figuresSchema,
  /** `split=test`, `kind=off_topic`, `trap=entity`, ... -> figures over those cases. */
  breakdowns: z.record(z.string(), figuresSchema),
  confusions: z.array(z.object({ expected: z.string(), predicted: z.string(), count: z.number() })),
  table: z.object({ answered: z.number(), overRefused: z.number(), refused: z.number(), falselyAnswered: z.number() }),
  calibration: z.array(z.object({ count: z.number(), confidence: z.number(), accuracy: z.number() })),
  gates: z.array(gateResultSchema),
  firstBrokenStage: z.string().optional(),
  comparison: comparisonSchema.optional(),
  verdict: z.string(),
  exitCode: z.number(),
  cases: z.array(caseRecordSchema),
}); // prettier-ignore

export type CaseRecord = z.infer<typeof caseRecordSchema>;
export type CaseDetail = z.infer<typeof detailSchema>;
export type RankedRecord = z.infer<typeof rankedSchema>;
export type Figure = z.infer<typeof figureSchema>;
export type Figures = z.infer<typeof figuresSchema>;
export type GateResult = z.infer<typeof gateResultSchema>;
export type Delta = z.infer<typeof deltaSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type RunRecord = z.infer<typeof runRecordSchema>;

/** Line on which a JSON text breaks, from the position in the parser's message when it gives one. */
function lineOfSyntaxError(text: string, error: unknown): number {
  const position = /position (\d+)/.exec(messageOf(error))?.[1];
  return position === undefined
    ? text.split('\n').length
    : text.slice(0, Number(position)).split('\n').length;
}

/** Reads a JSON report. @throws AppError `bad_golden` with file and line when it is none. */
export function readRecord(path: string): RunRecord {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError('bad_golden', `${path}:1: cannot be read: ${messageOf(error)}`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const line = lineOfSyntaxError(text, error);
    throw new AppError('bad_golden', `${path}:${line}: not a whole JSON file: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const parsed = runRecordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place =
    issue === undefined || issue.path.length === 0 ? 'the file' : issue.path.map(String).join('.');
  throw new AppError(
    'bad_golden',
    `${path}:1: not a report of this tool: ${place}: ${issue?.message ?? 'unknown shape'}`,
  );
}
