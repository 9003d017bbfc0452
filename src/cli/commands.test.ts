/** Commands over real folders, without the model: what people see when all is well, and when something is wrong. */
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'; // prettier-ignore
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AskResult } from '../domain/answer.js';
import { run, type CliRun } from './testing/fake-terminal.js';

let folder = '';
let corpus = '';
let data = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askfolio-commands-'));
  corpus = join(folder, 'notes');
  data = join(folder, 'data');
  await mkdir(corpus);
  await write('orbit.md', '---\ntitle: Orbit\n---\n\n## Storage\n\nI built Orbit with Go, and it keeps its counters in Redis for a day.\n'); // prettier-ignore
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (path: string, content: string | Uint8Array): Promise<void> =>
  writeFile(join(corpus, path), content);
const cli = (argv: readonly string[], options?: Parameters<typeof run>[1]): Promise<CliRun> =>
  run(['--corpus', corpus, '--data-dir', data, ...argv], options);
const question = 'Where does Orbit keep its counters?';
/** What the answer was made of: whether that was enough for an answer is not for this file to say. */
const evidence = async (asked = question): Promise<string> => {
  const { status, stdout } = await cli(['ask', '--json', asked]);
  expect(status).toBe(0);
  return (JSON.parse(stdout) as AskResult).chunks.map(({ documentId, text }) => `${documentId}: ${text}`).join('\n'); // prettier-ignore
};

async function segment(name: string): Promise<string> {
  const found = (await readdir(join(data, 'index'))).find((file) => file.startsWith(`${name}-`));
  return join(data, 'index', found ?? 'missing');
}

describe('ask', () => {
  it('builds the index first, answers with sources, and does not build it again', async () => {
    const first = await cli(['ask', question]);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).not.toBe('');
    expect(await evidence()).toContain('Redis');
    const before = await readFile(join(data, 'ingest-state.json'), 'utf8');
    expect((await cli(['ask', question])).stdout).toBe(first.stdout);
    expect(await readFile(join(data, 'ingest-state.json'), 'utf8')).toBe(before);
  });

  it('notices a changed, an added and a removed file', async () => {
    expect(await evidence()).toMatch(/^orbit: .*Redis/);
    await write('orbit.md', '# Orbit\n\nOrbit keeps its counters in SQLite now.\n');
    expect(await evidence()).toMatch(/^orbit: .*SQLite/);
    await rename(join(corpus, 'orbit.md'), join(corpus, 'renamed.md'));
    expect(await evidence()).toMatch(/^renamed: .*SQLite/);
  });

  it('takes the question as several words, and options on both sides', async () => {
    const result = await run(['ask', ...question.split(' '), '--json', '--corpus', corpus, '--data-dir', data, '--no-cache']); // prettier-ignore
    expect(JSON.parse(result.stdout)).toMatchObject({ question, cache: { status: 'bypass' } }); // prettier-ignore
  });

  it('explains', async () => {
    const { stdout } = await cli(['ask', '--explain', question]);
    expect(stdout).toMatch(/Status: [\s\S]*Intent: [\s\S]*Chunks:\n {4}1\. [\s\S]*Engines: index embedded/);
  });

  it('answers the lines of a pipe and remembers the conversation', async () => {
    const input = `${question}\n\nWhat did I build it with?\nexit\nnever asked\n`;
    const { status, stdout } = await cli(['ask', '--json'], { input });
    const results = stdout.split('\n').map((line) => JSON.parse(line) as AskResult);
    expect(status).toBe(0);
    expect(results.map((result) => result.question)).toEqual([question, 'What did I build it with?']);
    expect(results[1]?.standalone).toMatch(/Orbit/);
  });

  it('goes on after a line that cannot be answered, and ends with 1', async () => {
    const { status, stdout, stderr } = await cli(['ask', '--json'], { input: `${'x'.repeat(2_000)}\n${question}\n` }); // prettier-ignore
    expect(status).toBe(1);
    expect(stderr).toContain('The question has 2000 characters; at most 1000 are answered: shorten it.');
    expect(JSON.parse(stdout)).toMatchObject({ question });
  });

  it.each([
    ['empty', '', 'The question is empty: type a few words.'],
    ['blank', ' \t ', 'The question is empty: type a few words.'],
    ['of control characters', '\u0000\u0007\u001b\u009b', 'The question is empty: type a few words.'],
    ['of 100,000 characters', 'why '.repeat(25_000), 'at most 1000 are answered: shorten it.'],
  ])('refuses a question that is %s, before it opens anything', async (_name, text, message) => {
    const { status, stdout, stderr } = await cli(['ask', '--json', text]);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'bad_question' } });
    expect(await readdir(folder)).toEqual(['notes']);
  });

  it('answers a question with some control characters, and prints none of them', async () => {
    const { status, stdout } = await cli(['ask', '--explain', `Where does\u0000 Orbit\u001b[31m keep its counters?`]); // prettier-ignore
    expect(status).toBe(0);
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/);
  });
});

