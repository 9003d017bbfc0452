/** How far a confidence can be trusted: separation (AUROC), risk at coverage, calibration error. */

export interface Judged {
  /** 0 to 1. */
  readonly confidence: number;
  readonly correct: boolean;
}

/** Probability that a positive scores above a negative, ties half (Mann-Whitney); undefined when a side is empty. */
export function areaUnderRoc(positives: readonly number[], negatives: readonly number[]): number | undefined {
  if (positives.length === 0 || negatives.length === 0) return undefined;
  const all = [
    ...positives.map((score) => ({ score, positive: true })),
    ...negatives.map((score) => ({ score, positive: false })),
  ].sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let start = 0; start < all.length;) {
    let end = start;
    while (end < all.length && all[end]?.score === all[start]?.score) end++;
    const averageRank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) if (all[i]?.positive === true) rankSum += averageRank;
    start = end;
  }
  const pairs = positives.length * negatives.length;
  return (rankSum - (positives.length * (positives.length + 1)) / 2) / pairs;
}

/** Accuracy over the most confident `coverage` of the answers (at least one); undefined without answers. */
export function accuracyAtCoverage(judged: readonly Judged[], coverage: number): number | undefined {
  if (judged.length === 0) return undefined;
  const kept = [...judged]
    .sort((a, b) => b.confidence - a.confidence || Number(a.correct) - Number(b.correct))
    .slice(0, Math.max(1, Math.round(judged.length * coverage)));
  return kept.filter((one) => one.correct).length / kept.length;
}

export interface CalibrationBin {
  readonly count: number;
  readonly confidence: number;
  readonly accuracy: number;
}

/** Ten bins of equal width over the confidence; empty bins are left out. */
export function calibrationBins(judged: readonly Judged[]): CalibrationBin[] {
  return Array.from({ length: 10 }, (_, bin) =>
    judged.filter((one) => Math.min(9, Math.max(0, Math.floor(one.confidence * 10))) === bin),
  )
    .filter((bin) => bin.length > 0)
    .map((bin) => ({
      count: bin.length,
      confidence: bin.reduce((sum, one) => sum + one.confidence, 0) / bin.length,
      accuracy: bin.filter((one) => one.correct).length / bin.length,
    }));
}

/** Expected calibration error over ten bins (Naeini et al. 2015); undefined without answers. */
export function expectedCalibrationError(judged: readonly Judged[]): number | undefined {
  if (judged.length === 0) return undefined;
  return calibrationBins(judged).reduce(
    (sum, bin) => sum + (bin.count / judged.length) * Math.abs(bin.accuracy - bin.confidence),
    0,
  );
}
