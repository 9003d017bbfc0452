/** Loads `attack-page.ts` into an empty page of the service's origin that has no policy, and lets the payloads loose on it. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { createPayloads } from './payloads.js';

/** `runs`: scripts that ran. Requests are for the caller to watch. */
export async function attack(
  page: Page,
  { origin, count, seed }: { origin: string; count: number; seed: number },
): Promise<{ wrong: string[]; runs: number }> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('./attack-page.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    write: false,
  });
  await page.route(`${origin}/attacked`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><html lang="en"><title>Attacked</title><body></body></html>',
    }),
  );
  await page.goto(`${origin}/attacked`);
  await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' });
  const payloads = createPayloads(count, seed);
  const wrong: string[] = [];
  for (let at = 0; at < payloads.length; at += 200) {
    wrong.push(
      ...(await page.evaluate(
        (some) => (window as unknown as { attack: (payloads: string[]) => string[] }).attack(some),
        payloads.slice(at, at + 200),
      )),
    );
  }
  // What was injected would run, or load, a little later.
  await page.waitForTimeout(300);
  const runs = await page.evaluate(() => (window as unknown as { runs: number }).runs);
  return { wrong, runs };
}
