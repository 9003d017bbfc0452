/**
 * Which sentences answer a part in prose: the best ones, without label lines that nobody asked for, and with the sentence that goes on from the
 * best one.
 */
import type { Part } from '../domain/plan.js';
import { holdsAspect } from './answer-type.js';
import type { Candidate } from './candidates.js';
import { asksForField } from './field-question.js';
import { leansOnBefore } from './leaning.js';
import { asksForItems } from './list-question.js';
import { isLabelLine, isThanks } from './phrases.js';
import { contextOf, selectSentences } from './select.js';
import type { ScoredCandidate } from './sentence-score.js';

/** A sentence further below the best one than this is left out. */
const margin = 3;
/** A list may stand well below the sentence that announces it. */
const marginOfItems = 4.5;
/** Points for the sentence behind the best one that goes on from it ("They are expensive."). */
const sequelBonus = 2.5;

/** "Client: ACME" says nothing in running text unless its label was asked for; under a lead-in it is an item like any other. */
function withoutLabels(question: string, scored: readonly ScoredCandidate[]): readonly ScoredCandidate[] {
  const all = new Map(scored.map(({ candidate }) => [`${candidate.chunk.id}#${candidate.index}`, candidate]));
  const kept = scored.filter(({ candidate }) => {
    if (candidate.form === 'row' || candidate.form === 'code') return true;
    if (isThanks(candidate.text)) return /\b(?:thank|grateful|help)/i.test(question);
    if (!isLabelLine(candidate.text)) return true;
    return asksForField(question, candidate.text.split(':')[0] ?? '') || contextOf(candidate, all).length > 0;
  });
  return kept.length === 0 ? scored : kept;
}

/** The sentence behind the best one counts more when it leans on that, and holds what the best one lacks or says why and how. */
function withSequel({ aspect }: Part, scored: readonly ScoredCandidate[]): readonly ScoredCandidate[] {
  const [best] = scored;
  if (best?.candidate.form !== 'sentence') return scored;
  const { chunk, index, text } = best.candidate;
  const tellsMore = aspect === 'why' || aspect === 'how';
  const isOpen = tellsMore || !holdsAspect(aspect, text);
  const isSequel = (other: Candidate): boolean =>
    other.chunk === chunk && other.index === index + 1 && other.form === 'sentence';
  return scored.map((one) =>
    isOpen &&
    isSequel(one.candidate) &&
    leansOnBefore(one.candidate.text) &&
    (tellsMore || holdsAspect(aspect, one.candidate.text))
      ? { ...one, score: Math.min(best.score - 0.01, one.score + sequelBonus) }
      : one,
  );
}

/** The sentences of the answer, best first, with what they lean on beside them. */
export function chooseSentences(
  part: Part,
  scored: readonly ScoredCandidate[],
  options: { readonly budgetWords: number; readonly used: ReadonlySet<string> },
): Candidate[] {
  const isOfItems = asksForItems(part.text);
  const ownMargin = isOfItems ? marginOfItems : margin;
  return selectSentences(withSequel(part, withoutLabels(part.text, scored)), {
    ...options,
    margin: ownMargin,
    wholeLists: part.kind === 'list' || part.kind === 'count' || isOfItems,
  });
}
