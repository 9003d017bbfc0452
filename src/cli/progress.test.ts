import { describe, expect, it } from 'vitest';
import type { IngestProgress } from '../../ingest/ingest.js';
import { progressLine, showProgress } from './progress.js';

const at = (elapsedMs: number, done = 5, stage: IngestProgress['stage'] = 'embed'): IngestProgress => ({
  stage,
  done,
  total: 20,
  elapsedMs,
  leftMs: 1_500,
});

function drawn(interactive: boolean, moments: readonly IngestProgress[]): string[] {
  const lines: string[] = [];
  const progress = showProgress({ interactive, draw: (line) => void lines.push(line) });
  for (const moment of moments) progress.update(moment);
  progress.clear();
  progress.clear();
  return lines;
}

describe('progress', () => {
  it.each([
    [at(1_000), 'Embedding 5/20 (5/s, 2 s left)'],
    [{ ...at(0, 0, 'read'), leftMs: 0 }, 'Reading 0/20 (0/s)'],
    [{ ...at(2_000, 20, 'write'), leftMs: 0 }, 'Writing 20/20 (10/s)'],
  ] as const)('%j', (progress, line) => {
    expect(progressLine(progress)).toBe(line);
  });

  it('draws ten times a second at most, each stage at once, and cleans up once', () => {
    expect(drawn(true, [at(0, 1, 'read'), at(50, 2, 'read'), at(120, 3, 'read'), at(0, 1)])).toEqual([
      progressLine(at(0, 1, 'read')),
      progressLine(at(120, 3, 'read')),
      progressLine(at(0, 1)),
      '',
    ]);
  });

  it('is silent when nobody watches or there is nothing to do', () => {
    expect(drawn(false, [at(0), at(500)])).toEqual([]);
    expect(drawn(true, [{ ...at(0), total: 0 }])).toEqual([]);
  });
});
