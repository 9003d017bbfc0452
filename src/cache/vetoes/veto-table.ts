/**
 * The vetoes between a question and a stored one, cheapest first. Each is a name that `--explain` shows and a reason to refuse;
 * together they say: the same thing is asked, of the same things, in the same roles. The evidence is checked after them.
 */
import type { Plan } from '../../domain/plan.js';
import { stem } from '../../text/terms.js';
import type { DocumentEntry, TechnologyEntry } from '../../domain/catalogue.js';
import {
  corpusStems,
  readQuestion,
  splitWords,
  surfaceOf,
  type ContentTerm,
  type FlagGroup,
  type Lexicon,
  type Reading,
} from './reading.js';
import { differentRoles } from './roles.js';
import { antonyms, isGeneric } from './word-groups.js';

export interface AskedQuestion {
  readonly question: string;
  readonly plan: Plan;
}

export interface Verdict {
  /** Name of the first veto that refuses; undefined when none does. */
  readonly veto: string | undefined;
  /** Names of the vetoes that leave it open: the answers have to be the same then. */
  readonly open: readonly string[];
}

export interface Vetoes {
  check(asked: AskedQuestion, stored: AskedQuestion): Verdict;
}

export interface VetoKnowledge {
  readonly snapshot: {
    readonly catalogue: {
      readonly technologies: readonly Pick<TechnologyEntry, 'name' | 'aliases'>[];
      readonly documents: readonly Pick<DocumentEntry, 'title' | 'type'>[];
    };
  };
  /** Further names that must agree. */
  readonly entities: readonly string[];
  /** Spelling -> canonical name, in lower case. */
  readonly aliases: ReadonlyMap<string, string>;
}

interface Pair {
  readonly asked: AskedQuestion;
  readonly stored: AskedQuestion;
  readonly a: Reading;
  readonly b: Reading;
}

/** `near`: perhaps the same; the answers decide. */
type Likeness = 'same' | 'near' | 'different';

interface Veto {
  readonly name: string;
  /** `scope`: stems of the words that name a project. */
  readonly judge: (pair: Pair, scope: ReadonlySet<string>) => Likeness;
}

type Refuses = (pair: Pair) => boolean;

function refuse(refuses: Refuses): Veto['judge'] {
  return (pair) => (refuses(pair) ? 'different' : 'same');
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return sameItems([...new Set(a)].sort(), [...new Set(b)].sort());
}

// Aspects that ask for the same: "describe X" is answered like "what is X" and "how does X work".
const sameAspects = new Set([
  'define open',
  'attribute define',
  'attribute open',
  'attribute what',
  'how open',
]);
// Aspects that often ask for the same; the answers then have to be the same too.
const nearAspects = new Set([
  'define how',
  'attribute how',
  'how purpose',
  'open purpose',
  'define purpose',
  'attribute purpose',
  'how what',
  'purpose why',
  'purpose what',
  'define statement',
  'attribute statement',
  'open statement',
]);

/** What is asked for has to stand in the other question too: "which projects use X" is not "what is X". */
function lacksHead(from: Reading, other: Reading): boolean {
  const { head } = from;
  if (head.length === 0) return false;
  return !other.content.some((term) => term.senses.some((sense) => head.includes(sense)));
}

function likenessOfAspects({ a, b }: Pair): Likeness {
  const [firstA = '', ...restA] = a.aspects;
  const [firstB = '', ...restB] = b.aspects;
  if (!sameItems(restA.sort(), restB.sort())) return 'different';
  const pair = [firstA, firstB].sort().join(' ');
  if (firstA === firstB || sameAspects.has(pair)) {
    if (!lacksHead(a, b) && !lacksHead(b, a)) return 'same';
    return firstA === firstB ? 'near' : 'different';
  }
  return nearAspects.has(pair) ? 'near' : 'different';
}

const isCompared = ({ a, b }: Pair): boolean => a.aspects[0] === 'compare' && b.aspects[0] === 'compare';

const answerable: ReadonlySet<string> = new Set([
  'question',
  'experience',
  'list',
  'count',
  'comparison',
  'creative',
]);

/** A text that is made up is no answer to a question; a comparison and a list differ from it in form alone, which the answers show. */
function likenessOfKinds(pair: Pair): Likeness {
  const kinds = [pair.asked.plan.kind, pair.stored.plan.kind];
  if (kinds[0] === kinds[1] || isCompared(pair)) return 'same';
  if (kinds.some((kind) => kind === 'creative' || !answerable.has(kind))) return 'different';
  return kinds.includes('comparison') ? 'near' : 'same';
}

function likenessOfParts(pair: Pair): Likeness {
  return pair.asked.plan.parts.length === pair.stored.plan.parts.length || isCompared(pair) ? 'same' : 'near';
}

/** One of the two asks for a text of its own making, and not by a hair. */
function likenessOfIntents({ asked, stored }: Pair): Likeness {
  if ((asked.plan.intent === 'creative') === (stored.plan.intent === 'creative')) return 'same';
  const fair = 0.3;
  return asked.plan.scores[stored.plan.intent] < fair || stored.plan.scores[asked.plan.intent] < fair
    ? 'near'
    : 'same';
}

