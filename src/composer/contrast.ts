/**
 * Sentences that speak of all sides of a comparison at once: the one that sets them against each other leads the answer, and none of them is told
 * as if it were about one side. Form and names only.
 */
import { terms } from '../text/terms.js';
import type { Candidate } from './candidates.js';
import { leansOnBefore } from './leaning.js';
import type { ScoredCandidate } from './sentence-score.js';

/** Stems of one side. */
export interface SideNames {
  readonly stems: ReadonlySet<string>;
  /** Those that the other sides do not share: "normal" of "normal faults" beside "thrust faults"; all of them when nothing else is left. */
  readonly distinct: ReadonlySet<string>;
}

const shortest = 5;

/** "async" is held by "asynchronous" as well: a longer word that opens with the whole name. */
const holds = (stems: ReadonlySet<string>, one: string): boolean =>
  stems.has(one) || (one.length >= shortest && [...stems].some((stem) => stem.startsWith(one)));

export const holdsAll = (stems: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean =>
  wanted.size > 0 && [...wanted].every((one) => holds(stems, one));

export function sideNames(operands: readonly string[]): SideNames[] {
  const all = operands.map((operand) => new Set(terms(operand)));
  return all.map((stems, i) => {
    const others = all.filter((_, at) => at !== i);
    const distinct = new Set([...stems].filter((one) => !others.some((other) => other.has(one))));
    return { stems, distinct: distinct.size === 0 ? stems : distinct };
  });
}

/** True when the stems name this side; what names a longer side ("non-revolutionary") does not name the shorter one within it as well. */
export function namesSide(stems: ReadonlySet<string>, own: SideNames, others: readonly SideNames[]): boolean {
  if (!holdsAll(stems, own.distinct)) return false;
  return !others.some(
    (other) =>
      other.stems.size > own.stems.size && holdsAll(other.stems, own.stems) && holdsAll(stems, other.stems),
  );
}

export function namesEverySide(stems: ReadonlySet<string>, sides: readonly SideNames[]): boolean {
  return (
    sides.length > 1 &&
    sides.every((own) =>
      namesSide(
        stems,
        own,
        sides.filter((other) => other !== own),
      ),
    )
  );
}

/** "vLLM serves many requests; llama.cpp runs on a laptop": the half that names the side; undefined when no clause is its own. */
export function clauseOf(text: string, side: number, sides: readonly SideNames[]): string | undefined {
  const clauses = text.split(/;\s+|,\s+(?:while|whereas)\s+/);
  const own = sides[side];
  if (clauses.length < 2 || own === undefined) return undefined;
  const others = sides.filter((other) => other !== own);
  const named = clauses.filter((clause) => namesSide(new Set(terms(clause)), own, others));
  const [only] = named;
  return named.length === 1 && only !== undefined && !namesEverySide(new Set(terms(only)), sides)
    ? only
    : undefined;
}

const opposed =
  /(?<=\b(?:than|unlike|instead of|rather than|compared (?:to|with)|as opposed to|in contrast to))(?: [\p{L}\p{N}.'’-]+){1,3}/giu;

/** Stems of what is spoken of: "more complex than offsets" tells of something else, and nothing of offsets. */
export function stemsSpokenOf({ text, stems }: Pick<Candidate, 'text' | 'stems'>): ReadonlySet<string> {
  const rest = text.replace(opposed, '');
  return rest === text ? stems : new Set(terms(rest));
}

const wordsOfSubject = 6;

/** "The refresh token is long-lived and exists to obtain access tokens": it opens with this side alone, and is about it. */
export function opensWithSide(text: string, side: number, sides: readonly SideNames[]): boolean {
  const own = sides[side];
  const opening = new Set(terms(text.split(/\s+/).slice(0, wordsOfSubject).join(' ')));
  const others = sides.filter((other) => other !== own);
  return (
    own !== undefined &&
    namesSide(opening, own, others) &&
    !others.some((other) => namesSide(opening, other, [own]))
  );
}

const contrasts =
  /\b(?:while|whereas|both|but|unlike|differ\w*|distinguish\w*|instead of|rather than|compared (?:to|with)|in contrast|against|opposed to|outperform\w*|wins? over|beats?|prefer\w*|better|worse|replac\w+|boundary between|than|not|cannot)\b|n['’]t\b/i;

/** What a sentence must be to stand as a contrast, beside naming the sides. */
export interface ContrastRules {
  readonly isTellable: (candidate: Candidate) => boolean;
  /** Else one that speaks of them all, be it no contrast. */
  readonly anyhow: boolean;
  /** Share of what the question compares that the sentence tells, 0 to 1. */
  readonly share: (candidate: Candidate) => number;
  /** Stems of the heading above: "Why Sidekiq" names the side that a sentence about another sets it against. */
  readonly above: (candidate: Candidate) => ReadonlySet<string>;
}

/** Sentences that set all sides against each other, the best two; those that tell what is compared before all others. */
export function contrastsOf(
  scored: readonly ScoredCandidate[],
  sides: readonly SideNames[],
  { isTellable, anyhow, share, above }: ContrastRules,
): Candidate[] {
  const seen = new Set<string>();
  const namesAll = (candidate: Candidate): boolean => {
    if (namesEverySide(candidate.stems, sides)) return true;
    const isAgainst = share(candidate) > 0 && contrasts.test(candidate.text);
    const namesOne = sides.some((own) => holdsAll(candidate.stems, own.distinct));
    return isAgainst && namesOne && namesEverySide(new Set([...candidate.stems, ...above(candidate)]), sides);
  };
  const joint = scored
    .filter(({ candidate }) => candidate.form === 'sentence' && namesAll(candidate))
    .filter(({ candidate: { text } }) => sides.some((_, i) => clauseOf(text, i, sides) === undefined))
    .filter(({ candidate: { text } }) => !sides.some((_, i) => opensWithSide(text, i, sides)))
    .filter(({ candidate }) => !candidate.isSummary && isTellable(candidate))
    .sort((a, b) => share(b.candidate) - share(a.candidate) || b.score - a.score)
    .map(({ candidate }) => candidate)
    .filter(({ text }) => !seen.has(text) && seen.add(text));
  const contrasting = joint.filter(({ text }) => contrasts.test(text));
  const [best] = contrasting;
  const told =
    best !== undefined && share(best) > 0 ? contrasting.filter((one) => share(one) > 0) : contrasting;
  if (!anyhow || told.length > 0) return withContext(told.slice(0, 2), scored);
  return withContext(joint.slice(0, 1), scored);
}

/** "They estimate memory at ...": the sentence before, which says who, comes with it; one that leans on nothing known is left out. */
function withContext(chosen: readonly Candidate[], scored: readonly ScoredCandidate[]): Candidate[] {
  const told = chosen.flatMap((candidate) => {
    if (!leansOnBefore(candidate.text)) return [candidate];
    const before = scored.find(({ candidate: { chunk, index, form } }) => chunk.id === candidate.chunk.id && index === candidate.index - 1 && form === 'sentence')?.candidate;
    return before === undefined || leansOnBefore(before.text) ? [] : [before, candidate];
  });
  return told.filter((one, at) => told.findIndex(({ text }) => text === one.text) === at);
} // prettier-ignore
