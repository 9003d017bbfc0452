/** The tiny corpus and golden set of the tests. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow } from '../golden/check-corpus.js';
import type { SubjectDocument } from '../subject.js';

export const fixtureFolder = dirname(fileURLToPath(import.meta.url));

export function fixtureDocuments(): SubjectDocument[] {
  const corpus = join(fixtureFolder, 'corpus');
  return filesBelow(corpus).map((path) => {
    const text = readFileSync(join(corpus, path), 'utf8');
    return { id: path, title: /^# (.+)$/m.exec(text)?.[1] ?? path, text };
  });
}
