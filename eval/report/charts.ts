/** Small inline SVG charts. They take numbers and labels, escape the labels, and need no script. */
import { escapeMarkup, formatNumber } from './format.js';

export interface Bar {
  readonly label: string;
  /** 0 to 1. */
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  /** Drawn as a line across the bar. */
  readonly limit?: number;
  readonly isBad?: boolean;
}

const barHeight = 22;
const labelWidth = 240;
const chartWidth = 360;

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Horizontal bars for shares, with their intervals and limits. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const x = (value: number): string => (labelWidth + clamp(value) * chartWidth).toFixed(1);
  const rows = bars.map((bar, index) => {
    const top = index * barHeight + 4;
    const middle = top + 7;
    const interval =
      bar.low === undefined || bar.high === undefined
        ? ''
        : `<line class="interval" x1="${x(bar.low)}" x2="${x(bar.high)}" y1="${middle}" y2="${middle}"/>`;
    const limit =
      bar.limit === undefined
        ? ''
        : `<line class="limit" x1="${x(bar.limit)}" x2="${x(bar.limit)}" y1="${top - 2}" y2="${top + 16}"/>`;
    return `<text class="label" x="${labelWidth - 8}" y="${top + 11}">${escapeMarkup(bar.label)}</text><rect class="${bar.isBad === true ? 'bad' : 'bar'}" x="${labelWidth}" y="${top}" width="${(clamp(bar.value) * chartWidth).toFixed(1)}" height="14"/>${interval}${limit}<text x="${labelWidth + chartWidth + 8}" y="${top + 11}">${formatNumber(bar.value)}</text>`;
  });
  const width = labelWidth + chartWidth + 60;
  return `<svg role="img" aria-label="${escapeMarkup(title)}" viewBox="0 0 ${width} ${bars.length * barHeight + 8}" width="${width}">${rows.join('')}</svg>`;
}

/** Accuracy against confidence: points on the diagonal are well calibrated; the area says how many answers. */
export function calibrationChart(
  bins: readonly { count: number; confidence: number; accuracy: number }[],
): string {
  const size = 240;
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  const at = (value: number): string => (20 + clamp(value) * size).toFixed(1);
  const up = (value: number): string => (20 + size - clamp(value) * size).toFixed(1);
  const points = bins.map(
    (bin) =>
      `<circle class="bar" cx="${at(bin.confidence)}" cy="${up(bin.accuracy)}" r="${(3 + 12 * Math.sqrt(bin.count / Math.max(1, total))).toFixed(1)}"><title>${bin.count} answers: confidence ${formatNumber(bin.confidence)}, right ${formatNumber(bin.accuracy)}</title></circle>`,
  );
  return `<svg role="img" aria-label="calibration" viewBox="0 0 ${size + 40} ${size + 40}" width="${size + 40}"><rect class="frame" x="20" y="20" width="${size}" height="${size}"/><line class="limit" x1="${at(0)}" y1="${up(0)}" x2="${at(1)}" y2="${up(1)}"/>${points.join('')}</svg>`;
}
