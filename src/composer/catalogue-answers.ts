/** Lists and counts that top-k retrieval cannot do: complete and exact from the catalogue, with a citation per item. */
import type { Part } from '../domain/plan.js';
import type { Snapshot } from '../ports.js';
import { countWords, terms } from '../text/terms.js';
import type { CitationBook } from './citations.js';
import {
  aloneCondition,
  fieldConditions,
  plannedWorks,
  standingCondition,
  technologyPhrase,
  topicCondition,
  usesTechnology,
  yearCondition,
  type Condition,
} from './list-conditions.js';
import { labelledDocuments, type LabelledDocuments } from './labelled-documents.js';
import { asksForCount, leftoverWords, listedKind, namesDocuments, type ListedKind } from './list-question.js';
import { isThanks, joined, pluralOf, sentenceAt } from './phrases.js';
import { sectionList, titledIn } from './sections.js';
import { technologiesIn } from './technologies.js';
import { technologyList, type Listing } from './technology-lists.js';
import { openingOf, worksOf, type Place, type Work } from './works.js';

interface Asked {
  readonly kind: ListedKind;
  readonly works: readonly Work[];
  /** Every condition of the question; a work is listed when it meets all. */
  readonly conditions: readonly Condition[];
  /** Nothing but words of the text limits the list. */
  readonly isLoose: boolean;
  /** Technologies that the question names, for what is only planned. */
  readonly technologies: ReturnType<typeof technologiesIn>;
}

const detailed = 4; // Items that are told with a sentence each; longer lists with names alone.
const longestDetail = 32; // words

/** What a visitor does with documents of a kind, and what their author did: "Which trips did you go on?" */
const doneWithLabelled = terms(
  'attend attended visit visited go goes went gone been join joined take took taken hold held give gave given conduct conducted talk talked publish published report reported record recorded speak spoke',
);

/** Conditions that the question sets; undefined when some of its words are met by nothing. */
function readQuestion(
  question: string,
  kind: ListedKind,
  snapshot: Snapshot,
  labelled?: LabelledDocuments,
): Asked | undefined {
  const works = worksOf(snapshot, kind.type).filter(
    ({ key }) => labelled === undefined || labelled.ids.has(key),
  );
  const isProject = kind.type === 'project';
  const used = new Set<string>(labelled === undefined ? [] : [...labelled.terms, ...doneWithLabelled]);
  const conditions: Condition[] = [];
  const technologies = technologiesIn(question, snapshot.catalogue);
  const ways = isProject ? (['used', 'former'] as const) : (['used', 'former', 'planned', 'talk'] as const);
  for (const technology of technologies) {
    const met = usesTechnology(technology, ways, works, snapshot);
    conditions.push({ phrase: technologyPhrase([technology.name], isProject), met });
    for (const name of [technology.name, ...technology.aliases])
      for (const term of terms(name)) used.add(term);
  }
  const year = yearCondition(question, works, snapshot);
  if (year !== undefined) conditions.push(year);
  for (const term of question.match(/\b(?:19|20)\d\d\b/g) ?? []) used.add(term);
  const standing = standingCondition(question, works, snapshot);
  if (standing !== undefined) {
    conditions.push(standing.condition);
    for (const term of terms(standing.words)) used.add(term);
  }
  const alone = aloneCondition(question, works, snapshot);
  if (alone !== undefined) {
    conditions.push(alone.condition);
    for (const term of terms(alone.words)) used.add(term);
  }
  const free = new Set(terms(question).filter((term) => !used.has(term)));
  for (const field of fieldConditions(free, works, snapshot)) {
    conditions.push(field.condition);
    for (const term of field.terms) used.add(term);
  }
  const words = leftoverWords(question, used);
  if (words === '') return { kind, works, conditions, isLoose: conditions.length === 0, technologies };
  if (labelled !== undefined && !limitsByTopic(question, words, labelled)) return undefined;
  const topic = topicCondition(words, works, snapshot);
  return topic === undefined
    ? undefined
    : { kind, works, conditions: [...conditions, topic], isLoose: conditions.length === 0, technologies };
}

