/** The technologies that a question names, looked up in the catalogue; and how each document stands to one of them. */
import type { Catalogue, DocumentEntry, TechnologyEntry } from '../domain/catalogue.js';
import type { Snapshot } from '../ports.js';
import { isMeantAsName } from '../text/plain-word-names.js';
import { polarityOf, tellsOwnWork, type Polarity } from './mention-polarity.js';

/** Lower case, words joined by single spaces; signs that make a name (+, #, ., -) stay, so that "go-kit" is not "Go". */
function nameKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#.-]+/gu, ' ')
    .replace(/[.-](?=\s|$)/g, '')
    .trim();
}

/** The technology with its members: "Redis" takes in Redis Streams, "AWS" what is named "AWS ..." or has such an alias. */
export function familyOf(technology: TechnologyEntry, catalogue: Catalogue): TechnologyEntry[] {
  const keys = [technology.name, ...technology.aliases].map(nameKey);
  const members = catalogue.technologies.filter(
    (other) =>
      other !== technology &&
      [other.name, ...other.aliases].some((name) => keys.some((key) => nameKey(name).startsWith(`${key} `))),
  );
  return [technology, ...members];
}

const vendor = /^(?:apache|amazon|aws|google|azure|microsoft|hashicorp|netflix) /;

/** Every spelling of a technology as a key; a maker's name in front may be left out ("Flink" for Apache Flink). */
function keysOf(technology: TechnologyEntry): string[] {
  const keys = [technology.name, ...technology.aliases].map(nameKey).filter((key) => key !== '');
  return [...new Set([...keys, ...keys.map((key) => key.replace(vendor, ''))])];
}

interface Spelling {
  readonly technology: TechnologyEntry;
  readonly key: string;
  /** From 0, longest first. */
  readonly place: number;
}

type SpellingsByFirstWord = ReadonlyMap<string, readonly Spelling[]>;

const spellingsOf = new WeakMap<Catalogue, SpellingsByFirstWord>();

/** All spellings of the catalogue; made once per catalogue. */
function spellings(catalogue: Catalogue): SpellingsByFirstWord {
  const known = spellingsOf.get(catalogue);
  if (known !== undefined) return known;
  const byFirstWord = new Map<string, Spelling[]>();
  catalogue.technologies
    .flatMap((technology) => keysOf(technology).map((key) => ({ technology, key })))
    .sort((a, b) => b.key.length - a.key.length || (a.key < b.key ? -1 : 1))
    .forEach(({ technology, key }, place) => {
      const word = key.split(' ')[0] ?? '';
      const same = byFirstWord.get(word) ?? [];
      byFirstWord.set(word, same);
      same.push({ technology, key, place });
    });
  spellingsOf.set(catalogue, byFirstWord);
  return byFirstWord;
}

/** Technologies named in the text, longest names first, each once. */
export function technologiesIn(text: string, catalogue: Catalogue): TechnologyEntry[] {
  const found = new Set<TechnologyEntry>();
  const plain = nameKey(text);
  const byFirstWord = spellings(catalogue);
  const possible = [...new Set(plain.split(' '))].flatMap((word) => byFirstWord.get(word) ?? []);
  let rest = ` ${plain} `;
  for (const { technology, key } of possible.sort((a, b) => a.place - b.place)) {
    const at = rest.indexOf(` ${key} `);
    if (at < 0) continue;
    if (isMeantAsName(key, rest.slice(0, at + 1), rest.slice(at + 1 + key.length))) found.add(technology);
    rest = rest.replaceAll(` ${key} `, '  ');
  }
  return [...found];
}

/** What visitors call a category of the alias table; several words may mean the same. */
const categoryWords: readonly (readonly [RegExp, readonly string[], string])[] = [
  [/\b(?:vector (?:databases?|stores?|dbs?))\b/i, ['vector database'], 'vector database'],
  [/\b(?:databases?|data ?stores?|dbs?|dbms)\b/i, ['database', 'vector database'], 'database'],
  [/\b(?:programming |scripting )?languages?\b/i, ['language'], 'language'],
  [/\b(?:(?:machine|deep) learning|ml|data science)\b(?: (?:librar(?:y|ies)|frameworks?|tools?|packages?))?/i, ['machine learning'], 'machine learning tool'],
  [/\b(?:(?:web |front-?end |back-?end |ui |mobile )?(?:frameworks?|librar(?:y|ies)))\b/i, ['framework'], 'framework'],
  [/\b(?:message (?:queues?|brokers?)|queues?|brokers?|messaging systems?)\b/i, ['queue'], 'message broker'],
  [/\b(?:clouds?(?: (?:providers?|platforms?|services?))?|hosting providers?)\b/i, ['cloud'], 'cloud service'],
  [/\b(?:continuous integration|ci(?:\/cd)?|build servers?)\b(?: tools?)?/i, ['continuous integration'], 'CI tool'],
  [/\b(?:monitoring|observability)\b(?: tools?| systems?)?/i, ['observability'], 'monitoring tool'],
  [/\binfrastructure\b(?: tools?)?|\bdevops\b(?: tools?)?/i, ['infrastructure', 'continuous integration'], 'infrastructure tool'],
  [/\bsearch engines?\b/i, ['search'], 'search engine'],
  [/\bcaches?\b/i, ['cache'], 'cache'],
  [/\b(?:network )?protocols?\b/i, ['protocol'], 'protocol'],
  [/\bruntimes?\b/i, ['runtime'], 'runtime'],
  [/\b(?:language models?|llms?)\b/i, ['model'], 'language model'],
]; // prettier-ignore

