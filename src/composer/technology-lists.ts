/** "Which databases have you worked with?": technologies of a kind that projects use, each with its projects and a citation per project. */
import type { DocumentEntry, TechnologyEntry } from '../domain/catalogue.js';
import type { Snapshot } from '../ports.js';
import { isTableRow, tableCells } from '../text/markdown.js';
import { countWords, terms } from '../text/terms.js';
import type { CitationBook } from './citations.js';
import { fieldConditions, standingCondition, yearCondition, type Condition } from './list-conditions.js';
import { leftoverWords } from './list-question.js';
import { joined, labelOf, pluralOf, sentenceAt } from './phrases.js';
import {
  mentionsOf,
  standpointsOn,
  technologiesIn,
  technologiesOfCategory,
  workOf,
  type Standpoint,
} from './technologies.js';
import { keyOf, worksNamed, worksOf, type Work } from './works.js';

/** What every list is made with. */
export interface Listing {
  readonly question: string;
  readonly isCount: boolean;
  readonly snapshot: Snapshot;
  readonly citations: CitationBook;
}

interface Kind {
  /** As it is called in the answer, singular. */
  readonly noun: string;
  readonly technologies: readonly TechnologyEntry[];
  readonly words: readonly string[];
}

const everything = /\b(?:technolog(?:y|ies)|tech(?: ?stacks?)?|stacks?|tools?)\b/i;

/** First cell of a table row, or the label of a line: "| Databases | MySQL |", "Databases: MySQL". */
function labelAt(place: { chunkId: string; sentence: number }, snapshot: Snapshot): string {
  const chunk = snapshot.chunk(place.chunkId);
  const span = chunk?.sentences[place.sentence];
  if (chunk === undefined || span === undefined) return '';
  const text = chunk.text.slice(span.start, span.end);
  if (isTableRow(text)) return tableCells(text)[0] ?? '';
  return /^\W*([\p{L} /-]{3,30}):/u.exec(text)?.[1] ?? '';
}

interface Listed {
  readonly technology: TechnologyEntry;
  /** What the corpus lists it under, in the order of the places. */
  readonly labels: readonly { readonly text: string; readonly terms: readonly string[] }[];
}

const listedIn = new WeakMap<Snapshot, readonly Listed[]>();

/** Every technology with its labels; read once per snapshot. */
function labelled(snapshot: Snapshot): readonly Listed[] {
  const known = listedIn.get(snapshot);
  if (known !== undefined) return known;
  const { catalogue } = snapshot;
  const made = catalogue.technologies.map((technology) => ({
    technology,
    labels: [...new Set(mentionsOf(technology, snapshot).map((mention) => labelAt(mention, snapshot)))]
      .map((text) => ({ text, terms: terms(text) }))
      // A row labelled "Go" lists what belongs to Go; Go is no kind of technology.
      .filter((label) => label.terms.length > 0 && technologiesIn(label.text, catalogue).length === 0),
  }));
  listedIn.set(snapshot, made);
  return made;
}

/** Technologies that the corpus itself lists under the asked word. */
function listedUnder(
  asked: ReadonlySet<string>,
  snapshot: Snapshot,
): { noun: string; technologies: TechnologyEntry[] } | undefined {
  const found = labelled(snapshot).flatMap(({ technology, labels }) => {
    const label = labels.find((one) => one.terms.every((term) => asked.has(term)));
    return label === undefined ? [] : [{ technology, label }];
  });
  const last = found.at(-1);
  return last === undefined
    ? undefined
    : { noun: last.label.text.toLowerCase(), technologies: found.map(({ technology }) => technology) };
}

function kindAsked(question: string, snapshot: Snapshot): Kind | undefined {
  const asked = new Set(terms(question));
  const category = technologiesOfCategory(question, snapshot.catalogue);
  const listed = listedUnder(asked, snapshot);
  if (category !== undefined && category.category !== 'tool') {
    const more = listed?.technologies.filter((one) => !category.technologies.includes(one)) ?? [];
    return {
      noun: category.noun,
      technologies: [...category.technologies, ...more],
      words: terms(category.words),
    };
  }
  if (listed !== undefined && !everything.test(listed.noun))
    return { noun: listed.noun, technologies: listed.technologies, words: terms(listed.noun) };
  if (!everything.test(question)) return undefined;
  const word = everything.exec(question)?.[0] ?? '';
  const noun = /^tool/i.test(word) ? 'tool' : 'technology';
  return {
    noun,
    technologies: snapshot.catalogue.technologies,
    words: terms(`${word} technology technologies tool tools stack tech`),
  };
}

