/**
 * What each side of a comparison is told with: sentences that name it themselves or stand in its own documents, never those of the other side;
 * what the question compares (cost, speed) first.
 */
import type { Snapshot } from '../ports.js';
import { stem, terms } from '../text/terms.js';
import type { Candidate } from './candidates.js';
import { isLabelLine } from './phrases.js';
import { leansOnBefore } from './leaning.js';
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
  /** The chosen sentences tell what the question compares ("cheaper"). */
  readonly isMeasured: boolean;
}

/** Comparatives, and the words in which a text tells the thing compared. */
const measures: readonly (readonly [RegExp, string])[] = [
  [/\b(?:cheap|expensive|cost|price|afford)\w*/i, 'cost costs price priced pay pays paid euro euros dollar dollars usd eur budget cheap expensive free fee'],
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
  /** Nothing of the work is done yet: its plans are all there is. */
  readonly isPlanned: boolean;
}

function namesOf(operand: string, works: readonly Work[], snapshot: Snapshot): Names {
  const stems = new Set(terms(operand));
  const work = works.find((one) => isNamedIn(one, stems));
  const chunks = work?.documents.flatMap(({ chunkIds }) => chunkIds.map((id) => snapshot.chunk(id))) ?? [];
  return {
    stems,
    work,
    isPlanned: work !== undefined && !chunks.some((chunk) => chunk?.standing === 'done'),
  };
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

/** "It costs 38 euros": under the name of its own project a pronoun is understood. */
function isUnderstood({ text, chunk }: Candidate, own: Names): boolean {
  const isOwn = own.work?.documents.some(({ id }) => id === chunk.documentId) === true;
  return (
    !leansOnBefore(text) ||
    (isOwn &&
      /^(?:it|its|they) (?:is|are|was|were|has|have|can|costs?|takes?|runs?|uses?|serves?|handles?|weighs?|needs?|works?)\b/i.test(
        text,
      ))
  );
}

const intended =
  /\b(?:would (?:like|do|try)|considered|rejected|decided against|next time|plan(?:s|ned)? to|will be|(?:is|are) going to)\b/i;

function isTellable(candidate: Candidate, own: Names): boolean {
  // A project is compared by what it is, not by what is planned for it.
  if (own.work !== undefined && candidate.chunk.standing !== 'done') return own.isPlanned;
  if (candidate.form === 'code' || candidate.words < 4 || candidate.words > 60) return false;
  if (!own.isPlanned && intended.test(candidate.text)) return false;
  if (isLabelLine(candidate.text) || /[:?]\s*\**$/.test(candidate.text)) return false;
  return isUnderstood(candidate, own);
}

const perSide = 3;
const perMeasuredSide = 2;
const closenessWeight = 2;

function isMeasure(candidate: Candidate, measure: ReadonlySet<string>): boolean {
  return /\p{N}/u.test(candidate.text) && [...measure].some((one) => candidate.stems.has(one));
}

/** What may be told of a side, best first. */
function tellable(side: ComparedSide, own: Names, others: readonly Names[]): Candidate[] {
  return side.scored
    .filter(({ candidate }) => isTellable(candidate, own))
    .map(({ candidate, score }) => ({ candidate, score, near: closeness(candidate, own, others) }))
    .filter(({ near }) => near > 0)
    .sort((a, b) => b.score + closenessWeight * b.near - (a.score + closenessWeight * a.near))
    .map(({ candidate }) => candidate);
}

function distinct(candidates: readonly Candidate[], most: number): Candidate[] {
  const chosen: Candidate[] = [];
  for (const candidate of candidates) {
    if (chosen.length >= most) break;
    if (chosen.some(({ text, vector }) => text === candidate.text || cosine(vector, candidate.vector) > 0.9))
      continue;
    chosen.push(candidate);
  }
  return chosen;
}

/** "the museum guide: which technologies" -> "the museum guide". */
function bareOperand(operand: string): string {
  return operand.replace(/[:,] (?:which|what|how|who|when|where|why)\b.*$/i, '');
}

/** The sides with what is told of each; a side without evidence has nothing. */
export function contentOfSides(
  question: string,
  compared: readonly ComparedSide[],
  snapshot: Snapshot,
): SideContent[] {
  const works = worksOf(snapshot, 'project');
  const sides = compared.map((side) => ({ ...side, operand: bareOperand(side.operand) }));
  const operands = sides.map(({ operand }) => operand);
  const names = operands.map((operand) => namesOf(operand, works, snapshot));
  const measure = measureStems(question, operands);
  const told = sides.map((side, i) => {
    const own = names[i] ?? { stems: new Set<string>(), work: undefined, isPlanned: false };
    return tellable(side, own, names.filter((_, at) => at !== i)); // prettier-ignore
  });
  const measured = told.map((candidates) => candidates.filter((candidate) => isMeasure(candidate, measure)));
  const isMeasured = measured.some((candidates) => candidates.length > 0);
  return sides.map(({ operand }, i) => ({
    operand,
    work: names[i]?.work,
    chosen: isMeasured ? distinct(measured[i] ?? [], perMeasuredSide) : distinct(told[i] ?? [], perSide),
    isMeasured,
  }));
}
