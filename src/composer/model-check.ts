/**
 * Is a sentence of a language model supported by the chunks that it cites? By words, numbers, names and negations, not by meaning: precise
 * enough that a wrong figure, a wrong name, a turned negation or an added claim costs the sentence. Thresholds are measured by
 * `scripts/engines/measure-model-check.ts` on a held-out half. Whoever swaps two words of one and the same source sentence is not found out.
 */
import { claimsOf, isMeasure, type ClaimedNumber, type Claims } from './model-claims.js';
import { createFormCheck, type DropReason, type FormCheckOptions } from './model-form.js';
import { readSentence, type Source, type SourceSentence } from './model-sources.js';
import { antonyms, meaningOf } from './model-words.js';

export type SentenceVerdict =
  | { readonly isSupported: false; readonly reason: DropReason }
  | {
      readonly isSupported: true;
      /** Numbers of the sources that carry it, as cited or, without a citation, as found. */
      readonly sources: readonly number[];
      /** Source number -> index of the chunk's sentence that carries most of it. */
      readonly quotes: ReadonlyMap<number, number>;
    };

export interface CheckOptions extends FormCheckOptions {
  readonly sources: readonly Source[];
  /** The question and its parts: their words may be repeated. */
  readonly question: string;
}

/** Share of the content words of a sentence that its sources must hold. */
const sentenceShare = 0.6;
/** The same for one clause of at least `clauseWords` content words. */
const clauseShare = 0.5;
const clauseWords = 2;

function citedIn(sentence: string): number[] {
  return [...sentence.matchAll(/\[(\d+(?:\s*,\s*\d+)*)\]/g)].flatMap((match) =>
    (match[1] ?? '').split(',').map(Number),
  );
}

/** The same figure, and not one that belongs to something else: "six nodes, three masters" does not hold "six masters". */
function isNumberIn(wanted: ClaimedNumber, claims: Claims): boolean {
  return claims.numbers.some(({ value, unit }) => {
    if (value !== wanted.value && value !== `${wanted.value}.0`) return false;
    if (wanted.unit === undefined || unit === undefined || unit === wanted.unit) return true;
    if (isMeasure(wanted.unit) && isMeasure(unit)) return false;
    const isCountedOtherwise = claims.numbers.some(
      (other) => other.unit === wanted.unit && other.value !== value,
    );
    return !isCountedOtherwise && (claims.said.has(wanted.unit) || !isMeasure(wanted.unit));
  });
}

function featuresOf(claims: Claims): Set<string> {
  return new Set([...claims.words, ...claims.names, ...claims.numbers.map(({ value }) => `#${value}`)]);
}

function countIn(features: ReadonlySet<string>, sentence: SourceSentence): number {
  let count = 0;
  for (const feature of features) if (sentence.features.has(feature)) count++;
  return count;
}

interface Aligned {
  readonly source: Source;
  readonly sentence: SourceSentence;
  /** How much of the whole answer sentence it holds. */
  readonly strength: number;
}

/** The source sentences that carry the claims: greedily those that add most, as long as they speak of the same thing. */
function align(claims: Claims, sources: readonly Source[]): Aligned[] {
  const all = featuresOf(claims);
  const open = new Set(all);
  const candidates = sources.flatMap((source) =>
    source.sentences.map((sentence) => ({ source, sentence, strength: countIn(all, sentence) })),
  );
  const chosen: Aligned[] = [];
  while (open.size > 0 && chosen.length < 5) {
    let best: Aligned | undefined;
    let most = 0;
    for (const candidate of candidates) {
      const gain = countIn(open, candidate.sentence);
      // Among equals the one that says little else.
      const worth = gain + candidate.strength / 100 - candidate.sentence.features.size / 1e5;
      if (gain > 0 && worth > most) [best, most] = [candidate, worth];
    }
    // A word found in some other sentence is not yet support.
    if (best === undefined || (chosen.length > 0 && best.strength < 3)) break;
    chosen.push(best);
    for (const feature of best.sentence.features) open.delete(feature);
  }
  return chosen;
}

const pronouns = 'it its they them their this these that those such both here there he she'.split(' ');

