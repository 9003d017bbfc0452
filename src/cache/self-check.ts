/**
 * Proves at start that the semantic tier works with this store and this embedder: one paraphrase must hit and five traps must
 * miss, each through the real store and the real vetoes. Catches stores that only write, and thresholds of another embedder.
 */
import type { Plan } from '../domain/plan.js';
import type { AskResult } from '../domain/answer.js';
import type { AnswerCache, CacheEntry } from '../ports.js';
import { entryKey, scopeHash, type CacheScope } from './scope.js';
import { createVetoes, type Verdict } from './vetoes/veto-table.js';

export interface SelfCheck {
  readonly ok: boolean;
  /** True when the store or the embedder failed, which says nothing about the tier: it stays on. */
  readonly degraded: boolean;
  /** One line for people. */
  readonly message: string;
}

export interface SelfCheckOptions {
  readonly cache: AnswerCache;
  readonly scope: () => CacheScope;
  readonly similarity: number;
  readonly now: () => number;
  readonly embedQuestions?: ((texts: readonly string[]) => Promise<readonly Float32Array[]>) | undefined;
}

const stored = 'Which database stores the chat messages?';
const paraphrase = 'What database keeps the chat messages?';
const traps = [
  'Which database does not store the chat messages?',
  'Which queue stores the chat messages?',
  'Why does the database store the chat messages?',
  'Which database stores the 3 chat messages?',
  'Which database deletes the chat messages?',
];

function planOf(question: string): Plan {
  const scores = { factual: 1, explanation: 0, comparison: 0, creative: 0 };
  const part = { text: question, aspect: 'which', kind: 'question', queries: [] } as const;
  return { question, kind: 'question', intent: 'factual', scores, parts: [part] };
}

function resultOf(question: string): AskResult {
  return {
    id: 'self-check', question, status: 'answered', answer: 'Checked [1].', confidence: 1,
    citations: [{ n: 1, chunkId: 'self-check', documentId: 'self-check', title: '', heading: '', quote: '' }],
    parts: [], intent: { label: 'factual', scores: planOf(question).scores }, suggestions: [], queries: [], chunks: [],
    cache: { status: 'miss' },
    timings: { totalMs: 0, routeMs: 0, embedMs: 0, retrieveMs: 0, composeMs: 0, cacheMs: 0 },
    engine: { index: '', embedder: '', composer: '' }, degraded: [],
  }; // prettier-ignore
}

/** Two orthogonal unit vectors' worth of difference would hide the vetoes, so without an embedder all questions are one vector. */
function sameVectors(texts: readonly string[]): Promise<readonly Float32Array[]> {
  return Promise.resolve(texts.map(() => Float32Array.of(1, 0, 0, 0)));
}

function entryOf(scope: string, vector: Float32Array, now: number): CacheEntry {
  return {
    key: entryKey(scope, stored), scope, question: stored, plan: planOf(stored), vector, result: resultOf(stored),
    evidence: [{ chunkId: 'self-check', documentId: 'self-check', sha256: '' }], grounds: [],
    generation: '', catalogue: '', storedAt: now,
  }; // prettier-ignore
}

function verdict(problems: readonly string[]): SelfCheck {
  if (problems.length === 0)
    return { ok: true, degraded: false, message: '1 paraphrase hit, 5 traps missed' };
  const message = `the semantic cache is off, its self-check failed: ${problems.join('; ')}`;
  return { ok: false, degraded: false, message };
}

async function check(options: SelfCheckOptions, scope: string): Promise<SelfCheck> {
  const embed = options.embedQuestions ?? sameVectors;
  const [first, ...asked] = await embed([stored, paraphrase, ...traps]);
  if (first === undefined) return verdict(['the embedder gave no vector']);
  const vetoes = createVetoes({
    snapshot: { catalogue: { technologies: [], documents: [] } },
    entities: [],
    aliases: new Map(),
  });
  await options.cache.set(entryOf(scope, first, options.now()));
  const problems: string[] = [];
  for (const [index, question] of [paraphrase, ...traps].entries()) {
    const found = await options.cache.nearest(scope, asked[index] ?? first, {
      limit: 1,
      minimum: options.similarity,
    });
    const entry = found[0]?.entry;
    const isHit =
      entry?.question === stored && isAgreed(vetoes.check({ question, plan: planOf(question) }, entry));
    if (isHit !== (index === 0)) problems.push(`"${question}" ${isHit ? 'hit' : 'missed'}`);
  }
  return verdict(problems);
}

/** What a veto leaves open is settled by the answers, which are not at hand here. */
function isAgreed({ veto, open }: Verdict): boolean {
  return veto === undefined && open.length === 0;
}

/** Never rejects. Works in a scope of its own and removes what it stored. */
export async function runSelfCheck(options: SelfCheckOptions): Promise<SelfCheck> {
  const scope = scopeHash({ ...options.scope(), corpus: `self-check ${options.now()}` });
  try {
    return await check(options, scope);
  } catch (error) {
    const message = `the cache could not be checked: ${error instanceof Error ? error.message : String(error)}`;
    return { ok: false, degraded: true, message };
  } finally {
    await options.cache.delete([entryKey(scope, stored)]).catch(() => 0);
  }
}
