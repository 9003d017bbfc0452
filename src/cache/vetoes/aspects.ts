/** What a question asks for: its aspect ("who", "how many"), and the noun that says of what kind the answer is ("which DATABASE"). */
import {
  auxiliaries,
  degreeAspects,
  degreeNames,
  determiners,
  isContentWord,
  listing,
  opening,
  surfaceOf,
  wordsOfAspect,
} from './grammar-words.js';
import { sensesOf } from './senses.js';

/** The wh-word with its degree ("how many"), or `yes_no`, `list`, `open`, `statement`. */
function aspectAt(words: readonly string[], index: number): string {
  const word = words[index] ?? '';
  if (word === 'which') return 'what';
  const next = words[index + 1] ?? '';
  if (word === 'what' && next === 'purpose') return 'purpose';
  if (word === 'why' && next === 'cause') return 'cause';
  if (word === 'how' && next === 'differ') return 'compare';
  if (word === 'what' && /^(?:is|are|was|were)$/.test(next))
    return next === 'are' || next === 'were' || /^(?:the|your|its|their)$/.test(words[index + 2] ?? '')
      ? 'attribute'
      : 'define';
  if (
    word === 'how' &&
    !degreeAspects.has(next) &&
    !auxiliaries.has(next) &&
    auxiliaries.has(words[index + 2] ?? '')
  )
    return `how_${next}`;
  return word === 'how' && degreeAspects.has(next) ? `how_${degreeNames[next] ?? next}` : word;
}

/** "Rank the tools": what is to be done with them is no question about them. Keywords have no determiner there. */
function isOrder([first, second = '']: readonly string[]): boolean {
  return isContentWord(first) && determiners.has(second);
}

/** The aspect of the question, then those that are joined to it by "and" or "or". */
export function readAspects(words: readonly string[]): string[] {
  const first = words.findIndex((word) => wordsOfAspect.has(word));
  const opener = words[0] ?? '';
  const found: string[] = [];
  if (auxiliaries.has(opener) && first !== 1) found.push('yes_no');
  else if (first >= 0 && (first <= 3 || !(listing.has(opener) || opening.has(opener))))
    found.push(aspectAt(words, first));
  else if (listing.has(opener)) found.push('what');
  else if (opening.has(opener)) found.push('open');
  else if (isOrder(words)) found.push(`do_${opener}`);
  else found.push('statement');
  words.forEach((word, index) => {
    if (wordsOfAspect.has(word) && index > first && /^(?:and|or)$/.test(words[index - 1] ?? ''))
      found.push(aspectAt(words, index));
  });
  return found;
}

// "Which kinds of timeout" asks for timeouts.
const transparent = new Set('kind type sort'.split(' '));
const beforeHead = new Set('the a an of your my our these those all is are was were main'.split(' '));

/** The noun or verb right after "what" or "which"; of "which kinds of X" it is X. */
export function readHead(words: readonly string[], aspect: string): readonly string[] {
  if (aspect === 'attribute') {
    const end = words.slice(0, 8).findIndex((word) => word === 'of' || word === 'behind');
    return end > 2 ? sensesOf(words[end - 1] ?? '') : [];
  }
  if (aspect !== 'what') return [];
  const start = words.findIndex((word) => word === 'what' || word === 'which') + 1;
  const listed = start === 0 && listing.has(words[0] ?? '') ? 1 : start;
  for (const word of words.slice(listed, listed + 6)) {
    if (beforeHead.has(word) || transparent.has(surfaceOf(word))) continue;
    return auxiliaries.has(word) ? [] : sensesOf(word);
  }
  return [];
}