/** The aligned sentences, and the one before where a pronoun may stand for something in it. */
function around(aligned: readonly Aligned[]): SourceSentence[] {
  return aligned.flatMap(({ source, sentence }) => {
    const before = source.sentences[source.sentences.indexOf(sentence) - 1];
    const pointsBack = pronouns.some((word) => sentence.surface.has(word));
    return before === undefined || !pointsBack ? [sentence] : [sentence, before];
  });
}

function hasUnsupportedNumber(claims: Claims, aligned: readonly Aligned[]): boolean {
  return claims.numbers.some(
    (number) =>
      !aligned.some(
        ({ source, sentence }) =>
          isNumberIn(number, sentence.claims) || isNumberIn(number, source.context.claims),
      ),
  );
}

function hasUnsupportedName(claims: Claims, aligned: readonly Aligned[], question: SourceSentence): boolean {
  const near = [...around(aligned), ...aligned.map(({ source }) => source.context)];
  return [...claims.names].some(
    (name) => !near.some((sentence) => sentence.surface.has(name)) && !question.surface.has(name),
  );
}

function contraryIn(word: string, claims: Claims): boolean {
  return (antonyms.get(word) ?? []).some((contrary) => claims.stems.has(contrary));
}

/** True when each negation of the answer has one of the sources behind it that turns the same word round, or its contrary. */
function areDenialsFound(claims: Claims, said: readonly Claims[]): boolean {
  const open = said.flatMap((each) => each.negations);
  return claims.negations.every((own) => {
    const { scope, isHard, word: negator } = own;
    if (negator === 'nor') return false; // Without a negation before it.
    if (negator === 'otherwise') return true;
    const nearest = scope.find((word) => said.some((each) => each.said.has(word)));
    const at = open.findIndex(
      (other) =>
        other.isDouble === own.isDouble &&
        (nearest === undefined
          ? own.clause.length === 0 || other.clause.some((word) => own.clause.includes(word))
          : other.scope.includes(nearest)),
    );
    if (at >= 0) {
      open.splice(at, 1);
      return true;
    }
    if (scope.some((word) => said.some((each) => contraryIn(word, each)))) return true;
    // "independent" and "avoids" are words of their own: they are wrong only where the source says the bare word plainly.
    return !isHard && (nearest === undefined || !said.some((each) => each.plain.has(nearest)));
  });
}

/** Number of the plain negations of a source sentence whose clause comes back in the answer. `isWhole`: most of the sentence does. */
function negationsRepeated(claims: Claims, sentence: SourceSentence, isWhole: boolean): number {
  return sentence.claims.negations.filter(({ scope, clause, isHard, word: negator }) => {
    if (!isHard) return false;
    if (scope.length === 0) return isWhole && !/^no(?:ne|thing|body)$/.test(negator);
    const known = clause.filter((word) => claims.said.has(word));
    return scope.slice(0, 2).some((word) => claims.said.has(word)) && known.length >= clause.length / 2;
  }).length;
}

/** True when the answer says plainly what the source turns round in a word of its own: "predictable" for "unpredictable", "blocks" for "avoids blocking". */
function saysTheBareWord(claims: Claims, { claims: source }: SourceSentence): boolean {
  return source.negations.some(({ scope: [bare = ''], clause, isHard }) => {
    if (isHard || !claims.plain.has(bare) || source.plain.has(bare)) return false;
    return clause.filter((word) => claims.said.has(word)).length >= clause.length / 2;
  });
}

/** True when the answer says plainly what its source says in the negative. */
function saysWhatIsDenied(claims: Claims, aligned: readonly Aligned[]): boolean {
  // A sentence that lends a word or two does not speak of the same thing.
  const least = Math.max(...aligned.map(({ strength }) => strength)) / 2;
  const all = featuresOf(claims).size;
  return aligned.some((one) => {
    if (one.strength < least) return false;
    const { negations } = one.sentence.claims;
    const own = claims.negations.filter(
      ({ word, isHard }) => isHard || !negations.some((other) => !other.isHard && other.word === word),
    );
    if (saysTheBareWord(claims, one.sentence)) return true;
    const repeated = negationsRepeated(claims, one.sentence, one.strength >= 0.6 * all);
    if (own.length >= repeated) return false;
    // What another sentence, no weaker, says without a negation may be told without one.
    return !aligned.some(
      (other) =>
        other !== one &&
        other.strength >= one.strength &&
        negationsRepeated(claims, other.sentence, true) <= own.length,
    );
  });
}

