/**
 * What a stored answer rests on: the chunks that it cites, by the hash of their text, and the facts of the catalogue
 * that lists, counts and "have you used" answers are made from. Reads a snapshot; searches nothing.
 */
import { tokenize } from '../text/terms.js';
import type { AskResult } from '../domain/answer.js';
import type { Chunk } from '../domain/chunk.js';
import type { QuestionKind } from '../domain/plan.js';
import type { EvidenceReference, Snapshot } from '../ports.js';
import { sha256 } from './sha256.js';

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

/**
 * True when the retrieval of another question supports the stored answer: it finds at least 60 % of the cited chunks,
 * the first of them among its best three, and its own best chunk is one that the stored answer was made from.
 */
export function isSupported(result: AskResult, retrieved: readonly string[]): boolean {
  const cited = [...new Set(result.citations.map((citation) => citation.chunkId))];
  const first = cited[0];
  const best = retrieved[0];
  if (first === undefined || best === undefined) return false;
  const seen = new Set(retrieved.slice(0, Math.max(evidenceDepth, cited.length * 2)));
  const overlap = cited.filter((id) => seen.has(id)).length / cited.length;
  const isKnown = cited.includes(best) || result.chunks.some((chunk) => chunk.id === best);
  return overlap >= minimumOverlap && retrieved.slice(0, topPlaces).includes(first) && isKnown;
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
