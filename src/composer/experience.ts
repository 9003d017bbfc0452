/**
 * "Have you used Kafka?": yes with the project; formerly; planned; notes only; or not documented.
 * A study note or a plan is never told as experience, and a missing document is never told as missing experience.
 */
import type { TechnologyEntry } from '../domain/catalogue.js';
import type { PartEvidence } from '../domain/evidence.js';
import type { Snapshot } from '../ports.js';
import { technologyNamed } from '../text/aliases.js';
import { terms } from '../text/terms.js';
import type { CitationBook } from './citations.js';
import { topicMentions } from './experience-evidence.js';
import { experienceTopic, opensLikeExperience } from './experience-topic.js';
import { nearestDocumented, type Nearest } from './nearest.js';
import { joined, nameOf, sentenceAt } from './phrases.js';
import {
  standpointsOf,
  standpointsOn,
  technologiesIn,
  technologiesOfCategory,
  workOf,
  type Standpoint,
} from './technologies.js';

export interface ExperienceAnswer {
  readonly text: string;
  readonly documented: boolean;
}

/** What every answer of this file is made with. */
interface Telling {
  readonly snapshot: Snapshot;
  readonly citations: CitationBook;
}

function citation({ mention }: Standpoint, { snapshot, citations }: Telling): string {
  const chunk = snapshot.chunk(mention.chunkId);
  return chunk === undefined ? '' : `[${citations.cite(chunk, mention.sentence)}]`;
}

function titles(standpoints: readonly Standpoint[], telling: Telling): string {
  return joined(standpoints.map((one) => `${nameOf(one.document)} ${citation(one, telling)}`));
}

/** One standpoint per project, without those that were told already; the profile repeats what the projects say. */
function oncePerWork(standpoints: readonly Standpoint[], told: Standpoint): Standpoint[] {
  const works = new Set([workOf(told.document)]);
  return standpoints.filter((one) => {
    if (works.has(workOf(one.document)) || one.document.type === 'profile') return false;
    works.add(workOf(one.document));
    return true;
  });
}

/** "Yes, in X: sentence [1]", or without the sentence when the place is a table row or a label. */
function told(lead: string, standpoint: Standpoint, telling: Telling): string {
  const sentence = sentenceAt(standpoint.mention, telling.snapshot);
  const mark = citation(standpoint, telling);
  return sentence === '' ? `${lead} ${mark}.` : `${lead}: ${sentence} ${mark}`;
}

function also(standpoints: readonly Standpoint[], told: Standpoint, telling: Telling): string {
  const others = oncePerWork(standpoints, told).slice(0, 3);
  return others.length === 0 ? '' : ` Also in ${titles(others, telling)}.`;
}

function aboutNotes(notes: readonly Standpoint[], telling: Telling): string {
  return notes.length === 0 ? '' : ` My notes also mention it, in ${titles(notes.slice(0, 2), telling)}.`;
}

function tell(name: string, standpoints: readonly Standpoint[], telling: Telling): ExperienceAnswer {
  const of = (polarity: Standpoint['polarity']): Standpoint[] =>
    standpoints.filter((one) => one.polarity === polarity);
  const isOwn = ({ document }: Standpoint): boolean =>
    document.type === 'project' || document.type === 'profile';
  const notes = of('talk').filter((one) => !isOwn(one));
  const documented = true;
  const [used] = of('used');
  if (used !== undefined)
    return {
      text: told(`Yes, in ${nameOf(used.document)}`, used, telling) + also(of('used'), used, telling),
      documented,
    };
  const [former] = of('former');
  if (former !== undefined)
    return {
      text:
        told(`Yes, at one time, in ${nameOf(former.document)}`, former, telling) +
        also(of('former'), former, telling),
      documented,
    };
  const [plan] = of('planned');
  if (plan !== undefined) {
    const lead = `Only as a plan so far: no project of mine documents ${name} in use.`;
    const sentence = sentenceAt(plan.mention, telling.snapshot);
    const place = sentence === '' ? `It is planned for ${nameOf(plan.document)}` : sentence;
    const end = sentence === '' ? '.' : '';
    return {
      text: `${lead} ${place} ${citation(plan, telling)}${end}${aboutNotes(notes, telling)}`,
      documented,
    };
  }
  const [talk] = of('talk').filter(isOwn);
  if (talk !== undefined) {
    const lead = `No project of mine documents ${name} in use. ${capital(nameOf(talk.document))} mentions it`;
    return { text: told(lead, talk, telling) + aboutNotes(notes, telling), documented };
  }
  const [note] = notes;
  if (note !== undefined) {
    const lead = `I have notes on ${name}, but no project of mine documents using it. From ${nameOf(note.document)}`;
    return { text: told(lead, note, telling) + also(notes.slice(1), note, telling), documented };
  }
  return { text: absent(name), documented: false };
}

const capital = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

function absent(name: string): string {
  return `My write-ups do not document ${name}. That says nothing about whether I know it: it is best asked in person.`;
}

