/** All chunks of a generation -> its catalogue: the documents, and where each technology is named. */
import type { Catalogue, DocumentEntry, Mention, TechnologyEntry } from '../../src/domain/catalogue.js';
import type { Chunk, Standing } from '../../src/domain/chunk.js';
import { technologyNamed } from '../../src/text/aliases.js';
import { standingOfSentence } from '../chunk/standing.js';
import { learnNames } from './learned-names.js';
import { findNames } from './mentions.js';

interface Gathered {
  readonly surfaces: Map<string, number>;
  /** By place in the corpus: number of the chunk, number of the sentence. */
  readonly mentions: Map<string, { readonly chunk: number; readonly mention: Mention }>;
}

/** A planned sentence in a chunk of done work is still planned; the chunk's own standing holds otherwise. */
function standingOfMention(chunk: Chunk, sentence: string): Standing {
  const said = standingOfSentence(sentence);
  return chunk.standing === 'done' ? (said ?? 'done') : chunk.standing;
}

const newEntry = (): Gathered => ({ surfaces: new Map(), mentions: new Map() });

interface DoubtfulHit {
  readonly name: string;
  readonly documentId: string;
  readonly add: () => void;
}

function gather(chunks: readonly Chunk[], learned: ReadonlyMap<string, string>): Map<string, Gathered> {
  const gathered = new Map<string, Gathered>();
  const certain = new Map<string, Set<string>>();
  const doubtful: DoubtfulHit[] = [];
  chunks.forEach((chunk, number) => {
    const { id: chunkId, documentId, documentType } = chunk;
    chunk.sentences.forEach((span, sentence) => {
      const text = chunk.text.slice(span.start, span.end);
      for (const hit of findNames(text, learned)) {
        const add = (): void => {
          const entry = gathered.get(hit.name) ?? newEntry();
          gathered.set(hit.name, entry);
          entry.surfaces.set(hit.surface, (entry.surfaces.get(hit.surface) ?? 0) + 1);
          const mention = {
            chunkId,
            documentId,
            documentType,
            standing: standingOfMention(chunk, text),
            sentence,
          };
          entry.mentions.set(`${number}/${sentence}`, { chunk: number, mention });
        };
        if (hit.isDoubtful) {
          doubtful.push({ name: hit.name, documentId, add });
        } else {
          add();
          const names = certain.get(documentId) ?? new Set();
          certain.set(documentId, names.add(hit.name));
        }
      }
    });
  });
  for (const hit of doubtful) if (certain.get(hit.documentId)?.has(hit.name) === true) hit.add();
  return gathered;
}

/** Table names keep the table's spelling; learned ones the spelling that is written most often. */
function entryOf(name: string, gathered: Gathered): TechnologyEntry {
  const known = technologyNamed(name);
  const surfaces = [...gathered.surfaces].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const display = known?.name ?? surfaces[0]?.[0] ?? name;
  const aliases = new Set([...(known?.aliases ?? []), ...surfaces.map(([surface]) => surface.toLowerCase())]);
  aliases.delete(display.toLowerCase());
  return {
    name: display,
    aliases: [...aliases],
    ...(known === undefined ? {} : { category: known.category }),
    mentions: [...gathered.mentions.values()]
      .sort((a, b) => a.chunk - b.chunk || a.mention.sentence - b.mention.sentence)
      .map(({ mention }) => mention),
  };
}

/** Documents in the order given; technologies by number of mentions, then by name. */
export function buildCatalogue(documents: readonly DocumentEntry[], chunks: readonly Chunk[]): Catalogue {
  const gathered = gather(chunks, learnNames(documents, chunks));
  const technologies = [...gathered]
    .map(([name, entry]) => entryOf(name, entry))
    .sort((a, b) => b.mentions.length - a.mentions.length || (a.name < b.name ? -1 : 1));
  return { documents, technologies };
}
