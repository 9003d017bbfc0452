/** Float32 rows -> small integers with one scale per row, the scale chosen for the least squared error. */

export interface QuantisedRows {
  /** Row by row, each in [-limit, limit]. */
  readonly values: Int8Array;
  readonly scales: Float32Array;
}

// Cutting off a row's largest weights makes the steps of all others finer; nothing is gained below .6 of the peak.
const clips = Array.from({ length: 17 }, (_, index) => 0.6 + index * 0.025);

function squaredError(row: Float32Array, scale: number, limit: number): number {
  let sum = 0;
  for (const value of row) {
    const level = Math.max(-limit, Math.min(limit, Math.round(value / scale)));
    sum += (level * scale - value) ** 2;
  }
  return sum;
}

function bestScale(row: Float32Array, limit: number): number {
  const peak = row.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  if (peak === 0) return 0;
  let best = { scale: 0, error: Infinity };
  for (const clip of clips) {
    const scale = Math.fround((peak * clip) / limit);
    const error = squaredError(row, scale, limit);
    if (error < best.error) best = { scale, error };
  }
  return best.scale;
}

/** Rows of `width` values each; `limit` is 127 for eight bits, 31 for six. */
export function quantiseRows(values: Float32Array, width: number, limit: number): QuantisedRows {
  const rows = values.length / width;
  const quantised = { values: new Int8Array(values.length), scales: new Float32Array(rows) };
  for (let row = 0; row < rows; row++) {
    const source = values.subarray(row * width, (row + 1) * width);
    const scale = bestScale(source, limit);
    quantised.scales[row] = scale;
    if (scale === 0) continue;
    source.forEach((value, column) => {
      const level = Math.max(-limit, Math.min(limit, Math.round(value / scale)));
      quantised.values[row * width + column] = level;
    });
  }
  return quantised;
}

/** Six-bit values (-31..31) as value + 32, four in three bytes, the first one lowest. */
export function packSixBits(values: Int8Array): Uint8Array {
  const packed = new Uint8Array((values.length / 4) * 3);
  const level = (index: number): number => (values[index] ?? 0) + 32;
  for (let i = 0, at = 0; i < values.length; i += 4, at += 3) {
    const four = level(i) | (level(i + 1) << 6) | (level(i + 2) << 12) | (level(i + 3) << 18);
    packed[at] = four;
    packed[at + 1] = four >> 8;
    packed[at + 2] = four >> 16;
  }
  return packed;
}
