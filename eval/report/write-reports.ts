/** Writes a run to files, the format by extension, and to the step summary of a continuous integration service. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AppError, messageOf } from '../../src/domain/errors.js';
import type { RunRecord } from '../run/record.js';
import { renderHtml } from './html.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';

const renderers: Readonly<Record<string, (run: RunRecord) => string>> = {
  json: (run) => `${JSON.stringify(run, undefined, 1)}\n`,
  md: renderMarkdown,
  xml: renderJunit,
  html: renderHtml,
};

/** The renderer of a file name. @throws AppError `bad_config` for another extension. */
export function rendererOf(path: string): (run: RunRecord) => string {
  const renderer = renderers[/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''];
  if (renderer === undefined)
    throw new AppError('bad_config', `-o ${path}: the name has to end in .json, .md, .xml or .html`);
  return renderer;
}

/** @throws AppError `storage_failed`. */
export function writeText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new AppError('storage_failed', `${path} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

/** Writes every report asked for, and the summary when there is a path for it. */
export function writeReports(run: RunRecord, options: { readonly paths: readonly string[]; readonly cwd: string; readonly summaryPath?: string }): void {
  for (const path of options.paths) writeText(resolve(options.cwd, path), rendererOf(path)(run));
  if (options.summaryPath !== undefined) appendFileSync(options.summaryPath, renderMarkdown(run));
} // prettier-ignore
