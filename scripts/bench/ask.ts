/**
 * A full answer over the sample corpus, uncached, by stage; beside a plain loop that scores every sentence of the corpus by shared words.
 * Prints p50 and p95 in milliseconds and the ratio of the two. Judges only p95 <= 10 ms for everything but the embedding.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { createAskfolio, readConfig } from '../../src/services.js';
import { terms } from '../../src/text/terms.js';

const rounds = 3;

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function questions(): string[] {
  return readdirSync('eval/golden')
    .filter((file) => /^(?:facts|explanations|comparisons|lists)\.yaml$/.test(file))
    .flatMap(
      (file) => (parse(readFileSync(`eval/golden/${file}`, 'utf8')) as { cases: { q?: string }[] }).cases,
    )
    .flatMap(({ q }) => (q === undefined ? [] : [q]));
}

const askfolio = await createAskfolio(readConfig({ CACHE: 'off', LOG_QUESTIONS: 'off' }));
await askfolio.ingest();
const asked = questions();
for (const question of asked) await askfolio.ask({ question });
const times = { total: [] as number[], embed: [] as number[], rest: [] as number[] };
const baseline: number[] = [];
for (let round = 0; round < rounds; round++) {
  for (const question of asked) {
    const { timings } = await askfolio.ask({ question: `${question}${' '.repeat(round)}` });
    times.total.push(timings.totalMs);
    times.embed.push(timings.embedMs);
    times.rest.push(timings.totalMs - timings.embedMs);
    const started = performance.now();
    const wanted = new Set(terms(question));
    askfolio
      .snapshot()
      .chunks.flatMap((chunk) =>
        chunk.sentences.map(
          ({ start, end }) => terms(chunk.text.slice(start, end)).filter((term) => wanted.has(term)).length,
        ),
      )
      .sort((a, b) => b - a);
    baseline.push(performance.now() - started);
  }
}
for (const [name, values] of Object.entries({
  ...times,
  'baseline: plain loop over all sentences': baseline,
})) {
  console.log(
    `${name.padEnd(40)} p50 ${percentile(values, 0.5).toFixed(2)} ms  p95 ${percentile(values, 0.95).toFixed(2)} ms`,
  );
}
console.log(
  `answer without embedding / plain loop, medians: ${(percentile(times.rest, 0.5) / percentile(baseline, 0.5)).toFixed(2)}`,
);
await askfolio.close();
