/**
 * The container of a segment: a versioned header, a table of named sections with a CRC-32 each, then the sections.
 * Little-endian, sections at multiples of 8, so that typed arrays lie directly on what was read. Knows nothing of contents.
 */
import { AppError } from '../domain/errors.js';
import { crc32 } from './crc32.js';

/** Raised whenever stored bytes change their meaning. */
export const segmentFormat = 1;

const magic = 0x46_4b_53_41; // "ASKF"
const headerBytes = 24;
const entryBytes = 16;
const nameLength = 4;

export interface SectionBytes {
  /** Four ASCII letters. */
  readonly name: string;
  /** One after the other; apart, so that a large section is copied once. */
  readonly pieces: readonly Uint8Array[];
}

/** Where a section lies in its file. */
export interface SectionPlace {
  readonly offset: number;
  readonly length: number;
  readonly crc: number;
}

export interface SegmentTable {
  readonly totalBytes: number;
  readonly sections: ReadonlyMap<string, SectionPlace>;
}

const alignUp = (value: number): number => Math.ceil(value / 8) * 8;

/** Bytes that hold the header and the whole table of a segment of this library's formats. */
export const tableProbeBytes = headerBytes + entryBytes * 16;

/** As `crc32`: of several pieces in turn when each is given the result of the one before. */
export type Checksum = (bytes: Uint8Array, before?: number) => number;

/** Copies the pieces to their place and returns the end of the last. */
function copyPieces(file: Uint8Array, offset: number, pieces: readonly Uint8Array[]): number {
  let at = offset;
  for (const piece of pieces) {
    file.set(piece, at);
    at += piece.length;
  }
  return at;
}

/** `checksum`: a faster CRC-32 where the platform has one. */
export function packSegment(sections: readonly SectionBytes[], checksum: Checksum = crc32): Uint8Array {
  let offset = alignUp(headerBytes + entryBytes * sections.length);
  const places = sections.map(({ pieces }) => {
    const place = { offset, length: pieces.reduce((sum, piece) => sum + piece.length, 0) };
    offset = alignUp(place.offset + place.length);
    return place;
  });
  if (offset > 0xffff_ffff) {
    throw new AppError(
      'storage_failed',
      `An index segment would have ${offset} bytes; at most 4 GB are possible.`,
    );
  }
  const file = new Uint8Array(offset);
  const view = new DataView(file.buffer);
  [magic, segmentFormat, offset, sections.length].forEach((value, at) => view.setUint32(at * 4, value, true));
  sections.forEach(({ name, pieces }, number) => {
    const place = places[number]!;
    const entry = headerBytes + number * entryBytes;
    for (let at = 0; at < nameLength; at++) view.setUint8(entry + at, name.charCodeAt(at));
    view.setUint32(entry + 4, place.offset, true);
    view.setUint32(entry + 8, place.length, true);
    const end = copyPieces(file, place.offset, pieces);
    view.setUint32(entry + 12, checksum(file.subarray(place.offset, end)), true);
  });
  view.setUint32(16, crc32(file.subarray(headerBytes, headerBytes + entryBytes * sections.length)), true);
  return file;
}

/** An `index_damaged` error that says which file, what was found and what to do. */
export function damaged(file: string, found: string, cause?: unknown): AppError {
  return new AppError('index_damaged', `The index file ${file} ${found}: run \`askfolio ingest\`.`, {
    cause,
  });
}

/**
 * Header and table of a segment, from its first bytes alone.
 * @throws AppError `index_damaged`: not a segment, another format version, or cut short.
 */
export function readSegmentTable(file: string, head: Uint8Array): SegmentTable {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < headerBytes) throw damaged(file, `is cut short (${head.length} bytes)`);
  if (view.getUint32(0, true) !== magic) throw damaged(file, 'is not an index segment');
  const format = view.getUint32(4, true);
  if (format !== segmentFormat) {
    throw damaged(file, `has format version ${format}, this askfolio reads version ${segmentFormat}`);
  }
  const count = view.getUint32(12, true);
  const tableEnd = headerBytes + entryBytes * count;
  if (head.length < tableEnd) throw damaged(file, `is cut short (${head.length} bytes)`);
  if (crc32(head.subarray(headerBytes, tableEnd)) !== view.getUint32(16, true)) {
    throw damaged(file, 'is damaged (the checksum of its table is wrong)');
  }
  const sections = new Map<string, SectionPlace>();
  for (let entry = headerBytes; entry < tableEnd; entry += entryBytes) {
    const name = String.fromCharCode(...head.subarray(entry, entry + nameLength));
    const [offset, length, crc] = [4, 8, 12].map((at) => view.getUint32(entry + at, true));
    sections.set(name, { offset: offset!, length: length!, crc: crc! });
  }
  return { totalBytes: view.getUint32(8, true), sections };
}

/** The bytes of one section, checked; `bytes` are the section alone. */
export function checkSection(file: string, name: string, place: SectionPlace, bytes: Uint8Array): Uint8Array {
  if (bytes.length !== place.length || crc32(bytes) !== place.crc) {
    throw damaged(file, `is damaged (the checksum of section ${name} is wrong)`);
  }
  return bytes;
}

/** Sections of a whole segment. `isVerified` skips the checksums where the caller has checked the file. */
export function unpackSegment(
  file: string,
  bytes: Uint8Array,
  options: { isVerified: boolean },
): (name: string) => Uint8Array {
  const { totalBytes, sections } = readSegmentTable(file, bytes);
  if (totalBytes !== bytes.length) {
    throw damaged(file, `is cut short (${bytes.length} of ${totalBytes} bytes)`);
  }
  // Typed arrays need their alignment; a view into a larger buffer may lie anywhere.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  return (name) => {
    const place = requirePlace(file, name, sections);
    const section = aligned.subarray(place.offset, place.offset + place.length);
    return options.isVerified ? section : checkSection(file, name, place, section);
  };
}

export function requirePlace(
  file: string,
  name: string,
  sections: ReadonlyMap<string, SectionPlace>,
): SectionPlace {
  const place = sections.get(name);
  if (place === undefined) throw damaged(file, `has no section ${name}`);
  return place;
}
