/** Single-label classification: accuracy, macro F1 and the confusions. */

export interface Labelled {
  readonly expected: string;
  readonly predicted: string;
}

export function accuracyOf(pairs: readonly Labelled[]): number {
  return pairs.length === 0 ? 0 : pairs.filter((p) => p.expected === p.predicted).length / pairs.length;
}

/** Mean F1 over the labels that are expected anywhere; a label never predicted counts as 0. */
export function macroF1(pairs: readonly Labelled[]): number {
  const labels = [...new Set(pairs.map((pair) => pair.expected))];
  const scores = labels.map((label) => {
    const hits = pairs.filter((p) => p.expected === label && p.predicted === label).length;
    const expected = pairs.filter((p) => p.expected === label).length;
    const predicted = pairs.filter((p) => p.predicted === label).length;
    return (2 * hits) / (expected + predicted);
  });
  return labels.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / labels.length;
}

/** Counts of wrong predictions, most frequent first, then by name. */
export function confusionsOf(
  pairs: readonly Labelled[],
): { expected: string; predicted: string; count: number }[] {
  const counts = new Map<string, { expected: string; predicted: string; count: number }>();
  for (const { expected, predicted } of pairs) {
    if (expected === predicted) continue;
    const key = JSON.stringify([expected, predicted]);
    const entry = counts.get(key) ?? { expected, predicted, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  return [...counts]
    .sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1))
    .map(([, entry]) => entry);
}
