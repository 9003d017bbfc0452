import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AskResult } from '../domain/answer.js';
import { createQueryLog, formatQueryRecord, readQueryLog, type LoggedQuery } from './pino-query-log.js';

const noon = Date.parse('2026-11-21T12:00:00.000Z');
const dayMs = 86_400_000;
const maskSecrets = (text: string): string => text.replaceAll('hunter2', '[redacted]');

const result: AskResult = {
  id: '01J',
  question: 'Rails or Node, password hunter2?',
  status: 'answered',
  answer: 'I used both [1].',
  confidence: 0.93,
  citations: [
    { n: 1, chunkId: 'messaging-backend#aa-0', documentId: 'messaging-backend', title: 'Messaging', heading: 'Auth', quote: 'x' },
  ],
  parts: [{ text: 'Rails', status: 'answered' }],
  intent: { label: 'comparison', scores: { factual: 0.1, explanation: 0.2, comparison: 0.65, creative: 0.05 } },
  suggestions: [],
  queries: [
    { part: 0, intent: 'original', text: 'rails or node hunter2', weight: 0.3 },
    { part: 0, intent: 'factual', text: 'rails node facts', weight: 0.1 },
    { part: 0, intent: 'comparison', text: 'rails compared', weight: 0.3 },
    { part: 1, intent: 'comparison', text: 'node compared', weight: 0.3 },
  ],
  chunks: [
    { rank: 1, id: 'messaging-backend#aa-0', documentId: 'messaging-backend', title: 'Messaging', heading: 'Auth', text: 'secret text', score: 0.831 },
    { rank: 2, id: 'shop#bb-0', documentId: 'shop', title: 'Shop', heading: '', text: 'y', score: 0.5 },
  ],
  cache: { status: 'miss', similarity: 0.91, veto: 'number: 2019' },
  timings: { totalMs: 7.24, routeMs: 0.4, embedMs: 0.1, retrieveMs: 1, composeMs: 1.2, cacheMs: 0.2 },
  engine: { index: 'embedded', embedder: 'minilm', composer: 'extractive' },
  degraded: ['cache'],
}; // prettier-ignore

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'askfolio-log-')), 'log');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

async function readAll(
  options: Omit<Parameters<typeof readQueryLog>[0], 'folder'> = {},
): Promise<LoggedQuery[]> {
  const records: LoggedQuery[] = [];
  for await (const record of readQueryLog({ folder, ...options })) records.push(record);
  return records;
}

const record = (at: number, more: Partial<AskResult> = {}): { time: string; result: AskResult } => ({
  time: new Date(at).toISOString(),
  result: { ...result, ...more },
});

