/** The client of a Qdrant server with the library's traps closed: paths and ports of URLs, timeouts of minutes, hidden error texts, warnings on the console. */
import { QdrantClient } from '@qdrant/js-client-rest';
import { AppError, messageOf } from '../domain/errors.js';

export interface QdrantAddress {
  /** http:// or https://, with a path when a proxy wants one. Without a port: 6333 for http, 443 for https. */
  readonly url: string;
  readonly apiKey?: string | undefined;
}

export interface QdrantServer {
  readonly client: QdrantClient;
  /** Host, port and path, for messages. */
  readonly target: string;
}

/** @throws AppError `bad_config` for an address that is none. */
export function connectQdrant({ url, apiKey }: QdrantAddress, timeoutMs: number): QdrantServer {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    throw new AppError(
      'bad_config',
      'QDRANT_URL is not an address such as http://localhost:6333: correct it.',
    );
  const isHttps = parsed.protocol === 'https:';
  const written = /^[a-z]+:\/\/(?:[^/@]*@)?[^/]*?:(\d+)(?:[/?#]|$)/i.exec(url)?.[1];
  const port = written === undefined ? (isHttps ? 443 : 6333) : Number(written);
  const prefix = parsed.pathname.replace(/\/+$/, '');
  const client = new QdrantClient({
    host: parsed.hostname,
    port,
    https: isHttps,
    ...(prefix === '' ? {} : { prefix }),
    timeout: timeoutMs,
    checkCompatibility: false,
    // As a header: the `apiKey` option prints a warning to the console over http.
    ...(apiKey === undefined ? {} : { headers: { 'api-key': apiKey } }),
  });
  return { client, target: `${parsed.hostname}:${port}${prefix}` };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** HTTP status of the reply behind an error; undefined when there was none. */
export function qdrantStatus(error: unknown): number | undefined {
  const status = field(error, 'status');
  return typeof status === 'number' ? status : undefined;
}

/** The reason that the server gives: the message of the client's error holds only the status text. */
export function qdrantReason(error: unknown): string | undefined {
  const reason = field(field(field(error, 'data'), 'status'), 'error');
  return typeof reason === 'string' ? reason.slice(0, 300) : undefined;
}

/** True for what a second try may not have: a lost connection, overload, a fault of the server. */
export function isPassing(error: unknown): boolean {
  const status = qdrantStatus(error);
  return status === undefined || status === 429 || status >= 500;
}

/** Any failure as one line: what was seen, and what to do. */
export function explainQdrant(error: unknown, target: string): string {
  const status = qdrantStatus(error);
  if (status === 401 || status === 403)
    return `Qdrant at ${target} rejects the key (${status}): check QDRANT_API_KEY.`;
  if (status !== undefined) {
    const reason = qdrantReason(error);
    return reason === undefined
      ? notQdrant(target, String(status))
      : `Qdrant at ${target} answers ${status}: ${reason}. If QDRANT_URL is right, its log says more.`;
  }
  const name = error instanceof Error ? error.name : '';
  if (/Timeout|Abort/i.test(name))
    return `Qdrant at ${target} did not answer in time: check QDRANT_URL and the load of the server.`;
  const cause = field(error, 'cause');
  if (!(error instanceof TypeError) && cause === undefined) return notQdrant(target, 'something');
  const code = field(cause, 'code') ?? field(cause, 'message');
  const seen = typeof code === 'string' && code !== '' ? code : messageOf(error).split('\n')[0];
  return `Qdrant at ${target} does not answer (${seen}): check QDRANT_URL and that the server runs.`;
}

/** Something else listens there, or the path in front of a proxied Qdrant is another one. */
function notQdrant(target: string, seen: string): string {
  const path = target.includes('/') ? ', above all its path' : '';
  return `${target} answers ${seen}, but not as Qdrant does: check QDRANT_URL${path}.`;
}

/** Version and time of an answer, for `doctor`. Rejects with `engine_unavailable`. */
export async function probeQdrant(
  address: QdrantAddress,
  elapsed: () => number,
): Promise<{ readonly version: string; readonly milliseconds: number }> {
  const { client, target } = connectQdrant(address, 2_000);
  const started = elapsed();
  try {
    // `/` needs no key; the list of collections does.
    await client.getCollections();
    const { version } = await client.versionInfo();
    return { version, milliseconds: elapsed() - started };
  } catch (error) {
    throw new AppError('engine_unavailable', explainQdrant(error, target), { cause: error });
  }
}
