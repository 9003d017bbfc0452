/**
 * Texts about the owner: a cover letter, an introduction, a bio. The owner's own words from the profile, the strongest works with a result each, and how to get
 * in touch; fixed phrases hold them together, and nothing is said of the owner that no document says.
 */
import type { Snapshot } from '../ports.js';
import { stem, terms } from '../text/terms.js';
import type { Candidate } from './candidates.js';
import type { CitationBook } from './citations.js';
import { contactSentence } from './contact.js';
import { plannedWorks } from './list-conditions.js';
import { closed } from './prose.js';
import {
  isPresentable,
  namesWork,
  opensWork,
  sentencesOf,
  within,
  worthShowing,
  type Measure,
  type Pick,
} from './presentable.js';
import type { ScoredCandidate } from './sentence-score.js';
import { worksOf, type Work } from './works.js';

const letter =
  /\bcover ?letter\b|\bapplication (?:letter|for|to)\b|\bletter of (?:application|motivation|interest)\b|\bmotivation(?:al)? letter\b/i;

export function asksForLetter(question: string): boolean {
  return letter.test(question);
}

/** Words of the order itself: what is left of the question is its topic. */
const ofTheOrder = new Set(
  terms(
    'write draft compose create give make short long brief please cover letter application apply applying paragraph text email motivation job jobs role roles position positions opening vacancy company employer team recruiter recruiters introduce introduction describe present pitch yourself bio biography sentence sentences three two one work works working experience engineer engineering developer development senior junior lead involve involves involving meetup conference',
  ),
);

/** What the text should be about, as stems; empty when the question says nothing of it. */
function topicOf(question: string): ReadonlySet<string> {
  return new Set(terms(question).filter((term) => !ofTheOrder.has(term)));
}

function shared(candidate: Candidate, topic: ReadonlySet<string>): number {
  return Math.min(2, [...topic].filter((term) => candidate.stems.has(term)).length);
}