describe('a folder that cannot be indexed', () => {
  it.each([
    ['missing', () => rm(corpus, { recursive: true }), 'does not exist: create it and put Markdown or text files into it, or name another with --corpus.'],
    ['empty', () => rm(join(corpus, 'orbit.md')), 'holds nothing that can be read (0 warnings): put Markdown or text files into it.'],
  ])('%s: 1 without an index', async (_name, spoil, message) => {
    await spoil();
    for (const command of [['ask', question], ['ingest'], ['serve', '--port', '0']]) {
      const { status, stdout, stderr } = await cli(command);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain(`askfolio: The corpus folder ${corpus} ${message}`);
    }
  }); // prettier-ignore

  it('missing: the index from before answers, with a warning', async () => {
    await cli(['ingest']);
    await rm(corpus, { recursive: true });
    const { status, stdout, stderr } = await cli(['ask', '--json', question]);
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as AskResult).chunks[0]?.text).toContain('Redis');
    expect(stderr).toMatch(/^warning: The corpus folder .* The index from before answers\.$/);
  });
});

describe('ingest', () => {
  it('says what it did, and that nothing has changed', async () => {
    expect((await cli(['ingest'])).stdout).toMatch(/^Indexed 1 documents, 1 chunks, .*\n1 added, 0 changed, 0 unchanged, 0 removed; 0 chunks embedded\.$/); // prettier-ignore
    expect((await cli(['ingest'])).stdout).toMatch(/^Nothing has changed: 1 documents/);
  });

  it('names file and line of what it leaves out, and reads the rest', async () => {
    await write('binary.md', Uint8Array.of(35, 32, 0, 1, 2, 255));
    await write('broken.md', '---\ntitle: [open\n---\n\n# Broken\n\nStill read.\n');
    await write('large.md', '');
    await truncate(join(corpus, 'large.md'), 50 * 1024 * 1024);
    await writeFile(join(folder, 'outside.md'), '# Outside\n\nNot of this folder.\n');
    await symlink(join(folder, 'outside.md'), join(corpus, 'link.md'));
    const { status, stdout, stderr } = await cli(['ingest', '--json']);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^warning: binary\.md: It holds a NUL byte \(at byte 2\) and looks binary: it is skipped\./m);
    expect(stderr).toMatch(/^warning: broken\.md:\d+: The front matter is not valid YAML/m);
    expect(stderr).toMatch(/^warning: large\.md: It has 50\.0 MB, at most 20\.0 MB are read: split it or list it in \.askfolioignore\.$/m);
    expect(stderr).toMatch(/^warning: link\.md: The link leads out of the corpus folder and is not followed: copy the file into the folder\.$/m);
    expect(JSON.parse(stdout)).toMatchObject({ documents: 2, added: ['broken.md', 'orbit.md'] });
    expect((await cli(['ingest', '--strict'])).status).toBe(3);
  }); // prettier-ignore

  it('writes nothing on a dry run, nor on a secret when strict', async () => {
    expect((await cli(['ingest', '--dry-run'])).stdout).toMatch(/^Nothing written; the index would hold 1 documents[\s\S]*\n {2}added: orbit\.md$/); // prettier-ignore
    expect(await readdir(folder)).toEqual(['notes']);
    await write('key.md', `# Key\n\nThe key is AKIA${'QZ7K'.repeat(4)} since May.\n`);
    const { status, stdout, stderr } = await cli(['ingest', '--strict']);
    expect(status).toBe(3);
    expect(stdout).toMatch(/^Nothing written because of the secrets above/);
    expect(stderr).toMatch(/^secret masked: key\.md:3: .*; change it where it is in use$/m);
    expect(await readdir(data).catch(() => [])).not.toContain('index');
  });

  it('remembers further folders until others are given', async () => {
    const extra = join(folder, 'extra');
    await mkdir(extra);
    await writeFile(join(extra, 'comet.md'), '# Comet\n\nComet is written in Zig.\n');
    await cli(['ingest', extra]);
    expect(JSON.parse((await cli(['ingest', '--json'])).stdout)).toMatchObject({ documents: 2, isWritten: false });
    expect(await evidence('What is Comet written in?')).toContain('Zig');
    expect(JSON.parse((await cli(['ingest', '--json', corpus])).stdout)).toMatchObject({ documents: 1, removed: ['extra/comet.md'] });
  }); // prettier-ignore

  it('stops when it is told to, and leaves no index behind', async () => {
    const { status, stderr } = await cli(['ingest'], { interrupted: AbortSignal.abort() });
    expect(status).toBe(1);
    expect(stderr).toContain('The ingest was given up; the index is as it was.');
  });

  it('cannot use a data folder that is a file', async () => {
    await writeFile(data, 'in the way');
    const { status, stderr } = await cli(['ingest']);
    expect(status).toBe(1);
    expect(stderr).toContain(`The data folder ${data} cannot be made`);
    expect(await readFile(data, 'utf8')).toBe('in the way');
  });
});

