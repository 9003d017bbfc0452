/** What a question wants listed, and which of its words say nothing more. Form only. */
import type { Part } from '../domain/plan.js';
import type { DocumentType } from '../domain/chunk.js';
import { stem, terms, tokenize } from '../text/terms.js';

export interface ListedKind {
  /** As it is called in the answer. */
  readonly noun: string;
  /** Undefined: documents of every type. */
  readonly type: DocumentType | undefined;
}

const nouns: readonly (readonly [RegExp, ListedKind])[] = [
  [/\b(?:projects?|apps?|applications?|case stud(?:y|ies)|(?:web ?)?sites?|products?)\b/i, { noun: 'project', type: 'project' }],
  [/\b(?:guides?|tutorials?|how-?tos)\b/i, { noun: 'guide', type: 'guide' }],
  [/\bnotes?\b/i, { noun: 'note', type: 'note' }],
  [/\b(?:documents?|docs|write-?ups?|pages?|articles?|posts?|files?|topics?|texts?)\b|\bdo you write\b|\bhave you written about\b/i, { noun: 'document', type: undefined }],
  [/\b(?:what|which|where|everything|anything|all)\b.*\b(?:you|your|from|in|with|for)\b/i, { noun: 'project', type: 'project' }],
]; // prettier-ignore

/** What is listed; undefined when the question names nothing of the kind. */
export function listedKind(question: string): ListedKind | undefined {
  return nouns.find(([pattern]) => pattern.test(question))?.[1];
}

/** True when the noun for documents stands in the question itself ("projects", "notes"), not only by implication. */
export function namesDocuments(question: string): boolean {
  return nouns.slice(0, -1).some(([pattern]) => pattern.test(question));
}

const plural =
  /^(?:(?:and|so|in|on|for|with|please|at) )*(?:which|what|list|name|show|count|how many|give|tell)\b.{0,40}\b(?:projects|apps|applications|guides|notes|documents|docs|write-?ups|articles|posts|pages)\b/i;
const done =
  /^(?:(?:and|so) )*(?:what|which things?|what (?:else|all)|where) (?:have|did|do) you (?:\w+ )?(?:use|used|build|built|do|done|make|made|ship|shipped|create|created|work on|worked on|write|written|develop|developed|deploy|deployed)\b/i;

const technologyNouns =
  /^(?:(?:and|so|in|on|for|with|please) )*(?:which|what) (?:\w+ ){0,2}(?:technologies|tools|languages|databases|frameworks|libraries|tech(?:nology)? stack)\b/i;
const everything =
  /^(?:please )?(?:(?:list|show|give|tell|name)(?: me| us)? )(?:about )?(?:everything|anything|all)\b/i;

/** True for "How many ..." and its like. */
export function asksForCount(question: string): boolean {
  return /\bhow many\b|\b(?:number|count) of\b/i.test(question);
}

/** "Which databases have you used?" asks for names, "Have you used databases?" for a yes. */
export function asksWhich(question: string): boolean {
  return /^(?:(?:and|so|in|on|with|for|please) )*(?:which|what)\b/i.test(question.trim());
}

const items =
  /^(?:(?:and|so|please) )*(?:what|which) (?:[\w-]+ ){0,3}[\w-]{2,}s (?:are there|exist|are (?:used|listed|named|defined|involved|supported|available)|does|do|did|make up|belong)\b/i;

/** "What jobs are there in the chat system?": the text's own list, told whole. */
export function asksForItems(question: string): boolean {
  return items.test(question.trim());
}

/** True for a question that wants all of something, by its kind or its form ("Which of your projects run in Docker?"). */
export function wantsList({ kind, text }: Pick<Part, 'kind' | 'text'>): boolean {
  return (
    (kind === 'experience' && asksWhich(text)) ||
    kind === 'list' ||
    kind === 'count' ||
    (kind === 'question' && [plural, done, everything, technologyNouns].some((form) => form.test(text)))
  );
}

const filler = new Set(
  terms(
    'project projects app apps application applications site sites website websites product products case study studies guide guides tutorial tutorials note notes document documents docs write writing written wrote write-up up ups writeup writeups page pages article articles post posts file files topic topics ' +
      'list lists all show me name names tell give please work works worked working build builds built building done do doing did make makes made making create created develop developed ship have has many number total count describe described portfolio overview available ' +
      'use uses used using run runs running ran exist exists there involve involves involving with feature features include includes contain contains based rely relies deploy deployed behind kind kinds sort type types any every everything anything thing things stuff which what where own full complete past different personal side only just currently still far ever already today one ones mine written mention mentions talk talks cover covers covered deal deals about year years since after before during between experience know known like see documented part parts mostly mainly actually',
  ),
);

/** Words of the question that neither say what is listed nor were used by a condition, as written; '' when there are none. */
export function leftoverWords(question: string, used: ReadonlySet<string>): string {
  const tokens = tokenize(question).filter(({ text }) => {
    const [term] = terms(text);
    return term !== undefined && !filler.has(term) && !used.has(term) && !used.has(stem(text));
  });
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return '';
  const words = question.slice(first.start, last.end);
  return terms(words).every((term) => !used.has(term) && !filler.has(term))
    ? words
    : tokens.map(({ start, end }) => question.slice(start, end)).join(' ');
}