/** "interviews about backups", "backup interviews": words that say what the documents tell of; any other words ask for something else. */
function limitsByTopic(question: string, words: string, { noun }: LabelledDocuments): boolean {
  const at = question.toLowerCase().indexOf(words.toLowerCase());
  return (
    /\b(?:about|on|of|mention\w*|cover\w*|regarding|concerning|discuss\w*|deal\w* with|touch\w*|with|at|in|for)\W+(?:the |an? |your )?$/i.test(
      question.slice(0, Math.max(0, at)),
    ) || new RegExp(`^\\s*${noun}\\b`, 'i').test(question.slice(at + words.length))
  );
}

/** "from 2023", "that is planned", "that uses Redis", "that uses Go" -> "from 2023 is planned and uses Redis and Go". */
function phraseOf(conditions: readonly Condition[], count: number): string {
  const phrases = conditions.map(({ phrase }) => phrase(count));
  const uses = /^that (?:uses?|covers?) /;
  const verb = phrases.find((phrase) => uses.test(phrase))?.match(uses)?.[0] ?? '';
  const named = joined(
    phrases.filter((phrase) => uses.test(phrase)).map((phrase) => phrase.replace(uses, '')),
  );
  const others = phrases.filter((phrase) => !uses.test(phrase));
  const told = [...others.filter((phrase) => /^that /.test(phrase)), ...(named === '' ? [] : [verb + named])];
  const attributes = others.filter((phrase) => !/^that /.test(phrase));
  return [...attributes, joined(told.map((phrase) => phrase.replace(/^that /, '')))]
    .filter(Boolean)
    .join(' ');
}

function cite(place: Place, { snapshot, citations }: Listing): string {
  const chunk = snapshot.chunk(place.chunkId);
  return chunk === undefined ? '' : ` [${citations.cite(chunk, place.sentence)}]`;
}

/** The first place that can be quoted, else the summary: what a visitor learns about the work besides its name. */
function detailOf(work: Work, places: readonly Place[], { snapshot }: Listing): string {
  for (const place of places) {
    const sentence = sentenceAt(place, snapshot);
    if (sentence !== '' && !isThanks(sentence) && countWords(sentence) <= longestDetail) return sentence;
  }
  const summary = work.documents[0]?.summary ?? '';
  const first = /^.*?[.!?](?=\s|$)/s.exec(summary)?.[0] ?? summary;
  return countWords(first) <= longestDetail && !/:\s*$/.test(first) ? first : '';
}

function itemOf(work: Work, conditions: readonly Condition[], isDetailed: boolean, listing: Listing): string {
  const places = conditions.flatMap(({ met }) => met.get(work.key) ?? []);
  const [first] = work.documents;
  const opening = first === undefined ? undefined : openingOf(first);
  const shown = places.length > 0 ? places : opening === undefined ? [] : [opening];
  const detail = isDetailed ? detailOf(work, places, listing) : '';
  const marks = [...new Set(shown.map((place) => cite(place, listing)))].join('');
  if (detail === '') return `**${work.label}**${marks}`;
  const isOpening = detail.toLowerCase().startsWith(`${work.label.toLowerCase()} `);
  return isOpening
    ? `**${work.label}**${detail.slice(work.label.length)}${marks}`
    : `**${work.label}**: ${detail}${marks}`;
}

/** Items under a lead that says what they have in common; a single one as a sentence of its own. */
function listOf(lead: string, items: readonly string[]): string {
  return `${lead}:\n\n${items.map((item) => `- ${item}`).join('\n')}`;
}

/** "document tagged incident" -> "documents tagged incident". */
function nounOf(kind: ListedKind, count: number): string {
  const [noun = '', ...rest] = kind.noun.split(' ');
  return count === 1 ? kind.noun : [pluralOf(noun), ...rest].join(' ');
}

function leadOf(kind: ListedKind, conditions: readonly Condition[], count: number, isCount: boolean): string {
  const noun = nounOf(kind, count);
  const rest = conditions.length === 0 ? 'in my write-ups' : phraseOf(conditions, count);
  if (isCount) return `${count} ${noun} ${rest}`;
  const isSentence = conditions.some(({ phrase }) => /^that /.test(phrase(count)));
  const many = isSentence ? `These ${noun}` : noun.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  return `${count === 1 ? `One ${noun}` : many} ${rest}`;
}