describe('a damaged index', () => {
  it.each([
    ['cut short', async () => truncate(await segment('chunks'), 100)],
    ['of foreign bytes', async () => writeFile(await segment('postings'), 'something else')],
    ['without a segment', async () => rm(await segment('chunks'))],
    ['of a manifest that is cut', () => truncate(join(data, 'index/manifest.json'), 20)],
    ['of another version', async () => {
      const path = join(data, 'index/manifest.json');
      const text = await readFile(path, 'utf8');
      expect(text).toMatch(/"(?:version|format)": ?\d+/);
      await writeFile(path, text.replace(/"((?:version|format)": ?)\d+/, '"$1999'));
    }],
  ])('%s is built again from the folder', async (_name, damage) => {
    await cli(['ingest']);
    await damage();
    expect((await cli(['doctor'])).status).toBe(1);
    expect(await evidence()).toContain('Redis');
    expect((await cli(['doctor'])).status).toBe(0);
  }); // prettier-ignore
});

describe('serve', () => {
  it('says that the port is taken, and what to do', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    );
    const { status, stderr } = await cli(['serve', '--port', String(port)]);
    other.close();
    expect(status).toBe(2);
    expect(stderr).toBe(`askfolio: Cannot listen on 127.0.0.1:${port}: another program has it: choose another --port.`);
  }); // prettier-ignore
});

describe('doctor', () => {
  it('ends with 1 and says what to do before there is an index, with 0 after it', async () => {
    const before = await cli(['doctor']);
    expect(before.status).toBe(1);
    expect(before.stdout).toMatch(/^index {5}embedded: does not answer \(There is no index in .*\)\n {10}Run `askfolio ingest`/m);
    await cli(['ingest']);
    const after = await cli(['doctor', '--json']);
    expect(after.status).toBe(0);
    expect(JSON.parse(after.stdout)).toMatchObject({ healthy: true, version: '1.2.3', documents: 1, chunks: 1, engines: { index: { answers: true } } });
  }); // prettier-ignore

  it('sees that the folder has changed since', async () => {
    await cli(['ingest']);
    expect((await cli(['doctor'])).stdout).toContain(`corpus    ${corpus}: there (the index is up to date)`);
    await appendFile(join(corpus, 'orbit.md'), '\nMore.\n');
    expect((await cli(['doctor'])).stdout).toContain('it has changed since the last ingest');
  });
});

