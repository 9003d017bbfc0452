import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack } from './testing/attack.js';
import { hasBrowser, launchBrowser, startService, whyNoBrowser, type Service } from './testing/browser.js';
import { createScriptedApplication } from './testing/scripted-application.js';

if (!hasBrowser) process.stderr.write(`widget.soak.test.ts is skipped: ${whyNoBrowser}\n`);

const payloadCount = 20_000;
const answerCount = 200;

describe.skipIf(!hasBrowser)('the widget over a long time', () => {
  let browser: Browser;
  let service: Service;
  beforeAll(async () => {
    browser = await launchBrowser();
    service = await startService(createScriptedApplication());
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  it(`${payloadCount} payloads run nothing and load nothing`, async () => {
    const page = await browser.newPage();
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(service.origin)) foreign.push(request.url());
    });
    const started = performance.now();
    const result = await attack(page, { origin: service.origin, count: payloadCount, seed: 1 });
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stdout.write(
      `widget: ${payloadCount} payloads, ${result.runs} scripts run, ${foreign.length} foreign requests, ${seconds} s\n`,
    );
    expect(result).toEqual({ wrong: [], runs: 0 });
    expect(foreign).toEqual([]);
    await page.close();
  });

  it(`${answerCount} answers: memory, long tasks, time to open`, async () => {
    const page = await browser.newPage();
    await page.addInitScript(() => {
      const seen = window as unknown as { longTasks: number[] };
      seen.longTasks = [];
      new PerformanceObserver((list) =>
        seen.longTasks.push(...list.getEntries().map(({ duration }) => duration)),
      ).observe({ type: 'longtask', buffered: true });
    });
    const devtools = await page.context().newCDPSession(page);
    const heap = async (): Promise<number> => {
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = (await devtools.send('Runtime.getHeapUsage')) as { usedSize: number };
      return usedSize / 1e6;
    };
    const opened = performance.now();
    await page.goto(`${service.origin}/embed`);
    await page.locator('#question').waitFor();
    const openMs = Math.round(performance.now() - opened);
    const before = await heap();
    for (let i = 0; i < answerCount; i++) {
      await page.locator('#question').fill(`A table, number ${i}.`);
      await page.locator('#question').press('Enter');
      await page.locator('.exchange[data-state=done] .question', { hasText: `number ${i}.` }).waitFor();
    }
    const after = await heap();
    const longTasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
    process.stdout.write(
      `widget: frame open in ${openMs} ms, heap ${before.toFixed(1)} -> ${after.toFixed(1)} MB after ${answerCount} answers, ${longTasks.length} tasks over 50 ms (longest ${Math.round(Math.max(0, ...longTasks))} ms)\n`,
    );
    expect(await page.locator('.exchange').count()).toBe(30);
    expect(after - before).toBeLessThan(10);
    await page.close();
  });
});
