/**
 * "Have you used Kafka?": yes with the project; planned; notes only; or not documented.
 * A study note or a plan is never told as experience, and a missing document is never told as missing experience.
 */
import type { TechnologyEntry } from '../domain/catalogue.js';
import type { PartEvidence } from '../domain/evidence.js';
import type { Snapshot } from '../ports.js';
import { technologyNamed } from '../text/aliases.js';
import { plainText, withoutMarker } from '../text/markdown.js';
import { terms, tokenize } from '../text/terms.js';
import type { CitationBook } from './citations.js';
import { closed } from './prose.js';
import {
  standpointsOf,
  standpointsOn,
  technologiesIn,
  workOf,
  type NamedMention,
  type Standpoint,
} from './technologies.js';

export interface ExperienceAnswer {
  readonly text: string;
  readonly documented: boolean;
}

function sentenceOf(standpoint: Standpoint, snapshot: Snapshot): string {
  const chunk = snapshot.chunk(standpoint.mention.chunkId);
  const span = chunk?.sentences[standpoint.mention.sentence];
  if (chunk === undefined || span === undefined) return '';
  const text = withoutMarker(chunk.text.slice(span.start, span.end));
  return /^\s*(?:\||```)/.test(text) || text.length > 320 ? '' : closed(plainText(text));
}

function cited(standpoint: Standpoint, snapshot: Snapshot, citations: CitationBook): string {
  const chunk = snapshot.chunk(standpoint.mention.chunkId);
  return chunk === undefined ? '' : `[${citations.cite(chunk, standpoint.mention.sentence)}]`;
}

function titles(standpoints: readonly Standpoint[], snapshot: Snapshot, citations: CitationBook): string {
  const named = standpoints.map((one) => `“${workOf(one.document)}” ${cited(one, snapshot, citations)}`);
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

/** One standpoint per project, without the one that was told already; the profile repeats what the projects say. */
function oncePerWork(standpoints: readonly Standpoint[], told: Standpoint | undefined): Standpoint[] {
  const works = new Set(told === undefined ? [] : [workOf(told.document)]);
  return standpoints.filter((one) => {
    if (works.has(workOf(one.document)) || (told !== undefined && one.document.type === 'profile'))
      return false;
    works.add(workOf(one.document));
    return true;
  });
}

const opening =
  /^(?:(?:so|hi|hello|hey|and|but|also|well|ok|okay)[, ]+)*(?:(?:can|could|would|may) (?:you|i) (?:tell me|say|ask)(?: (?:if|whether))? ?|i wonder (?:if|whether) |just curious[,:]? )?(?:(?:have|has|had|did|do|does|are|is|were|was|can|could)(?:n't| not)? (?:you|u|he|she|they|the (?:author|owner|developer|candidate)|your (?:projects?|work|portfolio))|you|ever|any|got|how (?:much|well|good|experienced|familiar|comfortable|proficient))\b/i;
const filler = new Set(
  (
    'ever already actually really much some any lot hands on practical professional production prior real previous previously before yet currently recently ' +
    'experience experienced knowledge expertise background exposure skills skill skilled familiar comfortable proficient fluent good expert know knows knew known ' +
    'use used using uses work worked working works write written writing wrote build built building make made making do done doing deal dealt dealing touch touched ' +
    'integrate integrated integrating operate operated maintain maintained configure configured adopt adopted ship shipped develop developed developing implement implemented implementing deploy deployed deploying run ran running set setup handle handled handling try tried play played ' +
    'program programmed programming code coded coding learn learned learnt studied study project projects app apps application applications api apis system systems service services professionally ' +
    'have has had got with in of on at for to from about and or the a an you your yours u he she it they them tell me if whether i wonder can could would well how what something anything things stuff like commercially technology tool framework'
  ).split(' '),
);

/** What an experience question asks about, as written: "Have you ever worked with message queues?" -> "message queues". */
export function experienceTopic(question: string): string {
  const rest = question.replace(opening, ' ');
  const tokens = tokenize(rest);
  const named = tokens.filter(({ text }) => !filler.has(text));
  // "Have you operated a service mesh": a verb in front is no part of the topic.
  const kept = named.length > 1 && /ed$/.test(named[0]?.text ?? '') ? named.slice(1) : named;
  const [first] = kept;
  const last = kept.at(-1);
  return first === undefined || last === undefined ? '' : rest.slice(first.start, last.end).trim();
}

/** Sentences of the ranked chunks that hold every topic word; the heading may hold up to half of them. */
function topicMentions(part: PartEvidence, topic: string): NamedMention[] {
  const wanted = [...new Set(terms(topic))];
  if (wanted.length === 0) return [];
  return part.ranked.flatMap(({ chunk }) => {
    const heading = new Set(terms(chunk.headingPath.join(' ')));
    return chunk.sentences.flatMap((span, sentence) => {
      const stems = new Set(terms(chunk.text.slice(span.start, span.end)));
      const own = wanted.filter((stem) => stems.has(stem)).length;
      const isNamed =
        wanted.every((stem) => stems.has(stem) || heading.has(stem)) && own * 2 >= wanted.length;
      return isNamed ? [{ chunkId: chunk.id, sentence, name: topic }] : [];
    });
  });
}

/** The answer to an experience question; undefined when the question names no topic. */
export function experienceAnswer(
  part: PartEvidence,
  snapshot: Snapshot,
  citations: CitationBook,
): ExperienceAnswer | undefined {
  const topic = experienceTopic(part.part.text);
  if (topic === '') return undefined;
  const [technology] = technologiesIn(topic, snapshot.catalogue);
  if (technology !== undefined && coversTopic(technology, topic)) {
    return tell(technology.name, standpointsOn(technology, snapshot), snapshot, citations);
  }
  if (technologyNamed(topic) !== undefined && technology === undefined)
    return tell(topic, [], snapshot, citations);
  return tell(
    topic,
    standpointsOf(topicMentions(part, topic), snapshot, { concept: true }),
    snapshot,
    citations,
  );
}

/** True for "Did you integrate Razorpay?": asked of the person, about a technology that the catalogue or the alias table knows. */
export function asksForExperience(question: string, snapshot: Snapshot): boolean {
  if (!opening.test(question)) return false;
  const topic = experienceTopic(question);
  const [technology] = technologiesIn(topic, snapshot.catalogue);
  return technology === undefined ? technologyNamed(topic) !== undefined : coversTopic(technology, topic);
}

/** True when the topic is the technology and not a larger thing that merely names it ("Go concurrency patterns"). */
function coversTopic(technology: TechnologyEntry, topic: string): boolean {
  const names = [technology.name, ...technology.aliases].map((name) => terms(name).length);
  return terms(topic).length <= Math.max(...names) + 1;
}

function tell(
  name: string,
  standpoints: readonly Standpoint[],
  snapshot: Snapshot,
  citations: CitationBook,
): ExperienceAnswer {
  const used = standpoints.filter(({ polarity }) => polarity === 'used');
  const planned = standpoints.filter(({ polarity }) => polarity === 'planned');
  const rest = standpoints.filter(({ polarity }) => polarity === 'talk');
  const [first, ...further] = used;
  if (first !== undefined) {
    const lead = `Yes: ${name} is part of “${workOf(first.document)}”. ${withCitation(first, snapshot, citations)}`;
    const others = oncePerWork(further, first).slice(0, 3);
    const also = others.length > 0 ? ` It also appears in ${titles(others, snapshot, citations)}.` : '';
    return { text: lead + also, documented: true };
  }
  const [plan] = planned;
  if (plan !== undefined) {
    const lead = `Only as a plan so far: no project of mine documents ${name} in use. ${withCitation(plan, snapshot, citations)}`;
    const notes =
      rest.length > 0
        ? ` I also have notes that mention it: ${titles(rest.slice(0, 2), snapshot, citations)}.`
        : '';
    return { text: lead + notes, documented: true };
  }
  const [note] = rest;
  if (note !== undefined) {
    const where = titles(rest.slice(0, 3), snapshot, citations);
    return {
      text: `I have notes that cover ${name}, in ${where}; no project of mine documents using it. ${sentenceOf(note, snapshot)}`.trim(),
      documented: true,
    };
  }
  return {
    text: `My write-ups do not document ${name}. That says nothing about whether I know it: it is best asked in person.`,
    documented: false,
  };
}

/** The sentence with its citation; the citation alone when the place is a table row or a long item. */
function withCitation(standpoint: Standpoint, snapshot: Snapshot, citations: CitationBook): string {
  return `${sentenceOf(standpoint, snapshot)} ${cited(standpoint, snapshot, citations)}`.trim();
}
