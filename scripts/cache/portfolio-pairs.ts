/**
 * Pairs over the sample corpus, and what the cache would do with them whatever their cosine: vetoes, evidence, and the question's own answer. The
 * first half of the held-out pairs, by hash, was tuned on; the second half and the blind pairs are only ever reported.
 */
import { createHash } from 'node:crypto';
import { loadGolden } from '../../eval/golden/load.js';
import { groundsOf, isSameAnswer, isSupported } from '../../src/cache/evidence.js';
import { refusalToStore } from '../../src/cache/storable.js';
import { createVetoes, strictest, type Vetoes } from '../../src/cache/vetoes/veto-table.js';
import type { AskResult } from '../../src/domain/answer.js';
import type { Plan } from '../../src/domain/plan.js';
import type { Embedder } from '../../src/ports.js';
import { routerFor, type Askfolio } from '../../src/services.js';
import { aliasTable } from '../../src/text/other-names.js';
import type { JudgedPair } from './false-hit-tables.js';
import { readPairs, type LabelledPair } from './labelled-pairs.js';

/** The pairs of `eval/golden/cache.yaml`. */
export function goldenPairs(split: 'dev' | 'test'): LabelledPair[] {
  const set = loadGolden({ files: ['eval/golden/cache.yaml'], cwd: process.cwd(), corpus: 'corpus' });
  return set.pairs
    .filter((pair) => pair.split === split)
    .map((pair) => ({
      topic: 'golden',
      label: pair.hit ? ('same' as const) : ('different' as const),
      trap: pair.trap,
      stored: pair.first,
      asked: pair.second,
    }));
}

/** Half of the held-out pairs: `tuned` ones have been looked at, `reported` ones have not. */
export function heldOutHalf(half: 'tuned' | 'reported'): LabelledPair[] {
  const isTuned = ({ stored, asked }: LabelledPair): boolean =>
    createHash('sha256').update(`${stored}\n${asked}`).digest().readUInt8(0) % 2 === 0;
  return readPairs('portfolio-held-out').filter((pair) => isTuned(pair) === (half === 'tuned'));
}

/** Cosine of two unit vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

interface Answered {
  readonly plan: Plan;
  readonly result: AskResult;
}

function vetoOf(vetoes: Vetoes, stored: Answered, asked: Answered): string | undefined {
  const isKept = refusalToStore(stored.plan, { ...stored.result, cache: { status: 'miss' } }) === undefined;
  if (!isKept) return 'not stored';
  const { veto, open } = vetoes.check(
    { question: asked.result.question, plan: asked.plan },
    { question: stored.result.question, plan: stored.plan },
  );
  if (veto !== undefined) return veto;
  const { chunks, status } = asked.result;
  const found = { chunkIds: chunks.map(({ id }) => id), status, grounds: groundsOf(asked.result) };
  if (!isSupported(stored.result, found)) return 'evidence';
  const left = strictest(open);
  return left === undefined || isSameAnswer(groundsOf(stored.result), found, left.proof)
    ? undefined
    : left.name;
}

/** Judges every pair by the answers that both questions get by themselves. */
export async function judgePortfolioPairs(
  pairs: readonly LabelledPair[],
  askfolio: Askfolio,
  embedder: Embedder,
): Promise<JudgedPair[]> {
  const snapshot = askfolio.snapshot();
  const vetoes = createVetoes({ snapshot, entities: [], aliases: aliasTable() });
  const answer = async (question: string): Promise<Answered & { vector: Float32Array }> => ({
    plan: routerFor(snapshot).route(question),
    result: await askfolio.ask({ question, bypassCache: true }),
    vector: (await embedder.embedQuestions([question]))[0] ?? new Float32Array(),
  });
  const judged: JudgedPair[] = [];
  for (const pair of pairs) {
    const [stored, asked] = [await answer(pair.stored), await answer(pair.asked)];
    const similarity = cosine(stored.vector, asked.vector);
    judged.push({ isSame: pair.label === 'same', similarity, veto: vetoOf(vetoes, stored, asked) });
  }
  return judged;
}
