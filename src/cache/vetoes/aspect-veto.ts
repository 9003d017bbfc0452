/** Whether two questions ask for the same of their topic. */
import { sameItems, type Likeness, type Pair } from './likeness.js';
import type { Reading } from './reading.js';

// Aspects that ask for the same: "describe X" is answered like "what is X" and "how does X work".
const sameAspects = new Set([
  'define open',
  'attribute define',
  'attribute open',
  'attribute what',
  'how open',
  'cause why',
]);
// Aspects that often ask for the same; the answers then have to be the same too.
const nearAspects = new Set([
  'define how',
  'attribute how',
  'how purpose',
  'open purpose',
  'define purpose',
  'attribute purpose',
  'how what',
  'purpose why',
  'purpose what',
  'define statement',
  'attribute statement',
  'open statement',
]);

// May ask for the same in other words, for all that the wording tells.
const openAspects = new Set(['cause', 'what', 'attribute', 'define', 'open', 'statement', 'purpose', 'how']);
/** What is asked for has to stand in the other question too: "which projects use X" is not "what is X". */
function lacksHead(from: Reading, other: Reading): boolean {
  const { head } = from;
  if (head.length === 0) return false;
  return !other.content.some((term) => term.senses.some((sense) => head.includes(sense)));
}

/** For two aspects that no rule knows to be the same: the whole answer has to be, and some never ask for the same. */
function likenessOfOthers(one: string, two: string): Likeness {
  if (openAspects.has(one) && openAspects.has(two)) return 'answer';
  // "What makes it open" and "when does it open"; what a thing is never tells why it is there.
  return [one, two].sort().join(' ') === 'cause when' ? 'answer' : 'different';
}

/** Whether the same is asked of the topic; "who" and "when", "how many" and "which" never ask for the same. */
export function likenessOfAspects({ a, b }: Pair): Likeness {
  const [firstA = '', ...restA] = a.aspects;
  const [firstB = '', ...restB] = b.aspects;
  if (!sameItems(restA.sort(), restB.sort())) return 'different';
  const pair = [firstA, firstB].sort().join(' ');
  if (firstA === firstB || sameAspects.has(pair)) {
    if (!lacksHead(a, b) && !lacksHead(b, a)) return 'same';
    return firstA === firstB ? 'passage' : likenessOfOthers(firstA, firstB);
  }
  return nearAspects.has(pair) ? 'passage' : likenessOfOthers(firstA, firstB);
}
