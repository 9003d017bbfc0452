/** Counts the tokens of a day (UTC) against a limit. Reserves before a call, so that calls at the same time cannot pass it together. In process: a restart begins anew. */

export interface TokenBudget {
  /** Reserves tokens; undefined when the day has too few left. The reservation is settled with what was really used. */
  reserve(tokens: number): ((used: number) => void) | undefined;
  usedToday(): number;
}

const dayMs = 86_400_000;

/** Without a limit every reservation is granted, and the tokens are counted. */
export function createTokenBudget(options: {
  readonly dailyTokens: number | undefined;
  readonly now: () => number;
}): TokenBudget {
  let day = -1;
  let used = 0;
  const turn = (): void => {
    const today = Math.floor(options.now() / dayMs);
    if (today !== day) [day, used] = [today, 0];
  };
  return {
    reserve(tokens) {
      turn();
      if (options.dailyTokens !== undefined && used + tokens > options.dailyTokens) return undefined;
      used += tokens;
      const reservedOn = day;
      return (actual) => {
        turn();
        if (day === reservedOn) used += actual - tokens;
      };
    },
    usedToday() {
      turn();
      return used;
    },
  };
}
