/**
 * Ingest figures: the corpus as a whole process, a second run with nothing changed, and a large folder made by seeded resampling
 * of sentences from the texts of `--text`, and 1,000 files of every format. `npx tsx scripts/bench/ingest.ts --text FOLDER [--corpus FOLDER]
 * [--megabytes 20] [--peer FOLDER]`. With `--peer`, LangChain's loaders and splitter read the same 1,000 files in the same run; FOLDER is one in which
 * `npm install --legacy-peer-deps @langchain/community @langchain/textsplitters @langchain/core pdf-parse@1 mammoth d3-dsv@3` was run.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ingest } from '../../ingest/ingest.js';
import { createRandom } from '../../ingest/secrets/testing/planted-secrets.js';
import { makeDocx, makePdf } from '../../ingest/testing/sample-files.js';
import { splitSentences } from '../../src/text/sentences.js';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: 'corpus' },
    text: { type: 'string', default: 'corpus' },
    megabytes: { type: 'string', default: '20' },
    peer: { type: 'string' },
    child: { type: 'string' },
    data: { type: 'string', default: '' },
  },
});

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:md|txt)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Sentences of running text, list items and headings apart. */
function sentencesOf(folder: string): string[] {
  const paragraphs = markdownFiles(folder).flatMap((path) =>
    readFileSync(path, 'utf8')
      .slice(0, 2_000_000)
      .replace(/^---\n[^]*?\n---\n/, '')
      .split(/\n\s*\n/),
  );
  const running = paragraphs.filter((text) => /^[A-Z]/.test(text) && !text.includes('|'));
  return running.flatMap((text) =>
    splitSentences(text).map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' ')),
  );
}

function resample(sentences: readonly string[], bytes: number, folder: string): number {
  const random = createRandom(20);
  const pick = (): string => sentences[Math.floor(random() * sentences.length)] ?? '';
  let written = 0;
  for (let number = 0; written < bytes; number++) {
    let text = `---\ntitle: Write-up ${number}\ntags: [bench, sample]\nstack: [Go, Redis]\n---\n`;
    for (let section = 0; section < 8; section++) {
      text += `\n## ${pick().split(' ').slice(0, 5).join(' ')}\n\n`;
      for (let paragraph = 0; paragraph < 3; paragraph++)
        text += `${pick()} ${pick()} ${pick()} ${pick()}\n\n`;
      if (section % 2 === 0) text += `These points matter:\n\n- ${pick()}\n- ${pick()}\n- ${pick()}\n\n`;
      if (section % 4 === 1) text += '| Name | Value |\n|---|---|\n| a | 1 |\n| b | 2 |\n\n';
    }
    writeFileSync(join(folder, `write-up-${String(number).padStart(5, '0')}.md`), text);
    written += Buffer.byteLength(text);
  }
  return written;
}

