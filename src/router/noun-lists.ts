/** Noun phrases under one question: "the name and the size of the ship", "Orbit's price and its licence", "the databases of A, B and C". */
import type { Masked } from './phrases.js';
import { sliceMasked } from './phrases.js';
import type { NameFinder } from './subjects.js';
import { isRelational } from './topic.js';

const frame =
  /^(?:(?:hi|hello|hey|so|and|please),? )*(?:(?:what|who)(?:'s|s| is| are| was| were) |(?:can you |could you )?(?:please )?(?:give|tell|show) (?:me |us )(?:about |of )?|(?:please )?(?:name|list|state|tell|explain|describe) )/;
const belongTogether =
  /\b(?:between|together|relationship|relation|difference|connection|both|same|combination|compare|balance|link|gap)\b/;
const tail = / (?:of|in|for|at|on|behind|from) (?!and\b).+$/;
const phrase = /^(?:(?:the|its|your|their|a|an) )?(?:[\p{L}\p{N}.+#'-]+ ){0,3}[\p{L}\p{N}.+#'-]+$/u;
const gradable = /^(?:the )?(?:\p{L}+est|most \p{L}+|least \p{L}+|first|last|best|worst|old|new)$/u;

interface Sides {
  readonly head: string;
  readonly sides: readonly string[];
  readonly tail: string;
}

function readSides(whole: Masked): Sides | undefined {
  const head = frame.exec(whole.mask)?.[0];
  if (head === undefined || belongTogether.test(whole.mask)) return undefined;
  if (/\b(?:that|which|who|whose|when|where|if)\b/.test(whole.mask.slice(head.length))) return undefined;
  const joints = [...whole.mask.matchAll(/,? and |, /g)].filter((match) => match.index >= head.length);
  if (joints.length === 0 || joints.length > 3 || !joints.at(-1)?.[0].includes('and')) return undefined;
  const sides: string[] = [];
  let start = head.length;
  for (const match of joints) {
    sides.push(whole.text.slice(start, match.index).trim());
    start = match.index + match[0].length;
  }
  const last = sliceMasked(whole, start, whole.text.length);
  const end = tail.exec(last.mask)?.[0] ?? '';
  sides.push(last.text.slice(0, last.text.length - end.length));
  return { head: whole.text.slice(0, head.length), sides, tail: last.text.slice(last.text.length - end.length) };
} // prettier-ignore

const headNoun = (side: string): string => (/[^\s]+$/.exec(side)?.[0] ?? '').toLowerCase();

/** Sides that each name something of its own: articles on all of them, or nouns that belong to the same thing. */
function standApart({ sides }: Sides): boolean {
  const [first = ''] = sides;
  const bare = first.toLowerCase().replace(tail, '');
  const withArticle = sides.every((side) => /^(?:the|an?) /i.test(side));
  const ofOne = [bare, ...sides.slice(1)].every((side) => isRelational(headNoun(side).replace(/s$/, '')));
  return sides.every((side) => phrase.test(side.toLowerCase().replace(tail, ''))) && (withArticle || ofOne);
}

function singular(head: string): string {
  return head.replace(/\bare $/i, 'is ').replace(/\bwere $/i, 'was ');
}

/** "Orbit's price and its licence", "Orbit and its roadmap": the owner goes into the later sides. */
function splitOwned({ head, sides, tail: end }: Sides): string[] | undefined {
  const [first = '', ...later] = sides;
  if (!later.every((side) => /^(?:its|their|his|her) /i.test(side))) return undefined;
  const owner = /^(.+?['’]s?) /.exec(first)?.[1] ?? `${first}${/s$/i.test(first) ? '’' : "'s"}`;
  if (first === '' || first.split(' ').length > 6) return undefined;
  return [head + first, ...later.map((side) => `${head}${owner} ${side.replace(/^\S+ /, '')}${end}`)];
}

/** One question per noun phrase, or undefined when they may be one thing. */
export function splitNounList(whole: Masked): string[] | undefined {
  const read = readSides(whole);
  if (read === undefined) return undefined;
  const owned = splitOwned(read);
  if (owned !== undefined) return owned;
  const [first = ''] = read.sides;
  const lastHead = headNoun(read.sides.at(-1) ?? '');
  if (read.sides.slice(0, -1).some((side) => gradable.test(side.toLowerCase())) && /^(?:the )?\S+ \S+$/i.test(read.sides.at(-1) ?? ''))
    return read.sides.map((side) => `${singular(read.head)}${gradable.test(side.toLowerCase()) ? `${side} ${lastHead}` : side}${read.tail}`);
  if (!standApart(read) || (read.tail === '' && !tail.test(first.toLowerCase()))) return undefined;
  const shared = read.tail !== '' ? read.tail : (tail.exec(first)?.[0] ?? '');
  return read.sides.map((side) => singular(read.head) + side + (tail.test(side.toLowerCase()) ? '' : shared));
} // prettier-ignore

const namedPlaces = /^(?<head>(?:.+ )?(?:of|in|for|at|about|from|behind) )(?<list>[^?]+? and [^?]+)$/d;

/** "What are the databases of A, B and C": only where all sides are known names. */
export function splitNamedPlaces(whole: Masked, names: NameFinder): string[] | undefined {
  const groups = namedPlaces.exec(whole.mask)?.indices?.groups;
  const [head, list] = [groups?.['head'], groups?.['list']];
  if (head === undefined || list === undefined || belongTogether.test(whole.mask)) return undefined;
  const sides = whole.text.slice(...list).split(/,? and |, /i);
  const known = (side: string): boolean => {
    const found = names.find(side);
    return found.length === 1 && (found[0]?.end ?? 0) === side.length && /^(?:the |your )?$/i.test(side.slice(0, found[0]?.start ?? 0)); // prettier-ignore
  };
  if (sides.length < 2 || sides.length > 5 || !sides.every(known)) return undefined;
  return sides.map((side) => whole.text.slice(...head) + side);
}

const servesFor =
  /^(?<head>what (?:is|are|do|does) )(?<list>[^?]+? and [^?]+?)(?<tail> (?:for|like|good for|used for|about|stand for|mean|do))$/d;

/** "What are A, MX and PTR records for?": the noun that only one side holds goes to all. */
export function splitServesFor(whole: Masked): string[] | undefined {
  const groups = servesFor.exec(whole.mask)?.indices?.groups;
  const [head, list, end] = [groups?.['head'], groups?.['list'], groups?.['tail']];
  if (head === undefined || list === undefined || end === undefined) return undefined;
  const sides = whole.text.slice(...list).split(/,? and |, /i);
  const [first = '', last = ''] = [sides[0], sides.at(-1)];
  if (sides.length > 5 || sides.some((side) => side.split(' ').length > 3 || /^(?:you|i|we|they) /i.test(side))) return undefined;
  const behind = sides.slice(0, -1).every((side) => !side.includes(' ')) && last.includes(' ') ? ` ${headNoun(last)}` : '';
  const front = sides.slice(1).every((side) => /^[\p{Lu}\d]+$/u.test(side)) && / \S*[\d\p{Lu}]/u.test(first) ? `${first.split(' ')[0] ?? ''} ` : '';
  return sides.map((side, index) => whole.text.slice(...head) + (index > 0 ? front : '') + side + (index < sides.length - 1 ? behind : '') + whole.text.slice(...end));
} // prettier-ignore
