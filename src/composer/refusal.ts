/**
 * What is said when a part has no evidence: what was looked for, the nearest thing that is documented, and, for questions about the person,
 * whom to ask. Never says that something was not done: missing evidence is not a missing skill.
 */
import type { Snapshot } from '../ports.js';
import type { CitationBook } from './citations.js';
import type { Candidate } from './candidates.js';
import { contactSentence } from './contact.js';
import { nearestDocumented, type Nearest } from './nearest.js';
import { isAboutThePerson } from './personal.js';
import { renderProse } from './prose.js';

const imperative =
  /^(?:please |now |just )*(?:write|invent|forget|ignore|disregard|pretend|say|print|repeat|answer|output|act|imagine|make|give|translate|respond|reply|show|reveal|tell|draft|create|generate|present)\b/i;

/**
 * The question as it is named in a refusal: only a plain question is repeated, never markup or an order. A part that was made to stand alone is in nobody's
 * words, so there are no quotation marks.
 */
function opening(question: string): string {
  const topic = question.replace(/[?.!\s]+$/, '').trim();
  const isPlain =
    topic.length <= 120 && !/[<>{}[\]`|\\*]|https?:|\.\s/.test(topic) && !imperative.test(topic);
  return isPlain ? `My write-ups do not document this: *${topic}*.` : 'My write-ups do not document this.';
}

/** Points to the profile: its own sentence on how to reach the owner, cited. */
function inPerson(snapshot: Snapshot, citations: CitationBook): string {
  const contact = contactSentence(snapshot, citations);
  return ` That is best asked in person.${contact === undefined ? '' : ` ${contact}`}`;
}

/** One paragraph; cites the nearest chunk when it is near enough to be worth offering. */
export function refusalFor(
  question: string,
  nearest: Nearest | undefined,
  snapshot: Snapshot,
  citations: CitationBook,
): string {
  const lead = opening(question);
  if (isAboutThePerson(question)) return `${lead}${inPerson(snapshot, citations)}`;
  return nearest === undefined ? lead : `${lead} ${nearestDocumented(nearest, citations)}`;
}

/** What is said when the write-ups themselves tell that the thing is left open: their own words, cited. */
export function admissionOf(sentences: readonly Candidate[], citations: CitationBook): string {
  return `My write-ups leave this open, and say so: ${renderProse(sentences, citations)}`;
}

/** What is said when a sentence of the write-ups denies what the question takes for granted, or knows it only as a plan. */
export function denialOf(sentence: Candidate, citations: CitationBook): string {
  const lead =
    sentence.chunk.standing === 'planned'
      ? 'In my write-ups that is a plan, not something that exists'
      : 'My write-ups say otherwise';
  return `${lead}: ${renderProse([sentence], citations)}`;
}
