/**
 * Reads a question into the things that decide its answer: aspect, negations, numbers, names, time, quantity, modality, and its
 * content words with the role each one plays. One pass over plain wording; no model, no corpus but the names it is given.
 */
import { stem, tokenize } from '../../text/terms.js';
import { plainWording } from './phrases.js';
import { isClassNoun, isGeneric, isRelation, isVerb, sensesOf } from './word-groups.js';
import { readNumbers } from './numbers.js';

export interface ContentTerm {
  /** The name of an entity, or of the word's first group, or its stem. */
  readonly meaning: string;
  /** All groups of the word: two terms are the same when they share one. */
  readonly senses: readonly string[];
  /** The word without its plural: the same surface in two questions is hardly a verb in one of them. */
  readonly surface: string;
  readonly isName: boolean;
  readonly isVerb: boolean;
  readonly isGeneric: boolean;
  /** Says only that one thing belongs to another ("use", "consist"): carries nothing in a question after a thing. */
  readonly isRelation: boolean;
  /** A noun that names the class of the term before it ("the bulkhead pattern"). */
  readonly isClass: boolean;
  /** The preposition that governs the term; `core`: none, so its place in the sentence is its role. */
  readonly role: string;
}

export interface Reading {
  readonly words: readonly string[];
  readonly aspects: readonly string[];
  readonly negations: readonly string[];
  readonly numbers: readonly string[];
  readonly names: readonly string[];
  readonly flags: Readonly<Record<FlagGroup, readonly string[]>>;
  readonly content: readonly ContentTerm[];
  /** Groups of the word that says what is asked for ("which DATABASE", "what HAPPENS"); empty where the whole question says it. */
  readonly head: readonly string[];
}

export type FlagGroup = 'time' | 'quantity' | 'modality' | 'person';

export interface Lexicon {
  /** Lower-case spelling (words joined by one space) -> canonical name. */
  readonly names: ReadonlyMap<string, string>;
  /** Words of the longest spelling. */
  readonly longestName: number;
}

const flagWords: Readonly<Record<FlagGroup, Readonly<Record<string, string>>>> = {
  time: byWord({
    now: 'now still',
    former: 'formerly nolonger before-now old former previous',
    begin: 'initially',
    end: 'finally',
    future:
      'will shall plan planned planning plans intend intended future upcoming soon tomorrow someday roadmap',
    latest: 'latest recent recently',
    oldest: 'oldest earliest',
    before: 'before until till',
    after: 'after since afterwards',
    during: 'meanwhile',
    later: 'later',
    clock: 'clock',
    yet: 'yet already',
    yesterday: 'yesterday',
  }),
  quantity: byWord({
    all: 'all every entire whole everything everyone always',
    only: 'only solely exclusively alone just merely sole',
    first: 'first 1st',
    last: 'last final',
    next: 'next',
    most: 'most mostly',
    least: 'least',
    more: 'more',
    less: 'less fewer few',
    both: 'both',
    either: 'either neither',
    half: 'half',
    other: 'other another else others alternative alternatives besides except',
    same: 'same identical',
    atleast: 'atleast minimum min',
    atmost: 'atmost maximum max',
    again: 'again twice once repeatedly',
    too: 'too',
    enough: 'enough',
    average: 'average median',
    total: 'total',
    per: 'per',
    sometimes: 'sometimes often rarely seldom',
  }),
  modality: byWord({
    advice: 'should ought recommend recommended advise better',
    must: 'must mandatory necessary obliged',
    might: 'might may maybe perhaps possibly probably',
    would: 'would hypothetically suppose',
    whether: 'whether',
  }),
  person: byWord({ third: 'he she they him' }),
};

const negativeWords = new Set(
  'not no never none nobody nothing neither nor without nolonger hardly barely lack lacks lacking unable refuse refused'.split(
    ' ',
  ),
);
const wordsOfAspect = new Set('who whose when where why how what which'.split(' '));
const degreeAspects = new Set('many much long often big fast large far old deep quickly well'.split(' '));
const degreeNames: Readonly<Record<string, string>> = { large: 'big', quickly: 'fast' };
const auxiliaries = new Set(
  'do does did is are was were have has had can could will would should may might must am shall'.split(' '),
);
const listing = new Set('list name enumerate'.split(' '));
const opening = new Set(
  'tell describe explain summarise summarize outline give show overview summary'.split(' '),
);

