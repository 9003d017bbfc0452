/** What a list is filtered by: technologies, years, standing, front matter values, words of the text. Each condition knows where each work meets it. */
import type { DocumentEntry, DocumentField, TechnologyEntry } from '../domain/catalogue.js';
import type { Snapshot } from '../ports.js';
import { stem, terms, tokenize } from '../text/terms.js';
import { joined } from './phrases.js';
import { standpointsOn, type Standpoint } from './technologies.js';
import { keyOf, openingOf, placeOfField, type Place, type Work } from './works.js';

export interface Condition {
  /** How the list is announced, for one work and for several: "that uses Redis", "that use Redis". */
  readonly phrase: (count: number) => string;
  /** Key of a work -> where it meets the condition. */
  readonly met: ReadonlyMap<string, Place>;
}

function metBy(
  works: readonly Work[],
  placeIn: (document: DocumentEntry, work: Work) => Place | undefined,
): Map<string, Place> {
  const met = new Map<string, Place>();
  for (const work of works) {
    for (const document of work.documents) {
      const place = placeIn(document, work);
      if (place === undefined) continue;
      met.set(work.key, place);
      break;
    }
  }
  return met;
}

/** Works that stand to the technology in one of the given ways. */
export function usesTechnology(
  technology: TechnologyEntry,
  polarities: readonly Standpoint['polarity'][],
  works: readonly Work[],
  snapshot: Snapshot,
): Map<string, Place> {
  const standpoints = standpointsOn(technology, snapshot).filter(({ polarity }) =>
    polarities.includes(polarity),
  );
  const keys = new Set(works.map(({ key }) => key));
  const met = new Map<string, Place>();
  for (const { document, mention } of standpoints) {
    const key = keys.has(keyOf(document)) ? keyOf(document) : document.id;
    if (keys.has(key) && !met.has(key)) met.set(key, mention);
  }
  return met;
}

const datedKey =
  /^(?:years?|dates?|period|when|time ?line|time ?frame|duration|start(?: date)?|end(?: date)?|from|until|finished)$/i;
const yearPattern = /\b(?:19|20)\d\d\b/g;
const rangePattern =
  /\b((?:19|20)\d\d)(?:-\d\d)?\s*(?:-|–|—|to|until|till|and|\/)\s*(?:\p{L}+ )?((?:19|20)\d\d)\b/giu;
