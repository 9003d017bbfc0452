/**
 * What each side of a comparison is told with: sentences that name it themselves or stand in its own documents, never those of the other side;
 * what the question compares (cost, speed) first.
 */
import type { Chunk } from '../domain/chunk.js';
import type { Snapshot } from '../ports.js';
import { stem, terms } from '../text/terms.js';
import type { Candidate } from './candidates.js';
import { aspectOfComparison, shareOfAspect, tellingAspect } from './comparison-aspect.js';
import { clauseOf, contrastsOf, holdsAll, namesEverySide, namesSide, opensWithSide, sideNames, stemsSpokenOf, type SideNames } from './contrast.js'; // prettier-ignore
import { isLabelLine } from './phrases.js';
import { leansOnBefore } from './leaning.js';
import { cosine, stemsOfHeading, type ScoredCandidate } from './sentence-score.js';
import { isNamedIn, worksOf, type Work } from './works.js';

export interface ComparedSide {
  readonly operand: string;
  readonly scored: readonly ScoredCandidate[];
  /** Of the other sides' evidence: what names this side there may be told of it. */
  readonly borrowed: readonly ScoredCandidate[];
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
  // "How does the first winter compare with the second": what tells the sides apart is no measure.
  const named = new Set(operands.flatMap((operand) => operand.toLowerCase().split(/\s+/)));
  const words = operands.reduce((text, operand) => text.replace(operand, ' '), question).split(/\s+/);
  const rest = words
    .filter((word) => !named.has(word.toLowerCase().replace(/[^\p{L}\p{N}-]+$/u, '')))
    .join(' ');
  const found = measures.filter(([asked]) => asked.test(rest)).map(([, words]) => words);
  return new Set(found.flatMap((words) => words.split(' ').map(stem)));
}

interface Names extends SideNames {
  readonly work: Work | undefined;
  /** Nothing of the work is done yet: its plans are all there is. */
  readonly isPlanned: boolean;
}

function namesOf(names: SideNames, works: readonly Work[], snapshot: Snapshot): Names {
  const work = works.find((one) => isNamedIn(one, names.stems));
  const chunks = work?.documents.flatMap(({ chunkIds }) => chunkIds.map((id) => snapshot.chunk(id))) ?? [];
  return {
    ...names,
    work,
    isPlanned: work !== undefined && !chunks.some((chunk) => chunk?.standing === 'done'),
  };
}

