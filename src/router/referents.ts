/** What the words "it", "there" or "the other one" can stand for: names and noun phrases of earlier turns, the newest first. */
import type { Turn } from '../domain/plan.js';
import { maskPhrases } from './phrases.js';
import { readComparison } from './operands.js';
import { subjectOf, type NameFinder } from './subjects.js';
import { readWords } from './words.js';
import { stopWords } from '../text/stop-words.js';

export interface Referents {
  /** Names of the previous question, in order; of earlier questions or the last answer when it has none. */
  readonly names: readonly string[];
  /** Names of all earlier turns, the newest first, without repetition. */
  readonly all: readonly string[];
  /** Names of the last answer, in order. */
  readonly answered: readonly string[];
  /** What the previous question is about. */
  readonly focus: string | undefined;
}

/** Words that look like names by their writing: capitals inside a sentence, inner capitals, digits or signs ("iOS", "S3", "C++"). */
export function writtenNames(text: string): string[] {
  const found: string[] = [];
  let lastEnd = -2;
  for (const word of readWords(text)) {
    const inner = /[a-z][A-Z]|\p{L}\d|[+#]|^[A-Z]{2,}/u.test(word.text);
    const opensSentence = word.start === 0 || /[.?!:]/.test(word.before);
    const capital = /^\p{Lu}/u.test(word.text) && !opensSentence && !stopWords.has(word.lower);
    if (!inner && !capital) continue;
    const name = word.text.replace(/['’]s$/i, '');
    if (lastEnd + 1 === word.start && found.length > 0) found[found.length - 1] += ` ${name}`;
    else found.push(name);
    lastEnd = word.end;
  }
  return found.filter((name) => name !== 'I');
}

const unique = (names: readonly string[]): string[] => [
  ...new Map(names.map((name) => [name.toLowerCase(), name])).values(),
];

/** Names of a text: those of the corpus, or else those that its writing gives away; sides of a comparison count as names. */
export function namesOf(text: string, finder: NameFinder): string[] {
  const known = finder.find(text).map((name) => name.text);
  if (known.length > 0) return unique(known);
  const sides = readComparison(maskPhrases(text, []))?.operands;
  return unique(sides ?? writtenNames(text));
}

/** Referents of a question that follows `questions` (stand-alone forms, oldest first) and the turns of `history`. */
export function findReferents(
  questions: readonly string[],
  history: readonly Turn[],
  finder: NameFinder,
): Referents {
  const answer = history.findLast((turn) => turn.role === 'assistant')?.content ?? '';
  const answered = namesOf(answer.slice(0, 2000), finder);
  const newestFirst = questions.toReversed();
  const perQuestion = newestFirst.map((question) => namesOf(question, finder));
  const previous = newestFirst[0] ?? '';
  const subject = subjectOf(previous);
  const names =
    (perQuestion[0] ?? []).length > 0
      ? (perQuestion[0] ?? [])
      : subject === undefined
        ? (perQuestion.find((list) => list.length > 0) ?? answered)
        : [];
  return {
    names,
    all: unique([...perQuestion.flat(), ...answered]),
    answered,
    focus: names[0] ?? subject ?? answered[0],
  };
}
