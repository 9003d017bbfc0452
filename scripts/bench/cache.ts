/**
 * Times the answer memory beside a naive semantic cache (a Map whose vectors are JSON text, cosine alone), in one run:
 * exact hit, semantic lookup at 10,000 entries without the embedding, memory per entry. Prints a table.
 */
import { createAnswerMemory } from '../../src/cache/answer-memory.js';
import { createMemoryCache } from '../../src/cache/memory-cache.js';
import { makeChunk, makePlan, makeResult, makeSnapshot } from '../../src/cache/testing/entries.js';

const entryCount = 10_000;
const dimensions = 384;

/** Deterministic numbers from 0 to 1 (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = createRandom(1);

function randomVector(): Float32Array {
  const vector = Float32Array.from({ length: dimensions }, () => random() + random() + random() - 1.5);
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / length);
}

/** Middle and 95th percentile of the time of one call, in milliseconds. */
async function time(rounds: number, work: (round: number) => unknown): Promise<{ p50: number; p95: number }> {
  for (let round = 0; round < Math.min(50, rounds); round++) await work(round);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await work(round);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(rounds / 2)] ?? 0, p95: times[Math.floor(rounds * 0.95)] ?? 0 };
}

const snapshot = makeSnapshot('generation-1', [makeChunk('chunk-1')]);
const scope = { embedder: 'bench', composer: 'extractive', promptVersion: '1', language: 'en' };
const cache = createMemoryCache({
  maximumEntries: entryCount,
  maximumBytes: 2 ** 30,
  ttlMs: 3_600_000,
  now: () => 1_000_000,
});
const memory = createAnswerMemory({
  cache,
  scope: () => scope,
  snapshot: () => snapshot,
  similarity: 0.8,
  now: () => 1_000_000,
});

const questionAt = (index: number): string => `Which database stores the orders of shop ${index}?`;
const vectors = Array.from({ length: entryCount }, randomVector);
const heapBefore = process.memoryUsage();
for (const [index, vector] of vectors.entries()) {
  const question = questionAt(index);
  const result = makeResult(question);
  await memory.remember({
    question,
    plan: makePlan(question),
    vector,
    result,
    extractive: result,
  });
}
const heapAfter = process.memoryUsage();
const naive = new Map<string, string>();
for (const [index, vector] of vectors.entries()) naive.set(questionAt(index), JSON.stringify([...vector]));

function naiveNearest(vector: Float32Array): string | undefined {
  let best = 0.8;
  let found: string | undefined;
  for (const [question, json] of naive) {
    const stored = JSON.parse(json) as number[];
    let similarity = 0;
    for (let i = 0; i < dimensions; i++) similarity += (stored[i] ?? 0) * (vector[i] ?? 0);
    if (similarity >= best) {
      best = similarity;
      found = question;
    }
  }
  return found;
}

const exact = await time(5_000, (round) => memory.lookupExact(questionAt((round * 7919) % entryCount)));
const lookUp = (round: number, prefix: string): Promise<unknown> => {
  const index = (round * 7919) % entryCount;
  const question = `${prefix} shop ${index}?`;
  return memory.lookupSemantic({
    question,
    plan: makePlan(question),
    vector: vectors[index],
    findingsOf: async () => ({ chunkIds: ['chunk-1'], status: 'answered', grounds: [] }),
  });
};
const semanticHit = await time(300, (round) => lookUp(round, 'What database keeps the orders of'));
const semanticVeto = await time(300, (round) => lookUp(round, 'Who keeps the orders of'));
const naiveScan = await time(5, (round) => naiveNearest(vectors[round] ?? randomVector()));
const statistics = await memory.statistics();

const row = (name: string, { p50, p95 }: { p50: number; p95: number }): string =>
  `| ${name} | ${p50.toFixed(3)} | ${p95.toFixed(3)} |`;
console.log(`${entryCount} entries of ${dimensions} dimensions, Node ${process.version}`);
console.log('| what | p50 ms | p95 ms |\n|---|---|---|');
console.log(row('exact hit', exact));
console.log(row('semantic hit, vetoes and evidence check included', semanticHit));
console.log(row('semantic lookup that a veto ends', semanticVeto));
console.log(row('baseline: Map of JSON vectors, cosine alone', naiveScan));
console.log(`semantic lookup / baseline: 1/${(naiveScan.p50 / semanticHit.p50).toFixed(0)} of the time`);
console.log(
  `memory per entry: ${(statistics.bytes / entryCount / 1024).toFixed(1)} KiB counted, ${((heapAfter.heapUsed + heapAfter.arrayBuffers - heapBefore.heapUsed - heapBefore.arrayBuffers) / entryCount / 1024).toFixed(1)} KiB measured`,
);
console.log(
  `hits: ${JSON.stringify(statistics.lookups.hits)}, vetoes: ${JSON.stringify(statistics.lookups.vetoes)}`,
);