// Prepositions that make two questions different when they change places, and those that only say where.
const strongRoles: Readonly<Record<string, string>> = {
  from: 'from', outof: 'from', into: 'to', onto: 'to', than: 'than', instead: 'instead', before: 'before', until: 'before',
  after: 'after', since: 'after', by: 'by', over: 'over', above: 'over', ontopof: 'over', below: 'under', under: 'under',
  beneath: 'under', infrontof: 'front', behind: 'behind', without: 'without', against: 'against', versus: 'core',
}; // prettier-ignore
const weakRoles = new Set(
  'for of in on at with about during within inside through via using as between like across per around regarding concerning among'.split(
    ' ',
  ),
);
const phraseEnds = new Set(
  'do does did is are was were have has had can could will would should may might must you i we they it he she that which who what when where why how if because so but to'.split(
    ' ',
  ),
);

function byWord(groups: Record<string, string>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, words] of Object.entries(groups)) for (const word of words.split(' ')) flat[word] = name;
  return flat;
}

/** The wh-word with its degree ("how many"), or `yes_no`, `list`, `open`, `statement`. */
function aspectAt(words: readonly string[], index: number): string {
  const word = words[index] ?? '';
  if (word === 'which') return 'what';
  const next = words[index + 1] ?? '';
  if (word === 'what' && next === 'purpose') return 'purpose';
  if (word === 'how' && next === 'differ') return 'compare';
  if (word === 'what' && /^(?:is|are|was|were)$/.test(next))
    return next === 'are' || next === 'were' || /^(?:the|your|its|their)$/.test(words[index + 2] ?? '')
      ? 'attribute'
      : 'define';
  if (
    word === 'how' &&
    !degreeAspects.has(next) &&
    !auxiliaries.has(next) &&
    auxiliaries.has(words[index + 2] ?? '')
  )
    return `how_${next}`;
  return word === 'how' && degreeAspects.has(next) ? `how_${degreeNames[next] ?? next}` : word;
}

function readAspects(words: readonly string[]): string[] {
  const first = words.findIndex((word) => wordsOfAspect.has(word));
  const opener = words[0] ?? '';
  const found: string[] = [];
  if (auxiliaries.has(opener) && first !== 1) found.push('yes_no');
  else if (first >= 0 && (first <= 3 || !(listing.has(opener) || opening.has(opener))))
    found.push(aspectAt(words, first));
  else if (listing.has(opener)) found.push('what');
  else if (opening.has(opener)) found.push('open');
  else found.push('statement');
  words.forEach((word, index) => {
    if (wordsOfAspect.has(word) && index > first && /^(?:and|or)$/.test(words[index - 1] ?? ''))
      found.push(aspectAt(words, index));
  });
  return found;
}

function readFlags(words: readonly string[]): Record<FlagGroup, string[]> {
  const read = (group: FlagGroup): string[] => [
    ...new Set(
      words.flatMap((word, index) => (words[index - 1] === 'how' ? [] : (flagWords[group][word] ?? []))),
    ),
  ];
  const flags = {
    time: read('time'),
    quantity: read('quantity'),
    modality: read('modality'),
    person: read('person'),
  };
  const isFuture = /\b(?:going to|about to|want to|hope to|aim to)\b/.test(words.join(' '));
  if (isFuture && !flags.time.includes('future')) flags.time.push('future');
  for (const group of Object.values(flags)) group.sort();
  return flags;
}

interface Place {
  readonly meaning: string;
  readonly length: number;
}

/** The longest name that starts here. */
function nameAt(words: readonly string[], index: number, lexicon: Lexicon): Place | undefined {
  for (let length = Math.min(lexicon.longestName, words.length - index); length > 0; length--) {
    const meaning = lexicon.names.get(words.slice(index, index + length).join(' '));
    if (meaning !== undefined) return { meaning, length };
  }
  return undefined;
}

/** A word without its plural. */
export function surfaceOf(word: string): string {
  return word.length > 3 ? word.replace(/(?:ies|y)$/, 'i').replace(/(?<!s)s$/, '') : word;
}

const determiners = new Set(
  'the a an this that these those my your his her its our their all any each both'.split(' '),
);

function isInfinitive(words: readonly string[], index: number): boolean {
  const next = words[index + 1] ?? '';
  return (
    !determiners.has(next) && (isVerb(next) || isGeneric(next) || determiners.has(words[index + 2] ?? ''))
  );
}

