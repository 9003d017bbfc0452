/** Ties golden evidence (paths and quotes) to the documents and chunks of the index that is measured. */
import { AppError } from '../../src/domain/errors.js';
import type { Chunk } from '../../src/domain/chunk.js';
import type { Snapshot } from '../../src/ports.js';
import type { GoldenCase } from '../golden/cases.js';
import { foldWords } from '../golden/fold.js';
import type { Gold } from '../metrics/ranking.js';
import { coveredWords } from '../metrics/spans.js';
import type { QuotedText } from '../metrics/spans.js';

export interface ResolvedGold {
  /** Document id -> grade. */
  readonly documents: Gold;
  readonly quotes: readonly QuotedText[];
  /** Chunks that hold the evidence, in the order of the evidence; the whole document where no quote is given. */
  readonly chunkIds: readonly string[];
  /** Chunks of the tempting document of a question that must not be answered. */
  readonly nearChunkIds: readonly string[];
}

export type GoldResolver = (one: GoldenCase) => ResolvedGold;

/** More chunks than this of one document are not handed to the composer as evidence. */
const chunksPerDocument = 12;

function holdsQuote(chunk: Chunk, quote: readonly string[]): boolean {
  return coveredWords(quote, foldWords(chunk.text)).some(Boolean);
}

/** A resolver over one generation. @throws AppError `bad_golden` for a document that the index does not hold. */
export function createGoldResolver(snapshot: Snapshot): GoldResolver {
  const entries = snapshot.catalogue.documents;
  const documentId = (doc: string, one: GoldenCase): string => {
    const path = doc.replaceAll('\\', '/');
    const entry =
      entries.find((candidate) => candidate.path.replaceAll('\\', '/') === path) ??
      entries.find((candidate) => candidate.path.replaceAll('\\', '/').endsWith(`/${path}`)) ??
      entries.find((candidate) => candidate.id === path);
    if (entry !== undefined) return entry.id;
    const { file, line } = one.place;
    throw new AppError(
      'bad_golden',
      `${file}:${line}: case "${one.id}": the index holds no document "${doc}" (${entries.length} documents): run "askfolio ingest", or is it private?`,
    );
  };
  const chunksOf = (id: string): Chunk[] => snapshot.chunks.filter((chunk) => chunk.documentId === id);
  return (one) => {
    const documents = new Map<string, number>();
    const quotes: QuotedText[] = [];
    const chunkIds: string[] = [];
    for (const { doc, quote, grade } of one.evidence) {
      const id = documentId(doc, one);
      documents.set(id, Math.max(grade, documents.get(id) ?? 0));
      const chunks = chunksOf(id);
      if (quote === undefined) {
        chunkIds.push(...chunks.slice(0, chunksPerDocument).map((chunk) => chunk.id));
        continue;
      }
      quotes.push({ documentId: id, text: quote });
      const words = foldWords(quote);
      chunkIds.push(...chunks.filter((chunk) => holdsQuote(chunk, words)).map((chunk) => chunk.id));
    }
    const near = one.near === undefined ? [] : chunksOf(documentId(one.near, one));
    return {
      documents,
      quotes,
      chunkIds: [...new Set(chunkIds)],
      nearChunkIds: near.slice(0, chunksPerDocument).map((chunk) => chunk.id),
    };
  };
}
