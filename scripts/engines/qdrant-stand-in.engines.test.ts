import { afterAll, beforeAll, expect, it } from 'vitest';
import { startQdrantStandIn, type QdrantStandIn } from './qdrant-stand-in.js';
import { differences, readExchanges, replay } from './replay-qdrant-exchanges.js';

let server: QdrantStandIn;
beforeAll(async () => {
  server = await startQdrantStandIn();
});
afterAll(() => server.close());

it('answers with the statuses, shapes, scores and error texts of a real server', async () => {
  const exchanges = readExchanges(new URL('data/qdrant-exchanges.jsonl', import.meta.url));
  const replayed = await replay(server.url, exchanges);
  expect(replayed).toHaveLength(29);
  expect(replayed.filter(({ problems }) => problems.length > 0)).toEqual([]);
});

it.each([
  ['a query', 'POST', '/points/query', { query: [1, 0], using: 'dense', limit: 1, colour: 'red' }],
  ['a point', 'PUT', '/points?wait=true', { points: [{ id: 1, vector: {}, payload: {}, colour: 'red' }] }],
  ['a collection', 'PATCH', '', { metadata: {}, colour: 'red' }],
])('refuses a field of %s that no server knows', async (_name, method, path, body) => {
  const url = `${server.url}/collections/strict`;
  const headers = { 'content-type': 'application/json' };
  const made = JSON.stringify({ vectors: { dense: { size: 2, distance: 'Cosine' } } });
  await fetch(url, { method: 'PUT', headers, body: made });
  const reply = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
  expect(reply.status).toBe(400);
  expect(await reply.text()).toContain('colour');
});

it('tells where two replies differ', () => {
  expect(differences({ a: 1, time: 1 }, { a: 1.00001, time: 2 })).toEqual([]);
  expect(differences({ a: [1, 'x'] }, { a: [1, 'y'], b: null })).toEqual([
    '.a[1]: "x" "y"',
    '.b: undefined null',
  ]);
});
