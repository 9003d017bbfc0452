/**
 * What is said when a part has no evidence: what was looked for, the nearest thing that is documented, and, for questions about the person,
 * whom to ask. Never says that something was not done: missing evidence is not a missing skill.
 */
import type { Chunk } from '../domain/chunk.js';
import type { Snapshot } from '../ports.js';
import type { CitationBook } from './citations.js';
import { closed } from './prose.js';

const aboutThePerson =
  /\b(?:salary|compensation|pay|rate|earn|available|availability|notice period|relocate|relocation|visa|age|old are you|married|children|family|home address|phone|hobbies|hobby|cv|resume|references?|hire|interview|start date|remote|where (?:do|are) you (?:live|based|from)|nationality|religion)\b/i;

/** True for questions that only the owner in person can answer. */
export function isAboutThePerson(question: string): boolean {
  return aboutThePerson.test(question);
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
