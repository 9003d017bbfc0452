/** What a follow-up without a verb brings ("and iOS?"), put where its match stands in the previous question: a name for a name, a place for a place, a state for a state. */
import { auxiliarySet, determinerSet, prepositions, prepositionSet, pronounSet } from './grammar.js';
import { putInParallel } from './parallel.js';
import { writtenNames } from './referents.js';
import { subjectOf, type NameFinder } from './subjects.js';
import { isAboutThing } from './topic.js';
import { readWords } from './words.js';

export interface Element {
  readonly preposition: string | undefined;
  readonly text: string;
}

const splice = (text: string, start: number, end: number, by: string): string =>
  `${text.slice(0, start)}${by}${text.slice(end)}`;

/** "... in Orbit ..." + "in Ferrite" -> "... in Ferrite ...". */
function replaceAfterPreposition(previous: string, element: Element, names: NameFinder): string | undefined {
  if (element.preposition === undefined) return undefined;
  const words = readWords(previous);
  const said = (preposition: string | undefined): number =>
    words.findLastIndex((word) => word.lower === preposition);
  const at =
    said(element.preposition) < 0 && element.preposition === 'for' ? said('of') : said(element.preposition);
  const next = words[at + 1];
  if (at < 0 || next === undefined) return undefined;
  const name = names.find(previous).find((found) => found.start <= next.end && found.end > next.start);
  const stop = words
    .slice(at + 1)
    .findIndex(
      (word, index) =>
        index > 0 &&
        (prepositionSet.has(word.lower) || auxiliarySet.has(word.lower) || word.before.includes(',')),
    );
  const last = stop < 0 ? words.at(-1) : words[at + stop];
  const end = name?.end ?? last?.end ?? next.end;
  return splice(previous, next.start, end, element.text);
}

const lastPlace = /(?<= )(?:in|on|at|under|during|by|with|for|from) (?:\S+ ?){1,3}$/i;

/** "... encrypted at rest" + "in transit" -> "... encrypted in transit". */
function replaceLastPlace(previous: string, element: Element, names: NameFinder): string | undefined {
  const match = lastPlace.exec(previous);
  if (element.preposition === undefined || match === null || names.find(element.text).length > 0)
    return undefined;
  if (names.find(match[0]).length > 0) return undefined;
  return splice(previous, match.index, previous.length, `${element.preposition} ${element.text}`);
}

/** "the latency of Orbit" + "the throughput" -> "the throughput of Orbit". */
function replaceAttribute(previous: string, element: Element): string | undefined {
  const match = /\b(?:the|its|your) [\p{L}-]+(?: [\p{L}-]+){0,2}?(?= (?:of|for|in) )/iu.exec(previous);
  if (match === null || element.preposition !== undefined) return undefined;
  return splice(previous, match.index, match.index + match[0].length, element.text);
}

const isPreceded = new RegExp(`(?:^| )(?:${prepositions}) (?:(?:the|your|this) )?$`, 'i');

const leadingArticle = /^(?:the|your|an?) /i;
const articleBefore = (text: string, start: number): string =>
  /\b(?:the|your|an?) $/i.exec(text.slice(0, start))?.[0] ?? '';

/** "an SRV record" + "a PTR record": the noun that both end on is not said twice. */
function endWithHead(previous: string, end: number, element: string): number {
  const head = readWords(element).at(-1)?.text ?? '';
  const behind = previous.slice(end);
  const isSame = element.includes(' ') && behind.toLowerCase().startsWith(` ${head.toLowerCase()}`);
  return isSame && !/^[\p{L}\p{N}]/u.test(behind.slice(head.length + 1)) ? end + head.length + 1 : end;
}

/** "What did Anna do in Orbit" + "Tom" -> "What did Tom do in Orbit": a bare name stands for the one who does something. */
function replaceDoer(previous: string, element: Element, names: NameFinder): string | undefined {
  const subject = subjectOf(previous);
  const start = subject === undefined ? -1 : previous.indexOf(subject);
  if (subject === undefined || start < 0 || element.preposition !== undefined) return undefined;
  const isBareName = /^\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?$/u;
  if (!isBareName.test(subject) || !isBareName.test(element.text)) return undefined;
  // "Does Tom use Redis" + "Kafka": a known name takes the place of a known one.
  const known = names.find(previous).filter(({ start: at }) => !isPreceded.test(previous.slice(0, at)));
  const hasMatch = names.find(element.text).length > 0 && known.length > 0;
  return hasMatch || names.find(subject).length > 0
    ? undefined
    : splice(previous, start, start + subject.length, element.text);
}

