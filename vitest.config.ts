import { defineConfig } from 'vitest/config';

/** A bare CI machine may stand still for seconds: there a failed test is tried once more, and the end of the run names it (scripts/count-tests.mjs). */
const retry = process.env['CI'] === 'true' ? 1 : 0;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          retry,
          include: ['src/**/*.test.ts', 'ingest/**/*.test.ts', 'eval/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [
            '**/*.engines.test.ts',
            '**/*.browser.test.ts',
            '**/*.soak.test.ts',
            '**/node_modules/**',
          ],
          testTimeout: 20_000,
          // How long something may take to happen on a busy machine; what never happens still fails.
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          name: 'engines',
          retry,
          include: ['**/*.engines.test.ts'],
          exclude: ['**/node_modules/**', 'dist/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          retry,
          include: ['**/*.browser.test.ts'],
          exclude: ['**/node_modules/**', 'dist/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'soak',
          include: ['**/*.soak.test.ts'],
          exclude: ['**/node_modules/**', 'dist/**'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
