/** Front matter and file name -> what the index knows about a document. Unknown fields are facts (facts.ts), never dropped. */
import type { DocumentType, Standing } from '../src/domain/chunk.js';
import { splitSentences } from '../src/text/sentences.js';
import { isBareList } from '../src/text/bare-list.js';
import { countWords } from '../src/text/terms.js';
import type { Block } from './blocks.js';
import { findNames } from './catalogue/mentions.js';
import { standingOfField, standingOfHeading } from './chunk/standing.js';
import { typeNamed } from './document-type.js';
import { textOfValue, valuesOf } from './facts.js';
import { stripMarks } from './readers/inline.js';

export interface Metadata {
  readonly title: string;
  readonly summary: string;
  readonly type: DocumentType;
  readonly tags: readonly string[];
  readonly period?: string;
  readonly url?: string;
  readonly standing: Standing;
  readonly isPrivate: boolean;
  /** The first heading is the title and is not repeated in heading paths. */
  readonly titleHeading: Block | undefined;
}

type Fields = ReadonlyMap<string, unknown>;

/** A field by any of its names, compared without case, spaces, hyphens and underscores. */
export function fieldNamed(fields: Fields, ...names: readonly string[]): unknown {
  for (const [key, value] of fields) {
    if (names.includes(key.toLowerCase().replace(/[\s_-]/g, ''))) return value;
  }
  return undefined;
}

function firstText(fields: Fields, ...names: readonly string[]): string | undefined {
  const value = fieldNamed(fields, ...names);
  if (value === undefined || value === null) return undefined;
  const text = stripMarks(textOfValue(value));
  return text === '' ? undefined : text;
}

