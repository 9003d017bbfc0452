import { describe, expect, it } from 'vitest';
import { AppError, errorCodes } from '../domain/errors.js';
import { describeError, describeWarning, errorAsJson, exitStatusOf, printable } from './output.js';

describe('exitStatusOf', () => {
  it.each(errorCodes.map((code) => [code] as const))('%s', (code) => {
    const usage = ['bad_question', 'bad_config', 'bad_golden'];
    expect(exitStatusOf(new AppError(code, 'x'))).toBe(usage.includes(code) ? 2 : 1);
  });
  it('takes anything else as a failure', () => {
    expect([new Error('x'), 'x', undefined].map(exitStatusOf)).toEqual([1, 1, 1]);
  });
});

describe('describeError', () => {
  it.each([
    ['adds what to do', new AppError('index_missing', 'There is no index.'), 'askfolio: There is no index.\nRun `askfolio ingest`.'],
    ['does not say it twice', new AppError('index_missing', 'There is no index: run `askfolio ingest`.'), 'askfolio: There is no index: run `askfolio ingest`.'],
    ['knows where space comes from', new AppError('storage_failed', 'No space left.'), 'askfolio: No space left.\nFree some space or correct the permissions, or name another folder with --data-dir.'],
    ['leaves a message that needs nothing', new AppError('bad_question', 'The question is empty: type a few words.'), 'askfolio: The question is empty: type a few words.'],
    ['names a bug a bug', new TypeError('x is undefined'), 'askfolio: x is undefined\nThis is a fault of askfolio itself; please report it with the command that you gave.'],
    ['prints no control characters', new AppError('bad_config', 'a\u001b[31mb\u0007'), 'askfolio: a[31mb'],
  ])('%s', (_name, error, text) => {
    expect(describeError(error)).toBe(text);
  });
}); // prettier-ignore

describe('describeWarning', () => {
  it.each([
    [{ path: 'a.md', line: 3, message: 'Broken.' }, 'warning: a.md:3: Broken.'],
    [{ path: 'a.md', message: 'Broken.' }, 'warning: a.md: Broken.'],
    [{ path: 'a\u001b]0;x\u0007.md', message: 'Broken.' }, 'warning: a]0;x.md: Broken.'],
  ])('%j', (warning, text) => {
    expect(describeWarning(warning)).toBe(text);
  });
});

it('errorAsJson holds code and message', () => {
  expect(JSON.parse(errorAsJson(new AppError('index_busy', 'Busy.')))).toEqual({ error: { code: 'index_busy', message: 'Busy.' } }); // prettier-ignore
  expect(JSON.parse(errorAsJson('x'))).toEqual({ error: { code: 'internal', message: 'x' } });
});

it('printable keeps lines, tabs and letters of every script', () => {
  expect(printable('a\tb\nc\r é 漢 \u0000\u009b')).toBe('a\tb\nc é 漢 ');
});