const datedText =
  /(?:\b(?:in|from|since|during|between|until|to|early|late|mid|spring|summer|autumn|fall|winter|January|February|March|April|May|June|July|August|September|October|November|December)(?: of)?[ -]|\()((?:19|20)\d\d)\b/g;

/** Years that a date names: both ends of a range and what lies between; open after "since". */
function yearsOf(text: string): (year: number) => boolean {
  const years = new Set((text.match(yearPattern) ?? []).map(Number));
  for (const [, from, to] of text.matchAll(rangePattern))
    for (let year = Number(from); year <= Number(to) && year - Number(from) < 60; year++) years.add(year);
  const since =
    /\bsince (?:\p{L}+ )?((?:19|20)\d\d)\b|\b((?:19|20)\d\d)\s*(?:-|–|—|to)\s*(?:now|today|present|ongoing)\b/iu.exec(
      text,
    );
  const open = since === null ? Infinity : Number(since[1] ?? since[2]);
  return (year) => years.has(year) || year >= open;
}

const openingSentences = 4;

/** The date of a document from its front matter, else from one of its opening sentences. */
function dateIn(
  document: DocumentEntry,
  isWanted: (has: (year: number) => boolean) => boolean,
  snapshot: Snapshot,
): Place | undefined {
  const dated = document.fields.filter(({ key }) => datedKey.test(key.replace(/[_-]/g, ' ')));
  const field = dated.find(({ values }) => isWanted(yearsOf(values.join(' to '))));
  if (dated.length > 0) return field === undefined ? undefined : placeOfField(document, field, snapshot);
  const chunk = snapshot.chunk(document.chunkIds[0] ?? '');
  const sentence = chunk?.sentences.slice(0, openingSentences).findIndex(({ start, end }) => {
    const text = chunk.text.slice(start, end);
    return text.match(datedText) !== null && isWanted(yearsOf(text));
  });
  return chunk === undefined || sentence === undefined || sentence < 0
    ? undefined
    : { chunkId: chunk.id, sentence };
}

const [earliest, latest] = [1900, 2099];

/** "in 2023", "since 2022", "before 2021"; undefined when the question names no year. */
export function yearCondition(
  question: string,
  works: readonly Work[],
  snapshot: Snapshot,
): Condition | undefined {
  const [first, second] = (question.match(yearPattern) ?? []).map(Number);
  if (first === undefined) return undefined;
  const isAfter =
    new RegExp(`\\b(?:since|after|from) (?:\\p{L}+ )?${first}\\b(?! (?:to|until))`, 'iu').test(question) &&
    !/\bfrom\b/i.test(question);
  const isBefore = new RegExp(`\\b(?:before|until|up to) ${first}\\b`, 'i').test(question);
  const from = isBefore ? earliest : /\bafter\b/i.test(question) && isAfter ? first + 1 : first;
  const to = isBefore ? first - 1 : isAfter ? latest : (second ?? first);
  const isWanted = (has: (year: number) => boolean): boolean => {
    for (let year = from; year <= to; year++) if (has(year)) return true;
    return false;
  };
  const name = isBefore
    ? `before ${first}`
    : isAfter
      ? `since ${first}`
      : second === undefined
        ? `from ${first}`
        : `from ${first} to ${second}`;
  return { phrase: () => name, met: metBy(works, (document) => dateIn(document, isWanted, snapshot)) };
}

const standings = [
  { asked: /\b(?:planned|upcoming|not (?:yet )?(?:built|started|finished)|(?:only|just|still) (?:an? )?(?:ideas?|plans?)|road ?map)\b/i, said: /\b(?:plan(?:ned)?|idea|proposed|proposal|to-?do|not started|upcoming|draft|concept)\b/i, name: 'planned' },
  { asked: /\b(?:retired|archived|discontinued|abandoned|shut down|switched off|no longer (?:running|maintained|active))\b/i, said: /\b(?:retired|archived|discontinued|abandoned|shut down|dead|sunset)\b/i, name: 'retired' },
  { asked: /\b(?:in progress|ongoing|unfinished|currently (?:working|building|active)|working on (?:now|currently|right now|at the moment))\b/i, said: /\b(?:in progress|ongoing|active|wip|current|building|alpha|beta|maintained)\b/i, name: 'in progress' },
  { asked: /\b(?:shipped|finished|completed?|released|live|launched|delivered|in production)\b/i, said: /\b(?:shipped|finished|completed?|released|live|done|launched|delivered|(?:in )?production)\b/i, name: 'finished' },
]; // prettier-ignore
const statusKey = /^(?:status|state|standing|stage|phase|progress)$/i;

function standsAs(
  document: DocumentEntry,
  said: RegExp,
  isPlanned: boolean,
  snapshot: Snapshot,
): Place | undefined {
  const field = document.fields.find(({ key }) => statusKey.test(key));
  if (field !== undefined)
    return said.test(field.values.join(' ')) ? placeOfField(document, field, snapshot) : undefined;
  const chunks = document.chunkIds.map((id) => snapshot.chunk(id));
  const isAllPlanned = chunks.length > 0 && chunks.every((chunk) => chunk?.standing === 'planned');
  return isPlanned && isAllPlanned ? openingOf(document) : undefined;
}

/** Planned, finished, retired, in progress; undefined when the question asks for none or no document says so of itself. */
export function standingCondition(
  question: string,
  works: readonly Work[],
  snapshot: Snapshot,
): { condition: Condition; words: string } | undefined {
  const asked = standings.find((standing) => standing.asked.test(question));
  if (asked === undefined) return undefined;
  const words = asked.asked.exec(question)?.[0] ?? '';
  const name = words.split(' ').length === 1 ? words.toLowerCase() : asked.name;
  const met = metBy(works, (document) => standsAs(document, asked.said, asked.name === 'planned', snapshot));
  if (met.size === 0) return undefined;
  return { condition: { phrase: (count) => `that ${count === 1 ? 'is' : 'are'} ${name}`, met }, words };
}

/** Works of which nothing is done yet. */
export function plannedWorks(works: readonly Work[], snapshot: Snapshot): ReadonlySet<string> {
  const planned = standings[0]?.said ?? /^$/;
  return new Set(metBy(works, (document) => standsAs(document, planned, true, snapshot)).keys());
}

const asksAlone = /\b(?:alone|solo|by yourself|on your own|single-?handed(?:ly)?)\b/i;
const saysAlone = /\b(?:I|me) (?:\w+ ){0,6}(?:alone|solo|by myself|on my own|single-?handed(?:ly)?)\b/i;

function doneAlone(document: DocumentEntry, snapshot: Snapshot): Place | undefined {
  const field = document.fields.find(({ key }) => /team|people|head ?count/i.test(key));
  if (field !== undefined)
    return /^(?:1|one|solo|alone|(?:just )?me|myself)\b/i.test(field.values.join(' '))
      ? placeOfField(document, field, snapshot)
      : undefined;
  for (const chunkId of document.chunkIds) {
    const chunk = snapshot.chunk(chunkId);
    const sentence =
      chunk?.sentences.findIndex(({ start, end }) => saysAlone.test(chunk.text.slice(start, end))) ?? -1;
    if (sentence >= 0) return { chunkId, sentence };
  }
  return undefined;
}

/** "by yourself": a team of one by the front matter, or a sentence that says so. */
export function aloneCondition(
  question: string,
  works: readonly Work[],
  snapshot: Snapshot,
): { condition: Condition; words: string } | undefined {
  const words = asksAlone.exec(question)?.[0];
  const met = words === undefined ? undefined : metBy(works, (document) => doneAlone(document, snapshot));
  if (words === undefined || met === undefined || met.size === 0) return undefined;
  return { condition: { phrase: () => 'that I did alone', met }, words };
}

/** Fields that say something of their own: not the ones that every document has for the machine. */
const plainKeys = new Set(
  'title name summary description type kind tags tag project visibility url link links standing status state draft layout id slug'.split(
    ' ',
  ),
);

export function isTelling({ key, values }: DocumentField): boolean {
  return !plainKeys.has(key.toLowerCase()) && values.length > 0;
}

const longestValue = 6;

/** Values of front matter that the question names in full ("ACME" of `client: ACME`). Bare numbers need their label beside them. */
export function fieldConditions(
  asked: ReadonlySet<string>,
  works: readonly Work[],
  snapshot: Snapshot,
): { condition: Condition; terms: readonly string[] }[] {
  const found = new Map<string, { label: string; value: string; met: Map<string, Place> }>();
  for (const work of works) {
    for (const document of work.documents) {
      for (const field of document.fields.filter((one) => isTelling(one) && !datedKey.test(one.key))) {
        const label = terms(field.label);
        for (const value of field.values) {
          const own = terms(value);
          const isNumber = own.every((term) => /^\d+$/.test(term));
          const isNamed =
            own.length > 0 && own.length <= longestValue && own.every((term) => asked.has(term));
          if (!isNamed || (isNumber && !label.every((term) => asked.has(term)))) continue;
          const place = placeOfField(document, field, snapshot);
          const key = `${field.label}\n${value.toLowerCase()}`;
          const entry = found.get(key) ?? { label: field.label, value, met: new Map<string, Place>() };
          if (place !== undefined) entry.met.set(work.key, place);
          found.set(key, entry);
        }
      }
    }
  }
  return [...found.values()].map(({ label, value, met }) => ({
    condition: { phrase: () => `with ${value} as ${label.toLowerCase()}`, met },
    terms: [...terms(value), ...terms(label)],
  }));
}

/** Works of which one sentence holds all the words; a heading or title may hold up to half of them. */
export function topicCondition(
  words: string,
  works: readonly Work[],
  snapshot: Snapshot,
): Condition | undefined {
  const wanted = [...new Set(terms(words))];
  if (wanted.length === 0 || wanted.length > 3) return undefined;
  const placeIn = (document: DocumentEntry): Place | undefined => {
    for (const chunkId of document.chunkIds) {
      const chunk = snapshot.chunk(chunkId);
      if (chunk === undefined || chunk.standing === 'planned') continue;
      const lower = `${chunk.text} ${chunk.title} ${chunk.headingPath.join(' ')}`.toLowerCase();
      // Stemming every sentence of a corpus takes long: the start of each word tells where it is worth it.
      if (!wanted.every((term) => lower.includes(term.slice(0, 4)))) continue;
      const heading = new Set(terms(`${chunk.title} ${chunk.headingPath.join(' ')}`));
      const sentence = chunk.sentences.findIndex(({ start, end }) => {
        const text = chunk.text.slice(start, end);
        const stems = new Set(tokenize(text).map(({ text: word }) => stem(word)));
        const own = wanted.filter((term) => stems.has(term)).length;
        return (
          own * 2 >= wanted.length && own > 0 && wanted.every((term) => stems.has(term) || heading.has(term))
        );
      });
      if (sentence >= 0) return { chunkId, sentence };
    }
    return undefined;
  };
  const met = metBy(works, placeIn);
  return met.size === 0
    ? undefined
    : { phrase: (count) => `that ${count === 1 ? 'mentions' : 'mention'} ${words}`, met };
}

/** "that use Redis and Go" for projects, "that cover Redis" for everything that is only written. */
export function technologyPhrase(names: readonly string[], isProject: boolean): (count: number) => string {
  const verb = isProject ? 'use' : 'cover';
  return (count) => `that ${verb}${count === 1 ? 's' : ''} ${joined(names)}`;
}
