/** Reads the labelled question pairs of `data/`: development pairs to tune on, held-out pairs to report. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createVetoes, type Vetoes } from '../../src/cache/vetoes/veto-table.js';
import type { Plan } from '../../src/domain/plan.js';

const pairSchema = z.object({
  topic: z.string(),
  label: z.enum(['same', 'different']),
  /** What makes the questions different; absent for the same ones. */
  trap: z.string().optional(),
  stored: z.string(),
  asked: z.string(),
});
/** Rules are made on the development pairs and mended on the validation pairs; the held-out pairs are only ever reported, but for a half of the portfolio's. */
export type PairSet =
  | 'development'
  | 'validation'
  | 'held-out'
  | 'portfolio-development'
  | 'portfolio-held-out'
  | 'portfolio-blind'
  | 'portfolio-second-blind'
  | 'portfolio-third-blind'
  | 'portfolio-fourth-blind';
export type LabelledPair = z.infer<typeof pairSchema>;

/** All pairs of `data/<name>.jsonl`, in order. */
export function readPairs(name: PairSet): LabelledPair[] {
  return readPairFile(fileURLToPath(new URL(`data/${name}.jsonl`, import.meta.url)));
}

/** All pairs of a file of JSON lines, in order. */
export function readPairFile(path: string): LabelledPair[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => pairSchema.parse(JSON.parse(line)));
}

/** The vetoes without a corpus or names of its own. */
export function createNeutralVetoes(): Vetoes {
  return createVetoes({
    snapshot: { catalogue: { technologies: [], documents: [] } },
    entities: [],
    aliases: new Map(),
  });
}

/** A plan that says nothing, so that the vetoes stand alone: what they reach with it is a lower bound. */
function neutralPlan(question: string): Plan {
  const scores = { factual: 1, explanation: 0, comparison: 0, creative: 0 };
  const part = { text: question, aspect: 'what', kind: 'question', queries: [] } as const;
  return { question, kind: 'question', intent: 'factual', scores, parts: [part] };
}

/** The first veto that refuses or leaves it open: without a corpus no answer can settle it. Undefined: the pair is the same to the vetoes. */
export function vetoBetween(vetoes: Vetoes, stored: string, asked: string): string | undefined {
  const { veto, open } = vetoes.check(
    { question: asked, plan: neutralPlan(asked) },
    { question: stored, plan: neutralPlan(stored) },
  );
  return veto ?? open[0]?.name;
}