/** A thousand files of all formats, made of the same sentences. Bytes written. */
function mixedFolder(sentences: readonly string[], folder: string): number {
  const random = createRandom(21);
  const pick = (): string => sentences[Math.floor(random() * sentences.length)] ?? '';
  const several = (count: number): string[] => Array.from({ length: count }, pick);
  const plain = (text: string): string => text.replace(/[<>&]/g, ' ');
  const run = (text: string): string => `<w:p><w:r><w:t>${plain(text)}</w:t></w:r></w:p>`;
  const markdown = (): string =>
    [1, 2, 3, 4].map((part) => `## Part ${part}\n\n${several(8).join(' ')}\n`).join('\n');
  const makers: Readonly<Record<string, () => string | Buffer>> = {
    md: markdown,
    mdx: () => `import X from './x'\n\n${markdown()}`,
    txt: () => [1, 2, 3, 4].map(() => several(8).join(' ')).join('\n\n'),
    html: () =>
      `<html><head><title>Page</title></head><body><article>${[1, 2, 3, 4].map((part) => `<h2>Part ${part}</h2><p>${plain(several(8).join(' '))}</p>`).join('')}</article></body></html>`,
    pdf: () =>
      makePdf(
        [1, 2].map(() =>
          several(40).map((text, index) => ({
            x: 50,
            y: 800 - index * 18,
            size: 8,
            text: text.replace(/[^\x20-\x7E]/g, ' ').slice(0, 110),
          })),
        ),
      ),
    docx: () => makeDocx(several(30).map(run).join('')),
    ipynb: () =>
      JSON.stringify({
        metadata: {},
        cells: [1, 2, 3, 4].map((part) => ({
          cell_type: 'markdown',
          source: `## Part ${part}\n\n${several(8).join(' ')}`,
        })),
      }),
    csv: () =>
      `question,answer\n${several(20)
        .map((text) => `"${text.replace(/"/g, '')}","${pick().replace(/"/g, '')}"`)
        .join('\n')}\n`,
    jsonl: () =>
      several(20)
        .map((text) => JSON.stringify({ question: text, answer: pick() }))
        .join('\n'),
  };
  const formats = Object.entries(makers);
  let written = 0;
  for (let number = 0; number < 1_000; number++) {
    const [extension, make] = formats[number % formats.length] ?? ['txt', pick];
    const content = make();
    writeFileSync(join(folder, `file-${number}.${extension}`), content);
    written += Buffer.byteLength(content);
  }
  return written;
}

/** LangChain's loader for each format (its text loader where it has none) and its recursive splitter, as a process of its own. Milliseconds. */
function measurePeer(peer: string, folder: string): number {
  const script = join(peer, 'askfolio-peer.mjs');
  writeFileSync(
    script,
    `import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TextLoader } from '@langchain/classic/document_loaders/fs/text';
import { JSONLinesLoader } from '@langchain/classic/document_loaders/fs/json';
import { PDFLoader } from '@langchain/community/document_loaders/fs/pdf';
import { DocxLoader } from '@langchain/community/document_loaders/fs/docx';
import { CSVLoader } from '@langchain/community/document_loaders/fs/csv';
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
const folder = process.argv[2];
const splitter = new RecursiveCharacterTextSplitter({ chunkSize: 800, chunkOverlap: 100 });
const startedAt = performance.now();
let chunks = 0;
for (const name of readdirSync(folder)) {
  const path = join(folder, name);
  const loader = name.endsWith('.pdf') ? new PDFLoader(path) : name.endsWith('.docx') ? new DocxLoader(path)
    : name.endsWith('.csv') ? new CSVLoader(path) : name.endsWith('.jsonl') ? new JSONLinesLoader(path, '/answer') : new TextLoader(path);
  chunks += (await splitter.splitDocuments(await loader.load())).length;
}
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ durationMs: Math.round(performance.now() - startedAt), chunks, processorMs: Math.round((user + system) / 1000) }));`,
  );
  const child = spawnSync(process.execPath, [script, folder], { encoding: 'utf8', cwd: peer });
  if (child.status !== 0) throw new Error(child.stderr);
  const line = child.stdout.trim().split('\n').at(-1) ?? '';
  console.log('mixed, LangChain  ', line);
  return Number(/"durationMs":(\d+)/.exec(line)?.[1]);
}

function benchMixed(sentences: readonly string[], folder: string): void {
  const mixed = join(folder, 'mixed-corpus');
  mkdirSync(mixed);
  const bytes = mixedFolder(sentences, mixed);
  const first = measure(mixed, join(folder, 'mixed'));
  console.log('mixed, 1,000 files', first, `${(bytes / 1e3 / first.durationMs).toFixed(2)} MB/s`);
  const second = measure(mixed, join(folder, 'mixed'));
  const share = ((100 * second.durationMs) / first.durationMs).toFixed(1);
  console.log('mixed, unchanged  ', second, `${share} % of the first run`);
  if (values.peer === undefined) return;
  const peerMs = measurePeer(values.peer, mixed);
  console.log('mixed, ours / LangChain', (first.durationMs / peerMs).toFixed(2));
}

