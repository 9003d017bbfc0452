/** Which answers may be kept at all. A reason is a short name, for statistics and `--explain`. */
import type { AskResult } from '../domain/answer.js';
import { answerableKinds, type Plan } from '../domain/plan.js';

function marksOf(answer: string): number[] {
  return [...answer.matchAll(/\[(\d{1,3})\]/g)].map((match) => Number(match[1]));
}

/** An answer that ends inside a code fence, with an ellipsis or on a joining mark was cut. */
function looksTruncated(answer: string): boolean {
  const text = answer.trimEnd();
  if ((text.match(/^\s*```/gm)?.length ?? 0) % 2 === 1) return true;
  return /(?:…|\.\.\.|[,;:(\[{–—-])$/.test(text);
}

function citationProblem(result: AskResult): string | undefined {
  const numbers = new Set(result.citations.map((citation) => citation.n));
  const marks = marksOf(result.answer).filter((mark) => mark > 0);
  if (numbers.size === 0 || marks.length === 0) return 'uncited';
  return marks.every((mark) => numbers.has(mark)) ? undefined : 'dangling_citation';
}

/** Why this result must not be kept in any tier; undefined when it may. */
export function refusalToStore(plan: Plan, result: AskResult): string | undefined {
  if (result.status !== 'answered') return result.status;
  // A store that is away says nothing against the answer.
  if (result.degraded.some((engine) => engine !== 'cache')) return 'degraded';
  if (result.cache.status !== 'miss') return result.cache.status === 'bypass' ? 'bypass' : 'already_cached';
  const kinds = [plan.kind, ...plan.parts.map((part) => part.kind)];
  const refused = kinds.find((kind) => !answerableKinds.has(kind));
  if (refused !== undefined) return refused;
  if (result.parts.some((part) => part.status !== 'answered')) return 'partial';
  if (result.answer.trim() === '') return 'empty';
  if (looksTruncated(result.answer)) return 'truncated';
  return citationProblem(result);
}
