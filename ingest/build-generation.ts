/** Texts in memory -> one generation, without vectors and without touching the disk. Used by ingest, the eval harness and benchmarks. */
import { createHash } from 'node:crypto';
import type { GenerationContent } from '../src/index/generation.js';
import type { IngestWarning, ParsedDocument } from './blocks.js';
import { buildCatalogue } from './catalogue/catalogue.js';
import type { CatalogueMemory } from './catalogue/catalogue.js';
import { chunkDocument, chunkerVersion } from './chunk/chunk-document.js';
import type { ChunkedDocument } from './chunk/chunk-document.js';
import { defaultChunkSize } from './chunk/pack.js';
import type { ChunkSize } from './chunk/pack.js';
import { documentIds } from './document-ids.js';
import { isPrivate } from './metadata.js';
import { parseMarkdown } from './readers/markdown.js';
import { maskSecrets, redactorVersion } from './secrets/mask-secrets.js';
import type { MaskOptions, Redaction } from './secrets/mask-secrets.js';
import { inspectText } from './text-check.js';

export interface InputDocument {
  /** Relative to the corpus folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Of the file's bytes; by default of the text as UTF-8. */
  readonly sha256?: string;
  /** Used instead of the path's slug: the eval harness keeps its own ids. */
  readonly id?: string;
}

/** A secret that was masked, with its file. */
export interface FileRedaction extends Redaction {
  readonly path: string;
}

export interface BuildOptions {
  readonly size?: ChunkSize;
}

export interface PreparedDocument {
  readonly path: string;
  readonly sha256: string;
  /** Undefined: the document is private and stays out. */
  readonly chunked: ChunkedDocument | undefined;
  readonly warnings: readonly IngestWarning[];
  readonly redactions: readonly FileRedaction[];
}

/** SHA-256 in hexadecimal. */
export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** No Markdown: text files, and the files of a repository that have no ending. */
const isPlainTextName = (path: string): boolean => /\.(?:txt|text|log)$|(?:^|\/)[^./]+$/i.test(path);

/** Masks, checks, parses and cuts one text. Never throws on its content. */
export function prepareDocument(
  input: InputDocument & { readonly documentId: string },
  size: ChunkSize,
  masking: MaskOptions = {},
): PreparedDocument {
  const { path, documentId } = input;
  const sha256 = input.sha256 ?? sha256Of(input.text);
  const checked = inspectText(input.text);
  const masked = maskSecrets(checked.text, masking);
  const parsed = parseMarkdown(masked.text, {
    isPlainText: isPlainTextName(path),
    isMdx: /\.mdx$/i.test(path),
  });
  return finishDocument({
    path,
    documentId,
    sha256,
    parsed,
    size,
    redactions: masked.redactions,
    warnings: checked.warnings,
  });
}

interface Parsed {
  readonly path: string;
  readonly documentId: string;
  readonly sha256: string;
  readonly parsed: ParsedDocument;
  readonly size: ChunkSize;
  readonly redactions: readonly Redaction[];
  readonly warnings: readonly { readonly line?: number; readonly message: string }[];
}

/** The steps after parsing, the same for every format. */
export function finishDocument(document: Parsed): PreparedDocument {
  const { path, documentId, sha256, parsed, size } = document;
  const isHidden = isPrivate(parsed.fields);
  return {
    path,
    sha256,
    chunked: isHidden ? undefined : chunkDocument({ documentId, path, sha256, parsed }, size),
    warnings: [...document.warnings, ...parsed.warnings].map((warning) => ({ path, ...warning })),
    redactions: document.redactions.map((redaction) => ({ path, ...redaction })),
  };
}

/** Name of a generation: equal exactly when documents, chunking, masking and vectors are equal. */
export function generationName(
  documents: readonly { readonly path: string; readonly sha256: string }[],
  options: { readonly size: ChunkSize; readonly vectors: string; readonly masking?: string },
): string {
  const { minimumWords, targetWords, maximumWords } = options.size;
  const hash = createHash('sha256');
  hash.update(
    `chunker ${chunkerVersion} ${minimumWords} ${targetWords} ${maximumWords}\nredactor ${redactorVersion}${options.masking ?? ''}\nvectors ${options.vectors}\n`,
  );
  for (const { path, sha256 } of [...documents].sort((a, b) => (a.path < b.path ? -1 : 1)))
    hash.update(`${path}\n${sha256}\n`);
  return hash.digest('hex').slice(0, 32);
}

export interface AssembleOptions {
  /** Key of the policy that the documents were masked under. */
  readonly masking?: string;
  readonly memory?: CatalogueMemory;
}

/** One generation of prepared documents, without vectors. */
export function assembleGeneration(
  prepared: readonly PreparedDocument[],
  size: ChunkSize,
  { masking = '', memory }: AssembleOptions = {},
): GenerationContent {
  const visible = prepared
    .filter((document) => document.chunked !== undefined && document.chunked.chunks.length > 0)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const chunks = visible.flatMap((document) => document.chunked?.chunks ?? []);
  const entries = visible.flatMap((document) =>
    document.chunked === undefined ? [] : [document.chunked.entry],
  );
  return {
    generation: generationName(visible, { size, vectors: 'none', masking }),
    embedder: undefined,
    chunks,
    catalogue: buildCatalogue(entries, chunks, memory),
    vectors: undefined,
  };
}

/**
 * The generation of the given texts (Markdown, or plain text when the path ends in .txt), in any order: the result does not depend on it.
 * Private documents and documents without text are left out.
 */
export function buildGeneration(
  documents: readonly InputDocument[],
  options: BuildOptions = {},
): { content: GenerationContent; warnings: IngestWarning[]; redactions: FileRedaction[] } {
  const size = options.size ?? defaultChunkSize;
  const ids = documentIds(documents.map(({ path }) => path));
  const prepared = documents.map((document) =>
    prepareDocument(
      { ...document, documentId: document.id ?? ids.get(document.path) ?? document.path },
      size,
    ),
  );
  return {
    content: assembleGeneration(prepared, size),
    warnings: prepared.flatMap(({ warnings }) => warnings),
    redactions: prepared.flatMap(({ redactions }) => redactions),
  };
}
