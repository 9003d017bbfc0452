/** What the words "it", "there" or "the other one" can stand for: names and noun phrases of earlier turns, the newest first. */
import type { Turn } from '../domain/plan.js';
import { auxiliarySet, commonVerbs } from './grammar.js';
import { maskPhrases } from './phrases.js';
import { readComparison } from './operands.js';
import { askedSeveral, type NameFinder } from './subjects.js';
import { topicOf, type Topic } from './topic.js';
import { readWords, trimQuestion } from './words.js';
import { splitSentences } from '../text/sentences.js';
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
  /** Sides of the comparison that the previous question made. */
  readonly sides: readonly string[];
  /** The plural that the previous question asked for, with its owner ("layers of Orbit"). */
  readonly several: string | undefined;
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
function firstSentence(answer: string): string {
  const text = answer.replace(/\[\d+\]/g, '').trim().split('\n')[0]?.slice(0, 400) ?? '';
  const span = splitSentences(text)[0];
  return span === undefined ? '' : text.slice(span.start, span.end);
} // prettier-ignore

const asksForName =
  /^(?:(?:and|so|but),? )?(?:(?:in|on|at|with|for|by|under) )?(?:which|who|whose|whom)\b|^what (?!is |are |was |were |do |does |did |happen|can |has |have |would |will |could |went |goes |came |broke |made |makes |caused |led |kept |failed )[\p{L}-]+|^what .+ (?:written|built|made|run|running|hosted|based|stored?) (?:in|with|of|on)$/iu;

/** Names that the answer gave and the question did not hold, in order. */
function newNames(question: string, answer: string, finder: NameFinder): string[] {
  if (!asksForName.test(trimQuestion(question))) return [];
  const before = question.toLowerCase();
  const sentence = firstSentence(answer);
  const known = finder.find(sentence).map((name) => name.text);
  const names = /^who/i.test(question) ? writtenNames(sentence) : [...known, ...writtenNames(sentence)];
  const fresh = unique(names).filter((name) => !before.includes(name.toLowerCase()));
  const longest = fresh.filter((name) => !fresh.some((other) => other !== name && other.includes(name)));
  const named = longest.filter((name) => standsByNoun(sentence, name, question));
  return named.length === 1 ? named : longest;
}

/** The singular noun that a question asks for ("Which CI *tool* builds X"). */
function askedHead(question: string): string | undefined {
  const words = readWords(trimQuestion(question).replace(/^(?:and|so|but),? /i, ''));
  const start = words.findIndex(({ lower }) => /^(?:which|what|whose)$/.test(lower)) + 1;
  const ends = ({ lower }: { lower: string }): boolean => auxiliarySet.has(lower) || commonVerbs.has(lower.replace(/s$/, ''));
  const stop = words.findIndex((word, index) => index > start && ends(word));
  const head = start < 1 || start > 2 || stop < 0 ? undefined : words[stop - 1]?.lower;
  return head === undefined || /[^s]s$/.test(head) ? undefined : head;
} // prettier-ignore

/** "the Fiber framework", "the framework Fiber": the name that the sentence puts beside the noun that was asked for. */
function standsByNoun(sentence: string, name: string, question: string): boolean {
  const noun = askedHead(question);
  const at = sentence.indexOf(name);
  if (noun === undefined || at < 0) return false;
  const behind = sentence.slice(at + name.length).toLowerCase();
  return behind.startsWith(` ${noun}`) || sentence.slice(0, at).toLowerCase().endsWith(`${noun} `);
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
    sides: readComparison(maskPhrases(trimQuestion(previous), []))?.operands ?? [],
    several: askedSeveral(trimQuestion(previous)) ?? topic.plural,
    previous,
    topic: { ...topic, focus: topic.focus ?? names[0] ?? answered[0] },
  };
}
