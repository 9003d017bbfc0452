/**
 * A generation <-> the bytes of its segments. Postings and rows are stored as they are searched, chunk text as UTF-8
 * JSON that is decoded on demand, so that loading is reading. Touches no file: the store, or a page that fetches, does.
 */
import type { Catalogue, DocumentEntry, TechnologyEntry } from '../domain/catalogue.js';
import type { Chunk } from '../domain/chunk.js';
import type { LexicalPostings } from './bm25f.js';
import { crc32 } from './crc32.js';
import type { GenerationContent } from './generation.js';
import { prepareGeneration } from './prepared-generation.js';
import type { PreparedGeneration, PreparedVectors } from './prepared-generation.js';
import { strideOf } from './quantise.js';
import type { PassageRows } from './quantise.js';
import { damaged, packSegment, unpackSegment } from './segment-file.js';
import type { Checksum, SectionBytes } from './segment-file.js';
import type { TermCounter } from './term-counts.js';

export const segmentNames = ['chunks', 'catalogue', 'postings', 'passages', 'sentences'] as const;
export type SegmentName = (typeof segmentNames)[number];

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const bytesOf = (array: Uint32Array | Float32Array | Int8Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const numbersOf = (bytes: Uint8Array): Uint32Array =>
  new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const floatsOf = (bytes: Uint8Array): Float32Array =>
  new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const jsonBytes = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

const sectionOf = (name: string, ...pieces: readonly Uint8Array[]): SectionBytes => ({ name, pieces });

/** Where each record begins when they lie one after the other, and where the last one ends. */
function startsOf(records: readonly Uint8Array[]): Uint8Array {
  const starts = new Uint32Array(records.length + 1);
  records.forEach((record, number) => (starts[number + 1] = starts[number]! + record.length));
  return bytesOf(starts);
}

/** What makes encoding faster and leaves its result as it is. */
export interface EncodeOptions {
  /** Counts the terms of chunks for `lexicalSettings`; one that remembers counts only new ones. */
  readonly counter?: TermCounter;
  /** The result of `encodeRecord`, perhaps from before. */
  readonly recordOf?: (record: StoredRecord) => Uint8Array;
  readonly checksum?: Checksum;
}

/** What is stored one by one. */
export type StoredRecord = Chunk | DocumentEntry | TechnologyEntry;

export function encodeRecord(record: StoredRecord): Uint8Array {
  return jsonBytes(record);
}

type RecordOf = NonNullable<EncodeOptions['recordOf']>;

/** The same bytes as those of the catalogue as JSON, put together from those of its entries. */
function catalogueSections({ documents, technologies }: Catalogue, recordOf: RecordOf): SectionBytes[] {
  const comma = encoder.encode(',');
  const listOf = (records: readonly StoredRecord[]): Uint8Array[] =>
    records.flatMap((record, number) => (number === 0 ? [recordOf(record)] : [comma, recordOf(record)]));
  const pieces = [
    encoder.encode('{"documents":['),
    ...listOf(documents),
    encoder.encode('],"technologies":['),
    ...listOf(technologies),
    encoder.encode(']}'),
  ];
  return [{ name: 'JSON', pieces }];
}

function chunkSections(prepared: PreparedGeneration, recordOf: RecordOf): SectionBytes[] {
  const { generation, embedder, chunkIds } = prepared;
  const records = chunkIds.map((_, number) => recordOf(prepared.chunkAt(number)));
  return [
    sectionOf('META', jsonBytes({ generation, embedder })),
    sectionOf('IDS ', jsonBytes(chunkIds)),
    sectionOf('STRT', startsOf(records)),
    { name: 'TEXT', pieces: records },
  ];
}

function postingSections(postings: LexicalPostings): SectionBytes[] {
  return [
    sectionOf('STEM', jsonBytes(postings.stems)),
    sectionOf('STRT', bytesOf(postings.starts)),
    sectionOf('CHNK', bytesOf(postings.chunkNumbers)),
    sectionOf('WGHT', bytesOf(postings.weights)),
  ];
}

function passageSections(passages: PassageRows): SectionBytes[] {
  return [sectionOf('SCAL', bytesOf(passages.scales)), sectionOf('ROWS', bytesOf(passages.rows))];
}

function sentenceSections(vectors: PreparedVectors, chunkCount: number, checksum: Checksum): SectionBytes[] {
  const records = Array.from(
    { length: chunkCount },
    (_, number) => vectors.sentenceRecord(number) ?? new Uint8Array(),
  );
  return [
    sectionOf('STRT', startsOf(records)),
    sectionOf('CRCS', bytesOf(Uint32Array.from(records, (record) => checksum(record)))),
    { name: 'RECS', pieces: records },
  ];
}

/**
 * The segments of a generation by name; `passages` and `sentences` only with vectors. Equal content gives equal bytes.
 * @throws AppError `internal` when the content contradicts itself, `embedder_failed` for vectors that are not finite.
 */
export function encodeGeneration(
  content: GenerationContent,
  options: EncodeOptions = {},
): Map<SegmentName, Uint8Array> {
  const { counter, recordOf = encodeRecord, checksum = crc32 } = options;
  const prepared = prepareGeneration(content, counter);
  const pack = (sections: readonly SectionBytes[]): Uint8Array => packSegment(sections, checksum);
  const files = new Map<SegmentName, Uint8Array>([
    ['chunks', pack(chunkSections(prepared, recordOf))],
    ['catalogue', pack(catalogueSections(prepared.catalogue(), recordOf))],
    ['postings', pack(postingSections(prepared.postings))],
  ]);
  if (prepared.vectors !== undefined) {
    files.set('passages', pack(passageSections(prepared.vectors.passages)));
    files.set('sentences', pack(sentenceSections(prepared.vectors, prepared.chunkIds.length, checksum)));
  }
  return files;
}

/** Gives the sentence record of a chunk from wherever it is kept. */
export type ReadSentenceRecord = (chunkNumber: number) => Uint8Array | undefined;

/** Sentence records from the bytes of the whole segment. */
export function readSentences(bytes: Uint8Array, options: DecodeOptions = {}): ReadSentenceRecord {
  const section = unpackSegment('sentences', bytes, { isVerified: options.isVerified ?? false });
  const starts = numbersOf(section('STRT'));
  const records = section('RECS');
  return (number) => records.subarray(starts[number], starts[number + 1]);
}

export interface DecodeOptions {
  /** True when the caller has compared a checksum of the whole files; otherwise each section is checked. */
  readonly isVerified?: boolean;
  /** Where sentence records come from when the segment is not among the files. */
  readonly readSentenceRecord?: ReadSentenceRecord;
}

function unpackPostings(bytes: Uint8Array, chunkCount: number, isVerified: boolean): LexicalPostings {
  const section = unpackSegment('postings', bytes, { isVerified });
  const stems = JSON.parse(decoder.decode(section('STEM'))) as string[];
  const postings = {
    chunkCount,
    stems,
    starts: numbersOf(section('STRT')),
    chunkNumbers: numbersOf(section('CHNK')),
    weights: floatsOf(section('WGHT')),
  };
  const entries = postings.starts[stems.length];
  if (entries !== postings.chunkNumbers.length || entries !== postings.weights.length) {
    throw damaged('postings', `contradicts itself (${entries} entries expected)`);
  }
  return postings;
}

function unpackPassages(bytes: Uint8Array, dimensions: number, isVerified: boolean): PassageRows {
  const section = unpackSegment('passages', bytes, { isVerified });
  const scales = floatsOf(section('SCAL'));
  const rowBytes = section('ROWS');
  const rows = new Int8Array(rowBytes.buffer, rowBytes.byteOffset, rowBytes.length);
  if (rows.length !== scales.length * strideOf(dimensions)) {
    throw damaged(
      'passages',
      `has ${rows.length} bytes of rows for ${scales.length} chunks of ${dimensions} dimensions`,
    );
  }
  return { dimensions, scales, rows };
}

interface ChunkTable {
  readonly generation: string;
  readonly embedder: GenerationContent['embedder'];
  readonly chunkIds: readonly string[];
  chunkAt(chunkNumber: number): Chunk;
}

function unpackChunks(bytes: Uint8Array, isVerified: boolean): ChunkTable {
  const section = unpackSegment('chunks', bytes, { isVerified });
  // The shapes are this module's own: the checksum says that nothing else wrote them.
  const meta = JSON.parse(decoder.decode(section('META'))) as Pick<
    GenerationContent,
    'generation' | 'embedder'
  >;
  const chunkIds = JSON.parse(decoder.decode(section('IDS '))) as string[];
  const starts = numbersOf(section('STRT'));
  const text = section('TEXT');
  return {
    generation: meta.generation,
    embedder: meta.embedder,
    chunkIds,
    chunkAt: (number) =>
      JSON.parse(decoder.decode(text.subarray(starts[number], starts[number + 1]))) as Chunk,
  };
}

/**
 * A generation ready to answer, from its segments; text, catalogue and sentence vectors are decoded when asked for.
 * @throws AppError `index_damaged` for a segment that is missing, cut, changed, or of another format version.
 */
export function decodeGeneration(
  files: ReadonlyMap<string, Uint8Array>,
  options: DecodeOptions = {},
): PreparedGeneration {
  const isVerified = options.isVerified ?? false;
  const fileOf = (name: SegmentName): Uint8Array => {
    const bytes = files.get(name);
    if (bytes === undefined) throw damaged(name, 'is missing');
    return bytes;
  };
  const table = unpackChunks(fileOf('chunks'), isVerified);
  const catalogue = unpackSegment('catalogue', fileOf('catalogue'), { isVerified })('JSON');
  return {
    ...table,
    catalogue: () => JSON.parse(decoder.decode(catalogue)) as Catalogue,
    postings: unpackPostings(fileOf('postings'), table.chunkIds.length, isVerified),
    vectors:
      table.embedder !== undefined && files.has('passages')
        ? decodeVectors(table.embedder.dimensions, files, options)
        : undefined,
  };
}

function decodeVectors(
  dimensions: number,
  files: ReadonlyMap<string, Uint8Array>,
  options: DecodeOptions,
): PreparedVectors {
  const passages = unpackPassages(files.get('passages')!, dimensions, options.isVerified ?? false);
  const sentences = files.get('sentences');
  const read = sentences === undefined ? options.readSentenceRecord : readSentences(sentences, options);
  if (read === undefined) throw damaged('sentences', 'is missing');
  return {
    passages,
    sentenceRecord: (number) => ((passages.scales[number] ?? -1) < 0 ? undefined : read(number)),
  };
}
