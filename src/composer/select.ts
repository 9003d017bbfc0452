/**
 * Picks the sentences of an answer: best first, no repetition, within a word budget, and with the sentence before
 * when one cannot stand alone (a pronoun at its start, a list item whose lead-in is needed).
 */
import type { Candidate } from './candidates.js';
import { leansOnBefore } from './leaning.js';
import { cosine, type ScoredCandidate } from './sentence-score.js';

export interface SelectOptions {
  /** Words that the pick may hold at most; the first sentence is always taken. */
  readonly budgetWords: number;
  /** A sentence that scores further than this below the best one is left out. */
  readonly margin: number;
  /** Sentences already used by another part. */
  readonly used?: ReadonlySet<string>;
  readonly maximumSentences?: number;
  /** A pick from a list or table brings the rest of it along, up to the limit of `wholeListWords`. */
  readonly wholeLists?: boolean;
}

const wholeListWords = 150;
/** An item brings its lead-in along, and then the rest of its list where that has so few words. */
const shortListWords = 60;

function keyOf(candidate: Candidate): string {
  return `${candidate.chunk.id}#${candidate.index}`;
}

function isRepetition(candidate: Candidate, taken: readonly Candidate[]): boolean {
  return taken.some((other) => {
    if (cosine(candidate.vector, other.vector) > 0.93) return true;
    const [small, large] =
      candidate.stems.size < other.stems.size
        ? [candidate.stems, other.stems]
        : [other.stems, candidate.stems];
    if (small.size === 0) return candidate.text === other.text;
    let shared = 0;
    for (const stem of small) if (large.has(stem)) shared++;
    return shared / small.size > 0.85 && large.size - small.size < 6;
  });
}

/** The candidates that a pick needs in front of it to be understood, nearest last; at most two. */
export function contextOf(pick: Candidate, all: ReadonlyMap<string, Candidate>): Candidate[] {
  const before = (steps: number): Candidate | undefined => all.get(`${pick.chunk.id}#${pick.index - steps}`);
  if (pick.form === 'item') {
    for (let steps = 1; steps <= pick.index; steps++) {
      const candidate = before(steps);
      if (candidate === undefined || candidate.form === 'code' || candidate.form === 'row') return [];
      if (candidate.form === 'sentence') return /:\s*\**$/.test(candidate.text) ? [candidate] : [];
    }
    return [];
  }
  const previous = before(1);
  if (pick.form !== 'sentence' || previous?.form !== 'sentence' || !leansOnBefore(pick.text)) return [];
  const first = before(2);
  return leansOnBefore(previous.text) && first?.form === 'sentence' ? [first, previous] : [previous];
}

/** Items that follow a lead-in ("The steps are:"). */
function followersOf(pick: Candidate, all: ReadonlyMap<string, Candidate>): Candidate[] {
  if (pick.form !== 'sentence' || !/:\s*\**$/.test(pick.text)) return [];
  const followers: Candidate[] = [];
  for (let index = pick.index + 1; ; index++) {
    const next = all.get(`${pick.chunk.id}#${index}`);
    if (next === undefined || next.form === 'sentence') return followers;
    followers.push(next);
  }
}

/** The list or table around an item, with its lead-in; undefined when it is too long to be told whole. */
function listAround(
  pick: Candidate,
  all: ReadonlyMap<string, Candidate>,
  longest: number,
): Candidate[] | undefined {
  if (pick.form !== 'item' && pick.form !== 'row') return undefined;
  const at = (index: number): Candidate | undefined => {
    const candidate = all.get(`${pick.chunk.id}#${index}`);
    const isSameSection = candidate?.headingPath.at(-1) === pick.headingPath.at(-1);
    return candidate?.form === pick.form && isSameSection ? candidate : undefined;
  };
  let first = pick.index;
  while (at(first - 1) !== undefined) first--;
  const items: Candidate[] = [];
  for (let index = first; at(index) !== undefined; index++) items.push(at(index) ?? pick);
  if (items.reduce((sum, one) => sum + one.words, 0) > longest) return undefined;
  const before = all.get(`${pick.chunk.id}#${first - 1}`);
  return before !== undefined && /:\s*\**$/.test(before.text) ? [before, ...items] : items;
}

