/**
 * Sentences by which the author says that something is not written down. "I have not documented the token lifetimes" is the right answer to
 * a question about them, and no fact: the question is then told as undocumented, in the author's own words.
 */
import type { PartEvidence } from '../domain/evidence.js';
import type { TermStatistics } from '../ports.js';
import type { Candidate } from './candidates.js';
import { contextOf } from './select.js';
import { focusOf, unitOf } from './question-focus.js';
import { saysNotDocumented } from './not-documented.js';
import { coverage, stemsOfHeading, targetOf, type ScoredCandidate } from './sentence-score.js';

const chunksLookedAt = 3;
const sharedPrefix = 5;

/** Stems of one family: equal, or alike in their first letters ("accur" and "accuraci"). */
function isKin(a: string, b: string): boolean {
  return (
    a === b ||
    (a.length >= sharedPrefix &&
      b.length >= sharedPrefix &&
      a.slice(0, sharedPrefix) === b.slice(0, sharedPrefix))
  );
}

/** Share of what the question asks beyond the subject (title and headings) that the sentences name, by IDF; 0 when nothing is left. */
function shareNamed(group: readonly Candidate[], asked: readonly (readonly [string, number])[]): number {
  const stems = group.flatMap((candidate) => [...candidate.stems]);
  let total = 0;
  let named = 0;
  for (const [stem, weight] of asked) {
    total += weight;
    if (stems.some((other) => isKin(stem, other))) named += weight;
  }
  return total === 0 ? 0 : named / total;
}

/** Least share of what is asked that an admission must name: one word of "cloud provider", the rarer or the plainer. */
const leastNamed = 0.45;

/** What the question asks for: the words after its question word, or else all that is not the subject itself. */
function askedBeyond(
  part: PartEvidence,
  candidate: Candidate,
  statistics: TermStatistics,
): (readonly [string, number])[] {
  const focus = focusOf(part.part.text).map(
    (stem) => [stem, statistics.inverseDocumentFrequency(stem)] as const,
  );
  if (focus.length > 0) return focus;
  const heading = stemsOfHeading(candidate);
  return [...targetOf(part, statistics).weights].filter(([stem]) => !heading.has(stem));
}

const date =
  /\b(?:1[5-9]|20)\d{2}\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b/i;

/** A number or a date is asked for, and none of the best sentences holds one of that kind. */
function isNumberMissing(part: PartEvidence, sentences: readonly string[]): boolean {
  const { aspect, text } = part.part;
  if (aspect === 'when') return !sentences.some((sentence) => date.test(sentence));
  return unitOf(text, aspect, sentences) === 0;
}

/**
 * The admission that answers the part, with the lead-in that a list item needs; undefined when there is none, or when another sentence names
 * as much of what was asked.
 */
export function admission(
  part: PartEvidence,
  scored: readonly ScoredCandidate[],
  statistics: TermStatistics,
): Candidate[] | undefined {
  const all = new Map(scored.map(({ candidate }) => [`${candidate.chunk.id}#${candidate.index}`, candidate]));
  const groups = scored
    .filter(
      ({ candidate }) =>
        candidate.rank < chunksLookedAt && candidate.form !== 'row' && candidate.form !== 'code',
    )
    .map(({ candidate, features }) => ({
      candidate,
      features,
      group: [...contextOf(candidate, all), candidate],
    }))
    .filter(({ group }) => saysNotDocumented(group.map(({ text }) => text).join(' ')));
  const admitting = new Set(groups.map(({ candidate }) => candidate));
  let best: { group: Candidate[]; share: number } | undefined;
  const others = scored
    .slice(0, 10)
    .filter(({ candidate }) => !admitting.has(candidate))
    .map(({ candidate }) => candidate);
  const lacksNumber = isNumberMissing(
    part,
    others.slice(0, 5).map(({ text }) => text),
  );
  const target = targetOf(part, statistics);
  const held = (candidate: Candidate): number => coverage(target, candidate.stems, stemsOfHeading(candidate));
  for (const { candidate, group } of groups) {
    const asked = askedBeyond(part, candidate, statistics);
    const share = shareNamed([candidate], asked);
    // "Tokens" of another subject are no rival: it must hold as much of the whole question.
    const isRivalled = others.some(
      (other) => shareNamed([other], asked) >= share && held(other) >= held(candidate),
    );
    const namesIt = share >= leastNamed && !isRivalled;
    if ((namesIt || lacksNumber) && (best === undefined || share > best.share)) best = { group, share };
  }
  return best?.group;
}
