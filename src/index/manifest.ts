/** The manifest of a data folder: which segments make the generation that answers. Written last; what it does not name does not count. */
import { z } from 'zod';
import { crc32 } from './crc32.js';
import { segmentNames } from './segment-codec.js';
import { damaged, segmentFormat } from './segment-file.js';

const segmentEntry = z.strictObject({
  segment: z.enum(segmentNames),
  /** Plain file name, so that a manifest cannot point out of its folder. */
  file: z.string().regex(/^[a-z0-9_-]+\.seg$/i),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type SegmentEntry = z.infer<typeof segmentEntry>;

const manifestBody = z.strictObject({
  generation: z.string(),
  chunks: z.number().int().nonnegative(),
  segments: z.array(segmentEntry),
});
export type Manifest = z.infer<typeof manifestBody>;

const manifestFile = z.object({
  format: z.number(),
  checksum: z.number().optional(),
  manifest: z.unknown().optional(),
});

const checksumOf = (manifest: unknown): number => crc32(new TextEncoder().encode(JSON.stringify(manifest)));

export function formatManifest(manifest: Manifest): string {
  return `${JSON.stringify({ format: segmentFormat, checksum: checksumOf(manifest), manifest }, null, 1)}\n`;
}

/** @throws AppError `index_damaged`: not JSON, another format version, or a wrong checksum. */
export function parseManifest(file: string, text: string): Manifest {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw damaged(file, `is not JSON (${text.length} characters)`, error);
  }
  const outer = manifestFile.safeParse(read);
  if (!outer.success) throw damaged(file, 'is not an index manifest', outer.error);
  if (outer.data.format !== segmentFormat) {
    throw damaged(
      file,
      `has format version ${outer.data.format}, this askfolio reads version ${segmentFormat}`,
    );
  }
  if (outer.data.checksum !== checksumOf(outer.data.manifest))
    throw damaged(file, 'is damaged (wrong checksum)');
  const manifest = manifestBody.safeParse(outer.data.manifest);
  if (!manifest.success) throw damaged(file, 'is not an index manifest', manifest.error);
  return manifest.data;
}
