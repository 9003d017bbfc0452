/**
 * Documents by what their front matter or their folder says they are: "Which incidents did you write up?" over `tags: [incident]`, "Which summits ...?"
 * over `event: collaboration summit`, "Which interviews ...?" over a folder of that name.
 */
import type { DocumentEntry } from '../domain/catalogue.js';
import type { Snapshot } from '../ports.js';
import { terms } from '../text/terms.js';
import { listHeadOf, type ListHead } from './list-head.js';
import { namesDocuments } from './list-question.js';

export interface LabelledDocuments {
  /** As the answer calls them, singular or plural as it was written. */
  readonly noun: string;
  readonly ids: ReadonlySet<string>;
  /** Stems of the question that are used up by it. */
  readonly terms: readonly string[];
}

type Origin = 'tag' | 'field' | 'folder';

interface Label {
  readonly text: string;
  readonly terms: readonly string[];
  readonly origin: Origin;
  readonly ids: Set<string>;
}

/** Fields whose value says what the document is; a client or a role says who. */
const sortKeys = /^(?:kind|type|category|categories|format|event|genre|series|medium)$/i;
const longestLabel = 5; // words

function labelsOf(document: DocumentEntry): (readonly [string, Origin])[] {
  const folders = document.path.split('/').slice(0, -1);
  const values = document.fields.filter(({ key }) => sortKeys.test(key)).flatMap((field) => field.values);
  return [
    ...document.tags.map((tag) => [tag, 'tag'] as const),
    ...values.map((value) => [value, 'field'] as const),
    ...folders.map((folder) => [folder.replace(/[-_]+/g, ' '), 'folder'] as const),
  ];
}

const labelsIn = new WeakMap<Snapshot, readonly Label[]>();

function labels(snapshot: Snapshot): readonly Label[] {
  const known = labelsIn.get(snapshot);
  if (known !== undefined) return known;
  const found = new Map<string, Label>();
  for (const document of snapshot.catalogue.documents) {
    for (const [text, origin] of labelsOf(document)) {
      const own = terms(text);
      if (own.length === 0 || own.length > longestLabel) continue;
      const key = `${origin} ${own.join(' ')}`;
      const label = found.get(key) ?? { text, terms: own, origin, ids: new Set<string>() };
      label.ids.add(document.id);
      found.set(key, label);
    }
  }
  const made = [...found.values()];
  labelsIn.set(snapshot, made);
  return made;
}

/** What is done to documents: a tag may as well name things that the text is about ("Which queues do the jobs use?"). */
const writing =
  /\b(?:writ\w*|wrote|document\w*|describ\w*|publish\w*|report\w*|record\w*|blog\w*|cover\w*|in (?:your|this|the) (?:portfolio|write-?ups|notes|pages))\b/i;

function isOfDocuments(question: string, head: ListHead, origin: Origin): boolean {
  const after = question.slice(
    question.toLowerCase().lastIndexOf(head.noun.toLowerCase()) + head.noun.length,
  );
  const isBare =
    /^\s*(?:(?:are|were|is|was)? ?(?:from|in|of|since|before|after) \d{4}|(?:are|do) (?:there|you have)(?: (?:in|on) .{0,30})?)?[?.! ]*$/i.test(
      after,
    );
  return origin !== 'tag' || writing.test(question) || isBare;
}

function byHead(question: string, snapshot: Snapshot): LabelledDocuments | undefined {
  const head = listHeadOf(question);
  if (head === undefined || namesDocuments(head.noun)) return undefined;
  const named = labels(snapshot).filter(
    (label) => label.terms.at(-1) === head.term && isOfDocuments(question, head, label.origin),
  );
  const closest = Math.max(
    ...named.map((label) => head.modifiers.filter((one) => label.terms.includes(one)).length),
  );
  const meant = named.filter(
    (label) => head.modifiers.filter((one) => label.terms.includes(one)).length === closest,
  );
  if (meant.length === 0) return undefined;
  const modifiers = head.modifiers.filter((one) => meant.every((label) => label.terms.includes(one)));
  return {
    noun: head.noun.toLowerCase(),
    ids: new Set(meant.flatMap(({ ids }) => [...ids])),
    terms: [head.term, ...modifiers],
  };
}

const tagged =
  /\b(?:tagged|labell?ed|marked|(?:with|under|have|has|having|carry(?:ing)?) (?:the |a )?(?:tag|label|keyword)s?)\b(?: (?:as|with|by))? ["'“‘#]?([^?.!"'”’]+)/i;

/** "Which pages are tagged incident?", "everything with the tag rust" */
function byTag(question: string, snapshot: Snapshot): LabelledDocuments | undefined {
  const asked = terms(tagged.exec(question)?.[1] ?? '');
  if (asked.length === 0) return undefined;
  const named = labels(snapshot).filter(
    ({ origin, terms: own }) =>
      origin === 'tag' && own.length === asked.length && own.every((term) => asked.includes(term)),
  );
  const [first] = named;
  if (first === undefined) return undefined;
  return {
    noun: `document tagged ${first.text}`,
    ids: new Set(named.flatMap(({ ids }) => [...ids])),
    terms: [
      ...asked,
      ...terms('tagged tag tags label labels labelled labeled marked keyword keywords carry carrying'),
    ],
  };
}

/** Undefined when no document carries what the question asks for. */
export function labelledDocuments(question: string, snapshot: Snapshot): LabelledDocuments | undefined {
  return byTag(question, snapshot) ?? byHead(question, snapshot);
}
