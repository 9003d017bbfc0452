/** The cache alone: does the second question of a pair get the answer to the first, and may it. */
import type { AskResult } from '../../src/domain/answer.js';
import type { CachePair } from '../golden/cases.js';
import type { EvalSubject } from '../subject.js';

export interface CacheScores {
  readonly values: Record<string, number>;
  readonly reasons: readonly string[];
}

function isHit(result: AskResult): boolean {
  return result.cache.status === 'exact' || result.cache.status === 'semantic';
}

/** Asked again in the words that were served just now: those of the second question where it hit, so that both tiers are tried. */
async function staleValue(subject: EvalSubject, pair: CachePair, hit: boolean): Promise<number | undefined> {
  const { askAfterChange } = subject.cache;
  if (askAfterChange === undefined) return undefined;
  const again = await askAfterChange({ question: pair.first }, { question: hit ? pair.second : pair.first });
  return isHit(again) ? 1 : 0;
}

/**
 * Scores one pair on an empty cache. The first question is asked twice: unless the second time is a hit, nothing was
 * stored and a miss on the pair proves nothing; `cache_primed` shows how often that is so.
 */
export async function scoreCache(
  subject: EvalSubject,
  pair: CachePair,
  options: { readonly measureStale: boolean },
): Promise<CacheScores> {
  await subject.cache.clear();
  const first = await subject.ask({ question: pair.first });
  const primed = isHit(await subject.ask({ question: pair.first }));
  const second = await subject.ask({ question: pair.second });
  const hit = isHit(second);
  const isMeasured = options.measureStale && primed && first.citations.length > 0;
  const stale = isMeasured ? await staleValue(subject, pair, hit) : undefined;
  const reasons: string[] = [];
  if (hit !== pair.hit)
    reasons.push(
      pair.hit
        ? `missed${second.cache.veto === undefined ? '' : ` (veto: ${second.cache.veto})`}${primed ? '' : `; the first answer was not stored (${first.status})`}`
        : `served the answer of another question (${second.cache.status}, similarity ${second.cache.similarity ?? 'unknown'})`,
    );
  if (stale === 1) reasons.push('served after its evidence had changed');
  return {
    values: {
      [pair.hit ? 'cache_hit_rate' : 'false_hit_rate']: hit ? 1 : 0,
      ...(hit ? { cache_precision: pair.hit ? 1 : 0 } : {}),
      cache_primed: primed ? 1 : 0,
      ...(stale === undefined ? {} : { stale_hit_rate: stale }),
    },
    reasons,
  };
}

/** Values of a pair that threw: the worst. */
export function worstCacheValues(pair: CachePair): Record<string, number> {
  return pair.hit ? { cache_hit_rate: 0, cache_primed: 0 } : { false_hit_rate: 1, cache_primed: 0 };
}
