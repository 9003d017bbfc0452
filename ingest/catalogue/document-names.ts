/** Chunks of one document -> where each technology is named in it. Nothing outside the document decides but the names that the corpus taught. */
import type { Mention } from '../../src/domain/catalogue.js';
import type { Chunk, Standing } from '../../src/domain/chunk.js';
import { standingOfSentence } from '../chunk/standing.js';
import { findNames } from './mentions.js';

export interface NamedPlaces {
  /** Spelling -> how often. */
  readonly surfaces: Map<string, number>;
  /** In the order of the text; one for each sentence. */
  readonly mentions: Mention[];
}

/** By name. */
export type DocumentNames = ReadonlyMap<string, NamedPlaces>;

/** A planned sentence in a chunk of done work is still planned; the chunk's own standing holds otherwise. */
function standingOfMention(chunk: Chunk, sentence: string): Standing {
  const said = standingOfSentence(sentence);
  return chunk.standing === 'done' ? (said ?? 'done') : chunk.standing;
}

interface Hit {
  readonly name: string;
  readonly surface: string;
  readonly isDoubtful: boolean;
  readonly mention: Mention;
}

function hitsIn(chunk: Chunk, learned: ReadonlyMap<string, string>): Hit[] {
  const { id: chunkId, documentId, documentType } = chunk;
  return chunk.sentences.flatMap((span, sentence) => {
    const text = chunk.text.slice(span.start, span.end);
    const names = findNames(text, learned);
    if (names.length === 0) return [];
    const standing = standingOfMention(chunk, text);
    const mention = { chunkId, documentId, documentType, standing, sentence };
    return names.map(({ name, surface, isDoubtful }) => ({ name, surface, isDoubtful, mention }));
  });
}

/** `learned`: key -> name of what the corpus itself taught. A doubtful hit counts where the same document names the thing for certain. */
export function namesIn(chunks: readonly Chunk[], learned: ReadonlyMap<string, string>): DocumentNames {
  const hits = chunks.flatMap((chunk) => hitsIn(chunk, learned));
  const certain = new Set(hits.filter(({ isDoubtful }) => !isDoubtful).map(({ name }) => name));
  const found = new Map<string, NamedPlaces>();
  for (const { name, surface, mention } of hits) {
    if (!certain.has(name)) continue;
    const places = found.get(name) ?? { surfaces: new Map<string, number>(), mentions: [] };
    found.set(name, places);
    places.surfaces.set(surface, (places.surfaces.get(surface) ?? 0) + 1);
    if (places.mentions.at(-1) !== mention) places.mentions.push(mention);
  }
  return found;
}
