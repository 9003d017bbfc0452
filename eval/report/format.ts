/** Numbers and texts as reports print them. */
import { metricDefinition } from '../metrics/catalogue.js';
import type { Figure } from '../run/record.js';

/** At most three digits after the point, without trailing zeros. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return String(Number(value.toFixed(Math.abs(value) >= 100 ? 0 : 3)));
}

/** `0.912 (0.85-0.95, n=100)`; times and counts without an interval. */
export function formatFigure(figure: Figure): string {
  const interval =
    figure.low === undefined || figure.high === undefined
      ? ''
      : `${formatNumber(figure.low)}-${formatNumber(figure.high)}, `;
  return `${formatNumber(figure.value)} (${interval}n=${figure.n})`;
}

/** With a sign. */
export function formatDelta(change: number): string {
  return `${change > 0 ? '+' : ''}${formatNumber(change)}`;
}

/** An arrow that says which direction is better. */
export function directionMark(metric: string): string {
  return metricDefinition(metric)?.better === 'lower' ? '↓' : '↑';
}

const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g;

/** Text for XML and HTML: escaped, without control characters and lone surrogates. */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replace(control, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** Text for one cell of a Markdown table; markup of answers stays text. */
export function escapeCell(text: string): string {
  return escapeMarkup(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|~#]/g, (mark) => `\\${mark}`);
}

/** The text, cut after `length` code points. */
export function shorten(text: string, length: number): string {
  const points = [...text];
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
}
