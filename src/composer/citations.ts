/** Numbers the chunks of an answer in order of use, each with a verbatim quote. */
import type { Citation } from '../domain/answer.js';
import type { Chunk } from '../domain/chunk.js';
import { headingPathAt } from '../domain/headings.js';

export interface CitationBook {
  /**
   * The number of the chunk; the quote of its first use stays, and grows while the sentences follow each other. `url`: where the quote itself leads,
   * for a document that has no address of its own.
   */
  cite(chunk: Chunk, firstSentence: number, lastSentence?: number, url?: string): number;
  list(): Citation[];
}

export function createCitationBook(): CitationBook {
  const entries = new Map<
    string,
    { n: number; chunk: Chunk; first: number; last: number; url: string | undefined }
  >();
  return {
    cite(chunk, firstSentence, lastSentence = firstSentence, url = undefined) {
      const known = entries.get(chunk.id);
      if (known === undefined) {
        const n = entries.size + 1;
        entries.set(chunk.id, { n, chunk, first: firstSentence, last: lastSentence, url: chunk.url ?? url });
        return entries.size;
      }
      if (firstSentence === known.last + 1) known.last = lastSentence;
      known.url ??= url;
      return known.n;
    },
    list: () =>
      [...entries.values()].map(({ n, chunk, first, last, url }) => {
        const start = chunk.sentences[first]?.start ?? 0;
        const end = chunk.sentences[last]?.end ?? chunk.text.length;
        return {
          n,
          chunkId: chunk.id,
          documentId: chunk.documentId,
          title: chunk.title,
          heading: headingPathAt(chunk, start).join(' › '),
          quote: chunk.text.slice(start, end),
          ...(url === undefined ? {} : { url }),
        };
      }),
  };
}
