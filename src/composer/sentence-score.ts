/**
 * How well a sentence answers a part. A linear model over lexical, dense and positional signals of the sentence, its heading and its chunk;
 * the weights are fitted by `scripts/composer/fit-sentences.ts` on SQuAD 2.0 and documentation questions.
 */
import type { Chunk } from '../domain/chunk.js';
import type { PartEvidence } from '../domain/evidence.js';
import type { TermStatistics } from '../ports.js';
import { lemmaOf, termsWithLemmas } from '../text/lemmas.js';
import { terms } from '../text/terms.js';
import { isAnnouncement } from './announcement.js';
import { shapeAsked, type AnswerShape } from './answer-shape.js';
import { holdsAspect } from './answer-type.js';
import type { Candidate } from './candidates.js';

import { sentenceWeights } from './sentence-weights.js';

export const sentenceFeatureNames = [
  'cosine',
  'coverage',
  'coverageWithHeading',
  'coverageOfNeighbours',
  'chunkScore',
  'reciprocalRank',
  'aspect',
  'lead',
  'short',
  'long',
  'code',
  'rowOrItem',
  'novelty',
  'summary',
  'label',
  'admits',
  'definition',
  'freshNumber',
  'unit',
  'date',
  'person',
  'kind',
  'announcement',
] as const;
export type SentenceFeatures = Readonly<Record<(typeof sentenceFeatureNames)[number], number>>;

/** Weighted stems of a part with their IDF: what there is to cover. */
export interface Target {
  readonly weights: ReadonlyMap<string, number>;
  readonly total: number;
}

/** Stems of the part's own words, each worth its IDF; words unknown to the corpus count as the rarest. */
export function targetOf(part: PartEvidence, statistics: TermStatistics): Target {
  const weights = new Map<string, number>();
  const own = termsWithLemmas(part.part.text);
  const worth = (stem: string): number => statistics.inverseDocumentFrequency(stem);
  for (const stem of part.terms.keys()) {
    const lemma = lemmaOf(stem);
    // Of several forms of a verb the commonest says what the verb is worth.
    if (own.has(stem) || own.has(lemma))
      weights.set(lemma, Math.min(worth(stem), weights.get(lemma) ?? Infinity));
  }
  if (weights.size === 0) for (const stem of part.terms.keys()) weights.set(lemmaOf(stem), worth(stem));
  let total = 0;
  for (const weight of weights.values()) total += weight;
  return { weights, total: total + part.unknownWords.length * statistics.inverseDocumentFrequency('') };
}

/** Share of the target's weight that the given sets of stems hold together, 0 to 1. */
export function coverage(target: Target, ...sets: readonly ReadonlySet<string>[]): number {
  if (target.total === 0) return 0;
  let covered = 0;
  for (const [stem, weight] of target.weights) if (sets.some((set) => set.has(stem))) covered += weight;
  return covered / target.total;
}

/** Cosine of unit vectors; 0 without both. */
export function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (a === undefined || b === undefined) return 0;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

const headingStems = new WeakMap<Chunk, Map<string, ReadonlySet<string>>>();

/** Stems of the title and of the headings above a candidate. */
export function stemsOfHeading({ chunk, headingPath }: Candidate): ReadonlySet<string> {
  const known = headingStems.get(chunk) ?? new Map<string, ReadonlySet<string>>();
  headingStems.set(chunk, known);
  const text = `${chunk.title} ${headingPath.join(' ')}`;
  const stems = known.get(text) ?? termsWithLemmas(text);
  known.set(text, stems);
  return stems;
}

const asksDefinition =
  /^(?:(?:and|so|but|ok(?:ay)?)[, ]+)?(?:what(?:'s| is| are| was| were)|what does|who is|define|explain what) (?:an? |the |your )?(.+?)(?: (?:mean|stand for|about|do))?[?.! ]*$/i;
const definesPattern =
  /\b(?:is|are|was|were|means?|refers? to|stands? for|describes?|denotes?|consists? of|allows?|lets)\b/i;

/** "What is X?": a sentence that opens with X and goes on to say what it is. */
function defines(sentence: string, part: PartEvidence): boolean {
  const subject = asksDefinition.exec(part.part.text)?.[1];
  if (subject === undefined) return false;
  const wanted = terms(subject);
  if (wanted.length === 0 || wanted.length > 4) return false;
  const at = definesPattern.exec(sentence);
  if (at === null || at.index > 70) return false;
  const opening = new Set(terms(sentence.slice(0, at.index)));
  return wanted.every((stem) => opening.has(stem)) && opening.size <= wanted.length + 2;
}

export function sentenceFeatures(
  candidate: Candidate,
  neighbours: readonly Candidate[],
  part: PartEvidence,
  target: Target,
  shape: AnswerShape,
): SentenceFeatures {
  const heading = stemsOfHeading(candidate);
  const own = coverage(target, candidate.stems);
  let fresh = 0;
  for (const stem of candidate.stems) if (!target.weights.has(stem) && !heading.has(stem)) fresh++;
  return {
    cosine: cosine(part.vector, candidate.vector),
    coverage: own,
    coverageWithHeading: coverage(target, candidate.stems, heading),
    coverageOfNeighbours: coverage(target, ...neighbours.map((neighbour) => neighbour.stems)),
    chunkScore: candidate.chunkScore,
    reciprocalRank: 1 / (1 + candidate.rank),
    aspect: holdsAspect(part.part.aspect, candidate.text) ? 1 : 0,
    lead: candidate.index === 0 ? 1 : 0,
    short: candidate.words < 5 ? 1 : 0,
    long: candidate.words > 45 ? 1 : 0,
    code: candidate.form === 'code' ? 1 : 0,
    rowOrItem: candidate.form === 'row' || candidate.form === 'item' ? 1 : 0,
    novelty: Math.min(1, fresh / 8),
    summary: candidate.isSummary ? 1 : 0,
    label: fresh === 0 || /^Project: /.test(candidate.text) ? 1 : 0,
    admits: candidate.admits ? 1 : 0,
    definition: defines(candidate.text, part) ? 1 : 0,
    ...shape,
    announcement: isAnnouncement(candidate.text) ? 1 : 0,
  };
}

export interface ScoredCandidate {
  readonly candidate: Candidate;
  readonly score: number;
  readonly features: SentenceFeatures;
}

/** Every candidate with its score, best first, ties by chunk rank and place. */
export function scoreCandidates(
  candidates: readonly Candidate[],
  part: PartEvidence,
  statistics: TermStatistics,
): ScoredCandidate[] {
  const target = targetOf(part, statistics);
  const shapeOf = shapeAsked(part.part.text, part.part.aspect);
  const scored = candidates.map((candidate, i) => {
    const neighbours = [candidates[i - 1], candidates[i + 1]].filter(
      (other): other is Candidate => other !== undefined && other.chunk === candidate.chunk,
    );
    const features = sentenceFeatures(candidate, neighbours, part, target, shapeOf(candidate.text));
    let score = 0;
    for (const name of sentenceFeatureNames) score += sentenceWeights[name] * features[name];
    return { candidate, score, features };
  });
  return scored.sort(
    (a, b) =>
      b.score - a.score || a.candidate.rank - b.candidate.rank || a.candidate.index - b.candidate.index,
  );
}
