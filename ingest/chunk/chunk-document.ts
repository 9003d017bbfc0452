/** One parsed document -> its chunks and its catalogue entry. Pure: text in, data out. */
import { createHash } from 'node:crypto';
import type { DocumentEntry } from '../../src/domain/catalogue.js';
import type { Chunk, ChunkKind, Span } from '../../src/domain/chunk.js';
import { factsHeading } from '../../src/domain/headings.js';
import { countWords } from '../../src/text/terms.js';
import type { ParsedDocument } from '../blocks.js';
import { documentFields, factBlocks } from '../facts.js';
import { metadataOf } from '../metadata.js';
import type { Metadata } from '../metadata.js';
import { statedFields } from '../stated-fields.js';
import { packUnits } from './pack.js';
import type { ChunkSize } from './pack.js';
import { joinShortSections, sectionsOf, splitByStanding, standingOfUnits } from './sections.js';
import type { Section } from './sections.js';
import { withStanding } from './units.js';
import type { Unit } from './units.js';

/** Raised whenever the same text would give other chunks: an index made by another version is built anew. */
export const chunkerVersion = 7;

export interface DocumentToChunk {
  readonly documentId: string;
  readonly path: string;
  /** Of the whole file, hexadecimal. */
  readonly sha256: string;
  readonly parsed: ParsedDocument;
}

export interface ChunkedDocument {
  readonly entry: DocumentEntry;
  readonly chunks: readonly Chunk[];
}

interface Draft {
  readonly path: readonly string[];
  readonly text: string;
  readonly sentences: readonly Span[];
  readonly units: readonly Unit[];
}

function draftOf(path: readonly string[], units: readonly Unit[]): Draft {
  let text = units[0]?.head ?? '';
  const sentences: Span[] = [];
  units.forEach((unit, index) => {
    if (index > 0) text += unit.separator;
    for (const span of unit.spans)
      sentences.push({ start: text.length + span.start, end: text.length + span.end });
    text += unit.text;
  });
  return { path, text, sentences, units };
}

function kindOf(units: readonly Unit[]): ChunkKind {
  const words = new Map<ChunkKind, number>();
  for (const unit of units) words.set(unit.kind, (words.get(unit.kind) ?? 0) + unit.words);
  let best: ChunkKind = 'prose';
  for (const [kind, count] of words) if (count > (words.get(best) ?? 0)) best = kind;
  return best;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Ids that stay the same while the text does: document, hash, and a number from the second equal text on. */
function createIds(documentId: string): (text: string) => string {
  const seen = new Map<string, number>();
  return (text) => {
    const id = `${documentId}#${hashOf(text)}`;
    const occurrence = (seen.get(id) ?? 0) + 1;
    seen.set(id, occurrence);
    return occurrence === 1 ? id : `${id}-${occurrence}`;
  };
}

function draftsOf(document: DocumentToChunk, metadata: Metadata, size: ChunkSize): Draft[] {
  const blocks = document.parsed.blocks.filter((block) => block !== metadata.titleHeading);
  const facts = factBlocks(documentFields(document.parsed.fields));
  const factSections: Section[] = sectionsOf(facts, metadata.standing).map(({ units }) => ({
    path: [factsHeading],
    units: withStanding(units, metadata.standing),
  }));
  const sections = joinShortSections(sectionsOf(blocks, metadata.standing).flatMap(splitByStanding), size);
  return [...factSections, ...sections].flatMap((section) =>
    packUnits(section.units, size).map((units) => draftOf(section.path, units)),
  );
}

/** Cuts one document; a document without any text has no chunks. */
export function chunkDocument(document: DocumentToChunk, size: ChunkSize): ChunkedDocument {
  const { parsed, documentId, path, sha256 } = document;
  const fields = new Map<string, unknown>([...statedFields(parsed.blocks), ...parsed.fields]);
  const metadata = metadataOf(path, fields, parsed.blocks);
  const drafts = draftsOf(document, metadata, size).filter((draft) => draft.sentences.length > 0);
  const nextId = createIds(documentId);
  const shared = {
    documentId,
    title: metadata.title,
    total: drafts.length,
    tags: metadata.tags,
    ...(metadata.period === undefined ? {} : { period: metadata.period }),
    ...(metadata.url === undefined ? {} : { url: metadata.url }),
    summary: metadata.summary,
    documentType: metadata.type,
  };
  const chunks = drafts.map((draft, ordinal): Chunk => {
    const page = draft.units[0]?.page;
    return {
      ...shared,
      id: nextId(draft.text),
      headingPath: draft.path,
      text: draft.text,
      sentences: draft.sentences,
      ordinal,
      tokens: countWords(draft.text),
      kind: kindOf(draft.units),
      standing: standingOfUnits(draft.units),
      source: {
        path,
        startLine: Math.min(...draft.units.map((unit) => unit.line)),
        endLine: Math.max(...draft.units.map((unit) => unit.endLine)),
        ...(page === undefined ? {} : { page }),
        sha256,
      },
    };
  });
  const entry: DocumentEntry = {
    id: documentId,
    title: metadata.title,
    summary: metadata.summary,
    type: metadata.type,
    tags: metadata.tags,
    ...(metadata.period === undefined ? {} : { period: metadata.period }),
    ...(metadata.url === undefined ? {} : { url: metadata.url }),
    path,
    sha256,
    fields: documentFields(fields),
    words: chunks.reduce((sum, chunk) => sum + chunk.tokens, 0),
    chunkIds: chunks.map((chunk) => chunk.id),
  };
  return { entry, chunks };
}
