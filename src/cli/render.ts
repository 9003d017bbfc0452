/** An AskResult as text for a terminal: the answer with its sources, and how it came about. Pure. */
import type { AskResult } from '../domain/answer.js';
import { printable } from './output.js';

function placeOf(title: string, heading: string): string {
  return heading === '' ? title : `${title} › ${heading}`;
}

/** The answer, its sources, and the engines that were wanted and did not serve it. */
export function renderResult(result: AskResult): string {
  const sources = result.citations.map(
    ({ n, title, heading, url }) =>
      `  [${n}] ${placeOf(title, heading)}${url === undefined ? '' : ` <${url}>`}`,
  );
  const degraded = result.degraded.length === 0 ? '' : `\n\nDegraded: ${result.degraded.join(', ')}`;
  return printable(
    `${result.answer}${sources.length === 0 ? '' : `\n\nSources:\n${sources.join('\n')}`}${degraded}`,
  );
}

function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

/** Intent, parts with their queries, chunks with their scores, cache and time per stage. */
export function explainResult(result: AskResult): string {
  const scores = Object.entries(result.intent.scores).map(
    ([intent, score]) => `${intent} ${score.toFixed(2)}`,
  );
  const lines = [
    `Status: ${result.status} (confidence ${result.confidence.toFixed(2)})`,
    ...(result.standalone === undefined ? [] : [`Asked as: ${result.standalone}`]),
    `Intent: ${result.intent.label} (${scores.join(', ')})`,
    ...result.parts.flatMap((part, i) => [
      `Part ${i + 1}: ${part.text} -> ${part.status}`,
      ...result.queries
        .filter((query) => query.part === i)
        .map((query) => `    ${query.intent} ${query.weight.toFixed(2)}  "${query.text}"`),
    ]),
    'Chunks:',
    ...result.chunks.map(
      (chunk) =>
        `    ${chunk.rank}. ${chunk.score.toFixed(3)}  ${placeOf(chunk.title, chunk.heading)}  (${chunk.id})`,
    ),
    `Cache: ${result.cache.status}${result.cache.similarity === undefined ? '' : ` (similarity ${result.cache.similarity})`}${result.cache.veto === undefined ? '' : ` (veto: ${result.cache.veto})`}`,
    `Time: ${milliseconds(result.timings.totalMs)} (cache ${milliseconds(result.timings.cacheMs)}, route ${milliseconds(result.timings.routeMs)}, embed ${milliseconds(result.timings.embedMs)}, retrieve ${milliseconds(result.timings.retrieveMs)}, compose ${milliseconds(result.timings.composeMs)})`,
    `Engines: index ${result.engine.index}, embedder ${result.engine.embedder}, composer ${result.engine.composer}`,
  ];
  return printable(lines.join('\n'));
}
