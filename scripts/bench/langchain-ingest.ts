/** The peer of the ingest benchmark: LangChain's loaders and its splitter over a folder. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface PeerFigures {
  readonly durationMs: number;
  readonly chunks: number;
  readonly processorMs: number;
}

/** LangChain's loader for each format (its text loader where it has none) and its recursive splitter, as a process of its own. */
export function measurePeer(peer: string, folder: string): PeerFigures {
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
  return JSON.parse(line) as PeerFigures;
}