function operandsOf(plan: Plan): string[] {
  return plan.parts
    .flatMap((part) => (part.operand === undefined ? [] : [corpusStems(part.operand).join(' ')]))
    .sort();
}

/** The sides of a comparison differ; one side may be named more fully ("offset", "offset pagination"). */
function differentOperands(pair: Pair): boolean {
  const [a, b] = [operandsOf(pair.asked.plan), operandsOf(pair.stored.plan)];
  if (a.length !== b.length) return !isCompared(pair);
  const fits = (x: string, y: string): boolean => ` ${x} `.includes(` ${y} `) || ` ${y} `.includes(` ${x} `);
  return !a.every((side) => b.filter((other) => fits(side, other)).length === 1);
}

function holds(words: ReadonlySet<string>, word: string): boolean {
  return words.has(word);
}

function differentPolarity({ a, b }: Pair): boolean {
  const left = new Set(a.words.map(stem));
  const right = new Set(b.words.map(stem));
  return antonyms.some(
    ([x, y]) =>
      (holds(left, x) && !holds(left, y) && holds(right, y) && !holds(right, x)) ||
      (holds(left, y) && !holds(left, x) && holds(right, x) && !holds(right, y)),
  );
}

function flagsDiffer(group: FlagGroup): Refuses {
  return ({ a, b }) => !sameItems(a.flags[group], b.flags[group]);
}

// "How might it fail" is "how can it fail", and "how would you scale it" often "how do you scale it"; never what was done.
const supposed = new Set(['might', 'would']);

function likenessOfModality({ a, b }: Pair): Likeness {
  const [left, right] = [a, b].map((reading) =>
    reading.flags.modality.filter((flag) => !supposed.has(flag)),
  ) as [string[], string[]];
  if (!sameItems(left, right)) return 'different';
  const [isPast, isPossible] = [/^(?:did|was|were|had)$/, /^(?:can|could)$/].map((pattern) =>
    [a, b].map((reading) => reading.words.some((word) => pattern.test(word))),
  ) as [boolean[], boolean[]];
  if (!sameItems(a.flags.modality, b.flags.modality)) return isPast.includes(true) ? 'different' : 'near';
  // "How can latency be reduced" may ask for more than "how did you reduce latency".
  return (isPast[0] && isPossible[1]) || (isPast[1] && isPossible[0]) ? 'near' : 'same';
}

/** The words in a row whose initials spell the term, small ones counted or not: "change data capture" is CDC. */
function spelledOut(term: ContentTerm, reading: Reading): readonly string[] | undefined {
  const letters = term.surface;
  const { words } = reading;
  const isContent = (word: string | undefined): boolean =>
    word !== undefined &&
    reading.content.some((other) => !other.isGeneric && other.surface === surfaceOf(word));
  if (!/^\p{L}{3,5}$/u.test(letters)) return undefined;
  const initials = (run: readonly string[]): string => run.map((word) => word[0] ?? '').join('');
  for (let start = 0; start < words.length; start++) {
    for (const length of [letters.length, letters.length + 1]) {
      const run = words.slice(start, start + length);
      const long = run.filter((word) => word.length > 3);
      if (!isContent(run[0]) || !isContent(run.at(-1))) continue;
      if (initials(run) === letters && long.length > 1) return run;
      if (initials(long) === letters && long[0] === run[0] && long.at(-1) === run.at(-1)) return run;
    }
  }
  return undefined;
}

/** Surfaces that an acronym of the other question stands for. */
function abbreviated(from: Reading, other: Reading): ReadonlySet<string> {
  return new Set(other.content.flatMap((term) => spelledOut(term, from) ?? []).map(surfaceOf));
}

// A relation carries nothing where a thing is asked for; in "how" and "why" it is what is asked.
const thingAspects = new Set(['what', 'attribute', 'statement']);

/** Terms of one question that the other one does not have. */
function missingFrom(from: Reading, other: Reading): ContentTerm[] {
  const known = new Set(other.content.flatMap((term) => term.senses));
  const short = abbreviated(from, other);
  const isThing = thingAspects.has(from.aspects[0] ?? '') && thingAspects.has(other.aspects[0] ?? '');
  return from.content.filter(
    (term) =>
      !term.isGeneric &&
      !(isThing && term.isRelation) &&
      !term.senses.some((sense) => known.has(sense)) &&
      spelledOut(term, other) === undefined &&
      !short.has(term.surface),
  );
}

const polar = new Set(antonyms.flat());

/** A word that turns the question round or picks one of many: never a mere addition. */
function isTelling(term: ContentTerm): boolean {
  const word = stem(term.surface);
  return term.isName || term.isVerb || polar.has(word) || /(?:est|less)$/.test(term.surface);
}

/**
 * A term that only one question has decides the answer. What names the class of the term before it may stand on one side; so may one or two other
 * words when the answers turn out the same, unless they say which project is meant.
 */
