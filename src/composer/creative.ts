/** A pitch, post or tagline without a language model: the finished, documented highlights of the project asked about, and nothing else. */
import type { Snapshot } from '../ports.js';
import type { Candidate } from './candidates.js';
import type { CitationBook } from './citations.js';
import { saysNotDocumented } from './not-documented.js';
import { renderProse } from './prose.js';
import { leansOnBefore } from './select.js';
import type { ScoredCandidate } from './sentence-score.js';
import { technologiesIn, workOf } from './technologies.js';

const budgetWords = 85;
const meta =
  /\b(?:this (?:page|document|guide|note)|my (?:notes|write-ups?)|write-ups?|notes? (?:say|name|list)|doubt\w*|unclear|not\b|never\b|no\b)/i;

/** What makes a sentence worth showing: it tells of finished work, names technologies, gives figures. */
function highlight(candidate: Candidate, score: number, best: number, snapshot: Snapshot): number {
  const named = Math.min(3, technologiesIn(candidate.text, snapshot.catalogue).length);
  const figures = /\p{N}/u.test(candidate.text) ? 0.5 : 0;
  return named * 0.8 + figures + score - best;
}

function isPresentable(candidate: Candidate): boolean {
  return (
    candidate.form === 'sentence' &&
    candidate.chunk.standing === 'done' &&
    candidate.words >= 6 &&
    candidate.words <= 40 &&
    !/[:?]\s*$/.test(candidate.text) &&
    !leansOnBefore(candidate.text) &&
    !saysNotDocumented(candidate.text) &&
    !meta.test(candidate.text)
  );
}

/** The highlights as one paragraph; undefined when the evidence holds none. */
export function creativeAnswer(
  scored: readonly ScoredCandidate[],
  snapshot: Snapshot,
  citations: CitationBook,
): string | undefined {
  const documents = new Map(snapshot.catalogue.documents.map((document) => [document.id, document]));
  const best =
    scored.find(({ candidate }) => isPresentable(candidate) && candidate.chunk.documentType === 'project') ??
    scored.find(({ candidate }) => isPresentable(candidate));
  const home = best === undefined ? undefined : documents.get(best.candidate.chunk.documentId);
  if (best === undefined || home === undefined) return undefined;
  const work = workOf(home);
  const ranked = scored
    .filter(
      ({ candidate }) =>
        isPresentable(candidate) && workOf(documents.get(candidate.chunk.documentId) ?? home) === work,
    )
    .map(({ candidate, score }) => ({ candidate, value: highlight(candidate, score, best.score, snapshot) }))
    .sort(
      (a, b) =>
        b.value - a.value || a.candidate.rank - b.candidate.rank || a.candidate.index - b.candidate.index,
    );
  const chosen: Candidate[] = [];
  let words = 0;
  for (const { candidate } of ranked) {
    if (words + candidate.words > budgetWords || chosen.length >= 4) continue;
    if (chosen.some((other) => other.text === candidate.text)) continue;
    chosen.push(candidate);
    words += candidate.words;
  }
  return `In short, and only from what my write-ups document:\n\n${renderProse(chosen, citations)}`;
}
