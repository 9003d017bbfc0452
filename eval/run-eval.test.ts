import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EvalOptions } from './options.js';
import { readRecord } from './run/record.js';
import type { RunRecord } from './run/record.js';
import { createFakeSubject } from './testing/fake-subject.js';
import type { Fault } from './testing/fake-subject.js';
import { fixtureDocuments, fixtureFolder } from './testing/fixture.js';
import { runHarness } from './testing/harness.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eval-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const base = (): EvalOptions => ({ paths: ['golden'], dataDir: folder, quiet: true });

async function recordOf(options: EvalOptions = {}, fault?: Fault): Promise<RunRecord> {
  const { stdout } = await runHarness(
    { ...base(), json: true, ...options },
    fault === undefined ? {} : { fault },
  );
  return JSON.parse(stdout) as RunRecord;
}

describe('a run over a golden set', () => {
  it('meets its gates when nothing is broken', async () => {
    const { code, lastLine, stdout } = await runHarness({ ...base(), quiet: false });
    expect(lastLine).toBe('PASS 16 gates met, 15 of 15 cases passed.');
    expect(code).toBe(0);
    expect(stdout).toContain('warning: only 7 cases');
  });

  it('counts every case, in the right denominators', async () => {
    const run = await recordOf();
    expect(run.counts).toEqual({ total: 15, passed: 15, drafts: 0, errors: 0, skipped: 0 });
    const denominators = Object.fromEntries(Object.entries(run.metrics).map(([name, figure]) => [name, figure.n]));
    expect(denominators).toMatchObject({
      'hit@5': 5, 'lexical.ndcg@10': 5, 'quote_recall@5': 4, over_refusal_rate: 5, false_answer_rate: 2, correct: 5,
      handled_right: 7, 'gold.correct': 5, 'gold.false_answer_rate': 1, router_accuracy: 4, cache_hit_rate: 2, false_hit_rate: 2,
      cache_primed: 4, latency_p50_ms: 7,
    });
    expect(run.table).toEqual({ answered: 5, overRefused: 0, refused: 2, falselyAnswered: 0 });
    expect(run.breakdowns['kind=missing_fact']?.['false_answer_rate']).toMatchObject({ value: 0, n: 1 });
    expect(run.breakdowns['trap=entity']?.['false_hit_rate']).toMatchObject({ value: 0, n: 1 });
    expect(run.header).toMatchObject({ documents: 3, embedder: 'fake-embedder', seed: 7, version: '0.0.0' });
  });

  it('gives the same record for the same seed', async () => {
    expect(JSON.stringify(await recordOf({ seed: 3 }))).toBe(JSON.stringify(await recordOf({ seed: 3 })));
  });
}); // prettier-ignore

// Upstream of a stage: what a fault in it must not touch. The order is that of the pipeline.
const faults: [Fault, string, string[]][] = [
  ['router', 'router', []],
  ['retriever', 'retrieval', ['router']],
  ['gate', 'refusal', ['router', 'retrieval']],
  ['composer', 'answer', ['router', 'retrieval', 'refusal']],
  ['citations', 'grounding', ['router', 'retrieval', 'refusal', 'answer']],
  ['cache', 'cache', ['router', 'retrieval', 'refusal', 'answer', 'grounding']],
];