/** True when a word stands where the sources have only its contrary. */
function turnsRound(claims: Claims, aligned: readonly Aligned[]): boolean {
  const stems = new Set(
    aligned.flatMap(({ sentence, source }) => [...sentence.claims.stems, ...source.context.claims.stems]),
  );
  return [...claims.stems].some((word) => {
    if (stems.has(word) || !claims.plain.has(meaningOf(word))) return false;
    return (antonyms.get(word) ?? []).some((contrary) => stems.has(contrary) && !claims.stems.has(contrary));
  });
}

function hasInvention(claims: Claims, aligned: readonly Aligned[], question: SourceSentence): boolean {
  const near = around(aligned);
  const contexts = aligned.map(({ source }) => source.context);
  const isHeld = (word: string): boolean =>
    near.some((each) => each.claims.words.has(word) || each.surface.has(word)) ||
    contexts.some((each) => each.claims.words.has(word) || each.surface.has(word));
  const isKnown = (word: string): boolean => isHeld(word) || question.claims.words.has(word);
  const all = claims.clauses.flat();
  if (all.length > 0 && all.filter(isKnown).length / all.length < sentenceShare) return true;
  const isAnywhere = (word: string): boolean =>
    isKnown(word) ||
    aligned.some(({ source }) =>
      source.sentences.some((each) => each.claims.words.has(word) || each.surface.has(word)),
    );
  if (all.some((word, i) => i > 0 && !isAnywhere(word) && !isAnywhere(all[i - 1] ?? ''))) return true;
  return claims.clauses.some((clause, i) => {
    // A clause of one word that no source has: "which also writes the invoices".
    if (clause.length < clauseWords) return i > 0 && clause.some((word) => !isAnywhere(word));
    const share = clause.filter(isKnown).length / clause.length;
    return share < clauseShare || (share === clauseShare && clause.length > clauseWords);
  });
}

/** Per source the sentence that carries most. */
function quotesOf(aligned: readonly Aligned[]): Map<number, number> {
  const quotes = new Map<number, Aligned>();
  for (const one of aligned) {
    if (one.strength > (quotes.get(one.source.n)?.strength ?? 0)) quotes.set(one.source.n, one);
  }
  return new Map([...quotes].map(([n, { sentence }]) => [n, sentence.index]));
}

/** The check of one answer; `sentence` carries its citations as `[n]`. Without a citation every source is searched for its support. */
export function createSentenceCheck(options: CheckOptions): (sentence: string) => SentenceVerdict {
  const bySource = new Map(options.sources.map((source) => [source.n, source]));
  const formProblem = createFormCheck(options);
  const question = readSentence(-1, options.question);
  const drop = (reason: DropReason): SentenceVerdict => ({ isSupported: false, reason });

  return (sentence) => {
    const problem = formProblem(sentence);
    if (problem !== undefined) return drop(problem);
    const cited = [...new Set(citedIn(sentence))];
    if (cited.some((n) => !bySource.has(n))) return drop('citation');
    const sources = cited.length > 0 ? cited.flatMap((n) => bySource.get(n) ?? []) : options.sources;
    const claims = claimsOf(sentence);
    if (claims.words.size + claims.names.size + claims.numbers.length === 0) return drop('empty');
    const aligned = align(claims, sources);
    if (aligned.length === 0) return drop('invention');
    if (hasUnsupportedNumber(claims, aligned)) return drop('number');
    if (hasUnsupportedName(claims, aligned, question)) return drop('name');
    const said = aligned.map(({ sentence: each }) => each.claims);
    if (!areDenialsFound(claims, said) || saysWhatIsDenied(claims, aligned)) return drop('negation');
    if (turnsRound(claims, aligned)) return drop('negation');
    if (hasInvention(claims, aligned, question)) return drop('invention');
    const quotes = quotesOf(aligned);
    return { isSupported: true, sources: cited.length > 0 ? cited : [...quotes.keys()], quotes };
  };
}
