/** What the process does on SIGTERM and SIGINT: drain and exit 0; the second signal exits at once. */
import { messageOf } from '../domain/errors.js';
import type { HttpLog } from './application.js';

const signals = { SIGTERM: 15, SIGINT: 2 } as const;

/** Where signals come from and where an exit goes: `process`, or a stand-in. */
export interface SignalSource {
  on(signal: keyof typeof signals, listener: (signal: keyof typeof signals) => void): unknown;
  off(signal: keyof typeof signals, listener: (signal: keyof typeof signals) => void): unknown;
  exit(code: number): void;
}

/**
 * Installs the handlers. `close` drains everything (server, then engines) and settles when the process may end.
 * Exit status: 0 drained, 1 closing failed, 128 + the signal's number on the second signal. Returns the way to remove them.
 */
export function handleShutdown(options: {
  close: () => Promise<void>;
  log: HttpLog;
  source?: SignalSource;
}): () => void {
  const source: SignalSource = options.source ?? process;
  let isStopping = false;
  const onSignal = (signal: keyof typeof signals): void => {
    if (isStopping) {
      source.exit(128 + signals[signal]);
      return;
    }
    isStopping = true;
    options.log.info({ signal }, 'stopping: running requests may finish');
    options.close().then(
      () => source.exit(0),
      (error: unknown) => {
        options.log.error({ problem: messageOf(error) }, 'stopping failed');
        source.exit(1);
      },
    );
  };
  for (const signal of Object.keys(signals) as (keyof typeof signals)[]) source.on(signal, onSignal);
  return () => {
    for (const signal of Object.keys(signals) as (keyof typeof signals)[]) source.off(signal, onSignal);
  };
}
