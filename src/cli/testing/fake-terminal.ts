/** Runs a command line against a terminal that remembers what was printed. */
import { Readable } from 'node:stream';
import { runCli } from '../program.js';

export interface CliRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `EMBEDDER=none` unless told otherwise, so that a test does not load the model. */
export async function run(
  argv: readonly string[],
  options: { environment?: Record<string, string>; input?: string; interrupted?: AbortSignal } = {},
): Promise<CliRun> {
  const out: string[] = [];
  const notes: string[] = [];
  const status = await runCli(
    argv,
    {
      out: (text) => void out.push(text),
      note: (text) => void notes.push(text),
      draw: () => undefined,
      interactive: false,
      input: () => Readable.from([options.input ?? '']),
      interrupted: () => options.interrupted ?? new AbortController().signal,
    },
    { environment: { EMBEDDER: 'none', LOG_LEVEL: 'silent', ...options.environment }, version: '1.2.3' },
  );
  return { status, stdout: out.join('\n'), stderr: notes.join('\n') };
}
