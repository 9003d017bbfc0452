/**
 * Ingest figures of the code as it is built: the corpus as a whole process, a second run with nothing changed, one changed file, a large folder made
 * by seeded resampling of sentences from the texts of `--text`, and 1,000 files of every format, together and apart. `npx tsx scripts/bench/ingest.ts --text FOLDER [--corpus FOLDER]
 * [--megabytes 20] [--peer FOLDER]`. With `--peer`, LangChain's loaders and splitter read the same 1,000 files in the same run; FOLDER is one in which
 * `npm install --legacy-peer-deps @langchain/community @langchain/classic @langchain/textsplitters @langchain/core pdf-parse@1 mammoth d3-dsv@3`
 * was run. The peer does less: no secrets gate, no hidden text, no threads that can be ended, no catalogue, no index. `--parts mixed,changes,corpus,large`
 * runs some parts only, `--rounds 3` takes the best of several runs of each side, in turn.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createIngestMemory, ingest } from '../../ingest/ingest.js';
import { measurePeer } from './langchain-ingest.js';
import type { ChildFigures } from './ingest-child.js';
import { buildChild } from './built-child.js';
import { markdownFiles, mixedFolder, resample, sentencesOf } from './sampled-folders.js';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: 'corpus' },
    text: { type: 'string', default: 'corpus' },
    megabytes: { type: 'string', default: '20' },
    peer: { type: 'string' },
    parts: { type: 'string', default: 'changes,corpus,mixed,large' },
    rounds: { type: 'string', default: '3' },
  },
});

/** Best of several runs of ours, each in a fresh data folder, and of the peer, in turn, so that both see the same machine. Milliseconds. */
function bestOf(corpusFolder: string, folder: string): { readonly ours: number; readonly peer: number } {
  let ours = Infinity;
  let peer = Infinity;
  for (let round = 0; round < Number(values.rounds); round++) {
    const data = mkdtempSync(join(folder, 'round-'));
    ours = Math.min(ours, measure(corpusFolder, data).durationMs);
    if (values.peer !== undefined) peer = Math.min(peer, measurePeer(values.peer, corpusFolder).durationMs);
  }
  return { ours, peer };
}

const ratioOf = ({ ours, peer }: { readonly ours: number; readonly peer: number }): string =>
  peer === Infinity ? `${ours} ms` : `${ours} ms, LangChain ${peer} ms, ratio ${(ours / peer).toFixed(2)}`;

function benchMixed(sentences: readonly string[], folder: string): void {
  const mixed = join(folder, 'mixed-corpus');
  mkdirSync(mixed);
  const bytes = mixedFolder(sentences, mixed);
  const first = measure(mixed, join(folder, 'mixed'));
  console.log('mixed, 1,000 files', first, `${(bytes / 1e3 / first.durationMs).toFixed(2)} MB/s`);
  const second = measure(mixed, join(folder, 'mixed'));
  const share = ((100 * second.durationMs) / first.durationMs).toFixed(1);
  console.log('mixed, unchanged  ', second, `${share} % of the first run (at most 5 %)`);
  console.log('mixed, best of', values.rounds, 'runs:', ratioOf(bestOf(mixed, folder)));
  for (const format of ['md', 'mdx', 'txt', 'html', 'pdf', 'docx', 'ipynb', 'csv', 'jsonl']) {
    const apart = join(folder, `only-${format}`);
    mkdirSync(apart);
    for (const name of readdirSync(mixed).filter((file) => file.endsWith(`.${format}`)))
      cpSync(join(mixed, name), join(apart, name));
    console.log(`only ${format.padEnd(5)}, 111 files:`, ratioOf(bestOf(apart, folder)));
  }
}

/** One ingest in a process of its own: its figures and its wall-clock time. */
function measure(corpusFolder: string, dataFolder: string): ChildFigures & { readonly processMs: number } {
  const startedAt = performance.now();
  const child = spawnSync(process.execPath, [builtChild, corpusFolder, dataFolder], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  return {
    ...(JSON.parse(child.stdout) as ChildFigures),
    processMs: Math.round(performance.now() - startedAt),
  };
}

/** One file of a folder changes again and again under a process that stays, as `serve --watch` does; without vectors. */
async function measureChanges(name: string, corpusFolder: string, folder: string): Promise<void> {
  const copy = join(folder, `changing-${name}`);
  cpSync(corpusFolder, copy, { recursive: true });
  const file = markdownFiles(copy).at(-1) ?? '';
  const text = readFileSync(file, 'utf8');
  const walls: number[] = [];
  const processor: number[] = [];
  const memory = createIngestMemory();
  for (let round = 0; round < 12; round++) {
    writeFileSync(file, `${text}\nRound ${round} changed this file.\n`);
    const before = process.cpuUsage();
    const dataFolder = join(folder, `changing-data-${name}`);
    const { durationMs } = await ingest({
      corpusFolder: copy,
      dataFolder,
      memory,
      now: () => performance.now(),
    });
    const { user, system } = process.cpuUsage(before);
    walls.push(durationMs);
    processor.push((user + system) / 1000);
  }
  // The first run reads everything.
  const told = (all: readonly number[]): string => {
    const sorted = all.slice(1).sort((a, b) => a - b);
    return `median ${(sorted[5] ?? 0).toFixed(0)} ms, best ${(sorted[0] ?? 0).toFixed(0)} ms`;
  };
  console.log(
    `${name}, one file changed: wall ${told(walls)}; processor ${told(processor)} (at most 100 ms)`,
  );
}

async function benchChanges(sentences: readonly string[], folder: string): Promise<void> {
  await measureChanges('corpus', values.corpus, folder);
  const thousand = join(folder, 'thousand-corpus');
  mkdirSync(thousand);
  mixedFolder(sentences, thousand);
  await measureChanges('1,000 files', thousand, folder);
}

function benchCorpus(folder: string): void {
  console.log('corpus, first run ', measure(values.corpus, join(folder, 'small')));
  console.log('corpus, unchanged ', measure(values.corpus, join(folder, 'small')));
}

function benchLarge(sentences: readonly string[], folder: string): void {
  const large = join(folder, 'large-corpus');
  mkdirSync(large);
  const bytes = resample(sentences, Number(values.megabytes) * 1e6, large);
  const first = measure(large, join(folder, 'large'));
  console.log('large, first run  ', first, `${(bytes / 1e3 / first.durationMs).toFixed(2)} MB/s`);
  const second = measure(large, join(folder, 'large'));
  console.log('large, unchanged  ', second);
  const share = (100 * second.durationMs) / first.durationMs;
  console.log(`large, unchanged / first run: ${share.toFixed(1)} % of the time (at most 5 %)`);
}

const folder = mkdtempSync(join(tmpdir(), 'askfolio-bench-'));
const { script: builtChild, remove } = await buildChild();
try {
  const sentences = sentencesOf(values.text);
  const parts = values.parts.split(',');
  if (parts.includes('changes')) await benchChanges(sentences, folder);
  if (parts.includes('corpus')) benchCorpus(folder);
  if (parts.includes('mixed')) benchMixed(sentences, folder);
  if (parts.includes('large')) benchLarge(sentences, folder);
} finally {
  remove();
  rmSync(folder, { recursive: true, force: true });
}