const holdsMost = (stems: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean =>
  [...wanted].filter((one) => stems.has(one)).length * 2 >= wanted.size;

/** Stems of the heading right above the sentence. */
const stemsAbove = ({ headingPath }: Candidate): ReadonlySet<string> =>
  new Set(terms(headingPath.at(-1) ?? ''));

const chunkStems = new WeakMap<Chunk, ReadonlySet<string>>();

/** The sentence stands where most of what the side is called is spoken of: "second" alone is no second winter. */
function isAbout({ chunk }: Candidate, own: Names): boolean {
  let stems = chunkStems.get(chunk);
  if (stems === undefined) {
    stems = new Set(terms(`${chunk.title} ${chunk.headingPath.join(' ')} ${chunk.text}`));
    chunkStems.set(chunk, stems);
  }
  return holdsMost(stems, new Set([...own.stems].filter((one) => !own.distinct.has(one))));
}

/** 2: names the side itself; 1: stands in its documents or under its heading; 0: is not about it. */
function closeness(candidate: Candidate, own: Names, others: readonly Names[]): number {
  const namesOther = others.some((other) => namesSide(candidate.stems, other, [own]));
  const namesOwn = namesSide(stemsSpokenOf(candidate), own, others) && isAbout(candidate, own);
  const above = stemsAbove(candidate);
  const isUnder = namesSide(above, own, others) && !others.some((other) => namesSide(above, other, [own]));
  const isSameWork = others.some(({ work }) => work === own.work);
  const documents = isSameWork ? undefined : own.work?.documents.map(({ id }) => id);
  if (documents !== undefined)
    return documents.includes(candidate.chunk.documentId) && !(namesOther && !namesOwn)
      ? 2
      : namesOwn && !namesOther
        ? 1
        : 0;
  const isOfOther = others.some(
    ({ work }) =>
      work !== own.work && work?.documents.some(({ id }) => id === candidate.chunk.documentId) === true,
  );
  if (isOfOther && !namesOwn && !isUnder) return 0;
  if (namesOwn && holdsAll(candidate.stems, own.stems)) return 2;
  if (namesOther && !namesOwn) return 0;
  if (namesOwn || isUnder) return 1.5;
  const heading = stemsOfHeading(candidate);
  const inHeading = holdsAll(heading, own.stems) && !others.some(({ stems }) => holdsAll(heading, stems));
  const isNear = own.distinct.size > 2 && holdsMost(candidate.stems, own.distinct);
  return inHeading || isNear ? 1 : 0;
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

function isTellable(candidate: Candidate, own: Names, mayLean = false): boolean {
  // A project is compared by what it is, not by what is planned for it.
  if (own.work !== undefined && candidate.chunk.standing !== 'done') return own.isPlanned;
  if (candidate.form === 'code' || candidate.words < 4 || candidate.words > 60) return false;
  if (!own.isPlanned && intended.test(candidate.text)) return false;
  if (isLabelLine(candidate.text) || /[:?]\s*\**$/.test(candidate.text)) return false;
  return mayLean || isUnderstood(candidate, own);
}

const perSide = 3;
const perMeasuredSide = 2;
const closenessWeight = 2;

function isMeasure(candidate: Candidate, measure: ReadonlySet<string>): boolean {
  return /\p{N}/u.test(candidate.text) && [...measure].some((one) => candidate.stems.has(one));
}

/** What the aspect adds to a sentence that tells all of it, in points of the sentence score. */
const aspectWeight = 6;
/** A sentence that opens with the side is about it. */
const subjectBonus = 1.5;

interface Told {
  readonly candidate: Candidate;
  readonly near: number;
  readonly value: number;
}

const placeOf = ({ chunk, index }: Candidate): string => `${chunk.id}#${index}`;

/** What may be told of a side, best first. */
function tellable(
  side: ComparedSide,
  own: Names,
  others: readonly Names[],
  aspect: readonly string[],
): Told[] {
  const found = new Set(side.scored.map(({ candidate }) => placeOf(candidate)));
  const borrowed = side.borrowed.filter(({ candidate }) => !found.has(placeOf(candidate)));
  return [...side.scored, ...borrowed]
    .filter(({ candidate }) => isTellable(candidate, own))
    .map(({ candidate, score }) => {
      const nearness = closeness(candidate, own, others);
      const near = nearness > 1 || found.has(placeOf(candidate)) ? nearness : 0;
      const share = shareOfAspect(aspect, [...candidate.stems, ...stemsAbove(candidate)]);
      const isSubject = aspect.length === 0 && near > 0 && opensWithSide(candidate.text, 0, [own, ...others]);
      const value = score + closenessWeight * near + aspectWeight * share + (isSubject ? subjectBonus : 0);
      return { candidate, near, value };
    })
    .filter(({ near }) => near > 0)
    .sort((a, b) => b.value - a.value);
}

/** Every sentence on one side only, the one that it is nearer to; one that names all sides stands where a clause of it is about the side. */
function apart(told: readonly (readonly Told[])[], names: readonly SideNames[]): Candidate[][] {
  const worth = told.map((list) => new Map(list.map((one) => [placeOf(one.candidate), one])));
  return told.map((list, i) =>
    list
      .filter(({ candidate, near, value }) => {
        if (namesEverySide(candidate.stems, names))
          return clauseOf(candidate.text, i, names) !== undefined || opensWithSide(candidate.text, i, names);
        return worth.every((other, at) => {
          const there = other.get(placeOf(candidate));
          if (at === i || there === undefined || there.near < near) return true;
          return there.near === near && (there.value < value || (there.value === value && i < at));
        });
      })
      .map(({ candidate }) => candidate),
  );
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

export interface Compared {
  /** Sentences that set the sides against each other; they stand above the table. */
  readonly contrasts: readonly Candidate[];
  readonly sides: readonly SideContent[];
}

/** The sides with what is told of each; a side without evidence has nothing. */
export function contentOfSides(
  question: string,
  compared: readonly ComparedSide[],
  snapshot: Snapshot,
): Compared {
  const works = worksOf(snapshot, 'project');
  const sides = compared.map((side) => ({ ...side, operand: bareOperand(side.operand) }));
  const operands = sides.map(({ operand }) => operand);
  const names = sideNames(operands).map((one) => namesOf(one, works, snapshot));
  const measure = measureStems(question, operands);
  const labels = names.map(({ work }) => work?.label ?? '');
  const held = sides.flatMap(({ scored }) =>
    scored.map(({ candidate }) => [...candidate.stems, ...stemsOfHeading(candidate)]),
  );
  const aspect = tellingAspect(aspectOfComparison(question, [...operands, ...labels]), held);
  const told = sides.map((side, i) => {
    const own = names[i];
    return own === undefined ? [] : tellable(side, own, names.filter((_, at) => at !== i), aspect); // prettier-ignore
  });
  const own = apart(told, names);
  const measured = own.map((candidates) => candidates.filter((candidate) => isMeasure(candidate, measure)));
  const isMeasured = measured.some((candidates) => candidates.length > 0);
  const chosen = own.map((candidates, i) =>
    isMeasured ? distinct(measured[i] ?? [], perMeasuredSide) : distinct(candidates, perSide),
  );
  const isOneSided = chosen.some((list) => list.length === 0);
  const contrasts = contrastsOf(
    sides.flatMap(({ scored }) => scored),
    names,
    {
      isTellable: (candidate) => names.every((one) => isTellable(candidate, one, true)),
      anyhow: isOneSided,
      share: (candidate) => shareOfAspect(aspect, [...candidate.stems]),
      above: stemsAbove,
    },
  );
  return {
    contrasts,
    sides: sides.map(({ operand }, i) => ({
      operand,
      work: names[i]?.work,
      chosen: chosen[i] ?? [],
      isMeasured,
    })),
  };
}
