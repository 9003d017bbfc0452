import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FakeApplication } from '../http/testing/fake-application.js';
import {
  hasBrowser,
  launchBrowser,
  startHostPage,
  startService,
  whyNoBrowser,
  type HostPage,
  type Service,
} from './testing/browser.js';
import type { Chat } from './page/chat.js';
import { attack } from './testing/attack.js';
import { createPayloads } from './testing/payloads.js';
import { createScriptedApplication } from './testing/scripted-application.js';
import { fakeResult } from '../http/testing/fake-application.js';
import { ask, frameOf, last, launcherOf, openChat, violations } from './testing/visitor.js';

const phone = { width: 360, height: 640 };
const desktop = { width: 1440, height: 900 };

if (!hasBrowser) process.stderr.write(`widget.browser.test.ts is skipped: ${whyNoBrowser}\n`);

describe.skipIf(!hasBrowser)('the widget in Chromium', () => {
  let browser: Browser;
  let application: FakeApplication;
  let service: Service;
  let host: HostPage;
  let context: BrowserContext;
  /** Requests to anywhere but the host and the service. */
  let foreign: string[];
  let consoleLines: string[];

  beforeAll(async () => {
    browser = await launchBrowser();
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

  async function openPage(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    context = await browser.newContext({ viewport: desktop, reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (line) => consoleLines.push(line.text()));
    page.on('pageerror', (error) => consoleLines.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      if (
        ![host.origin, host.sameSiteOrigin, service.origin, 'data:', 'blob:'].some((known) =>
          url.startsWith(known),
        )
      )
        foreign.push(url);
    });
    return page;
  }

  async function showHost(
    page: Page,
    given: Parameters<HostPage['show']>[0] = { body: tag() },
    origin = host.origin,
  ): Promise<void> {
    host.show(given);
    await page.goto(origin);
  }

  describe('on a hostile page', () => {
    it('shows launcher and panel as they are meant, shifts nothing, and the policy has nothing to say', async () => {
      const page = await openPage();
      await page.addInitScript(() => {
        const seen = window as unknown as { shift: number };
        seen.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await showHost(page, {
        body: tag('data-title="Ask &lt;me&gt;" data-accent="#7a1f5c" data-greeting="Welcome."'),
      });
      const button = await launcherOf(page).boundingBox();
      expect(button).toMatchObject({ height: 52 });
      expect(Math.round((button?.x ?? 0) + (button?.width ?? 0))).toBe(1420);
      const frame = await openChat(page);
      const panel = await page.locator('dialog').boundingBox();
      expect(panel).toEqual({ x: 1008, y: 116, width: 412, height: 700 });
      expect(await frame.locator('h1').textContent()).toBe('Ask <me>');
      expect(await frame.locator('.greeting').textContent()).toBe('Welcome.');
      expect(await frame.locator('.send').evaluate((one) => getComputedStyle(one).fontSize)).not.toBe('3px');
      expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
      expect(consoleLines).toEqual([]);
    });

    it('keeps the page and the frame out of each other', async () => {
      const page = await openPage();
      await showHost(page);
      await openChat(page);
      const reach = await page.evaluate(() => {
        const frame = [...document.querySelectorAll('div')]
          .map((one) => one.shadowRoot?.querySelector('iframe'))
          .find(Boolean);
        return frame?.contentDocument === null;
      });
      expect(reach).toBe(true);
      const other = page.frames().find((one) => one.url().endsWith('/embed'));
      expect(
        await other?.evaluate(() => {
          try {
            return window.parent.document.title;
          } catch (error) {
            return (error as Error).name;
          }
        }),
      ).toBe('SecurityError');
    });

    it('believes no message that is not from its frame', async () => {
      const page = await openPage();
      await showHost(page);
      await openChat(page);
      await page.evaluate(() => window.postMessage({ askfolio: 1, type: 'close' }, '*'));
      expect(await launcherOf(page).getAttribute('aria-expanded')).toBe('true');
    });
  });

  describe('answers', () => {
    it('come as text, lists, code and tables, with links to sources only', async () => {
      const page = await openPage();
      await showHost(page);
      const frame = await openChat(page);
      const exchange = await ask(frame, 'Compare in a table');
      const text = exchange.locator('.text');
      expect(await text.locator('strong').first().textContent()).toBe('Both');
      expect(await text.locator('em').textContent()).toBe('difference');
      expect(await text.locator('thead th').allTextContents()).toEqual([
        'The messaging backend',
        'The chat system',
      ]);
      expect(await text.locator('tbody th').allTextContents()).toEqual(['Storage', 'Numbers']);
      expect(await text.locator('pre code').textContent()).toBe('INCR chat:1:messages');
      expect(
        await text
          .locator('a')
          .evaluateAll((links) =>
            links.map((link) => [(link as HTMLAnchorElement).href, (link as HTMLAnchorElement).rel]),
          ),
      ).toEqual([['https://example.com/shop', 'noopener noreferrer nofollow']]);
      expect(await text.locator('.citation').count()).toBe(5);
      expect(consoleLines).toEqual([]);
    });

    it('grow word by word on a slow line, in one bubble, and end as they grew', async () => {
      const page = await openPage();
      await showHost(page);
      const frame = await openChat(page);
      await frame.locator('.exchanges').evaluate((list) => {
        const seen: string[] = [];
        Object.assign(window, { seen });
        new MutationObserver(() => {
          const label = document.querySelector('.send')?.getAttribute('aria-label');
          seen.push(`${label}: ${list.querySelector('.text')?.textContent}`);
        }).observe(list, { childList: true, subtree: true, characterData: true });
      });
      service.slowDown(7, 1);
      await frame.locator('#question').fill('A slow one');
      await frame.locator('#question').press('Enter');
      const text = frame.locator('.exchange .text');
      await last(frame, 'done').waitFor();
      expect(await text.textContent()).toBe(
        'I used PostgreSQL in the shop 1. Orders are kept there 2. Nothing is lost.',
      );
      const seen = await text.evaluate(() => (window as unknown as { seen: string[] }).seen);
      const grown = [...new Set(seen.filter((one) => one.startsWith('Stop answering: I')))];
      expect(grown.length).toBeGreaterThan(3);
      expect(grown.map(({ length }) => length)).toEqual(
        grown.map(({ length }) => length).sort((one, other) => one - other),
      );
      const said = await frame.locator('[aria-live] p').allTextContents();
      expect(said[0]).toBe('Searching the write-ups…');
      expect(said.slice(1).join(' ')).toBe(
        'I used PostgreSQL in the shop. Orders are kept there. Nothing is lost.',
      );
      for (const sentence of said.slice(1)) expect(sentence).toMatch(/[.!?]$/);
    });

    it('open the quote of a citation with its heading and link; one without a link opens in place', async () => {
      const page = await openPage();
      await showHost(page);
      const frame = await openChat(page);
      const exchange = await ask(frame, 'Which database?');
      await exchange.locator('.citation').first().click();
      const first = exchange.locator('.source-list > li').first();
      expect(await first.locator('.names').innerText()).toBe('Shop\nStorage');
      expect(await first.locator('blockquote').innerText()).toBe('Orders live in PostgreSQL.');
      expect(await first.locator('a').getAttribute('href')).toBe('https://example.com/shop');
      await exchange.locator('.citation').nth(1).click();
      const second = exchange.locator('.source-list > li').nth(1);
      expect(await second.locator('a').count()).toBe(0);
      await second.getByText('Read it in context').click();
      await second.locator('.cited').waitFor();
      expect(await second.locator('.cited').innerText()).toBe('Orders live in PostgreSQL.');
    });

    it('that are not documented say so, with the nearest document and the contact', async () => {
      const page = await openPage();
      await showHost(page, { body: tag('data-contact="https://example.com/contact"') });
      const exchange = await ask(await openChat(page), 'What is your salary?');
      expect(await exchange.locator('.badge').innerText()).toBe('Not documented');
      expect(await exchange.locator('.source .name').allTextContents()).toEqual(['Shop']);
      expect(await exchange.locator('.contact a').getAttribute('href')).toBe('https://example.com/contact');
    });

    it('take a suggested question and the one after it, with the history', async () => {
      const page = await openPage();
      await showHost(page, { body: tag('data-suggestions="First one? | Second one?"') });
      const frame = await openChat(page);
      await frame.locator('.chip').first().click();
      await last(frame, 'done').locator('.chip', { hasText: 'What comes next?' }).click();
      await frame.locator('.exchange[data-state=done]').nth(1).waitFor();
      expect(application.asked.map(({ question, history }) => [question, history?.length ?? 0])).toEqual([
        ['First one?', 0],
        ['What comes next?', 2],
      ]);
      expect(await frame.locator('#question').evaluate((field) => field === document.activeElement)).toBe(
        true,
      );
    });
  });

  describe('tools', () => {
    it('thumbs go to the service, down with its reason', async () => {
      const page = await openPage();
      await showHost(page);
      const frame = await openChat(page);
      const exchange = await ask(frame, 'Which database?');
      await exchange.getByLabel('This helped').click();
      await exchange.getByText('Thank you.').waitFor();
      await exchange.getByLabel('This did not help').click();
      await exchange.getByText('Something is missing').click();
      await expect.poll(() => application.feedbacks.length).toBe(2);
      const id = '01J00000000000000000000000';
      expect(application.feedbacks).toEqual([
        { id, verdict: 'up' },
        { id, verdict: 'down', reason: 'Something is missing' },
      ]);
      expect(await exchange.getByLabel('This did not help').getAttribute('aria-pressed')).toBe('true');
    });

    it('the reason may be in the visitor’s own words, with or without one of the list', async () => {
      const page = await openPage();
      await showHost(page);
      const exchange = await ask(await openChat(page), 'Which database?');
      const down = exchange.getByLabel('This did not help');
      const words = exchange.getByLabel('In your own words');
      await down.click();
      await words.fill('  It was SQLite\nuntil 2021. ');
      await exchange.locator('.reasons form button').click();
      await expect.poll(() => application.feedbacks.length).toBe(1);
      await exchange.locator('.reasons').waitFor({ state: 'hidden' });
      expect(await down.evaluate((button) => button === document.activeElement)).toBe(true);
      await down.click();
      expect(await words.inputValue()).toBe('');
      await words.fill('It names the wrong year.');
      await exchange.getByText('It is wrong', { exact: true }).click();
      await expect.poll(() => application.feedbacks.length).toBe(2);
      await exchange.locator('.reasons').waitFor({ state: 'hidden' });
      await down.click();
      await exchange.locator('.reasons form button').click();
      await expect.poll(() => application.feedbacks.length).toBe(3);
      const id = '01J00000000000000000000000';
      expect(application.feedbacks).toEqual([
        { id, verdict: 'down', comment: 'It was SQLite\nuntil 2021.' },
        { id, verdict: 'down', reason: 'It is wrong', comment: 'It names the wrong year.' },
        { id, verdict: 'down' },
      ]);
    });

    it('copy takes the answer with its sources', async () => {
      const page = await openPage({ permissions: ['clipboard-read', 'clipboard-write'] });
      await page.goto(`${service.origin}/embed`);
      const frame = page.locator('body');
      await frame.locator('#question').fill('Which database?');
      await frame.locator('#question').press('Enter');
      await frame.getByLabel('Copy the answer').click();
      await frame.getByText('Copied.').first().waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        'I used **PostgreSQL** in the shop [1]. Orders are kept there [2]. Nothing is lost.\n[1] Shop, Storage https://example.com/shop\n[2] Notes on Redis, Streams',
      );
    });

    it('stop keeps what came, and the same question can be asked again', async () => {
      const page = await openPage();
      await showHost(page);
      const frame = await openChat(page);
      await frame.locator('#question').fill('This hangs');
      await frame.locator('#question').press('Enter');
      await frame.locator('.text', { hasText: 'Nothing is lost' }).waitFor();
      await frame.locator('.send').click();
      const stopped = last(frame, 'stopped');
      await stopped.waitFor();
      expect(await stopped.innerText()).toContain('You stopped this answer.');
      expect(await frame.locator('.send').getAttribute('aria-label')).toBe('Send');
      await expect.poll(() => application.signals[0]?.aborted, { timeout: 5_000 }).toBe(true);
      await stopped.locator('.retry').click();
      await frame.locator('.exchange[data-state=running]').waitFor();
      expect(await frame.locator('.exchange').count()).toBe(1);
    });

    it('history lives for the tab, and a new conversation forgets it', async () => {
      const page = await openPage();
      await showHost(page, { body: tag('data-suggestions="First?"') }, host.sameSiteOrigin);
      await ask(await openChat(page), 'Which database?');
      await page.reload();
      await launcherOf(page).click();
      const frame = frameOf(page);
      await frame.locator('.exchange[data-state=done] .text').waitFor();
      expect(await frame.locator('.question').allTextContents()).toEqual(['Which database?']);
      await frame.getByLabel('New conversation').click();
      expect(await frame.locator('.exchange').count()).toBe(0);
      await page.reload();
      await openChat(page);
      expect(await frame.locator('.exchange').count()).toBe(0);
    });

    it('works where the browser blocks storage and cookies of third parties', async () => {
      const page = await openPage();
      await showHost(page);
      const frame = await openChat(page);
      await ask(frame, 'Which database?');
      await ask(frame, 'And now?');
      const inFrame = page.frames().find((one) => one.url().endsWith('/embed'));
      const storage = await inFrame?.evaluate(() => {
        try {
          return `${sessionStorage.length} entries`;
        } catch (error) {
          return (error as Error).name;
        }
      });
      expect(storage).toBe('SecurityError');
      expect(application.asked.at(-1)?.history?.length).toBe(2);
      expect(consoleLines).toEqual([]);
    });
  });

  describe('when things go wrong', () => {
    it('a service killed mid-answer keeps the text, says so, and the next try works', async () => {
      const page = await openPage();
      await showHost(page);
      const frame = await openChat(page);
      await frame.locator('#question').fill('This hangs');
      await frame.locator('#question').press('Enter');
      await frame.locator('.text', { hasText: 'Nothing is lost' }).waitFor();
      service.kill();
      const failed = last(frame, 'failed');
      await failed.waitFor();
      expect(await failed.locator('.failure').innerText()).toContain('The connection broke');
      expect(await failed.locator('.text').innerText()).toContain('Nothing is lost');
      expect(await violations(page, service.origin)).toEqual([]);
      await service.revive();
      await frame.locator('.retry').click();
      await frame.locator('.text', { hasText: 'Nothing is lost' }).waitFor();
    });

    it('a cut that heals within the time is not noticed', async () => {
      const page = await openPage();
      await showHost(page);
      const frame = await openChat(page);
      await frame.locator('#question').fill('A slow table');
      await frame.locator('#question').press('Enter');
      await frame.locator('.text td').first().waitFor();
      service.kill();
      await service.revive();
      await last(frame, 'done').waitFor();
      expect(application.asked.length).toBe(1);
      expect(await frame.locator('.text tbody tr').count()).toBe(2);
    });

    it('offline, unreachable and out of order each say what to do', async () => {
      const page = await openPage();
      await showHost(page);
      const frame = await openChat(page);
      expect(await (await ask(frame, 'nothing answers', 'failed')).locator('.failure').innerText()).toMatch(
        /busy.* again in \d seconds/,
      );
      await context.setOffline(true);
      expect(await (await ask(frame, 'Am I here?', 'failed')).locator('.failure').innerText()).toContain(
        'You are offline.',
      );
      await context.setOffline(false);
      service.kill();
      expect(await (await ask(frame, 'Are you there?', 'failed')).locator('.failure').innerText()).toContain(
        'does not answer',
      );
      await service.revive();
      await last(frame, 'failed').locator('.retry').click();
      await last(frame, 'done').waitFor();
    });

    it('too many questions: says for how long, and lets the visitor try again then', async () => {
      await service.stop();
      service = await startService(application, {
        allowedOrigins: [host.origin, host.sameSiteOrigin],
        rateLimit: { perMinute: 1, overallPerMinute: 50 },
      });
      const page = await openPage();
      await showHost(page);
      const frame = await openChat(page);
      await ask(frame, 'First');
      const limited = await ask(frame, 'Second', 'failed');
      expect(await limited.locator('.failure').innerText()).toMatch(/ask again in \d+ seconds/);
      expect(await limited.locator('.retry').isDisabled()).toBe(true);
      expect(await violations(page, service.origin)).toEqual([]);
    });

    it('a page that may not show the chat is told the variable and its own origin', async () => {
      await service.stop();
      service = await startService(application);
      const page = await openPage();
      await showHost(page);
      await launcherOf(page).click();
      await page.locator('dialog p').waitFor();
      const ours = consoleLines.filter((line) => line.startsWith('askfolio:'));
      expect(ours).toEqual([
        `askfolio: no chat: ${service.origin}/ must run with ALLOWED_ORIGINS=${host.origin} and this page must allow frame-src ${service.origin}`,
      ]);
    });
  });

  describe('bad input of the page', () => {
    it('loaded twice: one launcher and one line', async () => {
      const page = await openPage();
      await showHost(page, { body: tag() + tag() });
      await expect.poll(() => consoleLines).toEqual(['askfolio: the chat is here already']);
      expect(await page.locator('button[aria-expanded]').count()).toBe(1);
    });

    it('in a head without a body', async () => {
      const page = await openPage();
      await showHost(page, { head: `<script src="${service.origin}/widget.js"></script>` });
      await openChat(page);
      expect(consoleLines).toEqual([]);
    });

    it('wrong attribute values: one line each, and the defaults', async () => {
      const page = await openPage();
      await showHost(page, {
        body: tag(
          'data-theme="blue" data-accent="red" data-language="xx" data-position="up" data-open="perhaps"',
        ),
      });
      await frameOf(page).locator('.chip').first().waitFor();
      expect(consoleLines.map((line) => line.slice(0, 40)).sort()).toEqual([
        'askfolio: accent="red" is ignored: a col',
        'askfolio: language="xx" is ignored: en, ',
        'askfolio: open="perhaps" is ignored: tru',
        'askfolio: position="up" is ignored: righ',
        'askfolio: theme="blue" is ignored: light',
      ]);
    });

    it('taken off the page while it streams, and asked again', async () => {
      const page = await openPage();
      await showHost(page, { policy: '', head: '', body: tag() });
      const frame = await openChat(page);
      await frame.locator('#question').fill('A slow one');
      await frame.locator('#question').press('Enter');
      await frame.locator('.text', { hasText: 'I used' }).waitFor();
      await page.evaluate(() => document.querySelectorAll('body > div').forEach((one) => one.remove()));
      await page.evaluate(() => window.askfolio?.ask('Which database?'));
      await frame.locator('.exchange[data-state=done] .text').last().waitFor();
      await page.evaluate(() => window.askfolio?.destroy());
      expect(await page.locator('button[aria-expanded], iframe').count()).toBe(0);
      expect(consoleLines).toEqual([]);
    });
  });

  describe('other ways in', () => {
    it('the module: open, ask, on, close, destroy', async () => {
      const page = await openPage();
      const module = `<script type="module">import { createChat } from '${service.origin}/assets/askfolio.js'; window.createChat = createChat;</script>`;
      await showHost(page, { policy: '', head: '', body: module });
      const events = await page.evaluate(async () => {
        const { createChat } = window as unknown as { createChat: (options: object) => Chat };
        const chat = createChat({ title: 'Mine', suggestions: ['One?'] });
        const seen: string[] = [];
        for (const name of ['ready', 'open', 'question', 'answer', 'close'] as const)
          chat.on(name, () => seen.push(name));
        const answered = new Promise((resolve) => chat.on('answer', resolve));
        chat.ask('Which database?');
        const detail = (await answered) as { status: string };
        const closed = new Promise((resolve) => chat.on('close', resolve));
        chat.close();
        await closed;
        chat.destroy();
        return { seen, status: detail.status, left: document.querySelectorAll('body > div').length };
      });
      expect(events).toEqual({
        seen: ['open', 'ready', 'question', 'answer', 'close'],
        status: 'answered',
        left: 0,
      });
    });

    it('two inline chats with conversations of their own, without a launcher', async () => {
      const page = await openPage();
      await showHost(page, {
        body: `<askfolio-chat data-title="One"></askfolio-chat><askfolio-chat data-title="Two" data-language="ar"></askfolio-chat>${tag('data-launcher="false"')}`,
      });
      const [one, two] = [
        page.frameLocator('askfolio-chat >> nth=0 >> iframe'),
        page.frameLocator('askfolio-chat >> nth=1 >> iframe'),
      ];
      await ask(one, 'Which database?');
      expect(await two.locator('.exchange').count()).toBe(0);
      expect(await two.locator('html').getAttribute('dir')).toBe('rtl');
      expect(await page.locator('button[aria-expanded]').count()).toBe(0);
      const box = await page.locator('askfolio-chat').first().boundingBox();
      expect(box?.height).toBeGreaterThan(550);
      await page.evaluate(() => document.querySelector('askfolio-chat')?.remove());
      expect(await page.locator('iframe').count()).toBe(1);
    });

    it('opens with the page and leaves the focus where it is', async () => {
      const page = await openPage();
      await showHost(page, { body: tag('data-open') });
      await frameOf(page).locator('.chip').first().waitFor();
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    });

    it('the page at / shows the projects and asks about them', async () => {
      const page = await openPage();
      await page.goto(service.origin);
      expect(await page.locator('.card h3').allTextContents()).toEqual(['Shop']);
      await page.locator('.card .primary').click();
      await last(frameOf(page), 'done').waitFor();
      expect(application.asked.map(({ question }) => question)).toEqual(['What is Shop?']);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('primary');
      expect(consoleLines).toEqual([]);
    });
  });

  describe('accessibility', () => {
    it('by keyboard alone: open, ask, read a source, come back, close; the focus is never lost', async () => {
      const page = await openPage();
      await showHost(page, { head: '', policy: '', body: `<a href="#x">A link</a>${tag()}` });
      await launcherOf(page).waitFor();
      const frame = frameOf(page);
      const focused = (): Promise<string> =>
        frame.locator('*:focus').evaluate((one) => `${one.tagName} ${one.className}`.trim());
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect.poll(focused).toBe('TEXTAREA');
      await page.keyboard.type('Which database?');
      await page.keyboard.press('Enter');
      await last(frame, 'done').waitFor();
      expect(await focused()).toBe('TEXTAREA');
      for (let i = 0; i < 20 && (await focused()) !== 'BUTTON citation'; i++)
        await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      expect(await focused()).toBe('BUTTON source');
      await page.keyboard.press('Escape');
      expect(await focused()).toBe('BUTTON citation');
      expect(await launcherOf(page).getAttribute('aria-expanded')).toBe('true');
      await page.keyboard.press('Escape');
      await expect.poll(() => launcherOf(page).getAttribute('aria-expanded')).toBe('false');
      expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName)).toBe(
        'BUTTON',
      );
    });

    const looks = [
      { name: 'light desktop', viewport: desktop, colorScheme: 'light', attributes: '' },
      { name: 'dark phone', viewport: phone, colorScheme: 'dark', attributes: '' },
      {
        name: 'light phone from right to left',
        viewport: phone,
        colorScheme: 'light',
        attributes: 'data-language="ar" data-accent="#ffe14d"',
      },
      {
        name: 'dark desktop with a dark accent',
        viewport: desktop,
        colorScheme: 'dark',
        attributes: 'data-accent="#14103a" data-theme="dark"',
      },
      {
        name: 'light in a window zoomed to 200 %',
        viewport: { width: 720, height: 450 },
        colorScheme: 'light',
        attributes: '',
      },
      {
        name: 'forced colours',
        viewport: desktop,
        colorScheme: 'dark',
        forcedColors: 'active',
        attributes: '',
      },
    ] as const;
    it.each(looks)('axe finds nothing in any state: $name', async ({ attributes, name: _name, ...look }) => {
      const page = await openPage(look);
      await showHost(page, {
        head: '',
        policy: '',
        body: tag(`${attributes} data-privacy="Kept for 30 days." data-contact="mailto:me@example.com"`),
      });
      await launcherOf(page).waitFor();
      const wrong: string[] = [];
      const check = async (state: string): Promise<void> => {
        wrong.push(...(await violations(page, service.origin)).map((line) => `${state}: ${line}`));
      };
      await check('closed');
      const frame = await openChat(page);
      await check('empty');
      await frame.locator('#question').fill('It waits');
      await check('written');
      await frame.locator('#question').press('Enter');
      await check('waiting');
      await frame.locator('.send').click();
      await last(frame, 'stopped').waitFor();
      await check('stopped');
      const exchange = await ask(frame, 'A table');
      await check('table');
      await exchange.locator('.citation').first().click();
      await exchange.locator('.source-body .quiet').first().click();
      await exchange.locator('.cited').waitFor();
      await check('source');
      await exchange.locator('.icon').nth(2).click();
      await check('reasons');
      await ask(frame, 'Your salary?');
      await check('not documented');
      await ask(frame, 'nothing answers', 'failed');
      await check('failed');
      await frame.locator('#question').fill('x'.repeat(1_001));
      await check('too long');
      expect(wrong).toEqual([]);
    });

    it.each(['light', 'dark'] as const)('axe finds nothing on the page at /, %s', async (colorScheme) => {
      const page = await openPage({ colorScheme, viewport: phone });
      await page.goto(service.origin);
      await launcherOf(page).waitFor();
      expect(await violations(page, service.origin)).toEqual([]);
    });

    it.each([phone, { width: 320, height: 480 }])(
      'fills a phone of $width x $height; a table scrolls in itself',
      async (viewport) => {
        const page = await openPage({ viewport, hasTouch: true });
        await showHost(page);
        const frame = await openChat(page);
        const exchange = await ask(frame, 'A table');
        const size = await page.locator('dialog').boundingBox();
        expect(size).toEqual({ x: 0, y: 0, ...viewport });
        const widths = await exchange.evaluate((one) => ({
          page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          scroller:
            (one.closest('.scroller')?.scrollWidth ?? 0) - (one.closest('.scroller')?.clientWidth ?? 0),
          table:
            (one.querySelector('.table')?.scrollWidth ?? 0) - (one.querySelector('.table')?.clientWidth ?? 0),
        }));
        expect(widths).toMatchObject({ page: 0, scroller: 0 });
        expect(widths.table).toBeGreaterThan(50);
        expect(
          await page.evaluate(() =>
            document
              .querySelectorAll('body > div')[0]
              ?.shadowRoot?.querySelector('dialog')
              ?.matches(':modal'),
          ),
        ).toBe(true);
      },
    );

    it('every target is at least 24 pixels, or stands alone in its line', async () => {
      const page = await openPage({ viewport: phone });
      await showHost(page);
      const frame = await openChat(page);
      await ask(frame, 'Which database?');
      const small = await frame
        .locator('button:visible, a:visible, textarea:visible')
        .evaluateAll((targets) =>
          targets
            .filter(
              (one) => one.getBoundingClientRect().height < 24 && !one.matches('.text *, .source-actions a'),
            )
            .map((one) => one.outerHTML),
        );
      expect(small).toEqual([]);
    });
  });

  describe('attacks', () => {
    const payloads = createPayloads(60, 11);

    it('300 payloads through every text of an answer, cut everywhere, in a page without any policy', async () => {
      const page = await openPage();
      const result = await attack(page, { origin: service.origin, count: 300, seed: 11 });
      expect(result).toEqual({ wrong: [], runs: 0 });
    });

    it('through a real stream, its history and a reload run nothing and load nothing', async () => {
      await service.stop();
      let at = 0;
      application = createScriptedApplication((question) => {
        const payload = payloads[at++ % payloads.length] ?? '';
        const base = fakeResult(question);
        const citation = {
          n: 1,
          chunkId: payload,
          documentId: payload,
          title: payload,
          heading: payload,
          quote: payload,
          url: payload,
        };
        return {
          ...base,
          answer: payload,
          status: 'partial',
          citations: [citation, ...base.citations.map((one) => ({ ...one, n: 2 }))],
          suggestions: [payload],
        };
      });
      service = await startService(application, { allowedOrigins: [host.origin, host.sameSiteOrigin] });
      const page = await openPage();
      await context.exposeFunction('ran', () => foreign.push('a script ran'));
      await page.goto(`${service.origin}/embed`);
      await page.locator('.chip').first().waitFor();
      service.slowDown(3, 0);
      for (const [i, payload] of payloads.slice(0, 12).entries()) {
        await page.locator('#question').fill(`${payload.replaceAll('\0', '')} ${i}`);
        await page.locator('#question').press('Enter');
        await page.locator('.exchange[data-state=done]').nth(i).waitFor();
        for (const source of await page.locator('.exchange').last().locator('.source').all())
          await source.click();
      }
      service.slowDown(0, 0);
      await page.reload();
      await page.locator('.exchange[data-state=done]').nth(11).waitFor();
      const links = await page
        .locator('a')
        .evaluateAll((all) => [...new Set(all.map((one) => (one as HTMLAnchorElement).protocol))]);
      expect(links.every((protocol) => /^https?:$/.test(protocol))).toBe(true);
      expect(
        await page
          .locator(
            'script:not([src^="assets/"]), img, iframe, object, embed, style, form[action], svg script',
          )
          .count(),
      ).toBe(0);
    });
  });
});