/** A name takes the place of a name: of the one that is no place ("in Orbit") when there are several. */
function replaceName(previous: string, element: Element, names: NameFinder): string | undefined {
  const isKnown = names.find(element.text).length > 0;
  if (!isKnown && !/[A-Z]/.test(element.text)) return undefined;
  const unknown = isKnown ? undefined : writtenNames(previous).at(-1);
  const found = names.find(previous);
  if (unknown !== undefined && !found.some((name) => name.text.includes(unknown))) {
    const start = previous.lastIndexOf(unknown);
    const article = leadingArticle.test(element.text) ? articleBefore(previous, start) : '';
    return splice(previous, start - article.length, start + unknown.length, element.text);
  }
  // "MySQL" is to "Redis" as "the shop" is to "the chat system": names of one form take each other's place.
  const alike = found.filter((name) => (articleBefore(previous, name.start) !== '') === leadingArticle.test(element.text)); // prettier-ignore
  const pool = alike.length > 0 ? alike : found;
  const free = pool.filter((name) => !isPreceded.test(previous.slice(0, name.start)));
  const target = (element.preposition === undefined ? free[0] : undefined) ?? pool.at(-1);
  if (target === undefined) return undefined;
  const article = articleBefore(previous, target.start);
  if (article === '' || leadingArticle.test(element.text))
    return splice(
      previous,
      target.start - article.length,
      endWithHead(previous, target.end, element.text),
      element.text,
    );
  // "of the messaging backend" is where it all happens; a bare name ("iOS") is no other such place.
  const isPlace = !free.includes(target);
  return isPlace && element.preposition === undefined && subjectOf(previous) !== undefined
    ? undefined
    : splice(previous, target.start - article.length, target.end, element.text);
}

/** "browser clients" + "iOS" -> "iOS clients"; "access tokens" + "refresh tokens" -> "refresh tokens". */
function replaceSubject(previous: string, element: Element): string | undefined {
  const subject = subjectOf(previous);
  if (subject === undefined) return undefined;
  const start = previous.indexOf(subject);
  const words = readWords(subject);
  const fresh = readWords(element.text);
  const head = words.at(-1);
  if (start < 0 || head === undefined) return undefined;
  const sameHead = fresh.at(-1)?.lower === head.lower;
  const modifies =
    words.length > 1 &&
    fresh.length <= 2 &&
    !determinerSet.has(fresh[0]?.lower ?? '') &&
    !determinerSet.has(words.at(-2)?.lower ?? '') &&
    !/[a-z]s$/.test(fresh.at(-1)?.text ?? '') &&
    /s$/.test(head.lower);
  const by = modifies && !sameHead ? `${element.text} ${head.text}` : element.text;
  return splice(previous, start, start + subject.length, by);
}

/** "How do you test payments" + "refunds" -> "How do you test refunds". */
function replaceObject(previous: string, element: Element): string | undefined {
  const words = readWords(previous);
  const asked = words.findIndex((word) => pronounSet.has(word.lower));
  if (asked < 0 || words.length - asked < 3) return undefined;
  let start = words.length - 1;
  while (
    start > asked + 2 &&
    !prepositionSet.has(words[start - 1]?.lower ?? '') &&
    !determinerSet.has(words[start]?.lower ?? '')
  )
    start--;
  return splice(previous, words[start]?.start ?? 0, words.at(-1)?.end ?? 0, element.text);
}

const spends =
  /^(?:and )?how (?:long|much|many \p{L}+) (?:\p{L}+ )?(?:do|does|did|would|will|could|should|has|had|is|was)\b|\b(?:costs?|takes?|took|lasts?)$/iu;

