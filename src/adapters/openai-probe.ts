/** Asks a model server for its list of models, for `doctor`: costs no tokens, and shows address, key and model name at once. */
import { z } from 'zod';
import { AppError, messageOf } from '../domain/errors.js';
import { callUrl, openAiAddress } from './openai-address.js';
import { explain } from './openai-problem.js';

export interface ModelServerAddress {
  readonly apiKey: string | undefined;
  /** Undefined: OpenAI itself. */
  readonly baseUrl: string | undefined;
  readonly model: string;
  /** OPENAI_MODEL or OPENAI_EMBEDDING_MODEL. */
  readonly variable: string;
}

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

/** What is to be said of the server in one line. Rejects with `engine_unavailable` when it does not answer or refuses the key. */
export async function probeModelServer(address: ModelServerAddress, elapsed: () => number): Promise<string> {
  const server = openAiAddress(address);
  const target = { host: server.host, model: address.model, variable: address.variable };
  const started = elapsed();
  let response: Response;
  try {
    response = await fetch(callUrl(server, '/models'), {
      redirect: 'error',
      signal: AbortSignal.timeout(3_000),
      headers: {
        ...server.headers,
        ...(address.apiKey === undefined ? {} : { authorization: `Bearer ${address.apiKey}` }),
      },
    });
  } catch (error) {
    throw new AppError('engine_unavailable', explain(error, target), { cause: error });
  }
  const milliseconds = Math.round(elapsed() - started);
  // Some servers have no list of models; any other refusal would meet a question too.
  if (!response.ok && ![404, 405].includes(response.status))
    throw new AppError('engine_unavailable', explain({ status: response.status }, target));
  const list = listSchema.safeParse(await response.json().catch((error: unknown) => messageOf(error)));
  if (!list.success) return `${target.host} answers in ${milliseconds} ms, and gives no list of its models`;
  const isListed = list.data.data.some(({ id }) => id === address.model);
  return `${target.host} answers in ${milliseconds} ms${isListed ? '' : `; its list does not name ${address.model}: check ${address.variable}`}`;
}
