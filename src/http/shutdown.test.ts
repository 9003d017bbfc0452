import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { handleShutdown, type SignalSource } from './shutdown.js';
import { createRecordedLog } from './testing/fake-application.js';

function createSource(): {
  source: SignalSource;
  send: (signal: string) => void;
  exits: number[];
  exited: Promise<void>;
} {
  const emitter = new EventEmitter();
  const exits: number[] = [];
  let tell = (): void => undefined;
  const exited = new Promise<void>((resolve) => (tell = resolve));
  const source: SignalSource = {
    on: (signal, listener) => emitter.on(signal, listener),
    off: (signal, listener) => emitter.off(signal, listener),
    exit: (code) => {
      exits.push(code);
      tell();
    },
  };
  return { source, exits, exited, send: (signal) => void emitter.emit(signal, signal) };
}

describe('handleShutdown', () => {
  it.each(['SIGTERM', 'SIGINT'])('drains on %s and exits 0', async (signal) => {
    const { source, send, exits, exited } = createSource();
    let drained = false;
    handleShutdown({ close: async () => void (drained = true), log: createRecordedLog(), source });
    send(signal);
    await exited;
    expect([drained, exits]).toEqual([true, [0]]);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ])('exits at once on a second signal: %s', (signal, code) => {
    const { source, send, exits } = createSource();
    handleShutdown({ close: () => new Promise(() => undefined), log: createRecordedLog(), source });
    send('SIGTERM');
    expect(exits).toEqual([]);
    send(signal);
    expect(exits).toEqual([code]);
  });

  it('exits 1 and says why when closing fails', async () => {
    const { source, send, exits, exited } = createSource();
    const log = createRecordedLog();
    handleShutdown({ close: () => Promise.reject(new Error('disk full')), log, source });
    send('SIGTERM');
    await exited;
    expect([exits, log.lines.at(-1)]).toEqual([
      [1],
      { level: 'error', fields: { problem: 'disk full' }, message: 'stopping failed' },
    ]);
  });

  it('can be taken away', () => {
    const { source, send, exits } = createSource();
    const remove = handleShutdown({ close: () => Promise.resolve(), log: createRecordedLog(), source });
    remove();
    send('SIGTERM');
    send('SIGTERM');
    expect(exits).toEqual([]);
  });
});
