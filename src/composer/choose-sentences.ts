/**
 * Which sentences answer a part in prose: the best ones, without label lines that nobody asked for, and with the sentence that goes on from the
 * best one.
 */
import type { Part } from '../domain/plan.js';
import { termsWithLemmas } from '../text/lemmas.js';
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

/** Share of the likeness of the best sentences from which another may answer in words of its own. */
const likeness = 0.65;

/**
 * Sentences that hold no asked word but the name of their document, and are far less like the question than the best ones, stand near by chance: a short
 * document would be told whole. Whoever asks for a reason or a way is told what stands beside the best sentence as well.
 */
function withoutAside(
  { text, aspect }: Part,
  scored: readonly ScoredCandidate[],
): readonly ScoredCandidate[] {
  const best = scored[0]?.candidate;
  if (aspect === 'open' || best === undefined) return scored;
  const asked = termsWithLemmas(text);
  const most = Math.max(0, ...scored.slice(0, 3).map(({ features }) => features.cosine));
  const goesOn = aspect === 'why' || aspect === 'how';
  return scored.filter(({ features, candidate }) => {
    if (candidate === best || candidate.form !== 'sentence' || features.cosine >= likeness * most)
      return true;
    if (goesOn && candidate.chunk === best.chunk && Math.abs(candidate.index - best.index) === 1) return true;
    const title = termsWithLemmas(candidate.chunk.title);
    return [...asked].some((stem) => candidate.stems.has(stem) && !title.has(stem));
  });
}

/** The sentences of the answer, best first, with what they lean on beside them. */
export function chooseSentences(
  part: Part,
  scored: readonly ScoredCandidate[],
  options: { readonly budgetWords: number; readonly used: ReadonlySet<string> },
): Candidate[] {
  const isOfItems = asksForItems(part.text);
  const ownMargin = isOfItems ? marginOfItems : margin;
  return selectSentences(withoutAside(part, withSequel(part, withoutLabels(part.text, scored))), {
    ...options,
    margin: ownMargin,
    wholeLists: part.kind === 'list' || part.kind === 'count' || isOfItems,
  });
}
