/** The list that one passage holds: lead-in and items in the order of the text, for a question that asks for what its lead-in announces. */
import type { Candidate } from './candidates.js';
import type { CitationBook } from './citations.js';
import { listHeadOf } from './list-head.js';
import { leftoverWords } from './list-question.js';
import { lemmaOf, termsWithLemmas } from '../text/lemmas.js';
import { terms } from '../text/terms.js';
import { renderProse } from './prose.js';
import { stemsOfHeading, type ScoredCandidate } from './sentence-score.js';

const leastItems = 2;

interface PassageList {
  readonly leadIn: Candidate | undefined;
  readonly items: readonly Candidate[];
}

export function isLeadIn({ form, text }: Candidate): boolean {
  return form === 'sentence' && /:\s*\**$/.test(text);
}

function listsOf(scored: readonly ScoredCandidate[]): PassageList[] {
  const ordered = scored
    .map(({ candidate }) => candidate)
    .sort((a, b) => a.rank - b.rank || a.index - b.index);
  const lists: { leadIn: Candidate | undefined; items: Candidate[] }[] = [];
  let before: Candidate | undefined;
  for (const candidate of ordered) {
    if (candidate.form === 'item') {
      const isNext = before?.form === 'item' && before.chunk === candidate.chunk;
      const leadIn =
        before !== undefined && before.chunk === candidate.chunk && isLeadIn(before) ? before : undefined;
      if (isNext) lists.at(-1)?.items.push(candidate);
      else lists.push({ leadIn, items: [candidate] });
    }
    before = candidate;
  }
  return lists.filter(({ items }) => items.length >= leastItems);
}

const come = new Set(
  terms('come came coming comes out there exist named called follow following several various different'),
);

/** The list whose lead-in or heading names what is asked for, and with its headings every other word of the question; best passage first. */
export function passageList(question: string, scored: readonly ScoredCandidate[]): Candidate[] | undefined {
  const head = listHeadOf(question);
  if (head === undefined) return undefined;
  const wanted = terms(leftoverWords(question, come)).filter((term) => !come.has(term));
  const found = listsOf(scored).find(({ leadIn, items }) => {
    const [first] = items;
    if (first === undefined) return false;
    const announced = termsWithLemmas(`${leadIn?.text ?? ''} ${first.headingPath.at(-1) ?? ''}`);
    if (!announced.has(head.term)) return false;
    const around = stemsOfHeading(first);
    return wanted.every((term) => [term, lemmaOf(term)].some((one) => announced.has(one) || around.has(one)));
  });
  return found === undefined
    ? undefined
    : [...(found.leadIn === undefined ? [] : [found.leadIn]), ...found.items];
}

/** As many items as the words allow, and how many more there are. */
export function renderList(list: readonly Candidate[], budgetWords: number, citations: CitationBook): string {
  let words = 0;
  const shown = list.filter((one, at) => {
    words += one.words;
    return at < leastItems || words <= budgetWords;
  });
  const [first] = shown;
  if (first === undefined) return '';
  const text = renderProse(shown, citations);
  const rest = list.length - shown.length;
  return rest === 0 ? text : `${text}\n- and ${rest} more [${citations.cite(first.chunk, first.index)}]`;
}
