/** What `/sources/:id` shows of a chunk: named fields only, no path on the owner's disk and no hash. */
import type { Chunk } from '../domain/chunk.js';
import type { CitedSource } from './application.js';
import type { SourceView } from './schemas.js';

export function viewSource({ document, chunk, neighbours }: CitedSource): SourceView {
  return {
    document: {
      id: document.id,
      title: document.title,
      summary: document.summary,
      type: document.type,
      tags: [...document.tags],
      ...(document.period === undefined ? {} : { period: document.period }),
      ...(document.url === undefined ? {} : { url: document.url }),
    },
    chunk: viewChunk(chunk),
    neighbours: neighbours.map(viewChunk),
  };
}

function viewChunk(chunk: Chunk): SourceView['chunk'] {
  return {
    id: chunk.id,
    heading: [...chunk.headingPath],
    text: chunk.text,
    kind: chunk.kind,
    standing: chunk.standing,
    ordinal: chunk.ordinal,
    startLine: chunk.source.startLine,
    endLine: chunk.source.endLine,
    ...(chunk.source.page === undefined ? {} : { page: chunk.source.page }),
  };
}
