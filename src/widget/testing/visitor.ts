/** What a visitor does with the chat on a page, and what axe-core says of it: the same for every browser. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FrameLocator, Locator, Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(
    context: unknown,
    options: unknown,
  ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
}

export const launcherOf = (page: Page): Locator => page.locator('button[aria-expanded]').first();
export const frameOf = (page: Page): FrameLocator => page.frameLocator('iframe').first();
export const last = (frame: FrameLocator, state: string): Locator =>
  frame.locator(`.exchange[data-state=${state}]`).last();

export async function openChat(page: Page): Promise<FrameLocator> {
  await launcherOf(page).click();
  await frameOf(page).locator('.questions .chip').first().waitFor();
  return frameOf(page);
}

/** Resolves when the answer is in the state. */
export async function ask(frame: FrameLocator, question: string, state = 'done'): Promise<Locator> {
  await frame.locator('#question').fill(question);
  await frame.locator('#question').press('Enter');
  const exchange = frame.locator(`.exchange[data-state=${state}]`).filter({ hasText: question }).last();
  await exchange.waitFor();
  return exchange;
}

/** One line for each violation in the launcher and in the service's frames; `origin`: the service's. */
export async function violations(page: Page, origin: string): Promise<string[]> {
  const found: string[] = [];
  for (const one of page.frames()) {
    await one.evaluate(axeSource);
    const isHost = one === page.mainFrame() && !one.url().startsWith(origin);
    const list = await one.evaluate(async (isOnlyLauncher) => {
      const { axe } = window as unknown as { axe: Axe };
      // The rest of the page is its owner's.
      const context = isOnlyLauncher ? { include: [['body > div']] } : document;
      const { violations: wrong } = await axe.run(context, { iframes: false, resultTypes: ['violations'] });
      return wrong.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
      );
    }, isHost);
    found.push(...list);
  }
  return found;
}
