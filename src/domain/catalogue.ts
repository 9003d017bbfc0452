/** The catalogue: what ingest knows about documents as a whole, for lists, counts and experience questions. */
import type { DocumentType, Standing } from './chunk.js';

/** A front matter field under a readable label ("Client", "Award"), with the values it holds. */
export interface DocumentField {
  readonly key: string;
  readonly label: string;
  readonly values: readonly string[];
}

export interface DocumentEntry {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly type: DocumentType;
  readonly tags: readonly string[];
  readonly period?: string;
  readonly url?: string;
  readonly path: string;
  readonly sha256: string;
  readonly fields: readonly DocumentField[];
  readonly words: number;
  readonly chunkIds: readonly string[];
}

/** One place where a technology is named. */
export interface Mention {
  readonly chunkId: string;
  readonly documentId: string;
  readonly documentType: DocumentType;
  readonly standing: Standing;
  /** Index into the sentences of the chunk. */
  readonly sentence: number;
}

export interface TechnologyEntry {
  /** Canonical name, as written most often ("PostgreSQL"). */
  readonly name: string;
  /** Other spellings that mean the same, in lower case ("postgres", "psql"). */
  readonly aliases: readonly string[];
  /** "database", "language", "framework", ...; absent when only the corpus itself taught the name. */
  readonly category?: string;
  readonly mentions: readonly Mention[];
}

export interface Catalogue {
  readonly documents: readonly DocumentEntry[];
  readonly technologies: readonly TechnologyEntry[];
}
