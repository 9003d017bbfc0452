/** Names and shapes of the collections that askfolio makes, and what a collection says about itself. */
import { z } from 'zod';
import type { QdrantServer } from './qdrant-connection.js';

export const denseName = 'dense';
export const sparseName = 'bm25';
/** All chunks are public today; the field lets several corpora share a collection later. */
export const publicScope = 'public';

/** A generation's own collection; the alias is the plain name. */
export function collectionOf(alias: string, generation: string): string {
  return `${alias}-${generation}`;
}

/** True for collections that `collectionOf` named. */
export function isCollectionOf(alias: string, name: string): boolean {
  return name.startsWith(`${alias}-`) && /^[\w-]+$/.test(name.slice(alias.length + 1));
}

const metadataSchema = z.object({
  madeBy: z.literal('askfolio'),
  generation: z.string(),
  embedder: z.string(),
  dimensions: z.number(),
  chunks: z.number(),
});
export type CollectionMetadata = z.infer<typeof metadataSchema>;

const infoSchema = z.object({
  points_count: z.number().nullish(),
  config: z.object({
    metadata: z.unknown().optional(),
    params: z.object({
      vectors: z.record(z.string(), z.unknown()).nullish(),
      sparse_vectors: z.record(z.string(), z.unknown()).nullish(),
    }),
  }),
});
const denseSchema = z.object({ size: z.number(), distance: z.string() });

export interface CollectionState {
  readonly points: number;
  /** Undefined: not filled to its end, or made by something else. */
  readonly metadata: CollectionMetadata | undefined;
  /** Undefined: it has no dense vectors under our name. */
  readonly dense: { readonly size: number; readonly distance: string } | undefined;
  readonly hasSparse: boolean;
}

/** What is known of a collection (or the one behind an alias); undefined when there is none. Rejects with the client's errors. */
export async function readCollection(
  server: QdrantServer,
  name: string,
): Promise<CollectionState | undefined> {
  const { exists } = await server.client.collectionExists(name);
  if (!exists) return undefined;
  const info = infoSchema.parse(await server.client.getCollection(name));
  const metadata = metadataSchema.safeParse(info.config.metadata);
  const { vectors, sparse_vectors: sparse } = info.config.params;
  return {
    points: info.points_count ?? 0,
    metadata: metadata.data,
    dense: denseSchema.safeParse(vectors?.[denseName]).data,
    hasSparse: sparse?.[sparseName] !== undefined,
  };
}

/** What keeps a collection from answering for a generation, in words that follow its name; undefined when nothing does. */
export function collectionProblem(
  state: CollectionState,
  wanted: { readonly generation: string; readonly embedder: string | undefined },
): string | undefined {
  const { metadata, dense, hasSparse } = state;
  if (metadata === undefined || !hasSparse) return 'is not whole, or was made by something else';
  if (metadata.generation !== wanted.generation) return `holds the generation ${metadata.generation}`;
  const embedder = wanted.embedder ?? 'none';
  if (metadata.embedder !== embedder)
    return `holds vectors of ${metadata.embedder}, and EMBEDDER gives ${embedder}`;
  if (metadata.dimensions !== (dense?.size ?? 0))
    return `has ${dense?.size ?? 0} dimensions where its vectors have ${metadata.dimensions}`;
  if (dense !== undefined && dense.distance !== 'Cosine')
    return `measures ${dense.distance} where Cosine is due`;
  return undefined;
}

export function nameIsTaken(alias: string, target: string): string {
  return `QDRANT_COLLECTION=${alias} is the name of a collection in Qdrant at ${target}, and must be free for an alias: choose another name.`;
}

/** Name of the collection behind the alias; undefined when it points nowhere. */
export async function aliasTarget(server: QdrantServer, alias: string): Promise<string | undefined> {
  const { aliases } = await server.client.getAliases();
  return aliases.find(({ alias_name }) => alias_name === alias)?.collection_name;
}
