/**
 * What is said when a part has no evidence: what was looked for, the nearest thing that is documented, and, for questions about the person,
 * whom to ask. Never says that something was not done: missing evidence is not a missing skill.
 */
import type { Chunk } from '../domain/chunk.js';
import type { Snapshot } from '../ports.js';
import type { CitationBook } from './citations.js';
import { closed } from './prose.js';

const personal =
  /\b(?:salary|salaries|compensation|(?:hourly|daily|day|your) rates?|how much (?:do|would|are) you (?:earn|charge|cost|paid)|notice period|relocat\w+|visa|work permit|married|marital|children|kids|home address|phone number|hobb(?:y|ies)|nationality|religion|date of birth|how old are you|your age|where (?:do|are) you (?:live|living|based|from|located)|are you (?:available|free|open to|looking|currently (?:employed|working|looking))|when (?:can|could) you (?:start|begin)|your availability|your (?:cv|resume|references|current (?:job|employer|company)|employer|degree|university|education|location)|years of experience)\b/i;

/** True for questions that only the owner in person can answer. */
export function isAboutThePerson(question: string): boolean {
  return personal.test(question);
}

/** Words of the question without its opening, for "I looked for ...". */
function topicOf(question: string): string {
  const topic = question.replace(/[?.!\s]+$/, '').trim();
  return topic.length > 120 ? `${topic.slice(0, 117)}...` : topic;
}

function contactSentence(snapshot: Snapshot): string {
  const profile = snapshot.catalogue.documents.find((document) => document.type === 'profile');
  if (profile === undefined) return '';
  return ' That is best asked in person: my profile says how to reach me.';
}

function whereOf(chunk: Chunk): string {
  const heading = chunk.headingPath.at(-1);
  return heading === undefined || heading === chunk.title
    ? `“${chunk.title}”`
    : `“${heading}” in “${chunk.title}”`;
}

/** One paragraph; cites the nearest chunk when it is near enough to be worth offering. */
export function refusalFor(
  question: string,
  nearest: { chunk: Chunk; sentence: number } | undefined,
  snapshot: Snapshot,
  citations: CitationBook,
): string {
  const opening = `My write-ups do not document this: “${topicOf(question)}”.`;
  if (isAboutThePerson(question)) return `${opening}${contactSentence(snapshot)}`;
  if (nearest === undefined) return opening;
  const span = nearest.chunk.sentences[nearest.sentence];
  if (span === undefined) return opening;
  const n = citations.cite(nearest.chunk, nearest.sentence);
  return `${opening} ${closed(`The nearest thing that they do cover is ${whereOf(nearest.chunk)}`).replace(/\.$/, '')} [${n}].`;
}