function readContent(words: readonly string[], lexicon: Lexicon): ContentTerm[] {
  const terms: ContentTerm[] = [];
  const hasFrom = words.includes('from') || words.includes('outof');
  const isPassive = words.some((word) => /^(?:is|are|was|were|be|been|being|get|gets|got)$/.test(word));
  let role = 'core';
  const start = listing.has(words[0] ?? '') || opening.has(words[0] ?? '') ? 1 : 0;
  for (let index = start; index < words.length; index++) {
    const word = words[index] ?? '';
    const name = nameAt(words, index, lexicon);
    if (name !== undefined) {
      terms.push({
        meaning: name.meaning,
        senses: [name.meaning],
        surface: name.meaning,
        isName: true,
        isVerb: false,
        isGeneric: false,
        isRelation: false,
        isClass: false,
        role,
      });
      index += name.length - 1;
      continue;
    }
    const strong = strongRoles[word];
    if (strong !== undefined) role = word !== 'by' ? strong : isPassive ? 'agent' : 'weak by';
    else if (word === 'to')
      role = hasFrom
        ? 'to'
        : nameAt(words, index + 1, lexicon) === undefined && isInfinitive(words, index)
          ? 'core'
          : 'weak to';
    else if (weakRoles.has(word)) role = role === 'instead' && word === 'of' ? 'instead' : `weak ${word}`;
    else if (phraseEnds.has(word)) role = 'core';
    if (strong !== undefined || isSilent(word)) continue;
    const senses = sensesOf(word);
    const meaning = senses[0] ?? word;
    terms.push({
      meaning,
      senses,
      surface: surfaceOf(word),
      isName: false,
      isVerb: isVerb(word) && !determiners.has(words[index - 1] ?? ''),
      isGeneric: isGeneric(word) || senses.some(isGeneric),
      isRelation: isRelation(word) && !determiners.has(words[index - 1] ?? ''),
      isClass: isClassNoun(word) && !/(?:ed|ing)$/.test(word) && isContentWord(words[index - 1]),
      role,
    });
  }
  return terms;
}

// "Which kinds of timeout" asks for timeouts.
const transparent = new Set('kind type sort'.split(' '));
const beforeHead = new Set('the a an of your my our these those all is are was were main'.split(' '));

/** The noun or verb right after "what" or "which"; of "which kinds of X" it is X. */
function readHead(words: readonly string[], aspect: string): readonly string[] {
  if (aspect === 'attribute') {
    const end = words.slice(0, 8).findIndex((word) => word === 'of' || word === 'behind');
    return end > 2 ? sensesOf(words[end - 1] ?? '') : [];
  }
  if (aspect !== 'what') return [];
  const start = words.findIndex((word) => word === 'what' || word === 'which') + 1;
  const listed = start === 0 && listing.has(words[0] ?? '') ? 1 : start;
  for (const word of words.slice(listed, listed + 6)) {
    if (beforeHead.has(word) || transparent.has(surfaceOf(word))) continue;
    return auxiliaries.has(word) ? [] : sensesOf(word);
  }
  return [];
}

function isContentWord(word: string | undefined): boolean {
  return word !== undefined && !isSilent(word) && !isGeneric(word) && !determiners.has(word);
}

/** Words that other vetoes compare, and those of grammar. */
function isSilent(word: string): boolean {
  if (weakRoles.has(word) || phraseEnds.has(word) || auxiliaries.has(word) || negativeWords.has(word))
    return true;
  if (degreeAspects.has(word) && /^(?:many|much|often|long)$/.test(word)) return true;
  if (word === 'purpose' || word === '%') return true;
  if (/^(?:and|or|a|an|the|whether|whose|then|also|please|ever|been|being|be)$/.test(word)) return true;
  if (/^v?\d/.test(word)) return true;
  return (Object.keys(flagWords) as FlagGroup[]).some((group) => flagWords[group][word] !== undefined);
}

/** Stems of the words that a negation stands before; a negation at the end has the word before it. */
function readNegations(words: readonly string[]): string[] {
  const found: string[] = [];
  words.forEach((word, index) => {
    if (!negativeWords.has(word)) return;
    const after = words.slice(index + 1).find((next) => !isSilent(next) && !isGeneric(next));
    found.push(after === undefined ? '' : (sensesOf(after)[0] ?? after));
  });
  return found.sort();
}

/** Everything that the vetoes look at. Names are matched longest first, over lower-case words. */
export function readQuestion(question: string, lexicon: Lexicon): Reading {
  const plain = plainWording(question);
  const words = splitWords(plain);
  const aspects = readAspects(words);
  const content = readContent(words, lexicon);
  return {
    words,
    aspects,
    negations: readNegations(words),
    numbers: readNumbers(plain),
    names: [...new Set(content.filter((term) => term.isName).map((term) => term.meaning))].sort(),
    flags: readFlags(words),
    content,
    head: readHead(words, aspects[0] ?? ''),
  };
}

/** Words in order; names made of symbols stay whole ("c++", "node.js"). */
export function splitWords(text: string): string[] {
  return (
    text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+(?:[+#]+|\.(?=[\p{L}\p{N}])[\p{L}\p{N}]+)*|\.net\b/gu) ?? []
  );
}

/** Stems as the index counts them, of one word. */
export function corpusStems(word: string): string[] {
  return tokenize(word).map((token) => stem(token.text));
}
