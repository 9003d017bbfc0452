/**
 * Reads a question into the things that decide its answer: aspect, negations, numbers, names, time, quantity, modality, and its
 * content words with the role each one plays. One pass over plain wording; no model, no corpus but the names it is given.
 */
import { readAspects, readHead } from './aspects.js';
import { readContent, type ContentTerm, type Lexicon } from './content-terms.js';
import { readFlags, type FlagGroup } from './flags.js';
import { isSilent, negativeWords, splitWords } from './grammar-words.js';
import { readDoing, type Doing } from './doing.js';
import { readCount, readNumbers } from './numbers.js';
import { readProperWords } from './proper-words.js';
import { plainWording } from './plain-wording.js';
import { isVerb, sensesOf } from './senses.js';
import { isGeneric } from './word-classes.js';

export interface Reading {
  readonly words: readonly string[];
  readonly aspects: readonly string[];
  readonly negations: readonly string[];
  readonly numbers: readonly string[];
  /** The plural whose number, the first one, only counts what is asked for ("what are the two PHASES"); undefined: none does. */
  readonly count: string | undefined;
  readonly names: readonly string[];
  /** Words that the writer capitalised as a name, in lower case. */
  readonly proper: ReadonlySet<string>;
  readonly flags: Readonly<Record<FlagGroup, readonly string[]>>;
  readonly content: readonly ContentTerm[];
  /** Groups of the word that says what is asked for ("which DATABASE", "what HAPPENS"); empty where the whole question says it. */
  readonly head: readonly string[];
  /** Whether what is asked for does something or has it done to it; undefined where the wording does not tell. */
  readonly doing: Doing | undefined;
}

/** Stems of the words that a negation stands before; a negation at the end has the word before it. */
function readNegations(words: readonly string[]): string[] {
  const found: string[] = [];
  words.forEach((word, index) => {
    if (!negativeWords.has(word)) return;
    const after = words.slice(index + 1).filter((next) => !isSilent(next));
    const denied = after.find((next) => !isGeneric(next) || isVerb(next));
    found.push(denied === undefined ? '' : (sensesOf(denied)[0] ?? denied));
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
    count: readCount(plain),
    proper: readProperWords(question),
    names: [...new Set(content.filter((term) => term.isName).map((term) => term.meaning))].sort(),
    flags: readFlags(words),
    content,
    head: readHead(words, aspects[0] ?? ''),
    doing: readDoing(words),
  };
}
