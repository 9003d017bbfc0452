/** Queries of a part -> one weighted term vector. A word that the corpus lacks is replaced by another name, its halves, or its likely spelling. */
import type { Query } from '../domain/plan.js';
import type { TermStatistics } from '../ports.js';
import { otherNames } from '../text/other-names.js';
import { otherForms } from '../text/lemmas.js';
import { correctSpelling, splitCompound } from '../text/spelling.js';
import { isTopicWord, stem, terms, tokenize } from '../text/terms.js';

export interface SearchTerms {
  /** Stem -> weight: the summed weights of the queries that hold it. */
  readonly terms: ReadonlyMap<string, number>;
  /** Topic words of the question itself that stay unknown, in lower case: what a rewrite adds ("year", "number") was never asked. */
  readonly unknownWords: readonly string[];
}

/** Replacements count a little less than a word that was really typed. */
const replacementWeight = 0.8;

function replacementsFor(word: string, statistics: TermStatistics): string[] {
  const known = (candidate: string): boolean => statistics.documentFrequency(candidate) > 0;
  const names = otherNames(word)
    .flatMap((name) => terms(name))
    .filter(known);
  if (names.length > 0) return [...new Set(names)];
  const halves = splitCompound(word, statistics);
  if (halves !== undefined) return halves;
  const corrected = correctSpelling(word, statistics);
  return corrected === undefined ? [] : [corrected];
}

/** Joins neighbours that the corpus writes as one word ("time out" -> "timeout"). */
function joinedNeighbours(words: readonly string[], statistics: TermStatistics): string[] {
  const joined: string[] = [];
  for (let i = 0; i + 1 < words.length; i++) {
    const candidate = stem(`${words[i]}${words[i + 1]}`);
    const rarer = Math.min(
      statistics.documentFrequency(stem(words[i] ?? '')),
      statistics.documentFrequency(stem(words[i + 1] ?? '')),
    );
    if (rarer === 0 && statistics.documentFrequency(candidate) > 0) joined.push(candidate);
  }
  return joined;
}

export function searchTerms(queries: readonly Query[], statistics: TermStatistics): SearchTerms {
  const weights = new Map<string, number>();
  const unknown = new Set<string>();
  const add = (term: string, weight: number): void => {
    weights.set(term, (weights.get(term) ?? 0) + weight);
  };
  const hasOriginal = queries.some(({ intent }) => intent === 'original');
  for (const query of queries) {
    for (const term of new Set(terms(query.text))) {
      if (statistics.documentFrequency(term) > 0) add(term, query.weight);
      for (const form of otherForms(term))
        if (statistics.documentFrequency(form) > 0) add(form, query.weight * replacementWeight);
    }
    const words = tokenize(query.text).map((token) => token.text);
    for (const term of joinedNeighbours(words, statistics)) add(term, query.weight);
    for (const word of new Set(words.filter(isTopicWord))) {
      if ([stem(word), ...otherForms(stem(word))].some((term) => statistics.documentFrequency(term) > 0))
        continue;
      const replacements = replacementsFor(word, statistics);
      for (const term of replacements) add(term, query.weight * replacementWeight);
      if (replacements.length === 0 && (query.intent === 'original' || !hasOriginal)) unknown.add(word);
    }
  }
  return { terms: weights, unknownWords: [...unknown] };
}
