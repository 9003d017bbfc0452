/** A turn without any name that still leans on what was said ("And who was the client?"): the name is put behind it. */
import { auxiliarySet, requests } from './grammar.js';
import { isRelational } from './topic.js';
import type { NameFinder } from './subjects.js';
import { readWords, trimQuestion } from './words.js';

const opened = /^(?:and|but|so|then)\b/i;
const ownQuestion = new RegExp(
  `^(?:(?:and|but|so|then),? )?(?:(?:what|who)(?:'s| is| are| was)? (?:an?|your|you)\\b|(?:have|do|did|are|were) you\\b|(?:${requests})\\b|(?:where|when) (?:do|did|are|were) you\\b|hi|hello|thanks?)`,
  'i',
);
const general =
  /\b(?:in general|generally|overall|ever|your (?:projects|work|portfolio|favou?rite|other)|projects|you know)\b/i;
const existential =
  /\b(?:is|are|was|were) there (?:an?|any|some|no)\b|\bhow (?:many|much) [\p{L} -]+ (?:is|are|was|were) there$/iu;
const continued = /\b(?:else|again|afterwards?|instead|then|in the end|so far|next|left|missing)$/i;
const definite =
  /\bthe ((?:[\p{L}\p{N}-]+ ){0,3}?)([\p{L}-]+)(?= (?:is|are|was|were|do|does|did|has|had|can|will|look|work|like)\b|$)/iu;
const unattached =
  /\bthe (?:[\p{L}\p{N}-]+ ){0,2}?[\p{L}\p{N}-]+(?= (?:is|are|was|were|do|does|did|has|had|can|will|written|built|made|stored|kept|tested)\b|$)/iu;
const superlative =
  /\bthe (?:most |least )?(?:\p{L}+est|best|worst|main|toughest|trickiest) [\p{L}-]+(?: [\p{L}-]+)?$/iu;
const leftOpen =
  /^(?:why|how|what [\p{L}-]+|which [\p{L}-]+) did you (?:[\p{L}-]+)$|^who (?:else )?[\p{L}]+ed(?: (?:you|on|for))?$/iu;
const nounOnly = /^(?:(?:and|but),? )?(?:what|which|how many|how much) [\p{L}-]+(?: [\p{L}-]+)?$/iu;
const indefinite = /\ban? [\p{L}-]+/iu;
const passiveOpen =
  /^(?:how|when|where|why|by whom|with what|what) (?:is|are|was|were) (?:the )?[\p{L}-]+(?: [\p{L}-]+)?$/iu;

/** True for a part of one question that speaks of "the core", not of "the core of X": it belongs to the name that the question is about. */
export function sharesName(part: string, names: NameFinder): boolean {
  const text = trimQuestion(part);
  if (names.find(text).length > 0 || ownQuestion.test(text) || general.test(text)) return false;
  return unattached.test(text);
}

/** True for a question whose object is all that was said before ("Which alternatives did you reject?"). */
export const leavesObjectOpen = (question: string): boolean =>
  leftOpen.test(trimQuestion(question).replace(/^(?:and|but|so|then)[ ,]+/i, ''));

/** True when a question without a name of its own is about what was talked of before. */
export function leansOnTopic(question: string, names: NameFinder): boolean {
  const text = trimQuestion(question);
  if (names.find(text).length > 0 || ownQuestion.test(text) || general.test(text)) return false;
  const words = readWords(text);
  if (words.length > 12) return false;
  if (nounOnly.test(text) && !words.some(({ lower }) => auxiliarySet.has(lower))) return true;
  if (indefinite.test(text) && !existential.test(text) && !opened.test(text)) return false;
  if (opened.test(text) || existential.test(text) || continued.test(text) || leftOpen.test(text)) return true;
  if (superlative.test(text)) return true;
  const head = definite.exec(text)?.[2]?.toLowerCase();
  return head !== undefined && isRelational(head);
}

/** "what is the core written in" -> "what is the core of Orbit written in". */
export function putNameInto(part: string, name: string): string {
  return part.replace(unattached, (phrase) => `${phrase} of ${name}`);
}

const endsRelational = /\b(?:the|an?|any) (?:[\p{L}-]+ ){0,2}([\p{L}-]+)$/iu;

/** The question with the topic behind it: "who was the client" -> "who was the client of Orbit". */
export function putTopicBehind(question: string, topic: string): string {
  const text = trimQuestion(question).replace(/^(?:and|but|so|then)[ ,]+/i, '');
  const head = endsRelational.exec(text)?.[1]?.toLowerCase();
  if (head !== undefined && topic.toLowerCase().endsWith(` ${head}`)) return question;
  const ofHead = head !== undefined && isRelational(head) && !passiveOpen.test(text);
  return `${text} ${ofHead ? 'of' : 'in'} ${topic}?`;
}
