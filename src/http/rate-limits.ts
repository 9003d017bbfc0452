/** Request limits per client and for everybody together, in memory or shared by several processes. What one question may cost is limited elsewhere. */
import type { Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { CreateLimiter, RateLimit } from './application.js';
import { clientKey } from './client-address.js';
import { HttpProblem } from './problems.js';

/** `question` is what costs; `light` is everything else that reads or stores; `token` are wrong owner tokens. */
export type Allowance = 'question' | 'light' | 'token';

export interface RateLimits {
  /** Takes one from the client's allowance and sets the RateLimit headers. @throws HttpProblem `rate_limited` */
  take(allowance: Allowance, request: Request, response: Response): Promise<void>;
}

const windowSeconds = 60;
const everybody = 'everybody';
/** Cheap routes get a multiple of the allowance for questions. */
const lightFactor = 5;
const wrongTokensPerMinute = 10;

const createInMemory: CreateLimiter = ({ points, seconds }) =>
  new RateLimiterMemory({ points, duration: seconds });

/** `create` makes limiters that are shared with other processes. */
export function createRateLimits(rateLimit: RateLimit, create: CreateLimiter = createInMemory): RateLimits {
  if (rateLimit === 'off') return { take: () => Promise.resolve() };
  const limiter = (name: string, points: number): RateLimiterAbstract =>
    create({ name, points, seconds: windowSeconds });
  const clients: Record<Allowance, RateLimiterAbstract> = {
    question: limiter('question', rateLimit.perMinute),
    light: limiter('light', rateLimit.perMinute * lightFactor),
    token: limiter('token', wrongTokensPerMinute),
  };
  const overall = limiter('overall', rateLimit.overallPerMinute);

  return {
    async take(allowance, request, response) {
      const limit = clients[allowance];
      const key = clientKey(request.ip, request.socket.remoteAddress);
      const state = await consume(limit, key, 'client', response);
      setHeaders(response, 'client', limit.points, state);
      if (allowance !== 'question') return;
      try {
        await consume(overall, everybody, 'overall', response);
      } catch (error) {
        // The client did nothing wrong: its own allowance stays whole.
        await limit.reward(key, 1);
        throw error;
      }
    },
  };
}

async function consume(
  limiter: RateLimiterAbstract,
  key: string,
  policy: string,
  response: Response,
): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    setHeaders(response, policy, limiter.points, refusal);
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new HttpProblem(
      'rate_limited',
      `At most ${limiter.points} requests in ${windowSeconds} seconds are served${policy === 'overall' ? ' in total' : ''}: wait ${seconds} seconds.`,
      { headers: { 'Retry-After': String(seconds) } },
    );
  }
}

/** Fields of draft-ietf-httpapi-ratelimit-headers-10. */
function setHeaders(response: Response, policy: string, points: number, state: RateLimiterRes): void {
  const seconds = Math.max(0, Math.ceil(state.msBeforeNext / 1000));
  response.setHeader('RateLimit-Policy', `"${policy}";q=${points};w=${windowSeconds}`);
  response.setHeader('RateLimit', `"${policy}";r=${Math.max(0, state.remainingPoints)};t=${seconds}`);
}