/** Technologies of a category named by one of its words ("databases", "languages"); `noun` is the category in the singular, `words` what named it. */
export function technologiesOfCategory(
  text: string,
  catalogue: Catalogue,
): { category: string; noun: string; words: string; technologies: TechnologyEntry[] } | undefined {
  const found = categoryWords.find(([pattern]) => pattern.test(text));
  if (found === undefined) return undefined;
  const [pattern, categories, noun] = found;
  return {
    category: categories[0] ?? noun,
    noun,
    words: pattern.exec(text)?.[0] ?? noun,
    technologies: catalogue.technologies.filter(
      ({ category }) => category !== undefined && categories.includes(category),
    ),
  };
}

/** Readable prose says more than a row of a table or a label with a list behind it. */
function clarity(sentence: string): number {
  if (/^\s*(?:\||```)/.test(sentence)) return 0;
  const words = sentence.split(/\s+/).length;
  return /[.!]$/.test(sentence.trim()) && words >= 6 && words <= 45 ? 2 : 1;
}

/** The work that a document belongs to: its front matter field `project`, which several documents may share, or its title. */
export function workOf(document: DocumentEntry): string {
  return document.fields.find((field) => field.key.toLowerCase() === 'project')?.values[0] ?? document.title;
}

export interface Standpoint {
  readonly document: DocumentEntry;
  readonly polarity: Polarity;
  /** The mention that says so best. */
  readonly mention: NamedMention;
  readonly clarity: number;
}

const order: readonly Polarity[] = ['used', 'former', 'planned', 'talk'];

function isStronger(one: Standpoint, other: Standpoint): boolean {
  const difference = order.indexOf(one.polarity) - order.indexOf(other.polarity);
  return difference < 0 || (difference === 0 && one.clarity > other.clarity);
}

/** A place that names the topic, with the spelling used there. */
export interface NamedMention {
  readonly chunkId: string;
  readonly sentence: number;
  readonly name: string;
}

const mentionsKnown = new WeakMap<Snapshot, Map<TechnologyEntry, readonly NamedMention[]>>();

/** Every place that names the technology or a member of its family. */
export function mentionsOf(technology: TechnologyEntry, snapshot: Snapshot): readonly NamedMention[] {
  const known = mentionsKnown.get(snapshot) ?? new Map<TechnologyEntry, readonly NamedMention[]>();
  mentionsKnown.set(snapshot, known);
  const mentions = known.get(technology) ?? findMentions(technology, snapshot);
  known.set(technology, mentions);
  return mentions;
}

function findMentions(technology: TechnologyEntry, snapshot: Snapshot): NamedMention[] {
  return familyOf(technology, snapshot.catalogue).flatMap((member) => {
    const names = [member.name, ...member.aliases];
    return member.mentions.map(({ chunkId, sentence }) => {
      const chunk = snapshot.chunk(chunkId);
      const span = chunk?.sentences[sentence];
      const text = span === undefined ? '' : (chunk?.text.slice(span.start, span.end).toLowerCase() ?? '');
      return {
        chunkId,
        sentence,
        name: names.find((name) => text.includes(name.toLowerCase())) ?? member.name,
      };
    });
  });
}

/**
 * One standpoint per document that names the topic: used before formerly used before planned before talk; projects first. A note or guide is
 * experience only where the sentence itself tells of work done. Then the clearest sentence and the most mentions; for a concept, the order given.
 */
export function standpointsOf(
  mentions: readonly NamedMention[],
  snapshot: Snapshot,
  options: { concept?: boolean } = {},
): Standpoint[] {
  const documents = new Map(snapshot.catalogue.documents.map((document) => [document.id, document]));
  const best = new Map<string, Standpoint>();
  const counts = new Map<string, number>();
  for (const mention of mentions) {
    const chunk = snapshot.chunk(mention.chunkId);
    const document = chunk === undefined ? undefined : documents.get(chunk.documentId);
    const span = chunk?.sentences[mention.sentence];
    if (chunk === undefined || document === undefined || span === undefined) continue;
    const sentence = chunk.text.slice(span.start, span.end);
    const isOwnWork = document.type === 'project' || document.type === 'profile' || tellsOwnWork(sentence);
    const polarity = isOwnWork ? polarityOf(chunk, sentence, mention.name, options.concept) : 'talk';
    const standpoint = { document, polarity, mention, clarity: clarity(sentence) };
    counts.set(document.id, (counts.get(document.id) ?? 0) + 1);
    const known = best.get(document.id);
    if (known === undefined || isStronger(standpoint, known)) best.set(document.id, standpoint);
  }
  const count = ({ document }: Standpoint): number => counts.get(document.id) ?? 0;
  const found = [...best.values()];
  const place = new Map(found.map((standpoint, at) => [standpoint, at]));
  return found.sort(
    (a, b) =>
      Number(b.document.type === 'project') - Number(a.document.type === 'project') ||
      order.indexOf(a.polarity) - order.indexOf(b.polarity) ||
      (options.concept === true ? 0 : b.clarity - a.clarity || count(b) - count(a)) ||
      (place.get(a) ?? 0) - (place.get(b) ?? 0),
  );
}

const standpointsKnown = new WeakMap<Snapshot, Map<TechnologyEntry, readonly Standpoint[]>>();

/** How each document stands to the technology; read once per snapshot. */
export function standpointsOn(technology: TechnologyEntry, snapshot: Snapshot): readonly Standpoint[] {
  const known = standpointsKnown.get(snapshot) ?? new Map<TechnologyEntry, readonly Standpoint[]>();
  standpointsKnown.set(snapshot, known);
  const standpoints = known.get(technology) ?? standpointsOf(mentionsOf(technology, snapshot), snapshot);
  known.set(technology, standpoints);
  return standpoints;
}
