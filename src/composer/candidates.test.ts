import { describe, expect, it } from 'vitest';
import { createEmbeddedSnapshot } from '../index/embedded-index.js';
import { buildGeneration } from '../../ingest/build-generation.js';
import { candidatesOf } from './candidates.js';

function textsOf(text: string): string[] {
  const { content } = buildGeneration([{ path: 'notes.md', text }]);
  const snapshot = createEmbeddedSnapshot(content);
  return candidatesOf(
    content.chunks.map((chunk) => ({ chunk, lexical: 0, dense: 0, score: 1 })),
    snapshot,
  ).map((candidate) => candidate.text);
}

describe('candidatesOf', () => {
  it('takes no question, whether it stands in a list, in bold or in the text', () => {
    const text = `# Notes

These work well:

- How are messages kept?
- Messages are kept in MySQL.

**Why Redis?**

Redis counts. Does it count fast? It does.
`;
    expect(textsOf(text)).toEqual([
      'These work well:',
      'Messages are kept in MySQL.',
      'Redis counts.',
      'It does.',
    ]);
  });
});