/** "Any experience with databases?": the technologies of the kind that projects use. */
function tellCategory(topic: string, telling: Telling): ExperienceAnswer | undefined {
  const asked = technologiesOfCategory(topic, telling.snapshot.catalogue);
  if (asked === undefined || terms(topic).length > terms(asked.words).length) return undefined;
  const used = asked.technologies.flatMap((technology) => {
    const [first] = standpointsOn(technology, telling.snapshot).filter(({ polarity }) => polarity === 'used');
    return first === undefined
      ? []
      : [`${technology.name} in ${nameOf(first.document)} ${citation(first, telling)}`];
  });
  if (used.length === 0) return undefined;
  const noun = used.length === 1 ? 'one' : `${used.length > 6 ? 'many' : 'several'}`;
  return {
    text: `Yes, my write-ups document ${noun} in use${used.length > 6 ? ', among them' : ''}: ${joined(used.slice(0, 6))}.`,
    documented: true,
  };
}

/** The technology that the topic is about, and not a larger thing that merely names it ("Go concurrency patterns"). */
function technologyOf(topic: string, snapshot: Snapshot): TechnologyEntry | undefined {
  // "Prometheus for monitoring": what follows a preposition is the use, not the thing.
  for (const text of [topic, topic.split(/ (?:for|in|on|to|from|at|with|as|behind|when) /)[0] ?? topic]) {
    const [technology] = technologiesIn(text, snapshot.catalogue);
    if (technology !== undefined && coversTopic(technology, text)) return technology;
  }
  return undefined;
}

function coversTopic(technology: TechnologyEntry, topic: string): boolean {
  const names = [technology.name, ...technology.aliases].map((name) => terms(name).length);
  return terms(topic).length <= Math.max(...names) + 1;
}

const vendorless = (name: string): string =>
  name.replace(/^(?:apache|amazon|aws|google|azure|microsoft) /i, '');

/** The name as the question writes it, if it was written as a name; else as the text does; else as the catalogue has it. */
function spellingOf(
  { name, aliases }: TechnologyEntry,
  topic: string,
  [first]: readonly Standpoint[],
  snapshot: Snapshot,
): string {
  const spellings = [name, vendorless(name), ...aliases];
  const writtenIn = (text: string): string | undefined => {
    const lower = text.toLowerCase();
    const found = spellings.find((one) => lower.includes(one.toLowerCase()));
    const at = found === undefined ? -1 : lower.indexOf(found.toLowerCase());
    return found === undefined ? undefined : text.slice(at, at + found.length);
  };
  const asked = writtenIn(topic);
  if (asked !== undefined && asked !== asked.toLowerCase()) return asked;
  const chunk = first === undefined ? undefined : snapshot.chunk(first.mention.chunkId);
  const span = chunk?.sentences[first?.mention.sentence ?? -1];
  const told = span === undefined ? undefined : writtenIn(chunk?.text.slice(span.start, span.end) ?? '');
  return told !== undefined && told !== told.toLowerCase() ? told : name;
}

function answerTopic(topic: string, part: PartEvidence, telling: Telling): ExperienceAnswer {
  const { snapshot } = telling;
  const technology = technologyOf(topic, snapshot);
  if (technology !== undefined) {
    const standpoints = standpointsOn(technology, snapshot);
    return tell(spellingOf(technology, topic, standpoints, snapshot), standpoints, telling);
  }
  const known = technologyNamed(topic);
  if (known !== undefined) return tell(known.name, [], telling);
  const category = tellCategory(topic, telling);
  if (category !== undefined) return category;
  return tell(topic, standpointsOf(topicMentions(part, topic), snapshot, { concept: true }), telling);
}

/** "Kafka or RabbitMQ": each of several technologies gets an answer of its own. */
function topicsIn(topic: string, snapshot: Snapshot): string[] {
  const pieces = topic.split(/\s*,\s*(?:or |and )?|\s+(?:or|and)\s+/).filter(Boolean);
  const isEachKnown = pieces.every(
    (piece) => technologyNamed(piece) !== undefined || technologyOf(piece, snapshot) !== undefined,
  );
  return pieces.length > 1 && isEachKnown ? pieces : [topic];
}

/** The answer to an experience question; undefined when the question names no topic. `nearest` is offered when nothing is documented. */
export function experienceAnswer(
  part: PartEvidence,
  snapshot: Snapshot,
  citations: CitationBook,
  nearest?: Nearest,
): ExperienceAnswer | undefined {
  const topic = experienceTopic(part.part.text);
  if (topic === '') return undefined;
  const telling = { snapshot, citations };
  const answers = topicsIn(topic, snapshot).map((one) => answerTopic(one, part, telling));
  const documented = answers.some((answer) => answer.documented);
  const isAbsentName = technologyNamed(topic) !== undefined;
  const offer =
    documented || isAbsentName || nearest === undefined ? '' : ` ${nearestDocumented(nearest, citations)}`;
  return { text: answers.map(({ text }) => text).join('\n\n') + offer, documented };
}

const asksThePerson = /^(?:have|had|did|do) (?:you|u) \w+/i;

/**
 * True for "Did you integrate Razorpay?": asked of the person, about a technology that the catalogue or the alias table knows, or about one or two
 * words and nothing else.
 */
export function asksForExperience(question: string, snapshot: Snapshot): boolean {
  if (!opensLikeExperience(question)) return false;
  const topic = experienceTopic(question);
  if (technologyNamed(topic) !== undefined || technologyOf(topic, snapshot) !== undefined) return true;
  return asksThePerson.test(question.trim()) && topic !== '' && topic.split(/\s+/).length <= 2;
}
