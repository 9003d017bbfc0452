/** Scores an answer's words against what the golden set accepts. Judges strings only: whether the answer is cited is `grounding.ts`. */

/** Normalisation of the SQuAD evaluation: lower case, no punctuation, no articles, single spaces. */
export function normaliseAnswer(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~‘’“”–—…]/g, '')
    .replace(/\b(a|an|the)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Words of a text after that normalisation. */
export function answerTokens(text: string): string[] {
  const normal = normaliseAnswer(text);
  return normal === '' ? [] : normal.split(' ');
}

function sharedTokens(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const token of a) left.set(token, (left.get(token) ?? 0) + 1);
  let shared = 0;
  for (const token of b) {
    const count = left.get(token) ?? 0;
    if (count > 0) shared++;
    left.set(token, count - 1);
  }
  return shared;
}

function bestOf(accepted: readonly string[], score: (gold: string) => number): number {
  return accepted.reduce((best, gold) => Math.max(best, score(gold)), 0);
}

/** 1 when the answer is one of the accepted ones after normalisation. */
export function exactMatch(answer: string, accepted: readonly string[]): number {
  return bestOf(accepted, (gold) => (normaliseAnswer(gold) === normaliseAnswer(answer) ? 1 : 0));
}

/** Token F1 (SQuAD), the best over the accepted answers; two empty texts agree. */
export function tokenF1(answer: string, accepted: readonly string[]): number {
  const given = answerTokens(answer);
  return bestOf(accepted, (gold) => {
    const wanted = answerTokens(gold);
    if (given.length === 0 || wanted.length === 0) return given.length === wanted.length ? 1 : 0;
    return (2 * sharedTokens(wanted, given)) / (given.length + wanted.length);
  });
}

/** Share of an accepted answer's tokens that the answer holds, the best over the accepted answers. */
export function answerRecall(answer: string, accepted: readonly string[]): number {
  const given = answerTokens(answer);
  return bestOf(accepted, (gold) => {
    const wanted = answerTokens(gold);
    return wanted.length === 0 ? 0 : sharedTokens(given, wanted) / wanted.length;
  });
}

/** ROUGE-L F1 on tokens, the best over the accepted answers. For information. */
export function rougeL(answer: string, accepted: readonly string[]): number {
  const given = answerTokens(answer);
  return bestOf(accepted, (gold) => {
    const wanted = answerTokens(gold);
    const shared = longestCommonSubsequence(wanted, given);
    return shared === 0 ? 0 : (2 * shared) / (wanted.length + given.length);
  });
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  let previous = new Array<number>(b.length + 1).fill(0);
  for (const token of a) {
    const current = [0];
    for (let j = 1; j <= b.length; j++)
      current[j] =
        token === b[j - 1] ? (previous[j - 1] ?? 0) + 1 : Math.max(previous[j] ?? 0, current[j - 1] ?? 0);
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** True when the normalised phrase occurs in the normalised answer as whole words. An empty phrase occurs nowhere. */
export function holdsPhrase(answer: string, phrase: string): boolean {
  const wanted = normaliseAnswer(phrase);
  return wanted !== '' && ` ${normaliseAnswer(answer)} `.includes(` ${wanted} `);
}

/** A string counts as a phrase without regard to case; `/source/flags` as a regular expression over the raw answer. */
export type Pattern = string;

const regularExpression = /^\/(.+)\/([a-z]*)$/s;

/** The expression of a `/source/flags` pattern; undefined for a plain phrase. @throws SyntaxError for a bad expression. */
export function expressionOf(pattern: Pattern): RegExp | undefined {
  const match = regularExpression.exec(pattern);
  return match === null ? undefined : new RegExp(match[1] ?? '', (match[2] ?? '').replace(/[gy]/g, ''));
}

/** Whether the answer shows the pattern. A phrase also matches literally, so that "C++" is not reduced to "c". */
export function matchesPattern(answer: string, pattern: Pattern): boolean {
  const expression = expressionOf(pattern);
  if (expression !== undefined) return expression.test(answer);
  const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  const literal = plain(pattern);
  if (/[^\p{L}\p{N}\s]/u.test(literal)) return plain(answer).includes(literal);
  return holdsPhrase(answer, pattern);
}

/** True when some number of the answer is within `tolerance` of `value`. Thousands separators are read. */
export function holdsNumber(answer: string, value: number, tolerance: number): boolean {
  const withoutCitations = answer.replace(/\[\d+\]/g, ' ');
  const numbers = withoutCitations.match(/-?\d+(?:,\d{3})*(?:\.\d+)?/g) ?? [];
  return numbers.some((text) => Math.abs(Number(text.replace(/,/g, '')) - value) <= tolerance);
}

export interface ListScores {
  readonly recall: number;
  readonly precision: number;
}

/**
 * Item recall, and precision against `others`: names that could be listed and must not be. Precision is
 * right items / (right items + wrong names); nothing listed at all gives 0.
 */
export function listScores(answer: string, items: readonly Pattern[], others: readonly string[]): ListScores {
  const right = items.filter((item) => matchesPattern(answer, item)).length;
  const wrong = others.filter(
    (name) => !items.some((item) => matchesPattern(name, item)) && matchesPattern(answer, name),
  ).length;
  return {
    recall: items.length === 0 ? 0 : right / items.length,
    precision: right + wrong === 0 ? 0 : right / (right + wrong),
  };
}
