/**
 * What a stored answer rests on: the chunks that it cites, by the hash of their text, and the facts of the catalogue
 * that lists, counts and "have you used" answers are made from. Reads a snapshot; searches nothing.
 */
import { splitSentences } from '../text/sentences.js';
import { tokenize } from '../text/terms.js';
import type { AskResult } from '../domain/answer.js';
import type { Chunk } from '../domain/chunk.js';
import type { QuestionKind } from '../domain/plan.js';
import type { EvidenceReference, Snapshot } from '../ports.js';
import { sha256 } from './sha256.js';
import type { Proof } from './vetoes/likeness.js';

/** Share of the cited chunks that the new question must find by itself. */
export const minimumOverlap = 0.6;
// The new question's retrieval is looked at this deep, and its best places must hold the first cited chunk.
const evidenceDepth = 10;
const topPlaces = 3;

const hashes = new WeakMap<Chunk, string>();

/** SHA-256 of the chunk's text, made once per chunk object. */
export function chunkHash(chunk: Chunk): string {
  let known = hashes.get(chunk);
  if (known === undefined) {
    known = sha256(chunk.text);
    hashes.set(chunk, known);
  }
  return known;
}

/** References of all cited chunks, in order of citation; undefined when one of them is not of this snapshot. */
export function referencesOf(result: AskResult, snapshot: Snapshot): EvidenceReference[] | undefined {
  const references = new Map<string, EvidenceReference>();
  for (const { chunkId } of result.citations) {
    const chunk = snapshot.chunk(chunkId);
    if (chunk === undefined) return undefined;
    references.set(chunkId, { chunkId, documentId: chunk.documentId, sha256: chunkHash(chunk) });
  }
  return [...references.values()];
}

/** True when every chunk that the answer cites still says the same, word for word. */
export function isUnchanged(evidence: readonly EvidenceReference[], snapshot: Snapshot): boolean {
  return evidence.every((reference) => {
    const chunk = snapshot.chunk(reference.chunkId);
    return chunk !== undefined && chunkHash(chunk) === reference.sha256;
  });
}

/** What a question finds and would be answered with by itself, without a language model. */
export interface Findings {
  /** Ids of the chunks, best first. */
  readonly chunkIds: readonly string[];
  readonly status: AskResult['status'];
  /** As `groundsOf` makes them. */
  readonly grounds: readonly string[];
}

/** What is told, without marks of citation and layout, so that a row and a sentence with the same words are the same. */
function wordsOf(sentence: string): string {
  return (sentence.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

/** Sentences, list items and table rows of an answer in order, each as "chunk id#hash of its words"; the chunk is that of the next citation. */
export function groundsOf({ answer, citations }: Pick<AskResult, 'answer' | 'citations'>): string[] {
  const chunkOfMark = new Map(citations.map((citation) => [String(citation.n), citation.chunkId]));
  const grounds: string[] = [];
  let uncited: string[] = [];
  for (const [, text = '', mark = ''] of answer.matchAll(/([^[]+|\[(?!\d))|\[(\d+)\]/g)) {
    const chunkId = chunkOfMark.get(mark);
    if (chunkId === undefined) {
      const sentences = text
        .split('\n')
        .flatMap((line) => splitSentences(line).map(({ start, end }) => line.slice(start, end)));
      uncited.push(...sentences.map(wordsOf).filter((words) => words !== ''));
      continue;
    }
    grounds.push(...uncited.map((words) => `${chunkId}#${sha256(words).slice(0, 16)}`));
    uncited = [];
  }
  return grounds;
}

/**
 * True when what another question finds supports the stored answer: its own answer shares a cited chunk, or it finds at least 60 % of the cited chunks with
 * the first of them among its best three. Either way its own best chunk is one that the stored answer was made from: a newer, better one is not passed over.
 */
export function isSupported(result: AskResult, { chunkIds, status, grounds }: Findings): boolean {
  const cited = [...new Set(result.citations.map((citation) => citation.chunkId))];
  const [first, best, own] = [cited[0], chunkIds[0], grounds.map(chunkOf)];
  if (first === undefined || best === undefined) return false;
  const isKnown = (id: string): boolean =>
    cited.includes(id) || result.chunks.some((chunk) => chunk.id === id);
  if (
    status === 'answered' &&
    own[0] !== undefined &&
    isKnown(own[0]) &&
    cited.some((id) => own.includes(id))
  )
    return true;
  const seen = new Set(chunkIds.slice(0, Math.max(evidenceDepth, cited.length * 2)));
  const overlap = cited.filter((id) => seen.has(id)).length / cited.length;
  return overlap >= minimumOverlap && chunkIds.slice(0, topPlaces).includes(first) && isKnown(best);
}

function chunkOf(ground: string): string {
  return ground.replace(/#\w+$/, '');
}

/** True when both answers tell the sentence that the other one begins with. */
export function tellsTheSame(stored: readonly string[], { status, grounds }: Findings): boolean {
  return status === 'answered' && tellEachOther(stored, grounds);
}

/** Each of the two tells the sentence that the other one begins with. */
function tellEachOther(stored: readonly string[], own: readonly string[]): boolean {
  return [stored, own].every(
    ([first]) => first !== undefined && stored.includes(first) && own.includes(first),
  );
}

/** Both begin alike, and the longer one tells all that the shorter one does. */
function isContained(stored: readonly string[], own: readonly string[]): boolean {
  const [short, long] = stored.length <= own.length ? [stored, own] : [own, stored];
  return short[0] === long[0] && short.every((ground) => long.includes(ground));
}

/** True when the answer that the question would get by itself shares with the stored one what the proof asks for. */
export function isSameAnswer(stored: readonly string[], found: Findings, proof: Proof): boolean {
  const own = found.grounds;
  const [first, ownFirst] = [stored[0], own[0]];
  if (found.status !== 'answered' || first === undefined || ownFirst === undefined) return false;
  if (proof === 'passage') return chunkOf(first) === chunkOf(ownFirst) || tellEachOther(stored, own);
  if (proof === 'answer') return isContained(stored, own);
  const chunks = new Set(own.map(chunkOf));
  const cited = [...new Set(stored.map(chunkOf))];
  return first === ownFirst && cited.filter((id) => chunks.has(id)).length * 2 >= cited.length;
}

// Their answers speak of the whole corpus, so a document that is not cited can make them wrong.
const corpusWide: readonly QuestionKind[] = ['list', 'count', 'experience', 'comparison'];

/**
 * Hash of what the catalogue says on a corpus-wide question: which documents exist, and where the technologies it names are
 * mentioned. The empty string for other kinds: their answers rest on their chunks alone.
 */
export function catalogueFacts(question: string, kind: QuestionKind, snapshot: Snapshot): string {
  if (!corpusWide.includes(kind)) return '';
  const words = ` ${tokenize(question)
    .map((token) => token.text)
    .join(' ')} `;
  const names = (name: string): boolean =>
    words.includes(
      ` ${tokenize(name)
        .map((token) => token.text)
        .join(' ')} `,
    );
  const { documents, technologies } = snapshot.catalogue;
  const facts = documents
    .map((document) => `${document.id} ${document.type} ${document.tags.join(',')}`)
    .sort();
  for (const technology of technologies) {
    if (![technology.name, ...technology.aliases].some(names)) continue;
    const places = technology.mentions.map((mention) => `${mention.documentId} ${mention.standing}`);
    facts.push(`${technology.name}: ${[...new Set(places)].sort().join(';')}`);
  }
  return sha256(facts.join('\n')).slice(0, 32);
}
