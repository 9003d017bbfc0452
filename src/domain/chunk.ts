/** What ingest makes of a document: the chunk that is searched, cited and shown. Plain data, no behaviour. */

export const chunkKinds = ['prose', 'list', 'table', 'code', 'qa'] as const;
export type ChunkKind = (typeof chunkKinds)[number];

export const documentTypes = ['project', 'guide', 'note', 'profile'] as const;
export type DocumentType = (typeof documentTypes)[number];

/** Whether the text tells of finished work, of something intended, or of what its author thinks. */
export const standings = ['done', 'planned', 'opinion'] as const;
export type Standing = (typeof standings)[number];

/** A half-open range of UTF-16 code units in the `text` of its chunk. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a chunk came from. Lines count from 1, both ends included; `page` is set for paged formats. */
export interface ChunkSource {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly page?: number;
  /** SHA-256 of the whole file, lower-case hexadecimal. */
  readonly sha256: string;
}

export interface Chunk {
  /** Stable: document id, hash of the text, and an occurrence number for repeated text. */
  readonly id: string;
  readonly documentId: string;
  /** Title of the document. */
  readonly title: string;
  /** Headings from the outermost to the innermost; the title is not repeated here. */
  readonly headingPath: readonly string[];
  /** Readable Markdown: never cut inside a sentence, list item, table row or code fence. */
  readonly text: string;
  /** Sentences, list items, table rows or code blocks of `text`, in order. */
  readonly sentences: readonly Span[];
  /** Position in the document, from 0, out of `total`. */
  readonly ordinal: number;
  readonly total: number;
  /** Words of `text` as the tokenizer counts them. */
  readonly tokens: number;
  readonly kind: ChunkKind;
  readonly tags: readonly string[];
  readonly period?: string;
  readonly url?: string;
  readonly source: ChunkSource;
  /** Summary of the document, from its front matter or its first sentences. */
  readonly summary: string;
  readonly documentType: DocumentType;
  readonly standing: Standing;
}
