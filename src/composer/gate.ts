/**
 * Does the evidence of a part hold its answer? Logistic regression over raw signals (share of the question's IDF mass that the best
 * sentences cover, words and names that nothing covers, similarity, answer type, agreement of the arms), never over a fused score.
 * Weights are fitted by `scripts/composer/fit-gate.ts`; retrieval scores alone cannot tell a missing fact from a stated one.
 */
import type { Chunk } from '../domain/chunk.js';
import type { PartEvidence } from '../domain/evidence.js';
import type { Aspect } from '../domain/plan.js';
import type { TermStatistics } from '../ports.js';
import { termsWithLemmas } from '../text/lemmas.js';
import { stem, terms, tokenize } from '../text/terms.js';
import { holdsAspect } from './answer-type.js';
import { ordinaryChunks } from './background.js';
import { lexicalGateWeights } from './gate-weights-lexical.js';
import { gateWeights } from './gate-weights.js';
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

export interface Verdict {
  /** Probability that the evidence holds the answer. */
  readonly probability: number;
  /** Enough to answer: at or above the fitted threshold, and the evidence holds what is asked beyond the subject. */
  readonly isEnough: boolean;
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

const questionWord =
  /\b(?:what|which|whose|how (?:many|much|long|often|far|big|large|fast|old|accurate|well)|how)\b/i;

/** What is asked for: the topic words right after the question word ("which columns", "what protocol", "how accurate"), at most two, as stems. */
export function focusOf(question: string): string[] {
  const match = questionWord.exec(question);
  if (match === null) return [];
  const own = /^how /i.test(match[0]) ? match[0].split(' ').slice(1).join(' ') : '';
  const rest = question
    .slice(match.index + match[0].length)
    .split(
      /\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|of|in|on|for|to|and|by|with)\b/i,
    );
  const words = /^(?:many|much|long|often|far)$/i.test(own) ? '' : own;
  return terms(`${words} ${rest[0] ?? ''}`).slice(0, 2);
}

/** "How many minutes": a number with that unit nearby in one of the sentences; 1 for every other question. */
export function unitOf(question: string, aspect: Aspect, sentences: readonly string[]): number {
  if (aspect !== 'how_many' && aspect !== 'count') return 1;
  const [unit] = focusOf(question);
  if (unit === undefined) return 1;
  return sentences.some((sentence) => {
    const words = tokenize(sentence);
    return words.some(
      ({ text }, i) =>
        /\p{N}/u.test(text) &&
        words.slice(Math.max(0, i - 3), i + 4).some((near) => stem(near.text) === unit),
    );
  })
    ? 1
    : 0;
}

const chunkStems = new WeakMap<Chunk, ReadonlySet<string>>();