/** "How long would pagination take in Orbit" + "the cache" -> "How long would the cache take in Orbit": what takes time or money. */
function replaceSpent(previous: string, element: Element, names: NameFinder): string | undefined {
  const subject = subjectOf(previous)?.replace(/ (?:take|cost|last)$/i, '');
  const start = subject === undefined ? -1 : previous.indexOf(subject);
  if (subject === undefined || start < 0 || element.preposition !== undefined) return undefined;
  if (!spends.test(previous) || pronounSet.has(readWords(subject)[0]?.lower ?? '')) return undefined;
  if (names.find(subject).length > 0) return undefined;
  return splice(previous, start, start + subject.length, element.text);
}

const version = /\bv?\d+(?:\.\d+)*\b/g;

/** "Which Windows does Go 1.20 need" + "1.21" -> "Which Windows does Go 1.21 need"; only where one number stands. */
function replaceVersion(previous: string, element: Element): string | undefined {
  const [number, ...others] = [...previous.matchAll(version)];
  if (number === undefined || others.length > 0 || !/^v?\d+(?:\.\d+)*$/.test(element.text)) return undefined;
  const isSame = number[0].includes('.') === element.text.includes('.');
  return isSame ? splice(previous, number.index, number.index + number[0].length, element.text) : undefined;
}

const single = /^[\p{L}-]+$/u;
/** "in its open state" + "half-open" -> "in its half-open state"; "eager loading" + "lazy" -> "lazy loading": one word for the one in front of a noun. */
function replaceState(previous: string, element: Element): string | undefined {
  const fresh = element.text.replace(/^(?:an?|the) /i, '').replace(/ (?:ones?|kinds?|types?)$/i, '');
  if (!single.test(fresh) || /^\p{Lu}/u.test(fresh) || element.preposition !== undefined) return undefined;
  const words = readWords(previous);
  const noun = words.findIndex(({ lower }) => /^(?:state|mode|phase|stage|case|kind|type|version)$/.test(lower));
  const isNamed = isAboutThing(previous) && isAdjective(fresh);
  const at = noun > 0 ? noun - 1 : isNamed ? words.length - 2 : -1;
  const old = words[at];
  if (old === undefined || at < 1 || determinerSet.has(old.lower) || auxiliarySet.has(old.lower) || prepositionSet.has(old.lower)) return undefined;
  return splice(previous, old.start, old.end, fresh);
} // prettier-ignore

/** By its end ("septicemic", "optional"), or one of the plain words that have an opposite. */
const isAdjective = (word: string): boolean =>
  /(?:ic|al|ive|ous|ary|ent|ant|able|ible|less|ful|y|ed|ing)$/.test(word) ||
  /^(?:hot|cold|warm|old|new|open|closed?|half-open|big|small|long|short|hard|soft|strong|weak|fast|slow|deep|wide|narrow|first|last|inner|outer|upper|lower|local|remote|eager|sync|async|public|private)$/.test(
    word,
  );

/** The previous question with the new element in the place of its match. Both without end marks. */
export function fillElement(turn: Element, previous: string, names: NameFinder): string {
  // "the front end of Orbit" + "its charts": the owner stands there already.
  const element = / of /.test(previous)
    ? { ...turn, text: turn.text.replace(/^(?:its|their) /i, 'the ') }
    : turn;
  const first = readWords(previous).map((word) => word.lower);
  const personal = first.some(
    (word, index) => auxiliarySet.has(first[index - 1] ?? '') && /^(?:you|i|we|one)$/.test(word),
  );
  const isName = names.find(element.text).length > 0 || /[A-Z]/.test(element.text);
  const objectFirst = !isName && names.find(previous).length > 0 && element.preposition === undefined;
  const result =
    replaceAfterPreposition(previous, element, names) ??
    replaceLastPlace(previous, element, names) ??
    replaceVersion(previous, element) ??
    replaceState(previous, element) ??
    replaceDoer(previous, element, names) ??
    replaceName(previous, element, names) ??
    replaceSpent(previous, element, names) ??
    (objectFirst ? replaceAttribute(previous, element) : undefined) ??
    (element.preposition === undefined && !isName
      ? putInParallel(previous, element.text, names)
      : undefined) ??
    (objectFirst
      ? undefined
      : personal
        ? replaceObject(previous, element)
        : replaceSubject(previous, element));
  if (result !== undefined) return result;
  if (objectFirst) return `${previous}, with ${element.text}`;
  return `${previous} ${element.preposition ?? 'for'} ${element.text}`;
}
