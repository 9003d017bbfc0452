/** Parts of a question that the answer to an earlier part has told on the way: "What broke and when did it break?" */
import type { PartEvidence } from '../domain/evidence.js';
import type { TermStatistics } from '../ports.js';
import { holdsKindAsked } from './answer-kind.js';
import { holdsAspect } from './answer-type.js';
import type { Candidate } from './candidates.js';
import { coverage, targetOf } from './sentence-score.js';

const leastCovered = 0.8;
const leastStems = 2;

/** True when sentences that are already in the answer hold the words of the part and the kind of thing that it asks for. */
export function isToldAlready(
  part: PartEvidence,
  told: readonly Candidate[],
  statistics: TermStatistics,
): boolean {
  const target = targetOf(part, statistics);
  if (target.weights.size < leastStems) return false;
  const texts = told.map(({ text }) => text);
  return (
    coverage(target, ...told.map(({ stems }) => stems)) >= leastCovered &&
    texts.some((text) => holdsAspect(part.part.aspect, text)) &&
    holdsKindAsked(part.part.text, texts)
  );
}
