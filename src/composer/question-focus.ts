/** What a question names and what it asks for, read from its form alone. */
import type { Aspect } from '../domain/plan.js';
import { stem, terms, tokenize } from '../text/terms.js';

/** Words of the question that name something: written with a capital or a digit inside the sentence. */
export function namesIn(question: string): string[] {
  return tokenize(question)
    .filter(({ start, end }) => {
      const written = question.slice(start, end);
      return (
        (start > 0 && /^\p{Lu}/u.test(written) && written !== 'I') ||
        /\p{L}\p{N}|\p{N}\p{L}|\p{Ll}\p{Lu}/u.test(written)
      );
    })
    .map(({ text }) => text);
}

const questionWord =
  /\b(?:what|which|whose|how (?:many|much|long|often|far|big|large|fast|old|accurate|well)|how)\b/i;

/** What is asked for: the topic words right after the question word ("which columns", "what protocol", "how accurate"), at most two, as stems. */
export function focusOf(question: string): string[] {
  const match = questionWord.exec(question);
  if (match === null) return [];
  const own = /^how /i.test(match[0]) ? match[0].split(' ').slice(1).join(' ') : '';
  const rest = question
    .slice(match.index + match[0].length)
    .split(
      /\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|of|in|on|for|to|and|by|with)\b/i,
    );
  const words = /^(?:many|much|long|often|far)$/i.test(own) ? '' : own;
  return terms(`${words} ${rest[0] ?? ''}`).slice(0, 2);
}

/** "How many minutes": a number with that unit nearby in one of the sentences; 1 for every other question. */
export function unitOf(question: string, aspect: Aspect, sentences: readonly string[]): number {
  if (aspect !== 'how_many' && aspect !== 'count') return 1;
  const [unit] = focusOf(question);
  if (unit === undefined) return 1;
  return sentences.some((sentence) => {
    const words = tokenize(sentence);
    return words.some(
      ({ text }, i) =>
        /\p{N}/u.test(text) &&
        words.slice(Math.max(0, i - 3), i + 4).some((near) => stem(near.text) === unit),
    );
  })
    ? 1
    : 0;
}
