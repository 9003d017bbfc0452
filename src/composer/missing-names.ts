/**
 * Names of a question that its evidence does not hold. What is told of one engine answers no question about another, however alike the rest is; an ordinary
 * word may be said in other words. Other names, inflections, spellings with or without accents and typing errors count as the name.
 */
import type { Chunk } from '../domain/chunk.js';
import type { PartEvidence } from '../domain/evidence.js';
import { technologies } from '../text/aliases.js';
import { editDistance } from '../text/spelling.js';
import { stem, terms, tokenize } from '../text/terms.js';
import { namesIn } from './question-focus.js';
import type { ScoredCandidate } from './sentence-score.js';

const chunksForNames = 5;
const sentencesForNames = 3;
const familyPrefix = 5;
const shortestInside = 4;

interface Text {
  readonly folded: string;
  readonly joined: string;
  readonly words: ReadonlySet<string>;
}

const texts = new WeakMap<Chunk, Text>();

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function join(folded: string): string {
  return folded.replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Title, headings and text of a chunk; folded once per chunk. */
function textOf(chunk: Chunk): Text {
  const known = texts.get(chunk);
  if (known !== undefined) return known;
  const folded = fold(`${chunk.title} ${chunk.headingPath.join(' ')} ${chunk.text}`);
  const words = new Set(folded.match(/[\p{L}\p{N}]+/gu) ?? []);
  const made = { folded, joined: join(folded), words };
  texts.set(chunk, made);
  return made;
}

/** "AWS" is named by every product whose names hold it, "k8s" by Kubernetes; in lower case. */
function otherSpellings(name: string): string[] {
  const inside = (spelling: string): boolean =>
    fold(spelling)
      .split(/[^\p{L}\p{N}]+/u)
      .includes(name);
  return technologies
    .map((technology) => [technology.name, ...technology.aliases])
    .filter((spellings) => spellings.some((spelling) => inside(spelling) || join(fold(spelling)) === name))
    .flatMap((spellings) => spellings.map(fold));
}

/** "ML" for "machine learning": the words that the letters begin. */
function writtenOut(name: string): RegExp | undefined {
  if (!/^\p{L}{2,5}$/u.test(name)) return undefined;
  const initials = [...name].map((letter) => `${letter}\\p{L}+`);
  return new RegExp(`(?<!\\p{L})${initials.join('[ -](?:(?:of|the|and|for) )?')}`, 'u');
}

function isSameWord(name: string, word: string): boolean {
  if (word === name || stem(word) === stem(name)) return true;
  // "p99" and "p95", "V8" and "V9": with digits every sign counts.
  if (/\p{N}/u.test(name)) return false;
  if (name.length < familyPrefix) return false;
  const errors = name.length >= 8 ? 2 : 1;
  return (
    word.slice(0, familyPrefix) === name.slice(0, familyPrefix) || editDistance(name, word, errors) <= errors
  );
}

function holdsName(name: string): (chunk: Chunk) => boolean {
  const others = otherSpellings(name);
  const long = writtenOut(name);
  return (chunk) => {
    const { folded, joined, words } = textOf(chunk);
    return (
      words.has(name) ||
      (name.length >= shortestInside && joined.includes(name)) ||
      [...words].some((word) => isSameWord(name, word)) ||
      long?.test(folded) === true ||
      others.some((other) => folded.includes(other))
    );
  };
}

const identifier = /(?<![\p{L}\p{N}])\p{L}+[/.-]?\p{N}[\p{L}\p{N}.]*(?<!\.)/gu;

/** Names that stand neither in the best chunks nor in the documents of the best sentences, in lower case. */
export function missingNames(part: PartEvidence, scored: readonly ScoredCandidate[]): string[] {
  const { text } = part.part;
  const names = [...namesIn(text), ...(text.match(identifier) ?? [])].filter(
    (name) => terms(name).length > 0,
  );
  const asked = new Set(names.map((name) => join(fold(name))));
  const told = new Set(scored.slice(0, sentencesForNames).map(({ candidate }) => candidate.chunk.documentId));
  const best = part.ranked.slice(0, chunksForNames).map(({ chunk }) => chunk);
  const own = part.ranked.filter(({ chunk }) => told.has(chunk.documentId)).map(({ chunk }) => chunk);
  return [...asked].filter((name) => {
    const holds = holdsName(name);
    return !best.some(holds) || !own.some(holds);
  });
}

const article = /^(?:the|an?|my|your|his|her|their|our|this|these)$/;
const linksToNoun = /^(?:of|about|for|in|with|on|against|from|at|between|is|are|was|were)$/;
const opensClause = /^(?:do|does|did)$/;
const endsPhrase =
  /^(?:of|in|on|for|to|and|by|with|is|are|was|were|do|does|did|has|have|can|that|which|from|at|when|as|or|than)$/;
/** Verbs, manners and counts are said in other words more often than things are. */
const seldomThing = /(?:ed|ing|ly)$/;

/** The question is about a thing whose name no text holds in any form: "the symptoms of malaria", "how does malaria spread". */
export function asksOfUnknown({ part, unknownWords, ranked }: PartEvidence): boolean {
  const best = ranked.slice(0, chunksForNames).map(({ chunk }) => chunk);
  const words = tokenize(part.text).map(({ text }) => text);
  return words.some((word, at) => {
    if (!unknownWords.includes(word) || seldomThing.test(word)) return false;
    let front = at - 1;
    while (article.test(words[front] ?? '')) front--;
    const before = words[front] ?? '';
    const next = words[at + 1];
    const isWhole = next === undefined || endsPhrase.test(next);
    const isSubject = opensClause.test(before) || (linksToNoun.test(before) && isWhole);
    return isSubject && !best.some(holdsName(fold(word)));
  });
}