const saysWho = /^(?:hi|hello|hei|hey)?[!,. ]*I(?:['’]m| am)\b/i;
const saysWhat =
  /^(?:these days )?I(?:['’]ve| have)? (?:mostly |mainly |also |really )?(?:build|like|love|enjoy|work|care|special|write|design|help|studied|been|built)/i;

/** "I am a ..." may go on to speak of the pages that it stands on. */
function isOwnSentence(candidate: Candidate): boolean {
  const { form, text, words } = candidate;
  return isPresentable(candidate, 4) || (form === 'sentence' && saysWho.test(text) && words <= 30);
}

/** The owner's own sentences: who they are, then what they like to do. */
function personOf(topic: ReadonlySet<string>, measure: Measure, snapshot: Snapshot): Candidate[] {
  const profiles = snapshot.catalogue.documents.filter(({ type }) => type === 'profile');
  const picks = sentencesOf(profiles, snapshot)
    .filter((candidate) => isOwnSentence(candidate) && !/@|https?:/.test(candidate.text))
    .map((candidate): Pick => {
      const own = saysWho.test(candidate.text) ? 2 : saysWhat.test(candidate.text) ? 1.5 : 0;
      return { candidate, value: own + shared(candidate, topic) };
    })
    .filter(({ candidate }) => saysWho.test(candidate.text) || saysWhat.test(candidate.text));
  return within(picks, measure);
}

/** An item of the profile that tells of the topic ("**Correctness under concurrency.** Handing out ..."). */
function strengthOf(topic: ReadonlySet<string>, snapshot: Snapshot): Candidate | undefined {
  const profiles = snapshot.catalogue.documents.filter(({ type }) => type === 'profile');
  return sentencesOf(profiles, snapshot)
    .filter(({ form, text, words }) => form === 'item' && words >= 6 && words <= 40 && !text.endsWith('?'))
    .map((candidate) => ({ candidate, share: shared(candidate, topic) }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)[0]?.candidate;
}

interface Told {
  readonly work: Work;
  readonly sentences: readonly Candidate[];
  readonly value: number;
}

const lengthOfOpening = 34; // words
/** A result tells of something done, a figure or an effect; a mere statement is none. */
const leastWorth = 0.5;

/** A work with what it is and its best result; undefined when it has nothing that can be shown. */
export function tellWork(
  work: Work,
  topic: ReadonlySet<string>,
  relevance: ReadonlyMap<string, number>,
  snapshot: Snapshot,
): Told | undefined {
  const all = sentencesOf(work.documents, snapshot).filter((candidate) => isPresentable(candidate, 5));
  const says = (candidate: Candidate): boolean =>
    opensWork(candidate) || /^(?:an? |the |it is )/i.test(candidate.text);
  const opening = all.find((candidate) => candidate.words <= lengthOfOpening && (opensWork(candidate) || (namesWork(candidate, work.label) && says(candidate) && candidate.rank < 2))); // prettier-ignore
  const value = (candidate: Candidate): number =>
    worthShowing(candidate, snapshot) +
    shared(candidate, topic) +
    (relevance.get(`${candidate.chunk.id}#${candidate.index}`) ?? 0);
  const results = all
    .filter((candidate) => candidate !== opening && candidate.words >= 7 && candidate.words <= 32)
    .filter((candidate) => worthShowing(candidate, snapshot) + shared(candidate, topic) >= leastWorth)
    .map((candidate): Pick => ({ candidate, value: value(candidate) }))
    .sort((a, b) => b.value - a.value || a.candidate.rank - b.candidate.rank);
  const [best] = results;
  const sentences = [opening, best?.candidate].filter((one): one is Candidate => one !== undefined);
  return sentences.length === 0 ? undefined : { work, sentences, value: best?.value ?? 0 };
}

/** Sentence score of each candidate, 0 to 1, the best one 1. */
export function relevanceOf(scored: readonly ScoredCandidate[]): ReadonlyMap<string, number> {
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return new Map(
    scored.map(({ candidate, score }) => [
      `${candidate.chunk.id}#${candidate.index}`,
      Math.max(0, 1 + (score - best) / 6),
    ]),
  );
}

export function cited(candidate: Candidate, citations: CitationBook): string {
  return `${closed(candidate.text)} [${citations.cite(candidate.chunk, candidate.index)}]`;
}

/** The mark follows at the end of the passage. */
function closedAndCited(candidate: Candidate, citations: CitationBook): string {
  citations.cite(candidate.chunk, candidate.index);
  return closed(candidate.text);
}

/** "**Orbit** is a ... [1] I cut ... [2]"; the name in front where the sentence does not bring it. */
export function paragraphOf(label: string, sentences: readonly Candidate[], citations: CitationBook): string {
  const text = sentences
    .map((candidate, i) =>
      sentences[i + 1]?.chunk.id === candidate.chunk.id
        ? closedAndCited(candidate, citations)
        : cited(candidate, citations),
    )
    .join(' ');
  const first = sentences[0];
  if (label === '' || first === undefined) return text;
  if (text.toLowerCase().startsWith(label.toLowerCase()))
    return `**${text.slice(0, label.length)}**${text.slice(label.length)}`;
  return namesWork(first, label) ? text : `**${label}**: ${text}`;
}

function strongest(
  topic: ReadonlySet<string>,
  scored: readonly ScoredCandidate[],
  most: number,
  snapshot: Snapshot,
): Told[] {
  const works = worksOf(snapshot, 'project');
  const planned = plannedWorks(works, snapshot);
  const relevance = relevanceOf(scored);
  return works
    .filter(({ key }) => !planned.has(key))
    .flatMap((work) => tellWork(work, topic, relevance, snapshot) ?? [])
    .map((told, at) => ({ told, at }))
    .sort((a, b) => b.told.value - a.told.value || a.at - b.at)
    .slice(0, most)
    .map(({ told }) => told);
}

function letterOf(
  question: string,
  scored: readonly ScoredCandidate[],
  snapshot: Snapshot,
  citations: CitationBook,
): string | undefined {
  const topic = topicOf(question);
  const person = personOf(topic, { words: 55, sentences: 2 }, snapshot);
  const strength = strengthOf(topic, snapshot);
  const works = strongest(topic, scored, 3, snapshot);
  if (person.length + works.length === 0) return undefined;
  const opening = paragraphOf('', person, citations);
  const named = strength === undefined ? '' : cited(strength, citations);
  const list = works.map(({ work, sentences }) => `- ${paragraphOf(work.label, sentences, citations)}`);
  const lead =
    works.length === 1
      ? 'One piece of my work:'
      : `These are ${works.length === 2 ? 'two' : 'three'} pieces of my work:`;
  const contact = contactSentence(snapshot, citations);
  return [
    'Dear hiring team,',
    opening,
    named,
    list.length === 0 ? '' : `${lead}\n\n${list.join('\n')}`,
    `I would be glad to tell you more.${contact === undefined ? '' : ` ${contact}`}`,
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

const numberWords = ['one', 'two', 'three', 'four', 'five', 'six'];

/** "in two sentences" -> 2; undefined when no number is asked for. */
export function countNamed(question: string): number | undefined {
  const word = /\b(one|two|three|four|five|six|[1-6])[ -]sentences?\b/i.exec(question)?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  return numberWords.includes(word) ? numberWords.indexOf(word) + 1 : Number(word);
}

/** A letter, or an introduction of the owner in the given measure; undefined when no document tells anything of them. */
export function aboutOwner(
  question: string,
  measure: Measure,
  scored: readonly ScoredCandidate[],
  snapshot: Snapshot,
  citations: CitationBook,
): string | undefined {
  if (asksForLetter(question)) return letterOf(question, scored, snapshot, citations);
  const topic = new Set([...topicOf(question)].filter((one) => one !== stem('tell')));
  const most = countNamed(question) ?? measure.sentences;
  const person = personOf(topic, { ...measure, sentences: Math.min(3, most) }, snapshot);
  if (person.length === 0) return undefined;
  const text = paragraphOf('', person, citations);
  const left = most - person.length;
  const works = left <= 0 ? [] : strongest(topic, scored, Math.min(3, left), snapshot);
  const told = works.map(
    ({ work, sentences }) => `- ${paragraphOf(work.label, sentences.slice(0, 1), citations)}`,
  );
  return told.length === 0 ? text : `${text}\n\nAmong my projects:\n\n${told.join('\n')}`;
}
