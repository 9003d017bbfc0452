import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeSubject } from '../testing/fake-subject.js';
import type { Fault } from '../testing/fake-subject.js';
import { fixtureDocuments } from '../testing/fixture.js';
import { runHarness } from '../testing/harness.js';
import { barChart } from './charts.js';
import { escapeCell, escapeMarkup, formatDelta, formatNumber, shorten } from './format.js';
import { markUnsupported } from './show.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reports-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const hostile = 'I use <script>alert(1)</script> & "]]>" \u0007 \uD800 | `x` [1].';

/** Reports of a run whose answers are hostile, or broken in a known way. */
async function reportsOf(fault?: Fault): Promise<Record<'json' | 'md' | 'xml' | 'html' | 'summary', string>> {
  const subject = createFakeSubject(fixtureDocuments(), fault === undefined ? {} : { fault });
  const evil = {
    ...subject,
    ask: async (request: Parameters<typeof subject.ask>[0]) => ({ ...(await subject.ask(request)), answer: hostile }),
  };
  const output = ['json', 'md', 'xml', 'html'].map((extension) => join(folder, `report.${extension}`));
  const summaryPath = join(folder, 'summary.md');
  const options = { paths: ['golden'], dataDir: folder, quiet: true, output };
  await runHarness(options, { subject: fault === undefined ? evil : subject, dependencies: { summaryPath } });
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { json: read('report.json'), md: read('report.md'), xml: read('report.xml'), html: read('report.html'), summary: read('summary.md') };
} // prettier-ignore

describe('reports', () => {
  it('escape what answers hold', async () => {
    const { md, xml, html, json } = await reportsOf();
    expect(JSON.parse(json)).toMatchObject({ format: 'askfolio-eval-1' });
    for (const text of [md, xml, html]) {
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(text).not.toContain('<script>alert');
      expect(text).not.toMatch(/[\u0007\uD800]/);
      expect(text.isWellFormed()).toBe(true);
    }
    expect(md).toContain('\\| \\`x\\`');
  });

  it('as a page need no network and run only their own script', async () => {
    const { html } = await reportsOf();
    const { document } = parseHTML(html);
    expect(document.querySelectorAll('[src], link, img, iframe')).toHaveLength(0);
    expect(document.querySelectorAll('script')).toHaveLength(1);
    expect(document.querySelector('meta[http-equiv]')?.getAttribute('content')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(document.querySelectorAll('svg').length).toBeGreaterThanOrEqual(3);
    expect(document.querySelectorAll('details.case').length).toBe(12);
  });

  it('agree on the verdict', async () => {
    const { md, html, xml, json, summary } = await reportsOf('composer');
    const { verdict } = JSON.parse(json) as { verdict: string };
    expect(verdict).toMatch(/^FAIL 2 gates not met/);
    expect(md).toContain('**FAIL 2 gates not met');
    expect(summary).toBe(md);
    expect(parseHTML(html).document.querySelector('.verdict')?.textContent).toBe(verdict);
    expect(xml).toContain('<testsuite name="verdict" tests="1" failures="1" errors="0" skipped="0">');
    expect(xml).toContain('<testsuite name="gates" tests="16" failures="2" errors="0" skipped="0">');
    expect(xml).toContain('<testsuite name="cases" tests="7" failures="5" errors="0" skipped="0">');
    expect(xml).toContain('type="answer"');
  });

  it('tell failures and errors apart in JUnit', async () => {
    const { xml } = await reportsOf('throws');
    expect(xml).toContain('<testsuite name="cases" tests="7" failures="0" errors="7" skipped="0">');
    expect(xml).toContain('<error message="ask: the service fell over"/>');
  });

  it('in Markdown name the first broken stage of a case', async () => {
    const { md } = await reportsOf('composer');
    expect(md).toContain('First broken: answer. holds none of: PostgreSQL \\| Postgres');
    expect(md).toContain('cases of the test half failed');
  });
}); // prettier-ignore

describe('format', () => {
  it.each([[0.91234, '0.912'], [1, '1'], [0.5, '0.5'], [1234.5, '1235'], [NaN, 'NaN']])('%f is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('keeps signs, cells and lengths in order', () => {
    expect(formatDelta(0.1)).toBe('+0.1');
    expect(formatDelta(-0.1)).toBe('-0.1');
    expect(escapeCell('a|b\n<i>')).toBe('a\\|b &lt;i&gt;');
    expect(escapeMarkup(`'"&`)).toBe('&#39;&quot;&amp;');
    expect(shorten('abcdef', 4)).toBe('abc…');
  });

  it('marks unsupported words', () => {
    expect(markUnsupported('Since 2019 with C++.', ['2019', 'C++'])).toBe('Since >>2019<< with >>C++<<.');
  });

  it('draws bars within the chart and escapes labels', () => {
    const svg = barChart('t', [{ label: '<b>', value: 7, low: -1, high: 2, limit: 0.5 }]);
    expect(svg).toContain('width="360.0"');
    expect(svg).toContain('&lt;b&gt;');
  });
}); // prettier-ignore
