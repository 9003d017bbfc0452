/** Word documents by mammoth: headings, lists and tables. Pictures and linked files are never read; archives that unpack to too much are refused. */
import { inflateRawSync } from 'node:zlib';
import { parseHTML } from 'linkedom';
import mammoth from 'mammoth';
import type { ParsedDocument } from '../blocks.js';
import { blocksOfDom } from './html-blocks.js';

const maximumUnpacked = 100 * 1024 * 1024;
const maximumEntries = 5_000;

/** Walks the archive's directory and unpacks every entry within the limit it declares; throws at the first that lies. */
export function checkArchive(bytes: Buffer): void {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end === -1 || end + 22 > bytes.length) throw new Error('it is no Word document (no archive)');
  const count = bytes.readUInt16LE(end + 10);
  if (count > maximumEntries)
    throw new Error(`the archive has ${count} entries, at most ${maximumEntries} are read`);
  let at = bytes.readUInt32LE(end + 16);
  let total = 0;
  for (let entry = 0; entry < count; entry++) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error('the archive is damaged');
    const method = bytes.readUInt16LE(at + 10);
    const packed = bytes.readUInt32LE(at + 20);
    const unpacked = bytes.readUInt32LE(at + 24);
    total += unpacked;
    if (total > maximumUnpacked)
      throw new Error(`the archive unpacks to more than ${maximumUnpacked / 1024 / 1024} MB`);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    if (method === 8)
      inflateRawSync(bytes.subarray(start, start + packed), { maxOutputLength: unpacked + 1 });
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

/**
 * Those of mammoth's own rules that change what is read, headings and lists: it parses the rules anew for every document, and all of them take it longer than
 * a document of a page. Names of styles are compared without case.
 */
const styleRules = [
  ...[1, 2, 3, 4, 5, 6].flatMap((depth) => [
    `p.Heading${depth} => h${depth}:fresh`,
    `p[style-name='Heading ${depth}'] => h${depth}:fresh`,
  ]),
  'p.Heading => h1:fresh',
  "p[style-name='Heading'] => h1:fresh",
  "r[style-name='Strong'] => strong",
  ...[1, 2, 3, 4, 5].flatMap((depth) => {
    const outer = 'ul|ol > li > '.repeat(depth - 1);
    return [
      `p:unordered-list(${depth}) => ${outer}ul > li:fresh`,
      `p:ordered-list(${depth}) => ${outer}ol > li:fresh`,
    ];
  }),
];

/** Throws when the bytes are no document or unpack to too much. */
export async function readDocx(input: Uint8Array): Promise<ParsedDocument> {
  const buffer = Buffer.from(input);
  checkArchive(buffer);
  const { value } = await mammoth.convertToHtml(
    { buffer },
    {
      externalFileAccess: false,
      includeDefaultStyleMap: false,
      styleMap: styleRules,
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
    },
  );
  const { document } = parseHTML(`<!doctype html><html><body>${value}</body></html>`) as unknown as {
    document: Document;
  };
  return { fields: new Map(), blocks: blocksOfDom(document.body).blocks, warnings: [] };
}