/** "projects/my_first-app.md" -> "My first app"; "go-1.20" and "2024-05-01-meeting.md" keep what joins their digits. */
export function readableFileName(path: string): string {
  const name = (path.split('/').at(-1) ?? path).replace(/\.\p{L}[^.]*$/u, '');
  const words = name
    .replace(/_+|-{2,}|(?<!\d)-|-(?!\d)/g, ' ')
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

const guideTitle =
  /\b(?:how to|guide|tutorial|introduction to|getting started|handbook|cheat ?sheet|step by step|walkthrough|primer)\b/i;
const noteTitle = /\b(?:notes?|study|summary of|reading|lecture|chapter|til)\b/i;
const adverb =
  "(?: (?:have|had|first|then|later|also|once|now|just|only|even|finally|mostly|\\w+ly)|['’]ve){0,2}";
/** Verbs of studying and weighing up: they tell of no work, whoever says them. */
const notWork =
  '(?!(?:learn|notic|lik|want|need|wonder|decid|consider|look|tri|follow|attend|watch|studi|summari|skipp|enjoy|realis|realiz|doubt|believ|ask|discover|expect|hop|plan|lov|hat|seem|remember|assum|agreed|copi|quot|mention|translat)\\w*\\b)';
const toldWork = new RegExp(
  `\\b(?:I|we)${adverb} (?:built|wrote|made|chose|ran|set up|picked|took|kept|spent|drew|taught|sold|won|led|did|rebuilt|rewrote|${notWork}[a-z]+(?:-[a-z]+)?ed)\\b|\\bmy (?:project|app|service|thesis|team|part|role|client)\\b|\\b(?:side|hobby|weekend|personal|client|thesis|university|hackathon|final[- ]year) project\\b`,
  'gi',
);

/** Notes leave the "I" out: a sentence or line that opens with what was done ("Made it in a weekend"). */
const toldShortly =
  /(?:^|[.!?]\s+|\n)(?:Built|Made|Wrote|Started|Shipped|Deployed|Rewrote|Launched|Designed|Implemented|Migrated|Moved|Switched|Ported|Won|Gave up|Published)\b(?! (?:by|in the (?:paper|book))\b)/g;
/** A role that somebody had, and work that goes on. */
const toldRole =
  /\bI (?:was|am|worked as|joined as) (?:the|an?|responsible)\b[^.!?\n]{0,60}?\b(?:engineer|developer|designer|lead|maintainer|author|architect|owner|scientist|analyst|for)\b|\bI (?:run|host|maintain|ship|test|operate)\b/gi;
/** Lines that only a piece of work has, as in a field of front matter. */
const workLabel =
  /(?:^|\n|[.!?]\s+)(?:back ?-?end|front ?-?end|(?:tech )?stack|built with|hosting|hosted on|my role|supervisors?)\s*:/gi;
/** A section that only a piece of work has. */
const stackHeading = /^(?:(?:the |tech(?:nology)? )?stack|technologies(?: used)?|built with|tech)$/i;
const thesis = /\b(?:master|bachelor|diploma|doctoral|phd)['’]?s? (?:thesis|dissertation)\b/i;

/** Fields that only a piece of work has, and those that go with one; keys without case, spaces and hyphens. */
const workKeys =
  /^(?:clients?|customers?|role|myrole|team|teamsize|stack|techstack|tech|technologies|technology|builtwith)$/;
const workLikeKeys =
  /^(?:for|status|tools?|hosting|hostedon|platforms?|frameworks?|databases?|awards?|demo|repo|repository|github|duration|users|budget)$/;

/** Fields of a meeting, a talk or a conversation that somebody wrote up. */
const reportKeys =
  /^(?:event|conference|meetup|venue|guests?|interviewees?|interviewers?|attendees|participants|speakers?|panel)$/;

/** Two signs of own work make a project: a field of a piece of work counts for two. */
function signsOfWork(fields: Fields): number {
  let signs = 0;
  for (const key of fields.keys()) {
    const plain = key.toLowerCase().replace(/[\s_-]/g, '');
    if (workKeys.test(plain)) signs += 2;
    else if (workLikeKeys.test(plain)) signs += 1;
  }
  return signs;
}

/** A text that is a thesis says so in its first characters. */
const thesisWithin = 200;

/** "A self-hosted RSS reader, Elixir + Phoenix LiveView.": a first sentence that says what a thing is and lists what it is made of. */
function namesItsTools(text: string): boolean {
  const first = splitSentences(text)[0];
  if (first === undefined) return false;
  const sentence = text.slice(first.start, first.end);
  return isBareList(sentence) && /^(?:An?|My)\b/.test(sentence) && findNames(sentence).length > 0;
}

function inferType(title: string, fields: Fields, blocks: readonly Block[]): DocumentType {
  if (guideTitle.test(title)) return 'guide';
  if (noteTitle.test(title)) return 'note';
  const keys = [...fields.keys()].map((key) => key.toLowerCase().replace(/[\s_-]/g, ''));
  if (keys.some((key) => reportKeys.test(key)) && !keys.some((key) => workKeys.test(key))) return 'note';
  const text = blocks
    .map((block) => (block.type === 'paragraph' ? block.text : ''))
    .join('\n')
    .slice(0, 20_000);
  const told = [toldWork, toldShortly, toldRole, workLabel].map((signs) => text.match(signs)?.length ?? 0);
  const underStack = blocks.some((block) => block.type === 'heading' && stackHeading.test(block.text))
    ? 1
    : 0;
  const signs = told.reduce((sum, count) => sum + count, signsOfWork(fields) + underStack);
  return signs >= 2 || thesis.test(text.slice(0, thesisWithin)) || namesItsTools(text) ? 'project' : 'note';
}

function documentType(path: string, fields: Fields, title: string, blocks: readonly Block[]): DocumentType {
  const named = firstText(fields, 'type', 'kind', 'documenttype', 'category');
  const fromField = named === undefined ? undefined : typeNamed(named);
  if (fromField !== undefined) return fromField;
  const segments = path.split('/');
  const file = typeNamed((segments.at(-1) ?? '').replace(/\.[^.]+$/, ''));
  if (file === 'profile') return 'profile';
  for (const folder of segments.slice(0, -1).reverse()) {
    const type = typeNamed(folder);
    if (type !== undefined) return type;
  }
  return inferType(title, fields, blocks);
}

function titleHeading(blocks: readonly Block[]): Block | undefined {
  const tops = blocks.filter((block) => block.type === 'heading' && block.depth === 1);
  return tops.length === 1 ? tops[0] : undefined;
}

/** The first two sentences of running text that say something, at most about forty words. */
export function leadSummary(blocks: readonly Block[]): string {
  for (const block of blocks) {
    if (block.type !== 'paragraph' || countWords(block.text) < 6) continue;
    const sentences = splitSentences(block.text).map((span) =>
      stripMarks(block.text.slice(span.start, span.end)),
    );
    const [first = '', second = ''] = sentences;
    const summary = countWords(first) + countWords(second) <= 40 ? `${first} ${second}`.trim() : first;
    return summary.length > 400 ? `${summary.slice(0, 399).replace(/\s\S*$/, '')}…` : summary;
  }
  return '';
}

function tagsOf(fields: Fields): string[] {
  const found = [fieldNamed(fields, 'tags', 'tag'), fieldNamed(fields, 'keywords', 'topics')].flatMap(
    (value) => (typeof value === 'string' ? value.split(/[,;]|\s#|^#/) : valuesOf(value)),
  );
  return [
    ...new Set(found.map((tag) => stripMarks(tag).replace(/^#/, '').trim()).filter((tag) => tag !== '')),
  ].slice(0, 50);
}

function periodOf(fields: Fields): string | undefined {
  const direct = firstText(
    fields,
    'period',
    'dates',
    'timeline',
    'timeframe',
    'duration',
    'date',
    'years',
    'year',
  );
  if (direct !== undefined) return direct;
  const start = firstText(fields, 'start', 'startdate', 'from', 'began');
  const end = firstText(fields, 'end', 'enddate', 'until', 'finished', 'to');
  return start === undefined ? end : end === undefined ? `since ${start}` : `${start} to ${end}`;
}

const webAddress = /https?:\/\/[^\s"'<>)\]]{3,500}/;

function urlOf(fields: Fields): string | undefined {
  const named = fieldNamed(
    fields,
    'url',
    'link',
    'links',
    'website',
    'homepage',
    'repo',
    'repository',
    'demo',
    'canonical',
    'github',
  );
  return named === undefined || named === null ? undefined : webAddress.exec(textOfValue(named))?.[0];
}

function standingOf(fields: Fields, title: string): Standing {
  const named = firstText(fields, 'standing', 'status', 'state');
  const fromField = named === undefined ? undefined : standingOfField(named);
  return fromField ?? standingOfHeading(title.split(/\s[-–—:]\s|:\s/).at(-1) ?? '') ?? 'done';
}

/** Metadata of one document. Pure: the same path, fields and blocks give the same. */
export function metadataOf(path: string, fields: Fields, blocks: readonly Block[]): Metadata {
  const heading = titleHeading(blocks);
  const topHeading = heading ?? blocks.find((block) => block.type === 'heading' && block.depth === 1);
  const title =
    firstText(fields, 'title', 'name') ??
    (topHeading?.type === 'heading' ? stripMarks(topHeading.text) : undefined) ??
    readableFileName(path);
  const period = periodOf(fields);
  const url = urlOf(fields);
  return {
    title,
    summary:
      firstText(fields, 'summary', 'description', 'abstract', 'excerpt', 'tagline') ?? leadSummary(blocks),
    type: documentType(path, fields, title, blocks),
    tags: tagsOf(fields),
    ...(period === undefined ? {} : { period }),
    ...(url === undefined ? {} : { url }),
    standing: standingOf(fields, title),
    isPrivate: isPrivate(fields),
    titleHeading: heading,
  };
}

/** True when the front matter keeps the document out of the index. */
export function isPrivate(fields: Fields): boolean {
  const visibility = fieldNamed(fields, 'visibility', 'access');
  if (typeof visibility === 'string' && /^(?:private|hidden|secret|internal|none)$/i.test(visibility.trim()))
    return true;
  return (
    fieldNamed(fields, 'private') === true ||
    fieldNamed(fields, 'draft') === true ||
    fieldNamed(fields, 'public') === false
  );
}
