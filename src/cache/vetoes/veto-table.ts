/**
 * The vetoes between a question and a stored one, cheapest first. Each is a name that `--explain` shows and a reason to refuse;
 * together they say: the same thing is asked, of the same things, in the same roles. The evidence is checked after them.
 */
import type { Plan } from '../../domain/plan.js';
import type { TermStatistics } from '../../ports.js';
import { stem } from '../../text/terms.js';
import type { TechnologyEntry } from '../../domain/catalogue.js';
import {
  corpusStems,
  readQuestion,
  splitWords,
  type ContentTerm,
  type FlagGroup,
  type Lexicon,
  type Reading,
} from './reading.js';
import { differentRoles } from './roles.js';
import { antonyms } from './word-groups.js';

export interface AskedQuestion {
  readonly question: string;
  readonly plan: Plan;
}

export interface Vetoes {
  /** Name of the first veto that refuses, undefined when all agree. */
  check(asked: AskedQuestion, stored: AskedQuestion): string | undefined;
}

export interface VetoKnowledge {
  readonly snapshot: {
    readonly terms: TermStatistics;
    readonly catalogue: { readonly technologies: readonly Pick<TechnologyEntry, 'name' | 'aliases'>[] };
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

interface Veto {
  readonly name: string;
  readonly refuses: (pair: Pair, terms: TermStatistics) => boolean;
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return sameItems([...new Set(a)].sort(), [...new Set(b)].sort());
}

// Aspects that ask for the same: "describe X" is answered like "what is X" and "how does X work".
function compatible(a: string, b: string): boolean {
  if (a === b) return true;
  const pair = [a, b].sort().join(' ');
  return pair === 'open what' || pair === 'how open';
}

function differentAspects({ a, b, asked, stored }: Pair): boolean {
  // "X vs Y" and "what is the difference between X and Y" compare the same two sides.
  const sides = operandsOf(asked.plan);
  if (sides.length > 1 && sameSet(sides, operandsOf(stored.plan))) return false;
  const [firstA = '', ...restA] = a.aspects;
  const [firstB = '', ...restB] = b.aspects;
  return !compatible(firstA, firstB) || !sameItems(restA.sort(), restB.sort());
}

/**
 * The labels differ and neither plan gives the other's label a fair chance. A fact and an explanation are told apart by the aspect, which is read from
 * the words themselves, rather than by their label.
 */
function differentIntents({ asked, stored }: Pair): boolean {
  if (asked.plan.intent === stored.plan.intent) return false;
  const labels = [asked.plan.intent, stored.plan.intent];
  if (labels.every((label) => label === 'factual' || label === 'explanation')) return false;
  const fair = 0.3;
  return asked.plan.scores[stored.plan.intent] < fair || stored.plan.scores[asked.plan.intent] < fair;
}

function operandsOf(plan: Plan): string[] {
  return plan.parts
    .flatMap((part) => (part.operand === undefined ? [] : [part.operand.toLowerCase()]))
    .sort();
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

function flagsDiffer(group: FlagGroup): Veto['refuses'] {
  return ({ a, b }) => !sameItems(a.flags[group], b.flags[group]);
}

/** Terms of one question that the other one does not have. */
function missingFrom(from: Reading, other: Reading): ContentTerm[] {
  const known = new Set(other.content.flatMap((term) => term.senses));
  return from.content.filter((term) => !term.isGeneric && !term.senses.some((sense) => known.has(sense)));
}

// In a corpus of this size a share of the chunks says something about how common a word is.
const minimumChunks = 30;
const commonShare = 0.2;

function isCommon(term: ContentTerm, terms: TermStatistics): boolean {
  if (terms.chunkCount < minimumChunks || term.isVerb || term.isName) return false;
  return corpusStems(term.surface).every(
    (part) => terms.documentFrequency(part) >= commonShare * terms.chunkCount,
  );
}

/** A term that only one question has decides the answer, unless it is common in the corpus and nothing stands in its place. */
function differentTerms({ a, b }: Pair, terms: TermStatistics): boolean {
  const onlyA = missingFrom(a, b);
  const onlyB = missingFrom(b, a);
  if (onlyA.length > 0 && onlyB.length > 0) return true;
  return [...onlyA, ...onlyB].some((term) => !isCommon(term, terms));
}

function hasNoTopic({ a, b }: Pair): boolean {
  const topic = new Set(b.content.filter((term) => !term.isGeneric).flatMap((term) => term.senses));
  return !a.content.some((term) => term.senses.some((sense) => topic.has(sense)));
}

const table: readonly Veto[] = [
  { name: 'kind', refuses: ({ asked, stored }) => asked.plan.kind !== stored.plan.kind },
  { name: 'parts', refuses: ({ asked, stored }) => asked.plan.parts.length !== stored.plan.parts.length },
  { name: 'intent', refuses: differentIntents },
  {
    name: 'operands',
    refuses: ({ asked, stored }) => !sameSet(operandsOf(asked.plan), operandsOf(stored.plan)),
  },
  { name: 'aspect', refuses: differentAspects },
  { name: 'numbers', refuses: ({ a, b }) => !sameItems(a.numbers, b.numbers) },
  { name: 'negation', refuses: ({ a, b }) => !sameItems(a.negations, b.negations) },
  { name: 'entities', refuses: ({ a, b }) => !sameItems(a.names, b.names) },
  { name: 'antonyms', refuses: differentPolarity },
  { name: 'time', refuses: flagsDiffer('time') },
  { name: 'quantity', refuses: flagsDiffer('quantity') },
  { name: 'modality', refuses: flagsDiffer('modality') },
  { name: 'person', refuses: flagsDiffer('person') },
  { name: 'terms', refuses: differentTerms },
  { name: 'roles', refuses: ({ a, b }) => differentRoles(a.content, b.content) },
  { name: 'no_topic', refuses: hasNoTopic },
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

/** Vetoes over one generation of the corpus. A reading is made once per question text and kept while it is in use. */
export function createVetoes(knowledge: VetoKnowledge): Vetoes {
  const lexicon = lexiconOf(knowledge);
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
      return table.find((veto) => veto.refuses(pair, knowledge.snapshot.terms))?.name;
    },
  };
}
