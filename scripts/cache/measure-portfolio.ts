/**
 * Asks labelled pairs of the whole product over the sample corpus: the first question on an empty cache, again (was it stored?), then the
 * second. Prints paraphrase hits, false hits by trap and stored first answers. `--held-out` adds the held-out sets, `--show` lists what went wrong in the
 * others, `--save FILE` writes every outcome as JSON lines. `--corpus FOLDER --pairs FILE` asks the pairs of one file over another corpus instead.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.js';
import type { AskResult } from '../../src/domain/answer.js';
import { createAskfolio, type Askfolio } from '../../src/services.js';
import { share } from './false-hit-tables.js';
import { readPairFile, readPairs, type LabelledPair } from './labelled-pairs.js';
import { goldenPairs, heldOutHalf } from './portfolio-pairs.js';

interface Outcome {
  readonly pair: LabelledPair;
  readonly isStored: boolean;
  readonly isHit: boolean;
  readonly note: string;
}

const isHit = (result: AskResult): boolean => ['exact', 'semantic'].includes(result.cache.status);

async function askPair(askfolio: Askfolio, pair: LabelledPair): Promise<Outcome> {
  await askfolio.memory?.clear();
  const first = await askfolio.ask({ question: pair.stored });
  const again = await askfolio.ask({ question: pair.stored });
  const second = await askfolio.ask({ question: pair.asked });
  const { status, veto, similarity } = second.cache;
  const note = isHit(again)
    ? `${status} ${veto ?? similarity ?? 'no candidate'}`
    : `not stored: ${first.status}`;
  return { pair, isStored: isHit(again), isHit: isHit(second), note };
}

function report(name: string, outcomes: readonly Outcome[], show: boolean): void {
  const same = outcomes.filter(({ pair }) => pair.label === 'same');
  const traps = outcomes.filter(({ pair }) => pair.label === 'different');
  const hits = (list: readonly Outcome[]): number => list.filter((one) => one.isHit).length;
  const stored = outcomes.filter((one) => one.isStored).length;
  console.log(`\n${name}`);
  console.log(`  paraphrases that hit   ${share(hits(same), same.length)}`);
  console.log(`  traps that hit         ${share(hits(traps), traps.length)}`);
  console.log(`  first answers stored   ${share(stored, outcomes.length)}`);
  for (const trap of [...new Set(traps.map(({ pair }) => pair.trap ?? 'other'))].sort()) {
    const of = traps.filter(({ pair }) => (pair.trap ?? 'other') === trap);
    console.log(`    ${trap.padEnd(10)} ${hits(of)}/${of.length}`);
  }
  const missed = new Map<string, number>();
  for (const one of same.filter(({ isHit: hit }) => !hit)) {
    const reason = one.note.replace(/^miss /, '').replace(/[\d.]+$/, '');
    missed.set(reason, (missed.get(reason) ?? 0) + 1);
  }
  console.log(`  missed: ${[...missed].map(([reason, count]) => `${reason} ${count}`).join(', ')}`);
  if (!show) return;
  for (const { pair, note } of outcomes.filter((one) => one.isHit !== (one.pair.label === 'same')))
    console.log(`  ${pair.trap ?? 'paraphrase'}: ${note} | ${pair.stored} | ${pair.asked}`);
}

const show = process.argv.includes('--show');
const argumentOf = (name: string): string | undefined => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const savePath = argumentOf('--save');
const pairsPath = argumentOf('--pairs');
const corpusFolder = argumentOf('--corpus') ?? 'corpus';
const dataFolder = mkdtempSync(join(tmpdir(), 'askfolio-pairs-'));
const config = { ...readConfig({}, { corpusFolder, dataFolder }), LOG_QUESTIONS: 'off' as const };
const askfolio = await createAskfolio(config, { onProblem: (message) => console.error(message) });
try {
  await askfolio.ingest();
  const open: [string, LabelledPair[]][] = [
    ['golden set, development half', goldenPairs('dev')],
    ['portfolio, development', readPairs('portfolio-development')],
    ['portfolio, held out, the half that was tuned on', heldOutHalf('tuned')],
  ];
  const heldOut: [string, LabelledPair[]][] = [
    ['golden set, test half', goldenPairs('test')],
    ['portfolio, held out, the other half', heldOutHalf('reported')],
    ['portfolio, blind, its traps mended after the first run', readPairs('portfolio-blind')],
    ['portfolio, second blind, a trap mended after the first run', readPairs('portfolio-second-blind')],
    [
      'portfolio, third blind, its traps mended after the first run, odd lines read',
      readPairs('portfolio-third-blind'),
    ],
    ['portfolio, fourth blind', readPairs('portfolio-fourth-blind')],
  ];
  const own = process.argv.includes('--held-out') ? [...open, ...heldOut] : open;
  const sets: [string, LabelledPair[]][] =
    pairsPath === undefined ? own : [[pairsPath, readPairFile(pairsPath)]];
  const all: Outcome[] = [];
  for (const [name, pairs] of sets) {
    const outcomes: Outcome[] = [];
    for (const pair of pairs) outcomes.push(await askPair(askfolio, pair));
    report(name, outcomes, show && open.some(([openName]) => openName === name));
    all.push(...outcomes);
  }
  if (savePath !== undefined)
    writeFileSync(savePath, all.map((one) => JSON.stringify(one)).join('\n') + '\n');
} finally {
  await askfolio.close();
  rmSync(dataFolder, { recursive: true });
}