describe('createQueryLog', () => {
  it('writes one line with every fact, secrets masked, and reads it back', async () => {
    const log = createQueryLog({ folder, mode: 'full', maskSecrets, now: () => noon });
    log.write(record(noon));
    await log.close();
    const [line] = await readAll();
    expect(line).toEqual({
      time: '2026-11-21T12:00:00.000Z',
      id: '01J',
      question: 'Rails or Node, password [redacted]?',
      questionHash: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      status: 'answered',
      confidence: 0.93,
      intent: result.intent,
      queries: [
        { part: 0, intent: 'original', text: 'rails or node [redacted]', weight: 0.3 },
        ...result.queries.slice(1),
      ],
      chunksRetrieved: 2,
      chunks: [
        {
          rank: 1,
          id: 'messaging-backend#aa-0',
          documentId: 'messaging-backend',
          heading: 'Auth',
          score: 0.831,
        },
        { rank: 2, id: 'shop#bb-0', documentId: 'shop', heading: '', score: 0.5 },
      ],
      citedChunkIds: ['messaging-backend#aa-0'],
      cache: { status: 'miss', similarity: 0.91, veto: 'number' },
      latencyMs: 7.24,
      timings: result.timings,
      engine: result.engine,
      degraded: ['cache'],
      answer: 'I used both [1].',
    });
    const path = join(folder, 'questions-2026-11-21.jsonl');
    expect(readFileSync(path, 'utf8')).toBe(`${JSON.stringify(line)}\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps no text in hash mode, and nothing in off mode', async () => {
    const off = createQueryLog({ folder: `${folder}-off`, mode: 'off', maskSecrets, now: () => noon });
    off.write(record(noon));
    await off.close();
    expect(statSync(`${folder}-off`, { throwIfNoEntry: false })).toBeUndefined();
    const hashed = createQueryLog({ folder, mode: 'hash', maskSecrets, now: () => noon });
    hashed.write(record(noon));
    await hashed.close();
    const text = readFileSync(join(folder, 'questions-2026-11-21.jsonl'), 'utf8');
    expect(text).not.toMatch(/rails|Rails|both|hunter2|2019/);
    expect((await readAll())[0]?.queries).toHaveLength(4);
  });

  it('begins a file per day and per size, goes on after a restart, and removes what is too old', async () => {
    let now = noon;
    const options = {
      folder,
      mode: 'full',
      maskSecrets,
      now: () => now,
      maximumBytes: 2000,
      keepDays: 2,
    } as const;
    for (let restart = 0; restart < 2; restart += 1) {
      const log = createQueryLog(options);
      for (let count = 0; count < 3; count += 1) log.write(record(now, { id: `${restart}${count}` }));
      await log.close();
    }
    expect(readdirSync(folder).sort()).toEqual([
      'questions-2026-11-21.1.jsonl',
      'questions-2026-11-21.2.jsonl',
      'questions-2026-11-21.jsonl',
    ]);
    expect((await readAll()).map(({ id }) => id)).toEqual(['00', '01', '02', '10', '11', '12']);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    const log = createQueryLog(options);
    now += 2 * dayMs;
    log.write(record(now));
    expect(readdirSync(folder)).toContain('questions-2026-11-21.jsonl');
    now += dayMs;
    log.write(record(now));
    await log.close();
    expect(readdirSync(folder).sort()).toEqual([
      'notes.txt',
      'questions-2026-11-23.jsonl',
      'questions-2026-11-24.jsonl',
    ]);
  });

  it('filters by time and status, and leaves out damaged lines', async () => {
    const log = createQueryLog({ folder, mode: 'full', maskSecrets, now: () => noon });
    log.write(record(noon - 5000, { id: 'early' }));
    log.write(record(noon, { id: 'off', status: 'off_topic' }));
    log.write(record(noon, { id: 'late' }));
    await log.close();
    const path = join(folder, 'questions-2026-11-21.jsonl');
    writeFileSync(path, `{"time":\nnull\n${readFileSync(path, 'utf8')}{"time":"2026`);
    expect((await readAll()).map(({ id }) => id)).toEqual(['early', 'off', 'late']);
    expect((await readAll({ since: noon })).map(({ id }) => id)).toEqual(['off', 'late']);
    expect((await readAll({ status: 'off_topic' })).map(({ id }) => id)).toEqual(['off']);
    expect((await readAll({ since: noon + 2 * dayMs })).length).toBe(0);
  });

  it('never throws: a folder that cannot be is reported, a broken masker too', async () => {
    const errors: unknown[] = [];
    writeFileSync(join(folder, '..', 'file'), '');
    const blocked = createQueryLog({
      folder: join(folder, '..', 'file', 'log'),
      mode: 'full',
      maskSecrets,
      now: () => noon,
      onError: (error) => errors.push(error),
    });
    blocked.write(record(noon));
    await blocked.close();
    const broken = createQueryLog({
      folder,
      mode: 'full',
      maskSecrets: () => {
        throw new Error('broken');
      },
      now: () => noon,
      onError: (error) => errors.push(error),
    });
    broken.write(record(noon));
    await broken.close();
    expect(errors.map((error) => (error as Error).message)).toEqual([
      expect.stringContaining('ENOTDIR'),
      'broken',
    ]);
  });

  it('closes when the file cannot be opened, and tells of every line lost', async () => {
    mkdirSync(join(folder, 'questions-2026-11-21.jsonl'), { recursive: true });
    const errors: unknown[] = [];
    const log = createQueryLog({
      folder,
      mode: 'full',
      maskSecrets,
      now: () => noon,
      onError: (error) => errors.push(error),
    });
    log.write(record(noon));
    await log.close();
    log.write(record(noon));
    await log.close();
    expect(errors.map((error) => (error as NodeJS.ErrnoException).code)).toEqual(['EISDIR', 'EISDIR']);
  });

  it('makes the line after the answer has gone out, and before it closes', async () => {
    let masked = 0;
    const counting = (text: string): string => {
      masked += 1;
      return text;
    };
    const log = createQueryLog({ folder, mode: 'full', maskSecrets: counting, now: () => noon });
    log.write(record(noon, { id: 'first' }));
    log.write(record(noon, { id: 'second' }));
    expect(masked).toBe(0);
    await new Promise(setImmediate);
    expect(masked).toBeGreaterThan(0);
    log.write(record(noon, { id: 'third' }));
    await log.close();
    expect((await readAll()).map(({ id }) => id)).toEqual(['first', 'second', 'third']);
  });

  it('searches a text for secrets once, however often it is logged', async () => {
    const masked: string[] = [];
    const counting = (text: string): string => {
      masked.push(text);
      return maskSecrets(text);
    };
    const log = createQueryLog({ folder, mode: 'full', maskSecrets: counting, now: () => noon });
    for (const id of ['first', 'second', 'third']) log.write(record(noon, { id }));
    await log.close();
    const lines = await readAll();
    expect(lines.map(({ id }) => id)).toEqual(['first', 'second', 'third']);
    expect(new Set(lines.map(({ question, answer }) => `${question} ${answer}`)).size).toBe(1);
    expect(masked.length).toBe(new Set(masked).size);
  });

  it('writes what it has gathered without being closed', async () => {
    const log = createQueryLog({ folder, mode: 'full', maskSecrets, now: () => noon });
    log.write(record(noon, { id: 'first' }));
    log.write(record(noon, { id: 'second' }));
    await expect
      .poll(async () => (await readAll()).map(({ id }) => id), { timeout: 30_000 })
      .toEqual(['first', 'second']);
    await log.close();
  }, 40_000);

  it('reads nothing where nothing was written', async () => {
    expect(await readAll()).toEqual([]);
  });
});

describe('formatQueryRecord', () => {
  const logged = async (
    more: Partial<AskResult> = {},
    mode: 'full' | 'hash' = 'full',
  ): Promise<LoggedQuery> => {
    const log = createQueryLog({ folder, mode, maskSecrets, now: () => noon });
    log.write(record(noon, more));
    await log.close();
    const [line] = await readAll();
    if (line === undefined) throw new Error('no record');
    return line;
  };

  it('prints four lines', async () => {
    expect(formatQueryRecord(await logged({ question: 'Rails or Node?' }))).toBe(
      [
        'Query: Rails or Node?            Chunks_retrieved: 2        Latency_ms: 7.2       Query_Intent: comparison   Cache: miss',
        'factual 0.10  "rails node facts"   explanation 0.20  -   comparison 0.65  "rails compared" "node compared"   creative 0.05  -',
        'Context_chunks: [1] messaging-backend › Auth (0.83) [2] shop (0.50)',
        'Answer: I used both [1].',
      ].join('\n'),
    );
  });

  it('keeps columns apart when the question is long, and says what is not kept', async () => {
    const text = formatQueryRecord(await logged({ question: 'x'.repeat(60), chunks: [] }, 'hash'));
    expect(text).toMatch(/^Query: \(sha256 [0-9a-f]{16}\) {2,}Chunks_retrieved: 0 /);
    expect(text).toContain('Context_chunks: -\nAnswer: (not kept)');
  });

  it('lets no terminal sequence through', async () => {
    const text = formatQueryRecord(
      await logged({ question: 'a\u001b[2Jb\u009bc\u202ed\re', answer: 'one\ntwo\u0007' }),
    );
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text.endsWith('Answer: one\ntwo ')).toBe(true);
  });
});