/** Stems of a chunk with its title and headings; made once per chunk. */
function stemsOfChunk(chunk: Chunk): ReadonlySet<string> {
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

/** Words that ask and name nothing ("how does X work", "what happens when ..."): no text needs to hold them. */
const lightStems = new Set(
  terms(
    'happen work use deal handle treat do get go make take come give look thing way want need try help think know kind sort actually really exactly possible around instead much many far long often',
  ),
);
/** Words that no text knows and that ask for something. */
function unknownOf({ unknownWords }: PartEvidence): string[] {
  return unknownWords.filter((word) => !lightStems.has(stem(word)));
}

const chunksForHeading = 3;
const leastInHeading = 2;

/** A section whose own heading is made of the asked words ("How does offline delivery work?" under "Offline delivery") is about them, whatever its sentences repeat. */
function isUnderItsHeading(part: PartEvidence, statistics: TermStatistics): boolean {
  if (unknownOf(part).length > 0) return false;
  const asked = [...targetOf(part, statistics).weights.keys()].filter((stem) => !lightStems.has(stem));
  return part.ranked.slice(0, chunksForHeading).some(({ chunk }) => {
    const title = new Set(terms(chunk.title));
    const heading = new Set(terms(chunk.headingPath.at(-1) ?? ''));
    const beyond = asked.filter((stem) => !title.has(stem) || heading.has(stem));
    return beyond.length >= leastInHeading && beyond.every((stem) => heading.has(stem));
  });
}

const sentencesForWords = 8;

/**
 * One sentence, with its headings, holds every asked word. Without vectors, and in a corpus too small for word counts to mean much, this tells more than the fitted
 * signals; a single word is enough only in such a corpus, where it is hardly met by chance.
 */
function holdsEveryWord(
  part: PartEvidence,
  scored: readonly ScoredCandidate[],
  statistics: TermStatistics,
): boolean {
  const isSmall = statistics.chunkCount < ordinaryChunks;
  if ((part.vector !== undefined && !isSmall) || unknownOf(part).length > 0) return false;
  const asked = [...targetOf(part, statistics).weights.keys()].filter((stem) => !lightStems.has(stem));
  return (
    asked.length >= (isSmall ? 1 : 2) &&
    scored.slice(0, sentencesForWords).some(({ candidate }) => {
      const heading = stemsOfHeading(candidate);
      return (
        asked.some((stem) => candidate.stems.has(stem)) &&
        asked.every((stem) => candidate.stems.has(stem) || heading.has(stem))
      );
    })
  );
}

/** A probability from which a sentence may answer in words of its own. */
const sureOfSentence = 0.7;

const asksOpenly = /\b(?:tell me|summari[sz]e|overview|describe|walk me|introduce|about)\b/i;

/**
 * A question names its subject and asks something of it ("What award did the Peace Corps platform win?"). Sentences that name the subject alone do not
 * answer: of the stems that stand in no title of the best three chunks, enough by IDF must be held by the best sentences, or by the chunks.
 */
function holdsMoreThanSubject(
  part: PartEvidence,
  scored: readonly ScoredCandidate[],
  statistics: TermStatistics,
  probability: number,
): boolean {
  if (part.part.aspect === 'open' || asksOpenly.test(part.part.text)) return true;
  const top = part.ranked.slice(0, 3).map(({ chunk }) => chunk);
  const titles = new Set(top.flatMap(({ title }) => terms(title)));
  const beyond = [...targetOf(part, statistics).weights].filter(
    ([stem]) => !titles.has(stem) && !lightStems.has(stem),
  );
  const unknown = unknownOf(part).length * statistics.inverseDocumentFrequency('');
  const total = beyond.reduce((sum, [, weight]) => sum + weight, unknown);
  if (total === 0) return true;
  const share = (held: ReadonlySet<string>): number =>
    beyond.reduce((sum, [stem, weight]) => sum + (held.has(stem) ? weight : 0), 0) / total;
  const best = scored.slice(0, 3).map(({ candidate }) => candidate);
  const inSentences = share(unionOf([...best.map(({ stems }) => stems), ...best.map(stemsOfHeading)]));
  const inChunks = share(unionOf(top.map(stemsOfChunk)));
  return inSentences >= 0.3 || inChunks >= 0.4 || probability >= sureOfSentence;
}

const identifier = /(?<![\p{L}\p{N}])\p{L}+[/.-]?\p{N}[\p{L}\p{N}.]*(?<!\.)/gu;
const chunksForIdentifiers = 5;

/** "p99", "HTTP/3", "OAuth2": a name with digits stands in the evidence as it is written, or the evidence is about something else. */
function holdsIdentifiers(part: PartEvidence): boolean {
  const folded = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const asked = part.part.text.match(identifier) ?? [];
  const chunks = part.ranked
    .slice(0, chunksForIdentifiers)
    .map(({ chunk }) => folded(`${chunk.title} ${chunk.headingPath.join(' ')} ${chunk.text}`));
  return asked.every((name) => chunks.some((text) => text.includes(folded(name))));
}

/** Probability that the part can be answered from its evidence; an index without vectors has weights of its own. */
export function judge(
  part: PartEvidence,
  scored: readonly ScoredCandidate[],
  statistics: TermStatistics,
): Verdict {
  const features = gateFeatures(part, scored, statistics);
  const weights = part.vector === undefined ? lexicalGateWeights : gateWeights;
  let logit: number = weights.bias;
  for (const name of gateFeatureNames) logit += weights[name] * features[name];
  const probability = 1 / (1 + Math.exp(-logit));
  const isTold =
    (probability >= weights.threshold && holdsMoreThanSubject(part, scored, statistics, probability)) ||
    (probability >= weights.threshold / 2 && isUnderItsHeading(part, statistics)) ||
    holdsEveryWord(part, scored, statistics);
  const isEnough = isTold && holdsIdentifiers(part);
  return { probability, isEnough, features };
}
