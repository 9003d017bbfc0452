/** What the sides of a comparison share though only one of them says it: a noun, an owner, a place, a verb with its object. Form alone. */
import { commonVerbs, prepositionSet } from './grammar.js';
import { readWords } from './words.js';

const adjective =
  /(?:ic|ous|al|ive|ary|ent|ant|ble|ed|ing|less|ful|onous|ern)$|^(?:unit|integration|read|write|front|back|client|server|sync|async|push|pull|hot|cold|strong|weak|hard|soft|old|new|first|second|third|left|right|local|remote|early|late|public|private|big|small|short|long|low|high|monolith|relational|document|red|green|white|black|male|female|eager|lazy)$/;

const lastWord = (text: string): string => /[^\s]+$/.exec(text)?.[0] ?? '';
const ordinal = /^(?:first|second|third|fourth|fifth|last)$/i;

/** "optimistic" beside "pessimistic record locking" -> "record locking": what stands behind the adjective that takes the other's place. */
function headBehind(last: string): string {
  const [first = '', ...rest] = last.split(' ');
  return rest.length > 1 && (first.includes('-') || adjective.test(first.toLowerCase()))
    ? rest.join(' ')
    : lastWord(last);
}

/** "the first winter of X" beside "the second" -> "the second winter of X"; undefined when the side names a thing of its own. */
function otherOfKind(first: string, side: string): string | undefined {
  const bare = /^(?:(?:in|during|of) )?(?:(?:the|my|your|its) )?([\p{L}-]+)(?: ones?)?$/iu.exec(side)?.[1];
  if (bare === undefined || !(ordinal.test(bare) || /(?:^the | one)/i.test(side))) return undefined;
  const isOf = (word: string): boolean =>
    ordinal.test(bare)
      ? ordinal.test(word)
      : adjective.test(bare.toLowerCase()) && adjective.test(word.toLowerCase());
  const words = readWords(first);
  const at = words.findIndex(({ lower }, index) => index < words.length - 1 && isOf(lower));
  const place = words[at];
  return place === undefined || at > 2 || place.lower === bare.toLowerCase()
    ? undefined
    : first.slice(0, place.start) + bare + first.slice(place.end);
}

/** Carries a head that only one side names: "optimistic and pessimistic *locking*", "*the latency of* A and B", "A's *storage* and B's". */
export function carryHeads(sides: readonly string[]): string[] {
  const first = sides[0] ?? '';
  const last = sides.at(-1) ?? '';
  const front = /^((?:\S+ ){1,3}(?:of|for) )\S/i.exec(first)?.[1];
  const owner = /['’]s? (.+)$/i.exec(first)?.[1];
  return sides.map((side, index) => {
    const isLone = adjective.test(side.toLowerCase()) && !side.includes(' ');
    if (index < sides.length - 1 && isLone && last.includes(' ')) return `${side} ${headBehind(last)}`;
    if (index > 0 && owner !== undefined && /['’]s?$/i.test(side)) return `${side} ${owner}`;
    const other = otherOfKind(index > 0 ? first : last, side);
    if (other !== undefined) return other;
    if (index > 0 && front !== undefined) {
      const bare = side.replace(/^(?:that|those|the one|the ones) (?:of|in|for|with) /i, '');
      if (!/ (?:of|in|for|with) /i.test(bare)) return front + bare;
    }
    return side;
  });
}

/**
 * "Compare how A" and "B run their collectors": the sides as noun phrases, and what both do ("run their collectors"). A verb of the list, or a word
 * in front of "their", ends the last side; nothing is cut when the last side is a noun phrase alone.
 */
export function shareVerbPhrase(sides: readonly string[]): { sides: string[]; phrase: string } {
  const last = sides.at(-1) ?? '';
  const words = readWords(last);
  const beforeTheir = words.findIndex(
    ({ lower }, index) =>
      index > 0 &&
      (words[index + 1]?.lower === 'their' ||
        (commonVerbs.has(lower) && prepositionSet.has(words[index + 1]?.lower ?? ''))),
  );
  const known = words.findIndex(
    ({ lower }, index) => index > 0 && index < words.length - 1 && commonVerbs.has(lower),
  );
  const at = beforeTheir > 0 ? beforeTheir : known;
  const verb = words[at];
  if (at < 1 || verb === undefined || /^(?:the|a|an|your|my|our)$/.test(words[at - 1]?.lower ?? ''))
    return { sides: [...sides], phrase: '' };
  return {
    sides: [...sides.slice(0, -1), last.slice(0, verb.start).trim()],
    phrase: last.slice(verb.start).trim(),
  };
}