describe('logs', () => {
  it('prints what was asked, by status and time, as text and as JSON lines', async () => {
    expect(await cli(['logs'])).toMatchObject({ status: 0, stdout: '', stderr: expect.stringContaining('No question like that is logged') as string }); // prettier-ignore
    await cli(['ask', question]);
    await cli(['ask', 'hello']);
    expect((await cli(['logs'])).stdout).toMatch(/Query: Where does Orbit[\s\S]*Query: hello/);
    const lines = (await cli(['logs', '--json', '--status', 'small_talk', '--since', '1h'])).stdout.split(
      '\n',
    );
    expect(lines.map((line) => (JSON.parse(line) as { question: string }).question)).toEqual(['hello']);
  });

  it('follows without repeating anything', async () => {
    await cli(['ask', question]);
    const stop = new AbortController();
    const following = cli(['logs', '--follow', '--json'], { interrupted: stop.signal });
    await cli(['ask', question]);
    stop.abort();
    const { status, stdout } = await following;
    const ids = stdout.split('\n').map((line) => (JSON.parse(line) as { id: string }).id);
    expect(status).toBe(0);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('cache', () => {
  it('counts and clears as JSON, and says that a cache lives in its process', async () => {
    const { status, stdout, stderr } = await cli(['cache', 'stats', '--json']);
    expect({ status, ...(JSON.parse(stdout) as object) }).toMatchObject({ status: 0, engine: 'memory', entries: 0 });
    expect(stderr).toContain('without REDIS_URL the cache lives in each process');
    expect(JSON.parse((await cli(['cache', 'clear', '--json', '--older-than', '60'])).stdout)).toEqual({ removed: 0 });
    expect(await cli(['cache', 'stats'], { environment: { CACHE: 'off' } })).toMatchObject({ status: 2 });
  }); // prettier-ignore
});

describe('eval', () => {
  let path = '';
  const golden = (document: string): string =>
    `version: 1\ngates: { hit@1: 1 }\ncases:\n  - id: orbit\n    q: ${question}\n    evidence: ${document}\n`;

  beforeEach(async () => {
    path = join(folder, 'golden.yaml');
    await write('comet.md', '# Comet\n\nComet is a parser written in Zig.\n');
    await writeFile(path, golden('orbit.md'));
  });

  it('checks golden files, and names file and line of a mistake', async () => {
    expect(await cli(['eval', 'check', path])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^PASS 1 files: 1 cases/m) as string }); // prettier-ignore
    await writeFile(path, golden('orbit.md').replace('q:', 'question:'));
    const wrong = await cli(['eval', 'check', path, '--json']);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(/golden\.yaml:5/);
    expect(JSON.parse(wrong.stdout)).toMatchObject({ error: { code: 'bad_config' } });
  });

  it('runs them: 0 when the gates are met, 3 when not', async () => {
    const report = join(folder, 'report.json');
    const met = await cli(['eval', path, '--stage', 'retrieval', '--output', report]);
    expect(met.stdout.split('\n').at(-1)).toMatch(/^PASS/);
    expect(met.status).toBe(0);
    await writeFile(path, golden('comet.md'));
    const missed = await cli(['eval', path, '--stage', 'retrieval', '--json', '--output', join(folder, 'b.json')]); // prettier-ignore
    expect(missed.status).toBe(3);
    expect(missed.stderr.split('\n').at(-1)).toMatch(/^FAIL/);
    expect(JSON.parse(missed.stdout)).toMatchObject({ exitCode: 3 });
    expect((await cli(['eval', 'diff', report, join(folder, 'b.json')])).status).toBe(3);
  });

  it('shows one case, drafts new ones, and refuses an unknown stage', async () => {
    expect((await cli(['eval', 'show', 'orbit', path])).stdout).toContain(`Question: ${question}`);
    expect((await cli(['eval', 'new'])).stdout).toContain('status: draft');
    expect(await cli(['eval', path, '--stage', 'anwser'])).toMatchObject({ status: 2 });
  });
});
