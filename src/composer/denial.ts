/**
 * Sentences that deny what a question takes for granted: "How long has it been running in production?" beside "no document says that it ever
 * ran in production". A clause of one of the best sentences holds nearly all that is asked beyond the subject, and a negation of one of those very words:
 "engineers did not experience disruptions to their work" denies no work.
 */
import type { PartEvidence } from '../domain/evidence.js';
import type { TermStatistics } from '../ports.js';
import { termsWithLemmas } from '../text/lemmas.js';
import { stem, terms, tokenize } from '../text/terms.js';
import type { Candidate } from './candidates.js';
import { targetOf, type ScoredCandidate } from './sentence-score.js';

const negation = /\b(?:not(?! only)|never|no(?! longer)|nothing|none|nobody|nowhere|cannot|\w+n['’]t)\b/i;
const everyNegation = new RegExp(negation.source, 'gi');
const clauseEnd =
  /[.;:,()\n–—]|\b(?:but|and|because|so that|which|who|while|although|though|when|if|than)\b/i;
const sentencesLookedAt = 4;
const leastShare = 0.7;
const leastStems = 2;
/** A long sentence says more than a denial. */
const mostWords = 40;

/** "How long", "how often": what is asked for, not what is taken for granted. */
const measureWords = new Set(terms('long many much often far'));

/** Words between a negation and what it denies: light verbs, adverbs, and whoever says nothing of it ("no document says that it ever ran"). */
const carriers = new Set(
  terms(
    'document documents write-up note notes page text source record mention mentioned say said state stated tell told show claim anything anybody anyone ever yet really actually already also even use used using do done be been get got make made run need needed allow allowed able want wanted try tried seem appear documented recorded',
  ),
);

/** What a negation of the clause denies: the first word behind it that means something; where only carriers follow ("is not documented"), the whole clause. */
function deniedIn(clause: string): string[] {
  return [...clause.matchAll(everyNegation)].flatMap((match) => {
    const behind = tokenize(clause.slice(match.index + match[0].length))
      .map(({ text }) => text)
      .filter((word) => terms(word).length > 0);
    const at = behind.findIndex((word) => !carriers.has(stem(word)));
    if (at === -1) return [...termsWithLemmas(clause)];
    return behind.slice(0, at + 1).flatMap((word) => [...termsWithLemmas(word)]);
  });
}

/** The sentence among the best that denies the premise; undefined for questions that negate, or that a "no" would answer. */
export function denial(
  part: PartEvidence,
  scored: readonly ScoredCandidate[],
  statistics: TermStatistics,
): Candidate | undefined {
  const { aspect, kind, operand, text } = part.part;
  const isPlain = (kind === 'question' || kind === 'comparison') && operand === undefined;
  if (!isPlain || aspect === 'yes_no' || aspect === 'open' || negation.test(text)) return undefined;
  const titles = new Set(part.ranked.slice(0, 3).flatMap(({ chunk }) => terms(chunk.title)));
  const unknown = part.unknownWords.map(
    (word) => [stem(word), statistics.inverseDocumentFrequency('')] as const,
  );
  const asked = [...targetOf(part, statistics).weights, ...unknown].filter(
    ([term]) => !titles.has(term) && !measureWords.has(term),
  );
  const total = asked.reduce((sum, [, weight]) => sum + weight, 0);
  if (asked.length < leastStems) return undefined;
  const denies = (clause: string): boolean => {
    if (!negation.test(clause)) return false;
    const held = termsWithLemmas(clause);
    const named = asked.filter(([term]) => held.has(term));
    const share = named.reduce((sum, [, weight]) => sum + weight, 0) / total;
    if (named.length < leastStems || share < leastShare) return false;
    const denied = new Set(deniedIn(clause));
    return named.some(([term]) => denied.has(term));
  };
  return scored
    .slice(0, sentencesLookedAt)
    .map(({ candidate }) => candidate)
    .find(
      ({ form, words, text: sentence }) =>
        form !== 'row' && form !== 'code' && words <= mostWords && sentence.split(clauseEnd).some(denies),
    );
}
