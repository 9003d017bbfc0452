/** Items of one list are told in the order of the text, whichever was chosen first. */
import { describe, expect, it } from 'vitest';
import { buildGeneration } from '../../ingest/build-generation.js';
import { createEmbeddedSnapshot } from '../index/embedded-index.js';
import { candidatesOf } from './candidates.js';
import { createCitationBook } from './citations.js';
import { renderProse } from './prose.js';

const text =
  '# Hall\n\nThe hall is old. It has these machines:\n\n- Belt\n- Tunnel\n- Printer\n\nThey run at night.\n';
const snapshot = createEmbeddedSnapshot(buildGeneration([{ path: 'hall.md', text }]).content);
const [chunk] = snapshot.catalogue.documents.flatMap(
  ({ chunkIds }) => snapshot.chunk(chunkIds[0] ?? '') ?? [],
);

function told(...order: readonly string[]): string {
  const candidates =
    chunk === undefined ? [] : candidatesOf([{ chunk, score: 1, lexical: 1, dense: 0 }], snapshot);
  const chosen = order.flatMap((start) => candidates.find((one) => one.text.startsWith(start)) ?? []);
  return renderProse(chosen, createCitationBook());
}

describe('renderProse', () => {
  it.each([
    [['Printer', 'Belt', 'Tunnel'], '- Belt\n- Tunnel\n- Printer [1]'],
    [['Tunnel', 'It has', 'Belt'], 'It has these machines:\n\n- Belt\n- Tunnel [1]'],
    [['Printer', 'They run', 'Tunnel'], '- Tunnel\n- Printer\n\nThey run at night. [1]'],
    [['They run', 'The hall is'], 'They run at night. [1]\n\nThe hall is old. [1]'],
  ])('%j', (order, expected) => {
    expect(told(...order)).toBe(expected);
  });
});
