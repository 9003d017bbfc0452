/** What `doctor` tells of Qdrant: version, speed, and whether alias and collection belong to the generation that answers. */
import { AppError, isAppError } from '../domain/errors.js';
import {
  aliasTarget,
  collectionOf,
  collectionProblem,
  nameIsTaken,
  readCollection,
} from './qdrant-collection.js';
import { connectQdrant, explainQdrant, probeQdrant, type QdrantAddress } from './qdrant-connection.js';

const fill = 'run `askfolio ingest`';

/** One line; rejects with `engine_unavailable`, `index_mismatch` or `bad_config`. `current`: the embedded generation; undefined when there is none. */
export async function checkQdrant(
  address: QdrantAddress & { readonly collection: string },
  current: { readonly generation: string; readonly embedder: string | undefined } | undefined,
  elapsed: () => number,
): Promise<string> {
  const { version, milliseconds } = await probeQdrant(address, elapsed);
  const server = connectQdrant(address, 2_000);
  const answers = `version ${version}, answers in ${Math.round(milliseconds)} ms`;
  if (current === undefined) return `${answers}; nothing is indexed yet: ${fill}`;
  try {
    const name = collectionOf(address.collection, current.generation);
    const target = await aliasTarget(server, address.collection);
    // `exists` is true of an alias, too.
    if (target === undefined && (await server.client.collectionExists(address.collection)).exists)
      throw new AppError('index_mismatch', nameIsTaken(address.collection, server.target));
    const state = await readCollection(server, name);
    if (state === undefined)
      throw new AppError(
        'index_mismatch',
        `its server (version ${version}) has no collection ${name}; its alias ${address.collection} points at ${target ?? 'nothing'}: ${fill}`,
      );
    const wrong = collectionProblem(state, current);
    if (wrong !== undefined || state.metadata === undefined)
      throw new AppError(
        'index_mismatch',
        `the collection ${name} (QDRANT_COLLECTION=${address.collection}) ${wrong}: ${fill}`,
      );
    if (target !== name)
      return `${answers}; its alias ${address.collection} points at ${target ?? 'nothing'}, not at ${name}: ${fill}`;
    return `${answers}; ${state.points} chunks, ${state.metadata.dimensions} dimensions by ${state.metadata.embedder}`;
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('engine_unavailable', explainQdrant(error, server.target), { cause: error });
  }
}
