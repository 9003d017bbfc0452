/** What a comparison compares its sides in ("how they store their data"), as stems, and how much of it a sentence or the heading above it tells. */
import { terms } from '../text/terms.js';

const comparing = new Set(
  terms(
    'compare compares compared comparing comparison contrast contrasting differ differs difference differences different versus vs between side sides both common similar stack fare hold measure tell explain describe',
  ),
);

/** Stems of the question beyond the names of the sides; empty when it compares them as a whole. */
export function aspectOfComparison(question: string, names: readonly string[]): string[] {
  const named = new Set(names.flatMap((name) => terms(name)));
  return [...new Set(terms(question))].filter((term) => !named.has(term) && !comparing.has(term));
}

/** "store" and "storag", "deploy" and "deployment": stems that part in their ends alone. */
export function sharesRoot(a: string, b: string): boolean {
  if (a === b) return true;
  const least = Math.max(4, Math.min(a.length, b.length) - 1);
  return a.length >= least && b.length >= least && a.slice(0, least) === b.slice(0, least);
}

/** Share of the aspect that the stems tell, 0 to 1. */
export function shareOfAspect(aspect: readonly string[], stems: readonly string[]): number {
  if (aspect.length === 0) return 0;
  return aspect.filter((one) => stems.some((stem) => sharesRoot(one, stem))).length / aspect.length;
}

/** Without what more than so many of the candidates tell: it chooses none of them. */
const mostTelling = 0.4;

/** The aspect without the words that most candidates hold, in their text or heading. */
export function tellingAspect(
  aspect: readonly string[],
  candidates: readonly (readonly string[])[],
): string[] {
  const holders = (one: string): number =>
    candidates.filter((stems) => stems.some((stem) => sharesRoot(one, stem))).length;
  return aspect.filter((one) => holders(one) <= mostTelling * candidates.length);
}
