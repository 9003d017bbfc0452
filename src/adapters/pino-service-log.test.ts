import { describe, expect, it } from 'vitest';
import { AppError } from '../domain/errors.js';
import { createServiceLog } from './pino-service-log.js';

function collect(level?: 'debug' | 'warn'): {
  lines: () => Record<string, unknown>[];
  log: ReturnType<typeof createServiceLog>;
} {
  let text = '';
  const log = createServiceLog({
    ...(level === undefined ? {} : { level }),
    maskSecrets: (value) => value.replaceAll('hunter2', '[redacted]'),
    destination: { write: (line: string) => void (text += line) },
  });
  return { log, lines: () => text.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>) }; // prettier-ignore
}

describe('createServiceLog', () => {
  it('writes level, time, fields and message', () => {
    const { log, lines } = collect();
    log.info({ requestId: 'a', status: 200 }, 'request');
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-/) as string,
        requestId: 'a',
        status: 200,
        msg: 'request',
      },
    ]);
  });

  it('redacts known fields and masks texts', () => {
    const { log, lines } = collect();
    log.warn(
      {
        authorization: 'Bearer x',
        request: { headers: { cookie: 'x' }, ip: '10.0.0.1' },
        question: 'q',
        status: 1,
      },
      'password is hunter2',
    );
    expect(lines()[0]).toMatchObject({
      authorization: '[redacted]',
      request: { headers: '[redacted]', ip: '[redacted]' },
      question: '[redacted]',
      status: 1,
      msg: 'password is [redacted]',
    });
  });

  it('keeps of an error its name, code, message, stack and cause, and nothing that hangs on it', () => {
    const { log, lines } = collect();
    const cause = Object.assign(new Error('redis://u:hunter2@host'), {
      config: { headers: { key: 'sk-1' } },
    });
    log.error({ err: new AppError('engine_unavailable', 'no answer', { cause }) }, 'failed');
    const text = JSON.stringify(lines()[0]);
    expect(lines()[0]?.['err']).toMatchObject({
      type: 'AppError',
      code: 'engine_unavailable',
      message: 'no answer',
      cause: { type: 'Error', message: 'redis://u:[redacted]@host' },
    });
    expect(text).not.toMatch(/hunter2|sk-1/);
  });

  it('keeps still below its level', () => {
    const { log, lines } = collect('warn');
    log.info({}, 'quiet');
    expect(lines()).toEqual([]);
  });
});