/** Worth of a sentence that stands beside a chosen one: a passage reads better than sentences from here and there. */
const neighbourBonus = 0.5;
/** A sentence of at most so many words that stands between two chosen ones is told as well. */
const gapWords = 25;

/** Chosen candidates in the order of choice; context and followers stand beside their pick. */
export function selectSentences(scored: readonly ScoredCandidate[], options: SelectOptions): Candidate[] {
  const all = new Map(scored.map(({ candidate }) => [keyOf(candidate), candidate]));
  const taken: Candidate[] = [];
  const keys = new Set<string>();
  const remaining = new Set(scored);
  const best = scored[0]?.score ?? 0;
  let words = 0;
  let picks = 0;
  const add = (group: readonly Candidate[]): void => {
    for (const one of group) {
      keys.add(keyOf(one));
      taken.push(one);
      words += one.words;
    }
  };
  const isTold = (one: Candidate): boolean => options.used?.has(keyOf(one)) === true;
  const isBestTold = scored[0] !== undefined && isTold(scored[0].candidate);
  const isBeside = ({ chunk, index }: Candidate): boolean =>
    keys.has(`${chunk.id}#${index - 1}`) || keys.has(`${chunk.id}#${index + 1}`);
  const worthOf = (one: ScoredCandidate): number =>
    one.score + (isBeside(one.candidate) ? neighbourBonus : 0);
  while (words < options.budgetWords && picks < (options.maximumSentences ?? 12)) {
    let next: ScoredCandidate | undefined;
    for (const one of remaining) if (next === undefined || worthOf(one) > worthOf(next)) next = one;
    if (next === undefined || (picks > 0 && best - worthOf(next) > options.margin)) break;
    remaining.delete(next);
    const { candidate } = next;
    if (keys.has(keyOf(candidate)) || isTold(candidate)) continue;
    if (isRepetition(candidate, taken)) continue;
    const followers = followersOf(candidate, all);
    if (/:\s*\**$/.test(candidate.text) && followers.length === 0 && candidate.form === 'sentence') continue;
    const isAnnounced = candidate.form === 'item' && contextOf(candidate, all).length > 0;
    const list =
      options.wholeLists === true || isAnnounced
        ? listAround(candidate, all, options.wholeLists === true ? wholeListWords : shortListWords)
        : undefined;
    const group = (list ?? [...contextOf(candidate, all), candidate, ...followers]).filter(
      (one) => !keys.has(keyOf(one)),
    );
    // What it leans on stands in another part of the answer: told again, it would repeat that.
    if ((picks > 0 || isBestTold) && group.some((one) => isTold(one))) continue;
    const cost = group.reduce((sum, one) => sum + one.words, 0);
    if (picks > 0 && words + cost > options.budgetWords) continue;
    add(group);
    picks += 1;
  }
  add(gapsIn(taken, keys, all));
  return taken;
}

/** Short sentences between two chosen ones of a chunk: without them the second would seem to follow the first. */
function gapsIn(
  taken: readonly Candidate[],
  keys: ReadonlySet<string>,
  all: ReadonlyMap<string, Candidate>,
): Candidate[] {
  return taken.flatMap(({ chunk, index, form }) => {
    const between = all.get(`${chunk.id}#${index + 1}`);
    if (form !== 'sentence' || between?.form !== 'sentence' || between.words > gapWords) return [];
    if (keys.has(keyOf(between)) || !keys.has(`${chunk.id}#${index + 2}`)) return [];
    return /:\s*\**$/.test(between.text) ? [] : [between];
  });
}
