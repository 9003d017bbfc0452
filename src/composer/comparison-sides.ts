/**
 * What each side of a comparison is told with: sentences that name it themselves or stand in its own documents, never those of the other side;
 * what the question compares (cost, speed) first.
 */
import type { Snapshot } from '../ports.js';
import { stem, terms } from '../text/terms.js';
import type { Candidate } from './candidates.js';
import { isLabelLine } from './phrases.js';
import { leansOnBefore } from './select.js';
import { cosine, stemsOfHeading, type ScoredCandidate } from './sentence-score.js';
import { isNamedIn, worksOf, type Work } from './works.js';

export interface ComparedSide {
  readonly operand: string;
  readonly scored: readonly ScoredCandidate[];
}

export interface SideContent {
  readonly operand: string;
  /** The project that the side is, when it is one. */
  readonly work: Work | undefined;
  readonly chosen: readonly Candidate[];
}

/** Comparatives, and the words in which a text tells the thing compared. */
const measures: readonly (readonly [RegExp, string])[] = [
  [/\b(?:cheap|expensive|cost|price|afford)\w*/i, 'cost costs price priced pay pays paid euro euros dollar dollars usd eur budget cheap expensive free fee month'],
  [/\b(?:fast|quick|slow|speed|latency|perform)\w*/i, 'fast faster slow seconds second milliseconds ms millisecond minutes latency speed per throughput quick p95 p99 median'],
  [/\b(?:accura|precis|better model|error)\w*/i, 'accuracy accurate auc precision recall error f1 sensitivity specificity mape percent percentage score'],
  [/\b(?:big|large|small|size|users?|popular|traffic)\w*/i, 'users user customers members people size large small mb kb gb rows documents requests visitors thousand million'],
  [/\b(?:old|new|recent|first|earlier|later|long|took)\w*/i, 'year years month months weeks since started began from 2015 2016 2017 2018 2019 2020 2021 2022 2023 2024 2025 2026'],
  [/\b(?:secur|safe)\w*/i, 'security secure encrypted authentication password token tls permissions'],
  [/\b(?:scal)\w*/i, 'scale scales scaling nodes servers million thousand load replicas shards'],
  [/\b(?:simpl|eas|hard|complex)\w*/i, 'simple simpler easy easier hard harder complex complicated lines learn'],
]; // prettier-ignore

/** Stems that tell what the question compares; empty when it compares in general. */
export function measureStems(question: string, operands: readonly string[]): ReadonlySet<string> {
  const rest = operands.reduce((text, operand) => text.replace(operand, ' '), question);
  const found = measures.filter(([asked]) => asked.test(rest)).map(([, words]) => words);
  return new Set(found.flatMap((words) => words.split(' ').map(stem)));
}

interface Names {
  readonly stems: ReadonlySet<string>;
  readonly work: Work | undefined;
}

function namesOf(operand: string, works: readonly Work[]): Names {
  const stems = new Set(terms(operand));
  return { stems, work: works.find((work) => isNamedIn(work, stems)) };
}

const holdsAll = (stems: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean =>
  wanted.size > 0 && [...wanted].every((one) => stems.has(one));
const holdsMost = (stems: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean =>
  [...wanted].filter((one) => stems.has(one)).length * 2 >= wanted.size;

/** 2: names the side itself; 1: stands in its documents or under its heading; 0: is not about it. */
function closeness(candidate: Candidate, own: Names, others: readonly Names[]): number {
  const namesOther = others.some(({ stems }) => holdsAll(candidate.stems, stems));
  const namesOwn = holdsAll(candidate.stems, own.stems);
  const documents = own.work?.documents.map(({ id }) => id);
  if (documents !== undefined)
    return documents.includes(candidate.chunk.documentId) ? 2 : namesOwn && !namesOther ? 1 : 0;
  if (others.some(({ work }) => work?.documents.some(({ id }) => id === candidate.chunk.documentId) === true))
    return 0;
  if (namesOwn) return 2;
  if (namesOther) return 0;
  const heading = stemsOfHeading(candidate);
  const inHeading = holdsMost(heading, own.stems) && !others.some(({ stems }) => holdsAll(heading, stems));
  return inHeading || holdsMost(candidate.stems, own.stems) ? 1 : 0;
}

function isTellable(candidate: Candidate): boolean {
  if (candidate.form === 'code' || candidate.words < 4 || candidate.words > 60) return false;
  return (
    !isLabelLine(candidate.text) && !/[:?]\s*\**$/.test(candidate.text) && !leansOnBefore(candidate.text)
  );
}

const perSide = 3;
const closenessWeight = 2;
const measureWeight = 4;

function choose(
  side: ComparedSide,
  own: Names,
  others: readonly Names[],
  measure: ReadonlySet<string>,
): Candidate[] {
  const measured = (candidate: Candidate): boolean =>
    [...measure].some((one) => candidate.stems.has(one)) && /\p{N}/u.test(candidate.text);
  const ranked = side.scored
    .filter(({ candidate }) => isTellable(candidate))
    .map(({ candidate, score }) => ({ candidate, score, near: closeness(candidate, own, others) }))
    .filter(({ near }) => near > 0)
    .map((one) => ({
      ...one,
      value: one.score + closenessWeight * one.near + (measured(one.candidate) ? measureWeight : 0),
    }))
    .sort((a, b) => b.value - a.value);
  const chosen: Candidate[] = [];
  for (const { candidate } of ranked) {
    if (chosen.length >= perSide) break;
    if (chosen.some((other) => other.text === candidate.text || cosine(other.vector, candidate.vector) > 0.9))
      continue;
    chosen.push(candidate);
  }
  return chosen;
}

/** The sides with what is told of each; a side without evidence has nothing. */
export function contentOfSides(
  question: string,
  sides: readonly ComparedSide[],
  snapshot: Snapshot,
): SideContent[] {
  const works = worksOf(snapshot, 'project');
  const names = sides.map(({ operand }) => namesOf(operand, works));
  const measure = measureStems(question, sides.map(({ operand }) => operand)); // prettier-ignore
  return sides.map((side, i) => {
    const own = names[i] ?? { stems: new Set<string>(), work: undefined };
    const others = names.filter((_, at) => at !== i);
    return { operand: side.operand, work: own.work, chosen: choose(side, own, others, measure) };
  });
}
