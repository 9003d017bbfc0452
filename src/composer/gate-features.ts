/**
 * Raw signals of the gate: share of the question's IDF mass that the best sentences cover, words and names that nothing covers, similarity,
 * answer type, agreement of the arms. Never a fused score: that always has a winner, relevant or not.
 */
import type { Chunk } from '../domain/chunk.js';
import type { PartEvidence } from '../domain/evidence.js';
import type { Aspect } from '../domain/plan.js';
import type { TermStatistics } from '../ports.js';
import { termsWithLemmas } from '../text/lemmas.js';
import { terms } from '../text/terms.js';
import { holdsAspect } from './answer-type.js';
import { focusOf, namesIn, unitOf } from './question-focus.js';
import { coverage, stemsOfHeading, targetOf, type ScoredCandidate } from './sentence-score.js';

export const gateFeatureNames = [
  'bestCosine',
  'passageCosine',
  'bestCoverage',
  'topThreeCoverage',
  'chunkCoverage',
  'rarestInBest',
  'rarestInChunk',
  'namesInBest',
  'namesInChunk',
  'unknownShare',
  'aspectInBest',
  'aspectInThree',
  'freshNumber',
  'focusInBest',
  'focusInThree',
  'unit',
  'armsAgree',
  'peak',
  'similarAndCovered',
  'topicWords',
  'asksNumber',
  'asksTime',
  'asksReason',
  'asksManner',
  'asksName',
  'asksYesNo',
] as const;
export type GateFeatures = Readonly<Record<(typeof gateFeatureNames)[number], number>>;

export function unionOf(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((set) => [...set]));
}

function shareHeld(stems: readonly string[], held: ReadonlySet<string>): number {
  return stems.length === 0 ? 1 : stems.filter((stem) => held.has(stem)).length / stems.length;
}

function armsAgree(part: PartEvidence): number {
  const byLexical = [...part.ranked].sort((a, b) => b.lexical - a.lexical).slice(0, 5);
  const byDense = new Set([...part.ranked].sort((a, b) => b.dense - a.dense).slice(0, 5));
  return byLexical.filter((ranked) => byDense.has(ranked)).length / Math.max(1, byLexical.length);
}

/** How far the best sentence stands out from the crowd behind it. */
function peakOf(scored: readonly ScoredCandidate[]): number {
  const crowd = scored.slice(4, 16).map(({ features }) => features.cosine);
  if (crowd.length === 0) return 0;
  return (scored[0]?.features.cosine ?? 0) - crowd.reduce((sum, value) => sum + value, 0) / crowd.length;
}

function freshNumber(aspect: Aspect, question: string, sentence: string): number {
  if (aspect !== 'how_many' && aspect !== 'count' && aspect !== 'when') return 1;
  const asked = new Set(question.match(/\p{N}+/gu) ?? []);
  return (sentence.match(/\p{N}+/gu) ?? []).some((number) => !asked.has(number)) ? 1 : 0;
}

const chunkStems = new WeakMap<Chunk, ReadonlySet<string>>();

/** Stems of a chunk with its title and headings; made once per chunk. */
export function stemsOfChunk(chunk: Chunk): ReadonlySet<string> {
  const known =
    chunkStems.get(chunk) ?? termsWithLemmas(`${chunk.title} ${chunk.headingPath.join(' ')} ${chunk.text}`);
  chunkStems.set(chunk, known);
  return known;
}

export function gateFeatures(
  part: PartEvidence,
  scored: readonly ScoredCandidate[],
  statistics: TermStatistics,
): GateFeatures {
  const { aspect, text } = part.part;
  const target = targetOf(part, statistics);
  const topThree = scored.slice(0, 3).map(({ candidate }) => candidate);
  const [best] = topThree;
  const top = part.ranked[0];
  const inBest = best === undefined ? new Set<string>() : unionOf([best.stems, stemsOfHeading(best)]);
  const inThree = unionOf([...topThree.map((candidate) => candidate.stems), ...topThree.map(stemsOfHeading)]);
  const chunk = best?.chunk ?? top?.chunk;
  const inChunk = chunk === undefined ? new Set<string>() : stemsOfChunk(chunk);
  const rarest = [...target.weights]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 2)
    .map(([stem]) => stem);
  const focus = focusOf(text);
  const names = namesIn(text).flatMap((name) => terms(name));
  const unknown = part.unknownWords.length * statistics.inverseDocumentFrequency('');
  const bestCosine = Math.max(0, scored[0]?.features.cosine ?? 0);
  const bestCoverage = coverage(target, inBest);
  const is = (...aspects: readonly Aspect[]): number => (aspects.includes(aspect) ? 1 : 0);
  return {
    bestCosine,
    passageCosine: Math.max(0, ...part.ranked.slice(0, 3).map((ranked) => ranked.dense)),
    bestCoverage,
    topThreeCoverage: coverage(target, inThree),
    chunkCoverage: coverage(target, inChunk),
    rarestInBest: shareHeld(rarest, inBest),
    rarestInChunk: shareHeld(rarest, inChunk),
    namesInBest: shareHeld(names, inBest),
    namesInChunk: shareHeld(names, inChunk),
    unknownShare: target.total === 0 ? 0 : unknown / target.total,
    aspectInBest: best !== undefined && holdsAspect(aspect, best.text) ? 1 : 0,
    aspectInThree: topThree.some((candidate) => holdsAspect(aspect, candidate.text)) ? 1 : 0,
    focusInBest: shareHeld(focus, inBest),
    focusInThree: shareHeld(focus, inThree),
    unit: unitOf(
      text,
      aspect,
      topThree.map((candidate) => candidate.text),
    ),
    freshNumber: best === undefined ? 0 : freshNumber(aspect, text, best.text),
    armsAgree: armsAgree(part),
    peak: peakOf(scored),
    similarAndCovered: bestCosine * bestCoverage,
    topicWords: Math.min(1, target.weights.size / 10),
    asksNumber: is('how_many', 'count'),
    asksTime: is('when'),
    asksReason: is('why'),
    asksManner: is('how'),
    asksName: is('who', 'which', 'where'),
    asksYesNo: is('yes_no'),
  };
}
