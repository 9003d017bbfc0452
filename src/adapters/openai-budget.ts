/**
 * Counts the tokens of a day (UTC) and what they cost, against a limit. Reserves before a call, so that calls at the same time cannot pass it
 * together. In process: a restart begins anew.
 */
import type { TokenCount } from './openai-reply.js';

/** Dollars per million tokens. */
export interface TokenPrice {
  readonly prompt: number;
  readonly reply: number;
}

/** One call, for the log. */
export interface ModelUsage {
  readonly promptTokens: number;
  readonly replyTokens: number;
  readonly tokensToday: number;
  /** Absent when no price is known. */
  readonly dollars?: number;
  readonly dollarsToday?: number;
}

export interface TokenBudget {
  /** Reserves tokens; undefined when the day has too few left. The reservation is settled once, with what was really used. */
  reserve(tokens: number): ((used: TokenCount) => ModelUsage) | undefined;
  usedToday(): number;
}

const dayMs = 86_400_000;

function dollarsFor({ prompt, reply }: TokenCount, price: TokenPrice): number {
  return (prompt * price.prompt + reply * price.reply) / 1_000_000;
}

/** Without a limit every reservation is granted, and the tokens are counted. */
export function createTokenBudget(options: {
  readonly dailyTokens: number | undefined;
  readonly price?: TokenPrice | undefined;
  readonly now: () => number;
}): TokenBudget {
  const { dailyTokens, price } = options;
  let day = -1;
  let used = 0;
  let dollars = 0;
  const turn = (): void => {
    const today = Math.floor(options.now() / dayMs);
    if (today !== day) [day, used, dollars] = [today, 0, 0];
  };
  return {
    reserve(tokens) {
      turn();
      if (dailyTokens !== undefined && used + tokens > dailyTokens) return undefined;
      used += tokens;
      const reservedOn = day;
      return (actual) => {
        turn();
        const cost = price === undefined ? undefined : dollarsFor(actual, price);
        if (day === reservedOn) used += actual.prompt + actual.reply - tokens;
        dollars += cost ?? 0;
        return {
          promptTokens: actual.prompt,
          replyTokens: actual.reply,
          tokensToday: used,
          ...(cost === undefined ? {} : { dollars: cost, dollarsToday: dollars }),
        };
      };
    },
    usedToday() {
      turn();
      return used;
    },
  };
}
