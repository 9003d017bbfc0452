/** The nearest thing that is documented, offered beside what is not. */
import type { Chunk } from '../domain/chunk.js';
import { factsHeading, headingPathAt } from '../domain/headings.js';
import type { CitationBook } from './citations.js';
import { quoted } from './phrases.js';

export interface Nearest {
  readonly chunk: Chunk;
  /** Index into the sentences of the chunk. */
  readonly sentence: number;
}

/** One sentence that names its section and document, cited. */
export function nearestDocumented({ chunk, sentence }: Nearest, citations: CitationBook): string {
  const heading = headingPathAt(chunk, chunk.sentences[sentence]?.start ?? 0).at(-1);
  const isOwn = heading !== undefined && heading !== chunk.title && heading !== factsHeading;
  const place = isOwn ? `${quoted(heading)} in ` : '';
  return `The nearest thing that they do cover is ${place}${quoted(chunk.title)} [${citations.cite(chunk, sentence)}].`;
}