/** What plans name of the technologies asked for, where nothing is in use or beside it. */
function plannedOf(asked: Asked, taken: ReadonlySet<string>, listing: Listing): string {
  if (asked.kind.type !== 'project' || asked.technologies.length !== 1) return '';
  const [technology] = asked.technologies;
  if (technology === undefined) return '';
  const met = usesTechnology(technology, ['planned'], asked.works, listing.snapshot);
  const condition: Condition = { phrase: () => '', met };
  const others = asked.conditions.slice(1);
  const works = asked.works.filter(
    ({ key }) => met.has(key) && !taken.has(key) && others.every((other) => other.met.has(key)),
  );
  if (works.length === 0) return '';
  return listOf(
    'Only planned',
    works.map((work) => itemOf(work, [condition], works.length <= detailed, listing)),
  );
}

/** "What did you build": what is only planned is no part of it. */
const asksForDone =
  /\b(?:did|have) you (?:\w+ )?(?:built|build|made|make|did|do|done|shipped|ship|created|create|finished|finish)\b/i;

function answerDocuments(asked: Asked, listing: Listing): string | undefined {
  const met = asked.works.filter(({ key }) => asked.conditions.every((condition) => condition.met.has(key)));
  const planned = asksForDone.test(listing.question)
    ? plannedWorks(met, listing.snapshot)
    : new Set<string>();
  const works = met.filter(({ key }) => !planned.has(key) || planned.size === met.length);
  const plans = plannedOf(asked, new Set(works.map(({ key }) => key)), listing);
  if (works.length === 0) {
    if (plans === '') return undefined;
    return `No project of mine documents ${asked.technologies[0]?.name ?? 'it'} in use.\n\n${plans}`;
  }
  const isDetailed = works.length <= detailed || asked.conditions.length === 0;
  const items = works.map((work) => itemOf(work, asked.conditions, isDetailed, listing));
  const list = listOf(leadOf(asked.kind, asked.conditions, works.length, listing.isCount), items);
  return plans === '' ? list : `${list}\n\n${plans}`;
}

/** "Tell me about the garden projects": wants to hear of them, whatever documents share its words. */
const wantsTold =
  /^(?:(?:so|please|can you|could you) )*(?:tell (?:me|us) (?:more )?about|describe|explain|talk about)\b(?! (?:everything|anything|all)\b)/i;

/** Documents that front matter or folder call what is asked for; undefined when none is, or the question limits them in another way. */
export function labelledAnswer(part: Part, snapshot: Snapshot, citations: CitationBook): string | undefined {
  const labelled = labelledDocuments(part.text, snapshot);
  if (labelled === undefined) return undefined;
  const kind: ListedKind = { noun: labelled.noun, type: undefined };
  const asked = readQuestion(part.text, kind, snapshot, labelled);
  const isCount = part.kind === 'count' || asksForCount(part.text);
  return asked === undefined
    ? undefined
    : answerDocuments(asked, { question: part.text, isCount, snapshot, citations });
}

/**
 * Undefined when the catalogue cannot answer the question: retrieval takes over. `isTold`: a passage holds the very list, which counts for more than
 * documents that share words with the question.
 */
export function catalogueAnswer(
  part: Part,
  snapshot: Snapshot,
  citations: CitationBook,
  isTold = false,
): string | undefined {
  const listing: Listing = {
    question: part.text,
    isCount: part.kind === 'count' || asksForCount(part.text),
    snapshot,
    citations,
  };
  const kind = listedKind(part.text);
  if (!namesDocuments(part.text) || technologiesIn(part.text, snapshot.catalogue).length === 0) {
    const list = technologyList(listing);
    if (list !== undefined) return list;
  }
  if (kind === undefined) return undefined;
  const told = wantsTold.test(part.text) ? titledIn(part.text, snapshot) : undefined;
  if (told !== undefined) return sectionList(told, snapshot, citations);
  const asked = readQuestion(part.text, kind, snapshot);
  if (asked === undefined) return undefined;
  // "What awards have you won?": that a text mentions the word makes no list of projects.
  const isOther = isTold || wantsTold.test(part.text) || !namesDocuments(part.text);
  const isByWords =
    asked.conditions.length > 0 && (asked.isLoose || (isTold && asked.technologies.length === 0));
  return (asked.isLoose && !namesDocuments(part.text)) || (isByWords && isOther)
    ? undefined
    : answerDocuments(asked, listing);
}
