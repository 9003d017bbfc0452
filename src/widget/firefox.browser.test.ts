import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FakeApplication } from '../http/testing/fake-application.js';
import { attack } from './testing/attack.js';
import {
  hasFirefox,
  launchFirefox,
  startHostPage,
  startService,
  whyNoFirefox,
  type HostPage,
  type Service,
} from './testing/browser.js';
import { createScriptedApplication } from './testing/scripted-application.js';
import { ask, frameOf, last, launcherOf, openChat, violations } from './testing/visitor.js';

if (!hasFirefox) process.stderr.write(`firefox.browser.test.ts is skipped: ${whyNoFirefox}\n`);

describe.skipIf(!hasFirefox)('the widget in Firefox', () => {
  let browser: Browser;
  let application: FakeApplication;
  let service: Service;
  let host: HostPage;
  let context: BrowserContext;
  let foreign: string[];
  let consoleLines: string[];

  beforeAll(async () => {
    browser = await launchFirefox();
    host = await startHostPage(() => service.origin);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.stop();
  });
  beforeEach(async () => {
    application = createScriptedApplication();
    service = await startService(application, { allowedOrigins: [host.origin, host.sameSiteOrigin] });
    foreign = [];
    consoleLines = [];
  });
  afterEach(async () => {
    await context?.close();
    await service.stop();
    expect(foreign).toEqual([]);
  });

  const tag = (attributes = ''): string =>
    `<script src="${service.origin}/widget.js" ${attributes} async></script>`;

  async function openPage(viewport = { width: 1280, height: 900 }): Promise<Page> {
    context = await browser.newContext({ viewport });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('console', (line) => consoleLines.push(line.text()));
    page.on('request', (request) => {
      const isKnown = [host.origin, host.sameSiteOrigin, service.origin, 'data:', 'about:'].some((known) =>
        request.url().startsWith(known),
      );
      if (!isKnown) foreign.push(request.url());
    });
    return page;
  }

  async function show(page: Page, given: Parameters<HostPage['show']>[0] = { body: tag() }): Promise<void> {
    host.show(given);
    await page.goto(host.origin);
  }

  it('looks as it is meant on a hostile page, and the strict policy has nothing to say', async () => {
    const page = await openPage();
    await show(page, { body: tag('data-title="Ask &lt;me&gt;" data-accent="#7a1f5c"') });
    expect(await launcherOf(page).boundingBox()).toMatchObject({ height: 52 });
    const frame = await openChat(page);
    expect(await page.locator('dialog').boundingBox()).toMatchObject({ width: 412, height: 700 });
    expect(await frame.locator('h1').textContent()).toBe('Ask <me>');
    expect(consoleLines.filter((line) => /policy|askfolio/i.test(line))).toEqual([]);
  });

  it('streams, renders a table, opens sources, takes feedback, and works without storage', async () => {
    const page = await openPage();
    await show(page);
    const frame = await openChat(page);
    service.slowDown(40, 1);
    const exchange = await ask(frame, 'A slow table');
    service.slowDown(0, 0);
    expect(await exchange.locator('.text thead th').allTextContents()).toEqual([
      'The messaging backend',
      'The chat system',
    ]);
    await exchange.locator('.citation').first().click();
    const source = exchange.locator('.source-list > li').first();
    expect(await source.locator('blockquote').innerText()).toBe('Orders live in PostgreSQL.');
    await source.getByText('Read it in context').click();
    await source.locator('.cited').waitFor();
    await exchange.getByLabel('This did not help').click();
    await exchange.getByLabel('In your own words').fill('Too long.');
    await exchange.locator('.reasons form button').click();
    await expect.poll(() => application.feedbacks.length).toBe(1);
    await ask(frame, 'Which database?');
    expect(application.asked.at(-1)?.history?.length).toBe(2);
  });

  it('keeps what came when the service is killed, and the next try works', async () => {
    const page = await openPage();
    await show(page);
    const frame = await openChat(page);
    await frame.locator('#question').fill('This hangs');
    await frame.locator('#question').press('Enter');
    await frame.locator('.text', { hasText: 'Nothing is lost' }).waitFor();
    service.kill();
    await last(frame, 'failed').waitFor();
    expect(await last(frame, 'failed').locator('.text').innerText()).toContain('Nothing is lost');
    await service.revive();
    await frame.locator('.failure ~ .retry').click();
    await frame.locator('.exchange[data-state=running] .text', { hasText: 'Nothing is lost' }).waitFor();
  });

  it('by keyboard alone: open, ask, read a source, come back, close', async () => {
    const page = await openPage();
    await show(page, { head: '', policy: '', body: tag() });
    await launcherOf(page).waitFor();
    const focused = (): Promise<string> =>
      frameOf(page)
        .locator('*:focus')
        .evaluate((one) => `${one.tagName} ${one.className}`.trim());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('TEXTAREA');
    await page.keyboard.type('Which database?');
    await page.keyboard.press('Enter');
    await last(frameOf(page), 'done').waitFor();
    for (let i = 0; i < 20 && (await focused()) !== 'BUTTON citation'; i++)
      await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('BUTTON source');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('BUTTON citation');
    await page.keyboard.press('Escape');
    await expect.poll(() => launcherOf(page).getAttribute('aria-expanded')).toBe('false');
  });

  it.each([
    ['light on a phone', { width: 360, height: 640 }, 'data-theme="light"'],
    ['dark, from right to left', { width: 1280, height: 900 }, 'data-theme="dark" data-language="ar"'],
  ])('axe finds nothing: %s', async (_name, viewport, attributes) => {
    const page = await openPage(viewport);
    await show(page, { head: '', policy: '', body: tag(attributes) });
    const frame = await openChat(page);
    const exchange = await ask(frame, 'A table');
    await exchange.locator('.citation').first().click();
    await exchange.locator('.icon').nth(2).click();
    await ask(frame, 'nothing answers', 'failed');
    expect(await violations(page, service.origin)).toEqual([]);
  });

  it('100 payloads through every text of an answer run nothing and load nothing', async () => {
    const page = await openPage();
    expect(await attack(page, { origin: service.origin, count: 100, seed: 5 })).toEqual({
      wrong: [],
      runs: 0,
    });
  });
});
