/**
 * Words that stand side by side in the question and close to each other in a chunk say more than the same words apart: the sequential
 * dependence of Metzler and Croft (SIGIR 2005), as a sum of inverse document frequencies that is added to BM25F.
 */
import type { Chunk } from '../domain/chunk.js';
import type { TermStatistics } from '../ports.js';
import { terms } from '../text/terms.js';

/** Terms between which two neighbours of the question may lie in a chunk, in either order. */
const window = 4;
/**
 * What a pair is worth beside BM25F. Chosen on four sets (squad2, chroma-reports, docs-faq, docs-title) and judged on four others, nDCG@10
 * fused, without and with: .868 and .878; judged .847 and .853, better on each of the eight (`scripts/retrieval/fusion-variants.ts`).
 */
const weight = 0.625;

/** 32-bit FNV-1a: four bytes a term, so that all chunks of a portfolio may keep theirs. */
function codeOf(term: string): number {
  let code = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) code = Math.imul(code ^ term.charCodeAt(i), 0x01000193);
  return code;
}

const codesOf = new WeakMap<Chunk, Int32Array>();

/** Codes of the terms of a chunk's text, in order; made once per chunk. */
function termCodes(chunk: Chunk): Int32Array {
  let codes = codesOf.get(chunk);
  if (codes === undefined) codesOf.set(chunk, (codes = Int32Array.from(terms(chunk.text), codeOf)));
  return codes;
}

function areClose(codes: Int32Array, a: number, b: number): boolean {
  for (let lastA = -Infinity, lastB = -Infinity, at = 0; at < codes.length; at++) {
    if (codes[at] === a) {
      if (at - lastB <= window) return true;
      lastA = at;
    } else if (codes[at] === b) {
      if (at - lastA <= window) return true;
      lastB = at;
    }
  }
  return false;
}

/** What the neighbours in a question add to the BM25F score of a chunk, 0 or more; of a pair the commoner word counts. */
export function neighbourScore(
  question: string,
  statistics: Pick<TermStatistics, 'documentFrequency' | 'inverseDocumentFrequency'>,
): (chunk: Chunk) => number {
  const asked = terms(question);
  const pairs = asked.flatMap((term, place) => {
    const next = asked[place + 1];
    if (next === undefined || next === term) return [];
    if (statistics.documentFrequency(term) === 0 || statistics.documentFrequency(next) === 0) return [];
    const worth = Math.min(
      statistics.inverseDocumentFrequency(term),
      statistics.inverseDocumentFrequency(next),
    );
    return [{ a: codeOf(term), b: codeOf(next), worth }];
  });
  return (chunk) => {
    if (pairs.length === 0) return 0;
    const codes = termCodes(chunk);
    return weight * pairs.reduce((sum, { a, b, worth }) => (areClose(codes, a, b) ? sum + worth : sum), 0);
  };
}
