/**
 * Does the evidence of a part hold its answer? Logistic regression over the raw signals of `gate-features.ts`, with what no sum of signals may outweigh:
 * a name, or the kind of thing that was asked for, is missing. Weights are fitted by `scripts/composer/fit-gate.ts`.
 */
import type { PartEvidence } from '../domain/evidence.js';
import type { TermStatistics } from '../ports.js';
import { stem, terms } from '../text/terms.js';
import { holdsKindAsked } from './answer-kind.js';
import { ordinaryChunks } from './background.js';
import { gateFeatureNames, gateFeatures, stemsOfChunk, unionOf, type GateFeatures } from './gate-features.js';
import { lexicalGateWeights } from './gate-weights-lexical.js';
import { gateWeights } from './gate-weights.js';
import { asksOfUnknown, missingNames } from './missing-names.js';
import { stemsOfHeading, targetOf, type ScoredCandidate } from './sentence-score.js';

export interface Verdict {
  /** Probability that the evidence holds the answer. */
  readonly probability: number;
  /** Enough to answer: at or above the fitted threshold, and the evidence holds what is asked beyond the subject. */
  readonly isEnough: boolean;
  readonly features: GateFeatures;
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

const sentencesForKind = 5;
const likeness = 0.4;
const leastLead = 0.3;
const leastOfSure = 0.05;

/**
 * The search is sure of itself: the first chunk leads the second clearly and the best sentence is close to the question, in whatever words it says it.
 * Levels measured on SQuAD 2.0: of the refusals that this takes back, five in six were answerable.
 */
function isClearlyFound(part: PartEvidence, { bestCosine }: GateFeatures, probability: number): boolean {
  const [first, second] = part.ranked;
  if (first === undefined || first.score <= 0 || unknownOf(part).length > 0) return false;
  const lead = (first.score - (second?.score ?? 0)) / first.score;
  return bestCosine >= likeness && lead >= leastLead && probability >= leastOfSure;
}

/**
 * From this probability a subject that no text names is taken for another word of what the texts do name ("machines" for servers). Of 900 questions on SQuAD 2.0,
 * 472 on documentation, 300 put to the other corpus and 211 on the sample corpus, those that this rule alone refused rightly stay below .35.
 */
const sureOfSubject = 0.5;

/** What may be missing from no answer: the names of the question, its subject, and the kind of thing that it asks for. */
function holdsWhatIsAsked(
  part: PartEvidence,
  scored: readonly ScoredCandidate[],
  probability: number,
): boolean {
  const candidates = scored.map(({ candidate }) => candidate);
  const document = candidates[0]?.chunk.documentId;
  // An amount in a text on something else answers nothing.
  const best = candidates
    .slice(0, sentencesForKind)
    .filter(({ chunk }) => chunk.documentId === document)
    .map(({ text }) => text);
  // A table row has few words to be found by.
  const rows = candidates.filter(({ form, rank }) => form === 'row' && rank === 0).map(({ text }) => text);
  return (
    (probability >= sureOfSubject || !asksOfUnknown(part)) &&
    missingNames(part, scored).length === 0 &&
    holdsKindAsked(part.part.text, [...best, ...rows])
  );
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
    isClearlyFound(part, features, probability) ||
    holdsEveryWord(part, scored, statistics);
  return { probability, isEnough: isTold && holdsWhatIsAsked(part, scored, probability), features };
}
