/**
 * The layout of the model file, which is also its layout in memory: 64 bytes of preamble, a JSON header that names the
 * sections, then the sections, each on a 64-byte boundary. Reads and checks; does not know what the numbers mean.
 *
 * Preamble, little-endian: magic (8 bytes), version u32, header length u32, XXH64 of everything from byte 24 u64, file length u32, zeros.
 */
import { AppError } from '../domain/errors.js';

export const modelMagic = 'ASKFOLIO';
export const modelVersion = 1;
export const preambleLength = 64;
/** First byte that the checksum covers. */
export const checksummedFrom = 24;

/** Shape of the encoder; all matrices follow from it. */
export interface ModelShape {
  readonly name: string;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly inner: number;
  readonly positions: number;
  readonly vocabulary: number;
}

export interface ModelHeader {
  readonly shape: ModelShape;
  /** Section name -> offset in the file and length in bytes. */
  readonly sections: Readonly<Record<string, readonly [offset: number, length: number]>>;
}

export interface Preamble {
  readonly headerLength: number;
  readonly checksum: bigint;
  readonly fileLength: number;
}

/** Next multiple of 64. */
export function align(offset: number): number {
  return Math.ceil(offset / 64) * 64;
}

function damaged(what: string): AppError {
  return new AppError(
    'embedder_failed',
    `The bundled embedding model cannot be used: ${what}. Install askfolio again.`,
  );
}

/**
 * Reads the first 64 bytes.
 * @throws AppError `embedder_failed` for a foreign file, another version, or a file that is not as long as it says.
 */
export function readPreamble(bytes: Uint8Array, fileLength: number): Preamble {
  if (bytes.length < preambleLength) throw damaged(`the file has ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, preambleLength);
  let magic = '';
  for (let i = 0; i < 8; i++) magic += String.fromCharCode(view.getUint8(i));
  if (magic !== modelMagic) throw damaged('it is not a model file of askfolio');
  const version = view.getUint32(8, true);
  if (version !== modelVersion) throw damaged(`its format is ${version}, this program reads ${modelVersion}`);
  const expected = view.getUint32(24, true);
  if (expected !== fileLength) throw damaged(`it has ${fileLength} of ${expected} bytes`);
  return {
    headerLength: view.getUint32(12, true),
    checksum: view.getBigUint64(16, true),
    fileLength: expected,
  };
}

/**
 * Reads the JSON header of a file whose bytes stand at the start of `bytes`.
 * @param checksum XXH64 of the bytes from `checksummedFrom` to the end of the file, as it was computed
 * @throws AppError `embedder_failed` when the checksum differs
 */
export function readHeader(bytes: Uint8Array, preamble: Preamble, checksum: bigint): ModelHeader {
  if (checksum !== preamble.checksum) throw damaged('its checksum is wrong');
  const end = preambleLength + preamble.headerLength;
  // TextDecoder refuses shared memory, slice() copies.
  return JSON.parse(new TextDecoder().decode(bytes.slice(preambleLength, end))) as ModelHeader;
}

/** Where a section starts, in bytes. Throws for a name that the file does not have. */
export function sectionOffset(header: ModelHeader, name: string): number {
  const section = header.sections[name];
  if (section === undefined) throw damaged(`it has no section "${name}"`);
  return section[0];
}
