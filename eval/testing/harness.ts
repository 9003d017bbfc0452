/** Runs the evaluation over the fixture with a fake subject and collects what it prints. */
import { runEval } from '../run-eval.js';
import type { EvalDependencies, EvalOptions } from '../options.js';
import type { EvalSubject } from '../subject.js';
import { createFakeSubject } from './fake-subject.js';
import type { Fault } from './fake-subject.js';
import { fixtureDocuments, fixtureFolder } from './fixture.js';

export interface HarnessRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly lastLine: string;
}

export interface HarnessOptions {
  readonly fault?: Fault;
  readonly subject?: EvalSubject;
  readonly cwd?: string;
  readonly dependencies?: Partial<EvalDependencies>;
}

/** Time stands still but for one millisecond per reading. */
function createClock(): () => number {
  let now = 0;
  return () => (now += 1);
}

export async function runHarness(options: EvalOptions, harness: HarnessOptions = {}): Promise<HarnessRun> {
  let stdout = '';
  let stderr = '';
  const fault = harness.fault === undefined ? {} : { fault: harness.fault };
  const code = await runEval(options, {
    createSubject: async (corpus) =>
      harness.subject ?? createFakeSubject(corpus === undefined ? [] : fixtureDocuments(), fault),
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    cwd: harness.cwd ?? fixtureFolder,
    now: () => new Date('2026-01-10T00:00:00Z'),
    elapsed: createClock(),
    version: '0.0.0',
    gitSha: 'abcdef0123',
    ...harness.dependencies,
  });
  const lastLine = stdout.trimEnd().split('\n').at(-1) ?? '';
  return { code, stdout, stderr, lastLine };
}
