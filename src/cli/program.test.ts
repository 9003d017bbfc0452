import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './testing/fake-terminal.js';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'askfolio-cli-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('wrong usage ends with 2 and says what was meant', () => {
  it.each([
    [['aks', 'What?'], "unknown command 'aks'\n(Did you mean ask?)"],
    [['ask', '--explian', 'What?'], "unknown option '--explian'\n(Did you mean --explain?)"],
    [['ingest', '--dryrun'], "unknown option '--dryrun'\n(Did you mean --dry-run?)"],
    [['serve', '--port', 'http'], "option '--port <number>' argument 'http' is invalid. Give a whole number"],
    [['serve', '--port', '70000'], 'PORT: must be at most 65535'],
    [['logs', '--since', 'yesterday'], "argument 'yesterday' is invalid. Give a date such as 2026-01-31"],
    [['logs', '--status', 'fine'], 'Allowed choices are answered, partial, not_documented'],
    [['cache', 'clear', '--older-than', '-1'], "argument '-1' is invalid"],
    [['cache', 'empty'], "unknown command 'empty'"],
    [['eval', '--tolerance', 'some'], "argument 'some' is invalid. Give a number such as 0.01."],
    [['ask', '--corpus'], "option '--corpus <folder>' argument missing"],
    [[], 'Usage: askfolio [options] [command]'],
  ])('%j', async (argv, message) => {
    const { status, stdout, stderr } = await run(argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('stays JSON with --json, before or after the command', async () => {
    const error = { code: 'bad_config', message: "unknown option '--explian'\n(Did you mean --explain?)" };
    for (const argv of [
      ['--json', 'ask', '--explian'],
      ['ask', '--explian', '--json'],
    ])
      expect(JSON.parse((await run(argv)).stdout)).toEqual({ error });
  });

  it('tells every wrong variable, as text and as JSON', async () => {
    const environment = { PORT: 'x', RATE_LIMIT: 'y' };
    const wrong = await run(['doctor', '--data-dir', folder, '--json'], { environment });
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(
      /^askfolio: The configuration has 2 problem\(s\):\n {2}PORT: .*\n {2}RATE_LIMIT: /,
    );
    expect(JSON.parse(wrong.stdout)).toMatchObject({ error: { code: 'bad_config' } });
  });
});

describe('help and version end with 0 on stdout', () => {
  it.each([
    [['--version'], '1.2.3'],
    [['--help'], 'ingest [options] [paths...]'],
    [['help', 'ask'], '--explain'],
    [['serve', '--help'], '--data-dir <folder>'],
    [['eval', '--help'], 'show <id> [files..]'],
  ])('%j', async (argv, text) => {
    const { status, stdout, stderr } = await run(argv);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(text);
  });

  it('names every command', async () => {
    const { stdout } = await run(['--help']);
    const named = [...stdout.matchAll(/^ {2}([a-z]+)(?: \[[^\]]*\])* {2,}/gm)].map((match) => match[1]);
    expect(named).toEqual(['ingest', 'ask', 'serve', 'eval', 'logs', 'cache', 'doctor', 'help']);
  });
});