describe('a broken step', () => {
  it.each(faults)('%s turns %s red and leaves what is upstream green', async (fault, stage, upstream) => {
    const run = await recordOf({}, fault);
    expect(run.exitCode).toBe(3);
    expect(run.firstBrokenStage).toBe(stage);
    expect(run.verdict).toContain(`First broken stage: ${stage}.`);
    const red = new Set(run.gates.filter((gate) => gate.outcome !== 'met').map((gate) => gate.stage));
    expect(red.has(stage)).toBe(true);
    for (const name of upstream) expect(red.has(name), name).toBe(false);
  });

  it('that throws is counted in every denominator, named, and fails the run', async () => {
    const healthy = await recordOf({ reveal: true });
    const run = await recordOf({ reveal: true }, 'throws');
    expect(run.exitCode).toBe(1);
    expect(run.verdict).toMatch(/^ERROR 11 cases of 15 threw\./);
    expect(run.counts).toMatchObject({ total: 15, errors: 11 });
    for (const metric of ['hit@5', 'correct', 'handled_right', 'over_refusal_rate', 'false_answer_rate', 'cache_hit_rate', 'false_hit_rate', 'cache_primed', 'excludes', 'citation_correct', 'quote_verbatim', 'includes'])
      expect(run.metrics[metric]?.n, metric).toBe(healthy.metrics[metric]?.n);
    expect(run.metrics['correct']?.value).toBe(0);
    expect(run.metrics['false_answer_rate']?.value).toBe(1);
    expect(run.cases.find((one) => one.id === 'orbit-db')?.error).toBe('ask: the service fell over');
  });

  it('exits as the last line says', async () => {
    const failed = await runHarness(base(), { fault: 'composer' });
    expect(failed.code).toBe(3);
    expect(failed.lastLine).toMatch(/^FAIL 2 gates not met: gold\.correct 0, wanted >= 0\.9 \(95% CI 0-0\.434, n=5\); correct 0, .* First broken stage: answer\.$/);
    const thrown = await runHarness(base(), { fault: 'throws' });
    expect(thrown.code).toBe(1);
    expect(thrown.lastLine).toMatch(/^ERROR /);
  });
}); // prettier-ignore

describe('gates', () => {
  it('of the command line go before those of the file', async () => {
    expect((await runHarness({ ...base(), gate: ['hit@5=1'] })).code).toBe(0);
    const { code, lastLine } = await runHarness({ ...base(), gate: ['answer_words=3'], failUnder: ['pass-rate=0.5'] });
    expect(code).toBe(3);
    expect(lastLine).toContain('answer_words');
  });

  it('on something that was not measured fail, and are passed over when only a part runs', async () => {
    const { code, lastLine } = await runHarness({ ...base(), gate: ['list_recall=0.5'] });
    expect(code).toBe(3);
    expect(lastLine).toContain('list_recall was not measured (wanted >= 0.5)');
    const subject = createFakeSubject(fixtureDocuments());
    const noStale = { ...subject, cache: { clear: async () => subject.cache.clear() } };
    const cacheOnly = await runHarness({ ...base(), stage: 'cache' }, { subject: noStale });
    expect(cacheOnly.lastLine).toBe('FAIL 1 gate not met: stale_hit_rate was not measured (wanted <= 0). First broken stage: cache.');
    const filtered = await runHarness({ ...base(), filter: ['tag=fact'] });
    expect(filtered.code).toBe(0);
    expect(filtered.lastLine).toMatch(/not run\), 4 of 4 cases passed\.$/);
    const staged = await runHarness({ ...base(), stage: 'router' });
    expect(staged.lastLine).toBe('PASS 2 gates met (14 not run), 4 of 4 cases passed.');
  });

  it('do not look at drafts, and a set of drafts alone does not pass', async () => {
    const text = 'version: 1\ncorpus: FOLDER\ncases:\n  - { id: a, q: Where is nothing?, evidence: projects/orbit.md, status: draft }\n';
    writeFileSync(join(folder, 'set.yaml'), text.replace('FOLDER', join(fixtureFolder, 'corpus')));
    const { code, lastLine } = await runHarness({ ...base(), paths: [join(folder, 'set.yaml')] });
    expect([code, lastLine]).toEqual([3, 'FAIL nothing counts: all 1 cases are drafts.']);
  });
}); // prettier-ignore

