/** How often a semantic hit may have been a wrong one, judged without labels. */

export interface FalseHitEstimate {
  /** Semantic hits that were compared: all of them since the memory was made. The estimate is worth as much as this number. */
  readonly compared: number;
  /** Hits whose question would have been answered otherwise. */
  readonly doubtful: number;
  /** Share of doubtful ones with its Wilson interval at 95 %, 0 to 1; absent before the first hit. */
  readonly share?: number;
  readonly low?: number;
  readonly high?: number;
}

/**
 * Wilson score interval of a share at 95 % (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927).
 * Without observations it is 0 to 1.
 */
export function wilson(count: number, total: number): [low: number, high: number] {
  if (total === 0) return [0, 1];
  const z = 1.96;
  const share = count / total;
  const centre = share + (z * z) / (2 * total);
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * The estimate from a shadow comparison that costs nothing: before a semantic hit is served, its question has been answered extractively anyway. The hit
 * is doubtful when that answer is none, or when the two do not each tell the sentence that the other begins with. An upper estimate where a paraphrase
 * merely finds other sentences; blind where both questions draw the same wrong answer, and to what a language model wrote from the same sentences.
 */
export function estimateFalseHits(doubtful: number, compared: number): FalseHitEstimate {
  if (compared === 0) return { compared, doubtful };
  const [low, high] = wilson(doubtful, compared);
  return {
    compared,
    doubtful,
    share: rounded(doubtful / compared),
    low: rounded(low),
    high: rounded(high),
  };
}
