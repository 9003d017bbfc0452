import { readConfig } from '../../src/config.js';
import { createAskfolio } from '../../src/services.js';
import { readPairs } from './labelled-pairs.js';
import { mkdtempSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
const dataFolder = mkdtempSync('/tmp/cache/explore-');
const config = { ...readConfig({}, { corpusFolder: 'corpus', dataFolder }), LOG_QUESTIONS: 'off' as const };
const askfolio = await createAskfolio(config, {});
await askfolio.ingest();
const sets = process.argv.slice(2) as any[];
const rows: any[] = [];
for (const set of sets) for (const pair of readPairs(set)) {
  const [a, b] = [await askfolio.ask({ question: pair.stored, bypassCache: true }), await askfolio.ask({ question: pair.asked, bypassCache: true })];
  const [va, vb] = await askfolio.embedder!.embedQuestions([pair.stored, pair.asked]);
  const cos = va!.reduce((s, v, i) => s + v * vb![i]!, 0);
  const info = (r: any) => ({ status: r.status, cites: r.citations.map((c: any) => c.chunkId), quotes: r.citations.map((c: any) => c.quote), chunks: r.chunks.map((c: any) => c.id), label: r.intent, composeMs: r.timings.composeMs, retrieveMs: r.timings.retrieveMs, answer: r.answer });
  rows.push({ ...pair, cos, a: info(a), b: info(b) });
}
writeFileSync('/tmp/cache/explore.json', JSON.stringify(rows));
await askfolio.close();