describe('selection', () => {
  it('by id, filter and earlier failures', async () => {
    expect((await runHarness({ ...base(), id: ['orbit-*'], list: true })).stdout).toBe(
      'orbit-db\norbit-db~1\norbit-load\n',
    );
    expect((await runHarness({ ...base(), filter: ['kind=off_topic'], list: true })).stdout).toBe(
      'weather\n',
    );
    await runHarness(base(), { fault: 'router' });
    const again = await runHarness({ ...base(), failed: true, list: true });
    expect(again.stdout).toBe('r-fact\nr-why\nr-compare\n');
  });

  it('of nothing is an error', async () => {
    expect(await runHarness({ ...base(), id: ['gone'] })).toMatchObject({ code: 2, stdout: '' });
    expect((await runHarness({ ...base(), filter: ['tags=fact'] })).stderr).toContain('did you mean "tag"?');
  });
});

describe('the test half', () => {
  it('shows totals only, unless revealed', async () => {
    const hidden = await runHarness({ ...base(), json: true }, { fault: 'composer' });
    for (const word of ['ferrite-why', 'ferrite-budget', 'p-aspect', 'replace a Python script?"'])
      expect(hidden.stdout.replaceAll(/"r-why"|Why did Ferrite replace a Python script\?","earlier":\[\],"expected":\["explanation"/g, '')).not.toContain(`"${word}`);
    const run = JSON.parse(hidden.stdout) as RunRecord;
    expect(run.cases.filter((one) => one.id.startsWith('test:'))).toHaveLength(3);
    expect(run.breakdowns['split=test']?.['correct']).toMatchObject({ value: 0, n: 1 });
    expect((await recordOf({ reveal: true })).cases.map((one) => one.id)).toContain('ferrite-why');
  });

  it('is not shown case by case either', async () => {
    const { code, stderr } = await runHarness({ ...base(), command: 'show', paths: ['ferrite-why', 'golden'] });
    expect(code).toBe(2);
    expect(stderr).toContain('test half');
  });
}); // prettier-ignore

describe('a baseline', () => {
  const path = (): string => join(folder, 'baseline.json');

  it('is blessed, compared by case, and names what flipped', async () => {
    expect((await runHarness({ ...base(), baseline: path(), bless: true })).code).toBe(0);
    const same = await runHarness({ ...base(), baseline: path() });
    expect(same.lastLine).toBe('PASS 16 gates met, 15 of 15 cases passed. 0 broken cases, 0 fixed vs baseline 2026-01-10 (abcdef0).');
    const worse = await recordOf({ baseline: path(), gate: [] }, 'composer');
    expect(worse.comparison?.broken.filter((id) => !id.startsWith('test:'))).toEqual(['orbit-db', 'orbit-db~1', 'orbit-load', 'ferrite-language']);
    expect(worse.comparison?.broken).toHaveLength(5);
    expect(worse.comparison?.mcnemarP).toBeCloseTo(0.0625, 10);
    expect(worse.comparison?.regressions).toContain('correct');
    expect(worse.comparison?.regressions).not.toContain('ndcg@10');
  });

  it('fails a run by what got worse although every gate is met', async () => {
    await runHarness({ ...base(), baseline: path(), bless: true });
    const golden = join(folder, 'golden');
    const run = await runHarness({ ...base(), baseline: path(), gate: ['gold.correct=0', 'correct=0'], stage: 'answer' }, { fault: 'composer' });
    expect(run.code).toBe(3);
    expect(run.lastLine).toContain('Worse than the baseline: correct, gold.correct, handled_right.');
    expect(existsSync(golden)).toBe(false);
  });

  it('is refused of a filtered or failing run', async () => {
    const filtered = await runHarness({ ...base(), baseline: path(), bless: true, id: ['weather'] });
    expect(filtered.code).toBe(2);
    expect(filtered.stderr).toContain('only a part was run (--id weather)');
    expect((await runHarness({ ...base(), baseline: path(), bless: true, stage: 'router' })).code).toBe(2);
    expect((await runHarness({ ...base(), baseline: path(), bless: true }, { fault: 'throws' })).stderr).toContain('cases threw');
    expect(existsSync(path())).toBe(false);
  });

  it('of another golden set, broken or interrupted, is an error with its file', async () => {
    await runHarness({ ...base(), baseline: path(), bless: true });
    const record = readRecord(path());
    for (const [text, message] of [
      [JSON.stringify({ ...record, header: { ...record.header, goldenHash: 'f'.repeat(64) } }), 'is of another golden set (ffffffffffff, now '],
      [JSON.stringify({ ...record, complete: false }), 'was interrupted'],
      [JSON.stringify(record).slice(0, 200), 'not a whole JSON file'],
      ['{}', 'not a report of this tool'],
    ] as const) {
      writeFileSync(path(), text);
      const run = await runHarness({ ...base(), baseline: path() });
      expect(run.code).toBe(2);
      expect(run.stderr).toContain(`${path()}:1: `);
      expect(run.stderr).toContain(message);
    }
  });

  it('at its default place is compared with whenever the default golden set runs, and only then', async () => {
    cpSync(join(fixtureFolder, 'golden'), join(folder, 'eval', 'golden'), { recursive: true });
    cpSync(join(fixtureFolder, 'corpus'), join(folder, 'eval', 'corpus'), { recursive: true });
    const options = { dataDir: 'data', quiet: true };
    expect((await runHarness(options, { cwd: folder })).lastLine).not.toContain('baseline');
    await runHarness({ ...options, bless: true }, { cwd: folder });
    expect((await runHarness(options, { cwd: folder })).lastLine).toContain('0 broken cases, 0 fixed vs baseline');
    expect((await runHarness({ ...options, paths: ['eval/golden'] }, { cwd: folder })).lastLine).not.toContain('baseline');
    rmSync(join(folder, 'eval', 'golden', 'router.yaml'));
    expect((await runHarness(options, { cwd: folder })).stderr).toContain('eval/baseline.json:1: this baseline is of another golden set');
  });

  it('holds no words of the test half and no answers', async () => {
    await runHarness({ ...base(), baseline: path(), bless: true });
    expect(readFileSync(path(), 'utf8')).not.toMatch(/"detail"|ferrite-why/);
  });
}); // prettier-ignore

describe('an interrupted run', () => {
  it('says how many cases did not run and exits 1', async () => {
    const controller = new AbortController();
    const subject = createFakeSubject(fixtureDocuments());
    let asked = 0;
    const stopping = {
      ...subject,
      ask: async (request: Parameters<typeof subject.ask>[0]) => {
        if (++asked === 3) controller.abort();
        return subject.ask(request);
      },
    };
    const run = await runHarness(base(), { subject: stopping, dependencies: { signal: controller.signal } });
    expect(run.code).toBe(1);
    expect(run.lastLine).toMatch(/^ERROR interrupted: 8 of 15 cases did not run\./);
  });
});

describe('repetition', () => {
  it('notices answers that change', async () => {
    const subject = createFakeSubject(fixtureDocuments());
    let turn = 0;
    const fickle = {
      ...subject,
      ask: async (request: Parameters<typeof subject.ask>[0]) => {
        const result = await subject.ask(request);
        return { ...result, answer: `${result.answer}${'!'.repeat(turn++ % 2)}` };
      },
    };
    const { stdout } = await runHarness(
      { ...base(), json: true, repeat: 2, stage: 'answer' },
      { subject: fickle },
    );
    expect((JSON.parse(stdout) as RunRecord).metrics['deterministic']?.value).toBeLessThan(1);
    expect((await recordOf({ repeat: 2 })).metrics['deterministic']).toMatchObject({ value: 1, n: 7 });
  });
});

describe('the bare question', () => {
  it('is measured beside the planned one', async () => {
    const run = await recordOf({ plan: false, stage: 'retrieval' });
    expect(run.metrics['no_plan.hit@5']).toMatchObject({ value: 1, n: 5 });
    expect(run.metrics['hit@5']).toMatchObject({ value: 1, n: 5 });
    expect(run.metrics['correct']).toBeUndefined();
  });
});

describe('bad usage', () => {
  it.each<[EvalOptions, string]>([
    [{ paths: ['gone.yaml'] }, 'gone.yaml: no golden file'],
    [{ stage: 'retrieve' }, 'did you mean "retrieval"?'],
    [{ k: '0' }, '--k 0'],
    [{ repeat: 0 }, '--repeat 0'],
    [{ gate: ['nonsense=1'] }, 'unknown metric "nonsense"'],
    [{ output: ['report.pdf'] }, '-o report.pdf'],
    [{ failed: 'gone.json' }, 'gone.json:1: cannot be read'],
    [{ command: 'show', paths: [] }, 'name the id'],
    [{ command: 'diff', paths: ['a.json'] }, 'name two'],
    [{ command: 'squad', paths: [] }, 'name the JSON file'],
  ])('%j exits 2 with a message', async (options, message) => {
    const run = await runHarness({ ...base(), ...options });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stdout).toBe('');
  });

  it('names a document that the index does not hold', async () => {
    const subject = createFakeSubject(fixtureDocuments().slice(0, 1));
    const run = await runHarness(base(), { subject });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('golden/cases.yaml:15: case "orbit-db": the index holds no document "projects/orbit.md"');
  });

  it('is told apart from a run that cannot start', async () => {
    const run = await runHarness(base(), { dependencies: { createSubject: async () => { throw new Error('no disk'); } } });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('no disk');
  });
}); // prettier-ignore

describe('other commands', () => {
  it('check looks at the set alone', async () => {
    const run = await runHarness({ ...base(), command: 'check' });
    expect([run.code, run.lastLine]).toEqual([0, 'PASS 3 files: 7 cases with paraphrases, 4 router cases, 3 pairs, 16 gates']);
  });

  it('check and list speak JSON', async () => {
    const check = await runHarness({ ...base(), command: 'check', json: true });
    expect(JSON.parse(check.stdout)).toMatchObject({ cases: 7, router: 4, pairs: 3, gates: 16 });
    const list = await runHarness({ ...base(), list: true, json: true, id: ['orbit-*'] });
    expect(JSON.parse(list.stdout)).toEqual(['orbit-db', 'orbit-db~1', 'orbit-load']);
  });

  it('show prints one case in full', async () => {
    const { code, stdout } = await runHarness({ ...base(), command: 'show', paths: ['orbit-db', 'golden'] });
    expect(code).toBe(0);
    expect(stdout).toContain('Question: Which database holds the state of Orbit?');
    expect(stdout).toContain('  *  1         3  projects/orbit.md#1');
    expect(stdout).toContain('Again:    askfolio eval show orbit-db golden');
  });

  it('diff compares two reports and says when golden sets differ', async () => {
    const [first, second] = [join(folder, 'a.json'), join(folder, 'b.json')];
    await runHarness({ ...base(), output: [first] });
    await runHarness({ ...base(), output: [second] }, { fault: 'composer' });
    const same = await runHarness({ command: 'diff', paths: [first, first] });
    expect([same.code, same.lastLine]).toEqual([0, 'PASS no regression']);
    const record = readRecord(second);
    writeFileSync(second, JSON.stringify({ ...record, header: { ...record.header, goldenHash: 'other' } }));
    const other = await runHarness({ command: 'diff', paths: [first, second] });
    expect(other.code).toBe(3);
    expect(other.stdout).toContain('the golden sets differ: only shared cases are compared');
    expect(other.stdout).toContain('broken: orbit-load');
  });

  it('new drafts cases that check accepts and that do not gate', async () => {
    const path = join(folder, 'drafts.yaml');
    const made = await runHarness({ command: 'new', corpus: join(fixtureFolder, 'corpus'), output: [path] });
    expect([made.code, made.stderr]).toEqual([0, `5 drafts written to ${path}\n`]);
    const checked = await runHarness({ command: 'check', paths: [path] });
    expect(checked.lastLine).toBe('PASS 1 files: 5 cases with paraphrases, 0 router cases, 0 pairs, 0 gates');
  });
}); // prettier-ignore
