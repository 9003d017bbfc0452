/**
 * The chat on somebody else's page, in Chromium: bytes of each file, time from the click to a field that takes a question, layout shift and long
 * tasks of the host page, and memory after 200 answers. The service is real, its answers are scripted. Judges bytes and layout shift.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildWidget, budgets } from '../../src/widget/build.js';
import { hasBrowser, launchBrowser, startHostPage, startService, whyNoBrowser } from '../../src/widget/testing/browser.js'; // prettier-ignore
import { createScriptedApplication } from '../../src/widget/testing/scripted-application.js';
import { ask, frameOf, launcherOf } from '../../src/widget/testing/visitor.js';

const answers = 200;

interface Watched {
  shift: number;
  longTasks: number[];
}

/** In every frame: layout shift, and tasks over 50 ms. */
async function openWatchedPage(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.addInitScript(() => {
    const watched: Watched = Object.assign(window, { shift: 0, longTasks: [] });
    new PerformanceObserver((list) => {
      const shifts = list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[];
      // What follows a click within half a second is no shift by definition: the launcher changes its text.
      for (const { value, hadRecentInput } of shifts) if (!hadRecentInput) watched.shift += value;
    }).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => {
      watched.longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)));
    }).observe({ type: 'longtask', buffered: true });
  });
  return page;
}

/** Milliseconds until the field has the focus; the pointer rests on the launcher no time at all. */
async function timeToOpen(page: Page, origin: string): Promise<number> {
  await page.goto(origin);
  await launcherOf(page).waitFor();
  const started = performance.now();
  await launcherOf(page).click();
  await frameOf(page).locator('#question:focus').waitFor();
  return Math.round(performance.now() - started);
}

const median = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function heapMegabytes(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return Math.round(usedSize / 1e5) / 10;
}

async function measure(): Promise<void> {
  const files = await buildWidget(join(mkdtempSync(join(tmpdir(), 'askfolio-widget-')), 'widget'));
  const loaded = files.filter(({ name }) => name !== 'askfolio.js');
  const sum = loaded.reduce((total, { gzipBytes }) => total + gzipBytes, 0);
  for (const { name, bytes, gzipBytes } of files)
    console.log(`${name.padEnd(22)} ${bytes} bytes, gzip ${gzipBytes}`);
  console.log(`what a visitor loads: gzip ${sum} of ${budgets.everything}`);

  const browser = await launchBrowser();
  const host = await startHostPage(() => service.origin);
  const service = await startService(createScriptedApplication(), { allowedOrigins: [host.origin] });
  host.show({ head: '', policy: '', body: `<script src="${service.origin}/widget.js" async></script>` });
  const page = await openWatchedPage(browser);
  const times: number[] = [];
  for (let turn = 0; turn < 6; turn += 1) times.push(await timeToOpen(page, host.origin));
  const watched = await page.evaluate(() => {
    const { shift, longTasks } = window as unknown as Watched;
    return { shift, longTasks };
  });
  console.log(`from click to field: first ${times[0]} ms, then median ${median(times.slice(1))} ms`);
  console.log(`host page: layout shift ${watched.shift}, long tasks ${JSON.stringify(watched.longTasks)} ms`);
  if (watched.shift > 0) process.exitCode = 3;

  await page.goto(`${service.origin}/embed`);
  await page.locator('#question').waitFor();
  const before = await heapMegabytes(page);
  const frame = page.mainFrame() as unknown as Parameters<typeof ask>[0];
  for (let count = 0; count < answers; count += 1) await ask(frame, `A table, number ${count}.`);
  const longTasks = await page.evaluate(() => (window as unknown as Watched).longTasks);
  console.log(
    `${answers} answers: heap ${before} -> ${await heapMegabytes(page)} MB, ${longTasks.length} long tasks (longest ${Math.max(0, ...longTasks)} ms)`,
  );
  await browser.close();
  await host.stop();
  await service.stop();
}

if (hasBrowser) await measure();
else console.log(`widget.ts is skipped: ${whyNoBrowser}`);
