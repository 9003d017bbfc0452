/** What the words "it", "there" or "the other one" can stand for: names and noun phrases of earlier turns, the newest first. */
import type { Turn } from '../domain/plan.js';
import { maskPhrases } from './phrases.js';
import { readComparison } from './operands.js';
import type { NameFinder } from './subjects.js';
import { topicOf, type Topic } from './topic.js';
import { readWords, trimQuestion } from './words.js';
import { stopWords } from '../text/stop-words.js';

export interface Referents {
  /** Names of the previous question, in order; of earlier questions or the last answer when it has none. */
  readonly names: readonly string[];
  /** Names of all earlier turns, the newest first, without repetition. */
  readonly all: readonly string[];
  /** Names of the last answer, in order. */
  readonly answered: readonly string[];
  /** Names that the last answer gave to a question that asked for one. */
  readonly told: readonly string[];
  /** The previous question, standing alone. */
  readonly previous: string;
  readonly topic: Topic;
}

/** Words that look like names by their writing: capitals inside a sentence, inner capitals, digits or signs ("iOS", "S3", "C++"). */
export function writtenNames(text: string): string[] {
  const found: string[] = [];
  let lastEnd = -2;
  const words = readWords(text);
  for (const [index, word] of words.entries()) {
    const inner = /[a-z][A-Z]|\p{L}\d|[+#]|^[A-Z]{2,}/u.test(word.text);
    const opensSentence = word.start === 0 || /[.?!:]/.test(word.before);
    const next = words[index + 1];
    const twoCapitals = next?.before === '' && /^\p{Lu}\p{Ll}/u.test(next.text);
    const capital =
      /^\p{Lu}/u.test(word.text) && (!opensSentence || twoCapitals) && !stopWords.has(word.lower);
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

/** The first sentence of an answer without its citations; what was asked for stands there. */
const firstSentence = (answer: string): string =>
  (
    /^[^\n]{0,400}?[.!?](?=\s|$)|^[^\n]{0,400}/u.exec(answer.replace(/\[\d+\]/g, '').trim())?.[0] ?? ''
  ).trim();

const asksForName =
  /^(?:(?:and|so|but),? )?(?:(?:in|on|at|with|for|by|under) )?(?:which|who|whose|whom)\b|^what (?!is |are |was |were |do |does |did |happen|can |has |have )[\p{L}-]+|^what .+ (?:written|built|made|run|running|hosted|based|stored?) (?:in|with|of|on)$/iu;

/** Names that the answer gave and the question did not hold, in order. */
function newNames(question: string, answer: string, finder: NameFinder): string[] {
  if (!asksForName.test(trimQuestion(question))) return [];
  const before = question.toLowerCase();
  const sentence = firstSentence(answer);
  const known = finder.find(sentence).map((name) => name.text);
  const names = /^who/i.test(question) ? writtenNames(sentence) : [...known, ...writtenNames(sentence)];
  const fresh = unique(names).filter((name) => !before.includes(name.toLowerCase()));
  return fresh.filter((name) => !fresh.some((other) => other !== name && other.includes(name)));
}

/** Referents of a question that follows `questions` (stand-alone forms, oldest first) and the turns of `history`. */
export function findReferents(
  questions: readonly string[],
  history: readonly Turn[],
  finder: NameFinder,
): Referents {
  const answer = history.at(-1)?.role === 'assistant' ? (history.at(-1)?.content ?? '') : '';
  const lastAnswer =
    answer !== '' ? answer : (history.findLast((turn) => turn.role === 'assistant')?.content ?? '');
  const answered = namesOf(lastAnswer.slice(0, 2000), finder);
  const newestFirst = questions.toReversed();
  const perQuestion = newestFirst.map((question) => namesOf(question, finder));
  const previous = newestFirst[0] ?? '';
  const topic = topicOf(previous, finder);
  const own = perQuestion[0] ?? [];
  const earlier = perQuestion.find((list) => list.length > 0) ?? answered;
  const names = own.length > 0 ? own : topic.thing === undefined ? earlier : [];
  return {
    names,
    all: unique([...perQuestion.flat(), ...answered]),
    answered,
    told: newNames(previous, answer, finder),
    previous,
    topic: { ...topic, focus: topic.focus ?? names[0] ?? answered[0] },
  };
}