/** Projects that the question limits the list to: those it names, or those that meet its year, standing or client. */
function scopeOf(
  question: string,
  kind: Kind,
  snapshot: Snapshot,
): { works: readonly Work[]; topic: string } {
  const all = [...worksOf(snapshot, 'project'), ...worksOf(snapshot, 'profile')];
  const asked = new Set(terms(question));
  const used = new Set(kind.words);
  const own = new Set([...asked].filter((term) => !used.has(term)));
  const named = worksNamed(question, all, own);
  const works = named.length > 0 ? named : all;
  if (named.length > 0)
    for (const term of named.flatMap(({ label, key }) => terms(`${label} ${key}`))) used.add(term);
  const conditions: Condition[] = [];
  const year = yearCondition(question, works, snapshot);
  if (year !== undefined) conditions.push(year);
  for (const term of question.match(/\b(?:19|20)\d\d\b/g) ?? []) used.add(term);
  const standing = standingCondition(question, works, snapshot);
  if (standing !== undefined) {
    conditions.push(standing.condition);
    for (const term of terms(standing.words)) used.add(term);
  }
  const free = new Set([...asked].filter((term) => !used.has(term)));
  for (const field of fieldConditions(free, works, snapshot)) {
    conditions.push(field.condition);
    for (const term of field.terms) used.add(term);
  }
  return {
    works: works.filter(({ key }) => conditions.every(({ met }) => met.has(key))),
    topic: leftoverWords(question, used),
  };
}

export interface Used {
  readonly technology: TechnologyEntry;
  readonly standpoints: readonly Standpoint[];
}

export function usesOf(kind: Pick<Kind, 'technologies'>, works: readonly Work[], snapshot: Snapshot): Used[] {
  const keys = new Set(works.map(({ key }) => key));
  return kind.technologies.flatMap((technology) => {
    const seen = new Set<string>();
    const all = standpointsOn(technology, snapshot).filter((one) => {
      const isUsed = one.polarity === 'used' || one.polarity === 'former';
      if (
        !isUsed ||
        (one.document.type !== 'project' && one.document.type !== 'profile') ||
        !keys.has(keyOf(one.document)) ||
        seen.has(workOf(one.document))
      )
        return false;
      seen.add(workOf(one.document));
      return true;
    });
    // A profile sums up; what a project shows needs no summary beside it.
    const shown = all.filter(({ document }) => document.type === 'project');
    const standpoints = shown.length > 0 ? shown : all;
    return standpoints.length === 0 ? [] : [{ technology, standpoints }];
  });
}

const longestList = 14;
/** So many names of one project are told with their sentence, if that is short. */
const toldWhole = 1;
const longestTold = 30; // words

const calledInList = (document: DocumentEntry): string =>
  document.type === 'profile' ? 'my profile' : labelOf(document);

function render(
  kind: Kind,
  uses: readonly Used[],
  works: readonly Work[],
  { isCount, snapshot, citations }: Listing,
): string {
  const isOneWork = works.length === 1;
  const items = uses.slice(0, longestList).map(({ technology, standpoints }) => {
    const places = standpoints.slice(0, 3).map(({ document, mention }) => {
      const chunk = snapshot.chunk(mention.chunkId);
      const mark = chunk === undefined ? '' : ` [${citations.cite(chunk, mention.sentence)}]`;
      return isOneWork ? mark.trim() : `${calledInList(document)}${mark}`;
    });
    if (!isOneWork) return `- ${technology.name}: ${joined(places)}`;
    const [first] = standpoints;
    const told = first === undefined || uses.length > toldWhole ? '' : sentenceAt(first.mention, snapshot);
    return told === '' || countWords(told) > longestTold
      ? `- ${technology.name} ${places.join('')}`
      : `- ${technology.name}: ${told} ${places.join('')}`;
  });
  const rest = uses.length - longestList;
  if (rest > 0) items.push(`- and ${rest} more`);
  const isOfProfile = uses.some(({ standpoints }) => standpoints[0]?.document.type === 'profile');
  const mine = isOfProfile ? 'in my projects and profile' : 'in my projects';
  const [only] = works.flatMap(({ documents }) => documents);
  const where = isOneWork && only !== undefined ? `in ${calledInList(only)}` : mine;
  const noun = uses.length === 1 ? kind.noun : pluralOf(kind.noun);
  const lead = isCount
    ? `${uses.length} ${noun}`
    : uses.length === 1
      ? `One ${noun}`
      : noun.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  return `${lead} ${where}:\n\n${items.join('\n')}`;
}

const kindOfOne = /^(?:(?:and|so|on|in|with) )*(?:which|what) ((?:[\w-]+ ){0,2}[\w-]+)/i;

/** "Which database is behind the messaging app?": a kind of technology right behind the question word, and the project that it is asked of. */
export function asksForTechnologyOf(question: string, snapshot: Snapshot): boolean {
  const words = kindOfOne.exec(question.trim())?.[1] ?? '';
  const category = technologiesOfCategory(words, snapshot.catalogue);
  if (category === undefined || category.category === 'tool') return false;
  const asked = new Set(terms(question));
  return worksNamed(question, worksOf(snapshot, 'project'), asked).length === 1;
}

/** Undefined when the question asks for no kind of technology, or no project uses one. */
export function technologyList(listing: Listing): string | undefined {
  const { question, snapshot } = listing;
  if (technologiesIn(question, snapshot.catalogue).length > 1) return undefined;
  const kind = kindAsked(question, snapshot);
  if (kind === undefined) return undefined;
  const { works, topic } = scopeOf(question, kind, snapshot);
  // "Libraries of the front end": what a further word limits the list to is for retrieval to say.
  if (topic !== '') return undefined;
  const uses = usesOf(kind, works, snapshot);
  return uses.length === 0 ? undefined : render(kind, uses, works, listing);
}
