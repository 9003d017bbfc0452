/**
 * Sentences that can be shown to a stranger: finished work, told as a plain statement that stands alone, no doubt, option or aside; and what makes
 * one worth showing. Form only; which work it is about is the caller's business.
 */
import { factsHeading } from '../domain/headings.js';
import type { DocumentEntry } from '../domain/catalogue.js';
import type { Snapshot } from '../ports.js';
import { terms } from '../text/terms.js';
import { candidatesOf, type Candidate } from './candidates.js';
import { saysNotDocumented } from './not-documented.js';
import { isLabelLine } from './phrases.js';
import { leansOnBefore } from './leaning.js';
import { technologiesIn } from './technologies.js';

const meta =
  /\b(?:(?:this|these|those|other) (?:pages?|documents?|guides?|notes?|sites?|section)|notes?|write-?ups?|doubt\w*|unclear|would|mistake|gave up|failed|reject\w*|decided against|considered|tried|asked myself|wonder\w*|claim\w*|options?|alternatives?|struck|weak\w*|gaps?|problems?|disappoint\w*|wrong|unfortunately|deserv\w*|honest\w*|wrote down|plans?\b|ought|figures?|not\b|never\b|nothing\b|no\b|cannot\b|fail(?:s|ing)\b|goes down)|n['’]t\b/i;
/** "I moved them to ...", "Writing it is how ...": an object that only the sentence before names. */
const danglingObject =
  /\b(?:I|we) (?:\w+ )?\w+ (?:them|this|that|these|those|it)\b|^\w+ing (?:it|them|this|that)\b|\b(?:as|like) (?:said|described|shown) (?:above|below|there)\b/i;
/** "Once B opens a socket": letters of an example that the sentence before brings up. */
const placeholder = /(?<=\p{Ll},? )[ABXYZ](?![\p{L}\p{N}.+#-])/u;
/** "due to the same reason": what it is the same as was told before. */
const sameAsBefore = /\bthe same (?!time\b)[\p{L}-]+(?=[.,;]| (?:again|too|here|there)\b)/iu;
/** "From that moment ...", "... belongs to it as well": goes on from a sentence that is not shown. */
const goesOn = /^(?:from|at|after|with|in|by|for|since) (?:that|this|these|those)\b|\b(?:as well|too)[.!]?$/i;
const someoneElse =
  /\b(?:colleague|nephew|friend|client|customer|student|team ?mate)s?\b[^.;]{0,40}\b(?:did|wrote|built|made|designed|drew)\b/i;
/** Sections that weigh, correct or doubt: true, and nothing to show. */
const weighing =
  /\b(?:claims?|trust|doubts?|corrections?|correct(?:ed|ing)|disagree\w*|wrong|weak\w*|trade-?offs?|limits|lessons?|open questions?|mistakes?|not documented)\b/i;

/** A finished statement that stands alone, whatever it tells of. */
export function isPlain(candidate: Candidate, least: number): boolean {
  const { text } = candidate;
  return (
    candidate.form === 'sentence' &&
    candidate.chunk.standing === 'done' &&
    candidate.words >= least &&
    candidate.words <= 40 &&
    !/[:?]\s*$/.test(text) &&
    !/^\*\*[^*]+\*\*/.test(text) &&
    !isLabelLine(text) &&
    !leansOnBefore(text) &&
    !saysNotDocumented(text) &&
    ![danglingObject, placeholder, sameAsBefore, goesOn].some((pattern) => pattern.test(text))
  );
}

export function isPresentable(candidate: Candidate, least: number): boolean {
  const { title, headingPath } = candidate.chunk;
  return (
    isPlain(candidate, least) &&
    !weighing.test(`${title} ${headingPath.join(' ')}`) &&
    ![meta, someoneElse].some((pattern) => pattern.test(candidate.text))
  );
}

const ownDoing = /\b(?:I|we) (?:\w+ly )?(?:\w+ed|built|wrote|made|ran|cut|chose|drew|taught|led|set)\b/i;
const outcome =
  /\b(?:sav|reduc|grew|rais|cut|fell|improv|serv|handl|comput|show|measur|find|found|predict|sort|let|replac|keep|kept|stor|push|send|answer|last|protect|guarante|prevent)\w*\b/i;

/** Words of the sentence that tell of something done, of a figure, of technologies, or that open the text of the work. */
export function worthShowing(candidate: Candidate, snapshot: Snapshot): number {
  const { text, words } = candidate;
  const figures = /(?<![\p{L}])\p{N}/u.test(text) ? 0.6 : 0;
  const named = Math.min(2, technologiesIn(text, snapshot.catalogue).length) * 0.3;
  return (
    (ownDoing.test(text) ? 1 : 0) + (outcome.test(text) ? 0.5 : 0) + figures + named - (words > 28 ? 0.4 : 0)
  );
}

/** "The handler is meant for quick lookups": a sentence that names neither the work nor a tool, and tells of nothing done, sells nothing. */
export function isBland(candidate: Candidate, label: string, snapshot: Snapshot): boolean {
  return (
    !ownDoing.test(candidate.text) &&
    !namesWork(candidate, label) &&
    technologiesIn(candidate.text, snapshot.catalogue).length === 0
  );
}

/** True when the sentence names the work: most of its name as it is written in the answer. */
export function namesWork(candidate: Candidate, label: string): boolean {
  const own = terms(label);
  return own.length > 0 && own.filter((term) => candidate.stems.has(term)).length * 3 >= own.length * 2;
}

/** The first sentence of the first text of the work: candidates are ranked in the order of its documents. */
export function opensWork({ chunk, rank, index }: Candidate): boolean {
  const isProse = (at: { start: number; end: number }): boolean =>
    !/^\s*(?:#|\||[-*+] )/.test(chunk.text.slice(at.start, at.end));
  return rank === 0 && index === chunk.sentences.findIndex(isProse);
}

/** Every sentence of the documents, in their order; the front matter facts are no prose. */
export function sentencesOf(documents: readonly DocumentEntry[], snapshot: Snapshot): Candidate[] {
  const chunks = documents.flatMap((document) => document.chunkIds.flatMap((id) => snapshot.chunk(id) ?? []));
  const prose = chunks.filter((chunk) => chunk.headingPath.at(-1) !== factsHeading);
  const ranked = prose.map((chunk) => ({ chunk, lexical: 0, dense: 0, score: 0 }));
  // Nothing is compared with them here, and reading the vectors of whole documents takes long.
  return candidatesOf(ranked, { sentenceVectors: () => undefined });
}

export interface Measure {
  /** Words and sentences at most. */
  readonly words: number;
  readonly sentences: number;
}

export interface Pick {
  readonly candidate: Candidate;
  readonly value: number;
}

/** The best ones within the measure, in the order of the text. */
export function within(picks: readonly Pick[], measure: Measure): Candidate[] {
  const chosen: Candidate[] = [];
  let words = 0;
  for (const { candidate } of [...picks].sort(
    (a, b) =>
      b.value - a.value || a.candidate.rank - b.candidate.rank || a.candidate.index - b.candidate.index,
  )) {
    if (chosen.length >= measure.sentences) break;
    if (words + candidate.words > measure.words || chosen.some((other) => other.text === candidate.text))
      continue;
    chosen.push(candidate);
    words += candidate.words;
  }
  return chosen.sort((a, b) => a.rank - b.rank || a.index - b.index);
}
