/**
 * Does the evidence of a part hold its answer? Logistic regression over raw signals (share of the question's IDF mass that the best
 * sentences cover, words and names that nothing covers, similarity, answer type, agreement of the arms), never over a fused score.
 * Weights are fitted by `scripts/composer/fit-gate.ts`; retrieval scores alone cannot tell a missing fact from a stated one.
 */
import type { PartEvidence } from '../domain/evidence.js';
import type { TermStatistics } from '../ports.js';
import { terms, tokenize } from '../text/terms.js';
import { holdsAspect } from './answer-type.js';
import { gateWeights } from './gate-weights.js';
import { coverage, stemsOfHeading, targetOf, type ScoredCandidate } from './sentence-score.js';

export const gateFeatureNames = [
  'bestCosine',
  'passageCosine',
  'bestCoverage',
  'bestCoverageWithHeading',
  'topThreeCoverage',
  'chunkCoverage',
  'rarestCovered',
  'namesCovered',
  'unknownShare',
  'aspect',
  'lexicalPerTerm',
  'armsAgree',
  'margin',
] as const;
export type GateFeatures = Readonly<Record<(typeof gateFeatureNames)[number], number>>;

export interface Verdict {
  /** Probability that the evidence holds the answer. */
  readonly probability: number;
  readonly features: GateFeatures;
}

/** Words of the question that name something: written with a capital or a digit inside the sentence. */
export function namesIn(question: string): string[] {
  return tokenize(question)
    .filter(({ start, end }) => {
      const written = question.slice(start, end);
      return (
        (start > 0 && /^\p{Lu}/u.test(written) && written !== 'I') ||
        /\p{L}\p{N}|\p{N}\p{L}|\p{Ll}\p{Lu}/u.test(written)
      );
    })
    .map(({ text }) => text);
}

function unionOf(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((set) => [...set]));
}

function armsAgree(part: PartEvidence): number {
  const byLexical = [...part.ranked].sort((a, b) => b.lexical - a.lexical).slice(0, 5);
  const byDense = new Set([...part.ranked].sort((a, b) => b.dense - a.dense).slice(0, 5));
  return byLexical.filter((ranked) => byDense.has(ranked)).length / 5;
}

export function gateFeatures(
  part: PartEvidence,
  scored: readonly ScoredCandidate[],
  statistics: TermStatistics,
): GateFeatures {
  const target = targetOf(part, statistics);
  const best = scored[0];
  const top = part.ranked[0];
  const topThree = scored.slice(0, 3).map(({ candidate }) => candidate);
  const headings = topThree.map(stemsOfHeading);
  const held = unionOf([...topThree.map((candidate) => candidate.stems), ...headings]);
  const chunkStems = new Set(
    top === undefined ? [] : terms(`${top.chunk.title} ${top.chunk.headingPath.join(' ')} ${top.chunk.text}`),
  );
  const byRarity = [...target.weights].sort((a, b) => b[1] - a[1]).slice(0, 2);
  const names = namesIn(part.part.text).flatMap((name) => terms(name));
  const unknown = part.unknownWords.length * statistics.inverseDocumentFrequency('');
  return {
    bestCosine: best?.features.cosine ?? 0,
    passageCosine: Math.max(0, ...part.ranked.slice(0, 3).map((ranked) => ranked.dense)),
    bestCoverage: best?.features.coverage ?? 0,
    bestCoverageWithHeading: best?.features.coverageWithHeading ?? 0,
    topThreeCoverage: coverage(target, held),
    chunkCoverage: coverage(target, chunkStems),
    rarestCovered:
      byRarity.length === 0 ? 0 : byRarity.filter(([stem]) => held.has(stem)).length / byRarity.length,
    namesCovered:
      names.length === 0
        ? 1
        : names.filter((name) => held.has(name) || chunkStems.has(name)).length / names.length,
    unknownShare: target.total === 0 ? 0 : unknown / target.total,
    aspect: topThree.some((candidate) => holdsAspect(part.part.aspect, candidate.text)) ? 1 : 0,
    lexicalPerTerm: target.total === 0 ? 0 : Math.min(3, (top?.lexical ?? 0) / target.total),
    armsAgree: armsAgree(part),
    margin: best === undefined ? 0 : Math.min(2, best.score - (scored[4]?.score ?? best.score)),
  };
}

/** Probability that the part can be answered from its evidence. */
export function judge(
  part: PartEvidence,
  scored: readonly ScoredCandidate[],
  statistics: TermStatistics,
): Verdict {
  const features = gateFeatures(part, scored, statistics);
  let logit = gateWeights.bias;
  for (const name of gateFeatureNames) logit += gateWeights[name] * features[name];
  return { probability: 1 / (1 + Math.exp(-logit)), features };
}

/** From here a part is answered. */
export const answerThreshold = gateWeights.threshold;
