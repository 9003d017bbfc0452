/**
 * Pictures of the demo page and the chat in every state, from a running service over the sample corpus: `npx tsx scripts/screenshots.ts URL FOLDER`.
 * Needs Chromium. The README shows some of them, from `.github/screenshots`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type FrameLocator, type Page } from 'playwright-core';
import { startHalfAnswers } from './half-answers.js';

const [service = 'http://localhost:8787', folder = 'screenshots'] = process.argv.slice(2);
const { url, stopAfter, close } = await startHalfAnswers(service);
const views = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } } as const;
const comparison = 'What is the difference between concurrency and parallelism?';

/** Name of a state -> how to get there with the chat open. */
const states: Record<string, (frame: FrameLocator, page: Page) => Promise<void>> = {
  empty: async (frame) => frame.locator('.chip').first().waitFor(),
  waiting: async (frame, page) => {
    await page.route('**/ask', () => undefined);
    await put(frame, comparison);
    await frame.locator('.exchange[data-state=running]').waitFor();
  },
  streaming: async (frame) => {
    stopAfter(2);
    await put(frame, 'How does delivery to people who are offline work?');
    await frame.locator('.exchange[data-state=running] .text p').first().waitFor();
  },
  answer: async (frame) => answered(frame, 'Where do browser clients keep the refresh token?'),
  table: async (frame) => answered(frame, comparison),
  sources: async (frame) => {
    await answered(frame, 'Which projects use PostgreSQL?');
    await frame.locator('.citation').first().click();
    await frame.locator('.source-body .quiet').first().click();
    await frame.locator('.cited').waitFor();
  },
  undocumented: async (frame) => answered(frame, 'What salary do you expect?'),
  reasons: async (frame) => {
    await answered(frame, 'Which projects use PostgreSQL?');
    await frame.locator('.tools .icon').nth(2).click();
  },
  error: async (frame, page) => {
    await page.route('**/ask', (route) => route.abort());
    await put(frame, comparison);
    await frame.locator('.exchange[data-state=failed]').waitFor();
  },
};

async function put(frame: FrameLocator, question: string): Promise<void> {
  await frame.locator('#question').fill(question);
  await frame.locator('#question').press('Enter');
}

async function answered(frame: FrameLocator, question: string): Promise<void> {
  await put(frame, question);
  await frame.locator('.exchange[data-state=done]').last().waitFor();
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
for (const [view, viewport] of Object.entries(views)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(url);
    await page.locator('button[aria-expanded]').first().waitFor();
    const shoot = (name: string): Promise<Buffer> =>
      page.screenshot({ path: join(folder, `${name}-${view}-${colorScheme}.png`) });
    await shoot('page');
    await page.screenshot({ path: join(folder, `whole-${view}-${colorScheme}.png`), fullPage: true });
    for (const [state, reach] of Object.entries(states)) {
      stopAfter(undefined);
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.goto(url);
      await page.evaluate(() => sessionStorage.clear());
      await page.reload();
      await page.locator('button[aria-expanded]').first().click();
      const frame = page.frameLocator('iframe').first();
      await frame.locator('.chip').first().waitFor();
      await reach(frame, page);
      await shoot(state);
    }
    await context.close();
  }
}
await browser.close();
close();
