/**
 * What is asked of Qdrant for the parts of a question, and the hits that its answers stand for. The server finds the candidates; the generation
 * scores them. A server adds in another order and in float32, so its own scores would put chunks that are almost alike in another order.
 */
import { z } from 'zod';
import type { PartHits, PartSearch, SearchableSnapshot, Snapshot } from '../ports.js';
import { denseName, publicScope, sparseName } from './qdrant-collection.js';
import { sparseVector } from './qdrant-sparse.js';

type Arm = keyof PartHits;
export interface Search {
  /** Number of the part. */
  readonly part: number;
  readonly arm: Arm;
  /** Of the REST call `points/query`. */
  readonly body: Record<string, unknown>;
}

/** Candidates beyond the depth: chunks that the server's rounding has put behind the cut. */
const spare = 56;
/**
 * How far a server's score may lie from the generation's: of 1 for a cosine, of the score itself for BM25F. Sums of float32 products of a few
 * hundred terms are some hundred times closer.
 */
const tolerance = 1e-4;
/** Up to here vectors are compared one by one; beyond, by the server's graph and, where it has them, its int8 copies. */
const exactBelow = 100_000;

const filter = { must: [{ key: 'scope', match: { value: publicScope } }] };
const pointSchema = z.object({ score: z.number(), payload: z.object({ chunkId: z.string() }) });
/** One per search, best first. */
export const answersSchema = z.array(z.object({ points: z.array(pointSchema) }));
export type Answers = z.infer<typeof answersSchema>;

function queryTerms(part: PartSearch, snapshot: Snapshot): Map<string, number> {
  const weights = new Map<string, number>();
  for (const [stem, weight] of part.terms) {
    if (snapshot.terms.documentFrequency(stem) > 0)
      weights.set(stem, weight * snapshot.terms.inverseDocumentFrequency(stem));
  }
  return weights;
}

/** Both arms of every part, but for an arm that has nothing to search for. */
export function searchesOf(parts: readonly PartSearch[], snapshot: Snapshot, depth: number): Search[] {
  const common = { filter, limit: depth + spare, with_payload: ['chunkId'], with_vector: false };
  const params =
    snapshot.terms.chunkCount < exactBelow
      ? { exact: true, quantization: { ignore: true } }
      : { quantization: { rescore: true, oversampling: 2 } };
  return parts.flatMap((part, number): Search[] => {
    const sparse = sparseVector(queryTerms(part, snapshot));
    const { vector } = part;
    const isDense =
      snapshot.embedder !== undefined && vector !== undefined && vector.some((value) => value !== 0);
    const lexical = { ...common, query: sparse, using: sparseName };
    const dense = { ...common, query: [...(vector ?? [])], using: denseName, params };
    return [
      ...(sparse.indices.length === 0 ? [] : [{ part: number, arm: 'lexical' as const, body: lexical }]),
      ...(isDense ? [{ part: number, arm: 'dense' as const, body: dense }] : []),
    ];
  });
}

/** The part with one arm alone. */
function armOf({ terms, vector }: PartSearch, arm: Arm): PartSearch {
  if (arm === 'lexical') return { terms };
  return { terms: new Map(), ...(vector === undefined ? {} : { vector }) };
}

interface Candidates {
  readonly snapshot: SearchableSnapshot;
  readonly depth: number;
  readonly points: Answers[number]['points'];
}

/**
 * Can no chunk that the server left out belong to the first `depth`? It cannot where the last place is won by more than rounding. Where more
 * chunks tie for that place than were asked for, the order of ids decides, which only the generation knows.
 */
function isCertain(last: number | undefined, arm: Arm, { points, depth }: Candidates): boolean {
  if (points.length < depth + spare) return true;
  const least = Math.min(...points.map(({ score }) => score));
  const rounding = tolerance * (arm === 'lexical' ? Math.max(1, Math.abs(least)) : 1);
  return last !== undefined && last > least + rounding;
}

function armHits(part: PartSearch, arm: Arm, candidates: Candidates): PartHits[Arm] {
  const { snapshot, depth, points } = candidates;
  const ids = points.map(({ payload }) => payload.chunkId);
  const alone = armOf(part, arm);
  const ranked = snapshot.rankCandidates(alone, { lexical: ids, dense: ids })[arm].slice(0, depth);
  if (isCertain(ranked[depth - 1]?.score, arm, candidates)) return ranked;
  return snapshot.searchParts([alone], { depth })[0]?.[arm] ?? [];
}

export interface Answered {
  readonly searches: readonly Search[];
  readonly answers: Answers;
  readonly snapshot: SearchableSnapshot;
  readonly depth: number;
}

/** The hits of each part: ids, scores and order of the generation's own search. */
export function hitsOf(
  parts: readonly PartSearch[],
  { searches, answers, snapshot, depth }: Answered,
): PartHits[] {
  const found = parts.map((): { lexical: PartHits['lexical']; dense: PartHits['dense'] } => ({
    lexical: [],
    dense: [],
  }));
  searches.forEach(({ part, arm }, number) => {
    const slot = found[part];
    const asked = parts[part];
    if (slot === undefined || asked === undefined) return;
    slot[arm] = armHits(asked, arm, { snapshot, depth, points: answers[number]?.points ?? [] });
  });
  return found;
}
