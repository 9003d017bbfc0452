/**
 * Replays recorded exchanges with a Qdrant server on the stand-in: `tsx scripts/engines/replay-qdrant-exchanges.ts FILE` (JSON lines of
 * `{ step, method, path, request, status, response }`, in order, from an empty server). Statuses, shapes, values and error texts must agree. Exit 1 when they do not.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { startQdrantStandIn } from './qdrant-stand-in.js';

const exchangeSchema = z.object({
  step: z.string(),
  method: z.string(),
  path: z.string(),
  request: z.unknown().optional(),
  status: z.number(),
  response: z.unknown(),
});
export type Exchange = z.infer<typeof exchangeSchema>;

/** What counts operations, measures time, or names the build differs from run to run. */
const passing = new Set(['time', 'operation_id', 'version', 'commit', 'segments_count']);

/** Paths at which two JSON values differ; numbers agree to four digits. */
export function differences(expected: unknown, seen: unknown, path = ''): string[] {
  if (typeof expected === 'number' && typeof seen === 'number')
    return Math.abs(expected - seen) < 1e-4 ? [] : [`${path}: ${expected} ${seen}`];
  if (Array.isArray(expected) && Array.isArray(seen)) {
    if (expected.length !== seen.length) return [`${path}: ${expected.length} entries, ${seen.length} here`];
    return expected.flatMap((each, i) => differences(each, seen[i], `${path}[${i}]`));
  }
  if (typeof expected === 'object' && typeof seen === 'object' && expected !== null && seen !== null) {
    const names = new Set(
      [...Object.keys(expected), ...Object.keys(seen)].filter((name) => !passing.has(name)),
    );
    return [...names].flatMap((name) =>
      differences(Reflect.get(expected, name), Reflect.get(seen, name), `${path}.${name}`),
    );
  }
  return expected === seen ? [] : [`${path}: ${JSON.stringify(expected)} ${JSON.stringify(seen)}`];
}

export interface Replayed {
  readonly step: string;
  /** Empty: as recorded. */
  readonly problems: readonly string[];
}

export async function replay(url: string, exchanges: readonly Exchange[]): Promise<Replayed[]> {
  const replayed: Replayed[] = [];
  for (const { step, method, path, request, status, response } of exchanges) {
    const reply = await fetch(`${url}${path}`, {
      method,
      ...(request === undefined
        ? {}
        : { body: JSON.stringify(request), headers: { 'content-type': 'application/json' } }),
    });
    const text = await reply.text();
    const isJson = reply.headers.get('content-type')?.includes('json') === true;
    const seen: unknown = isJson ? JSON.parse(text) : text;
    const problems =
      reply.status === status ? differences(response, seen) : [`${status} ${reply.status} ${text}`];
    replayed.push({ step, problems });
  }
  return replayed;
}

/** @throws when a line is no exchange. */
export function readExchanges(path: string | URL): Exchange[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => exchangeSchema.parse(JSON.parse(line)));
}

if (process.argv[1]?.endsWith('replay-qdrant-exchanges.ts') === true) {
  const server = await startQdrantStandIn();
  const replayed = await replay(server.url, readExchanges(process.argv[2] ?? ''));
  await server.close();
  const wrong = replayed.filter(({ problems }) => problems.length > 0);
  for (const { step, problems } of wrong) console.log(`${step}\n  ${problems.join('\n  ')}`);
  console.log(`${replayed.length - wrong.length} of ${replayed.length} as recorded`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
