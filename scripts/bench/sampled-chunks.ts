/** Chunks for load tests: sentences of real texts, drawn at random from a seed, so that no two chunks are alike. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Chunk } from '../../src/domain/chunk.js';
import { splitSentences } from '../../src/text/sentences.js';

/** Texts of a folder: .md and .txt as they are, of .jsonl the field `text` of each line. */
function readTexts(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/node_modules|\/\./.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .flatMap((path) => {
      if (/\.(md|txt)$/.test(path)) return [readFileSync(path, 'utf8')];
      if (!path.endsWith('.jsonl')) return [];
      const lines = readFileSync(path, 'utf8').trim().split('\n');
      return lines.flatMap((line) => {
        const { text } = JSON.parse(line) as { text?: unknown };
        return typeof text === 'string' ? [text] : [];
      });
    });
}

/** Different sentences of 4 to 60 words from all texts of the folders. */
export function readSentences(folders: readonly string[]): string[] {
  const found = new Set<string>();
  for (const text of folders.flatMap(readTexts)) {
    for (const { start, end } of splitSentences(text)) {
      const sentence = text.slice(start, end).replace(/\s+/g, ' ').trim();
      const words = sentence.split(' ').length;
      if (words >= 4 && words <= 60) found.add(sentence);
    }
  }
  return [...found];
}

interface SampleOptions {
  readonly sentences: readonly string[];
  readonly count: number;
  readonly random: () => number;
}

const chunksPerDocument = 10;
const wordsPerChunk = 110;

/** Chunks of about 110 words, ten to a document; title and heading are the beginnings of drawn sentences. */
export function sampleChunks({ sentences, count, random }: SampleOptions): Chunk[] {
  const draw = (): string => sentences[Math.floor(random() * sentences.length)]!;
  const heading = (): string => draw().split(' ').slice(0, 4).join(' ');
  let title = '';
  return Array.from({ length: count }, (_, number) => {
    if (number % chunksPerDocument === 0) title = heading();
    return sampleChunk(number, { title, headingPath: [heading()], draw });
  });
}

function sampleChunk(
  number: number,
  { title, headingPath, draw }: { title: string; headingPath: string[]; draw: () => string },
): Chunk {
  const parts: string[] = [];
  for (let words = 0; words < wordsPerChunk * 0.85;) {
    const sentence = draw();
    parts.push(sentence);
    words += sentence.split(' ').length;
  }
  let at = 0;
  const spans = parts.map((part) => {
    const span = { start: at, end: at + part.length };
    at = span.end + 1;
    return span;
  });
  const text = parts.join(' ');
  const documentId = `sampled-${Math.floor(number / chunksPerDocument)}`;
  return {
    id: `${documentId}#${number.toString(16).padStart(8, '0')}`,
    documentId,
    title,
    headingPath,
    text,
    sentences: spans,
    ordinal: number % chunksPerDocument,
    total: chunksPerDocument,
    tokens: text.split(' ').length,
    kind: 'prose',
    tags: [],
    source: { path: `${documentId}.md`, startLine: 1, endLine: 9, sha256: '0'.repeat(64) },
    summary: '',
    documentType: 'project',
    standing: 'done',
  };
}
