/**
 * Span-level retrieval of the product's chunker at several sizes beside plain splitters, vectors kept in `.askfolio`:
 * `tsx scripts/retrieval/chunking.ts [--limit CHARACTERS] [--size MIN/TARGET/MAX]... FOLDER`.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runEval } from '../../eval/run-eval.js';
import type { Chunker } from '../../eval/options.js';
import { buildGeneration } from '../../ingest/build-generation.js';
import { createCachedEmbedder } from './cached-embedder.js';

const sizes = ['40/90/140', '60/120/180', '80/160/240', '100/200/300'];

function chunkerOf(name: string): Chunker {
  const [minimumWords = 0, targetWords = 0, maximumWords = 0] = name.split('/').map(Number);
  const size = { minimumWords, targetWords, maximumWords };
  return {
    name: `product ${name}`,
    split: async (text, title) =>
      buildGeneration([{ path: title, text }], { size }).content.chunks.map((chunk) => chunk.text),
  };
}

const { values, positionals } = parseArgs({
  options: { size: { type: 'string', multiple: true }, limit: { type: 'string' } },
  allowPositionals: true,
});
process.exitCode = await runEval(
  {
    command: 'chunking',
    paths: positionals,
    ...(values.limit === undefined ? {} : { limit: Number(values.limit) }),
  },
  {
    createSubject: () => Promise.reject(new Error('chunking needs no subject')),
    createEmbedder: () => createCachedEmbedder(resolve('.askfolio')),
    chunkers: (values.size ?? sizes).map(chunkerOf),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    cwd: process.cwd(),
    now: () => new Date(),
    elapsed: () => performance.now(),
    version: '0',
    gitSha: '',
  },
);
