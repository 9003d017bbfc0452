import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from './domain/errors.js';
import { createRefill } from './refill-vectors.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** `missing` tells how many vectors are missing after each refill; a function fails instead. */
function setUp(missing: readonly (number | (() => never))[]) {
  const state = { answers: true, probes: 0, refills: 0 };
  const problems: string[] = [];
  const refill = createRefill({
    embedder: {
      id: 'e',
      dimensions: 1,
      lexicalShare: 0.3,
      cacheSimilarity: 0.4,
      embedPassages: async () => [],
      embedQuestions: async (texts) => {
        state.probes++;
        if (!state.answers) throw new AppError('embedder_failed', 'away');
        return texts.map(() => new Float32Array(1));
      },
      close: async () => undefined,
    },
    refill: async () => {
      const left = missing[state.refills++] ?? 0;
      return typeof left === 'number' ? left : left();
    },
    onProblem: (message) => problems.push(message),
    everyMs: 1_000,
  });
  return { refill, state, problems };
}

describe('createRefill', () => {
  it('does nothing before it is started, and stops when nothing is missing', async () => {
    const { refill, state } = setUp([3, 0]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(state).toMatchObject({ probes: 0, refills: 0 });
    refill.start();
    refill.start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state).toMatchObject({ probes: 2, refills: 2 });
  });

  it('only asks the embedder while that is away', async () => {
    const { refill, state } = setUp([0]);
    state.answers = false;
    refill.start();
    await vi.advanceTimersByTimeAsync(5_500);
    expect(state).toMatchObject({ probes: 5, refills: 0 });
    state.answers = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(state.refills).toBe(1);
  });

  it('goes on after a failure and tells it, but not that another process writes', async () => {
    const fails = (error: AppError) => (): never => {
      throw error;
    };
    const { refill, state, problems } = setUp([
      fails(new AppError('index_busy', 'busy')),
      fails(new AppError('storage_failed', 'disk full')),
      0,
    ]);
    refill.start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.refills).toBe(3);
    expect(problems).toEqual(['Missing vectors could not be made: disk full']);
  });

  it('ends with its owner', async () => {
    const { refill, state } = setUp([1, 1, 1]);
    refill.start();
    await vi.advanceTimersByTimeAsync(1_500);
    refill.close();
    refill.start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state.refills).toBe(1);
  });
});