interface ChildFigures {
  readonly durationMs: number;
  readonly documents: number;
  readonly chunks: number;
  readonly words: number;
  readonly residentMegabytes: number;
  /** Processor time of the whole process: says more than the clock on a busy machine. */
  readonly processorMs: number;
}

/** One ingest in a process of its own: its figures and its wall-clock time. */
function measure(corpusFolder: string, dataFolder: string): ChildFigures & { readonly processMs: number } {
  const startedAt = performance.now();
  const script = fileURLToPath(import.meta.url);
  const child = spawnSync(
    process.execPath,
    ['--import', 'tsx', script, '--child', corpusFolder, '--data', dataFolder],
    { encoding: 'utf8' },
  );
  if (child.status !== 0) throw new Error(child.stderr);
  return {
    ...(JSON.parse(child.stdout) as ChildFigures),
    processMs: Math.round(performance.now() - startedAt),
  };
}

async function runChild(corpusFolder: string, dataFolder: string): Promise<void> {
  let resident = 0;
  const onProgress = (): void => {
    resident = Math.max(resident, process.memoryUsage.rss());
  };
  const report = await ingest({ corpusFolder, dataFolder, now: () => performance.now(), onProgress });
  onProgress();
  resident = Math.max(resident, process.resourceUsage().maxRSS * 1024);
  const { documents, chunks, words } = report;
  const { user, system } = process.cpuUsage();
  const processorMs = Math.round((user + system) / 1000);
  const figures: ChildFigures = {
    durationMs: Math.round(report.durationMs),
    documents,
    chunks,
    words,
    residentMegabytes: Math.round(resident / 1e6),
    processorMs,
  };
  process.stdout.write(JSON.stringify(figures));
}

/** One file of the corpus changes again and again under a process that stays, as `serve --watch` does; without vectors. */
async function measureChanges(corpusFolder: string, folder: string): Promise<void> {
  const copy = join(folder, 'changing-corpus');
  cpSync(corpusFolder, copy, { recursive: true });
  const file = markdownFiles(copy).at(-1) ?? '';
  const durations: number[] = [];
  const processor: number[] = [];
  for (let round = 0; round < 12; round++) {
    writeFileSync(file, `${readFileSync(file, 'utf8')}\nRound ${round} changed this file.\n`);
    const before = process.cpuUsage();
    const { durationMs } = await ingest({
      corpusFolder: copy,
      dataFolder: join(folder, 'changing'),
      now: () => performance.now(),
    });
    const { user, system } = process.cpuUsage(before);
    durations.push(durationMs);
    processor.push((user + system) / 1000);
  }
  // The first run reads everything.
  const median = (all: readonly number[]): string =>
    (all.slice(1).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0).toFixed(0);
  console.log(
    `corpus, one file changed, medians: ${median(durations)} ms, processor ${median(processor)} ms (at most 100 ms)`,
  );
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'askfolio-bench-'));
  try {
    await measureChanges(values.corpus, folder);
    console.log('corpus, first run ', measure(values.corpus, join(folder, 'small')));
    console.log('corpus, unchanged ', measure(values.corpus, join(folder, 'small')));
    const sentences = sentencesOf(values.text);
    benchMixed(sentences, folder);
    const large = join(folder, 'large-corpus');
    mkdirSync(large);
    const bytes = resample(sentences, Number(values.megabytes) * 1e6, large);
    const first = measure(large, join(folder, 'large'));
    console.log('large, first run  ', first, `${(bytes / 1e3 / first.durationMs).toFixed(2)} MB/s`);
    const second = measure(large, join(folder, 'large'));
    console.log('large, unchanged  ', second);
    const share = (100 * second.durationMs) / first.durationMs;
    console.log(`large, unchanged / first run: ${share.toFixed(1)} % of the time (at most 5 %)`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.child === undefined) await main();
else await runChild(values.child, values.data);
