/** Which headings stand above a place of a chunk: small sections share one chunk, whose last heading is "A / B" and whose text carries the lines `**A**` and `**B**`. */
import type { Chunk } from './chunk.js';

/** Heading of the chunk that holds the front matter. */
export const factsHeading = 'At a glance';

const joint = ' / ';

/** The heading path of the chunk, with the heading of the place's own section at its end. `start`: offset into the chunk's text. */
export function headingPathAt(chunk: Pick<Chunk, 'headingPath' | 'text'>, start: number): readonly string[] {
  const last = chunk.headingPath.at(-1);
  if (last?.includes(joint) !== true) return chunk.headingPath;
  let own: string | undefined;
  let nearest = -1;
  for (const heading of last.split(joint)) {
    const at = chunk.text.lastIndexOf(`**${heading}**\n`, start);
    if (at <= nearest || (at > 0 && chunk.text.charAt(at - 1) !== '\n')) continue;
    [own, nearest] = [heading, at];
  }
  return own === undefined ? chunk.headingPath : [...chunk.headingPath.slice(0, -1), own];
}