function likenessOfTerms({ a, b }: Pair, scope: ReadonlySet<string>): Likeness {
  const onlyA = missingFrom(a, b);
  const onlyB = missingFrom(b, a);
  const isNamed = [a, b].every((reading) => reading.aspects[0] !== 'what');
  const only = [...onlyA, ...onlyB].filter((term) => !(isNamed && term.isClass));
  if (onlyA.length > 0 && onlyB.length > 0) return 'different';
  // The last word of "how does it scale" is its verb, whatever the word list knows of it.
  const last = [a, b].map((reading) => surfaceOf(reading.words.at(-1) ?? ''));
  const decides = (term: ContentTerm): boolean =>
    isTelling(term) || scope.has(stem(term.surface)) || (!term.isClass && last.includes(term.surface));
  if (only.length > 2 || only.some(decides)) return 'different';
  return only.length > 0 || abbreviated(a, b).size + abbreviated(b, a).size > 0 ? 'near' : 'same';
}

/** Nothing in common but words that carry no topic: then these have to be the same, and the answers too. */
function likenessOfTopics({ a, b }: Pair): Likeness {
  const topic = new Set(b.content.filter((term) => !term.isGeneric).flatMap((term) => term.senses));
  if (a.content.some((term) => term.senses.some((sense) => topic.has(sense)))) return 'same';
  if (a.content.some((term) => !term.isGeneric) && abbreviated(b, a).size + abbreviated(a, b).size > 0)
    return 'same';
  const [left, right] = [a, b].map((reading) => reading.content.map((term) => term.meaning)) as [
    string[],
    string[],
  ];
  return left.length > 0 && sameSet(left, right) ? 'near' : 'different';
}

const table: readonly Veto[] = [
  { name: 'kind', judge: likenessOfKinds },
  { name: 'parts', judge: likenessOfParts },
  { name: 'intent', judge: likenessOfIntents },
  { name: 'operands', judge: refuse(differentOperands) },
  { name: 'aspect', judge: likenessOfAspects },
  { name: 'numbers', judge: refuse(({ a, b }) => !sameItems(a.numbers, b.numbers)) },
  { name: 'negation', judge: refuse(({ a, b }) => !sameItems(a.negations, b.negations)) },
  { name: 'entities', judge: refuse(({ a, b }) => !sameItems(a.names, b.names)) },
  { name: 'antonyms', judge: refuse(differentPolarity) },
  { name: 'time', judge: refuse(flagsDiffer('time')) },
  { name: 'quantity', judge: refuse(flagsDiffer('quantity')) },
  { name: 'modality', judge: likenessOfModality },
  { name: 'person', judge: refuse(flagsDiffer('person')) },
  { name: 'terms', judge: likenessOfTerms },
  {
    name: 'roles',
    judge: refuse((pair) => !isCompared(pair) && differentRoles(pair.a.content, pair.b.content)),
  },
  { name: 'no_topic', judge: likenessOfTopics },
];

/** Names of all vetoes in the order in which they are asked. */
export const vetoNames: readonly string[] = table.map((veto) => veto.name);

function lexiconOf(knowledge: VetoKnowledge): Lexicon {
  const names = new Map<string, string>();
  const add = (spelling: string, name: string): void => {
    const words = splitWords(spelling).join(' ');
    if (words !== '' && !names.has(words)) names.set(words, name);
  };
  for (const { name, aliases } of knowledge.snapshot.catalogue.technologies) {
    for (const spelling of [name, ...aliases]) add(spelling, name.toLowerCase());
  }
  for (const entity of knowledge.entities) add(entity, entity.toLowerCase());
  for (const [spelling, name] of knowledge.aliases)
    add(spelling, names.get(splitWords(name).join(' ')) ?? name);
  const longestName = Math.max(1, ...[...names.keys()].map((words) => words.split(' ').length));
  return { names, longestName };
}

/** Words of the titles of projects, without those that say nothing. */
function scopeOf({ snapshot }: VetoKnowledge): Set<string> {
  const projects = snapshot.catalogue.documents.filter(({ type }) => type === 'project');
  return new Set(
    projects
      .flatMap(({ title }) => splitWords(title))
      .filter((word) => !isGeneric(word))
      .map(stem),
  );
}

/** Vetoes over one generation of the corpus. A reading is made once per question text and kept while it is in use. */
export function createVetoes(knowledge: VetoKnowledge): Vetoes {
  const lexicon = lexiconOf(knowledge);
  const scope = scopeOf(knowledge);
  const readings = new Map<string, Reading>();
  const rememberedReadings = 2_000;

  function read(question: string): Reading {
    let reading = readings.get(question);
    if (reading === undefined) {
      reading = readQuestion(question, lexicon);
      if (readings.size >= rememberedReadings) readings.clear();
      readings.set(question, reading);
    }
    return reading;
  }

  return {
    check(asked, stored) {
      const pair: Pair = { asked, stored, a: read(asked.question), b: read(stored.question) };
      const open: string[] = [];
      for (const veto of table) {
        const likeness = veto.judge(pair, scope);
        if (likeness === 'different') return { veto: veto.name, open };
        if (likeness === 'near') open.push(veto.name);
      }
      return { veto: undefined, open };
    },
  };
}
