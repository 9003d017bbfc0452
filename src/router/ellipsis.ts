/** Questions that leave out what was just said: "and for iOS?", "why?", "what about Redis?". Puts them into the previous question. */
import {
  auxiliaries,
  auxiliarySet,
  determinerSet,
  prepositions,
  prepositionSet,
  pronounSet,
  questionWords,
} from './grammar.js';
import { repeatFrame } from './fragments.js';
import { otherCircumstance, putInParallel } from './parallel.js';
import { writtenNames } from './referents.js';
import { subjectOf, type NameFinder } from './subjects.js';
import { readWords, trimQuestion } from './words.js';

const opening = /^(?:(?:and|but|so|ok|okay|also|then|thanks|great)[ ,]+)*/i;
const auxiliaryQuestion = new RegExp(
  `^(?:(?:and|so|but),? )*(?:(?:in|on|at|by|for|from|to|with|since|under) )?(?:how (?:many|much|long|often|far|big|fast|old|well)|${questionWords})((?: [^\\s,]+){0,4}?) ((?:${auxiliaries})\\b.+)$`,
  'iu',
);
const startsWithAuxiliary = new RegExp(`^(?:${auxiliaries})\\b`, 'i');
const bare =
  /^(why|how|when|where|who|since when|until when|by whom|with whom|for whom|how long|for how long|how often|how much|how many|how fast|how so|how come|why so|why not|why is that|why was that|why that(?: one)?|why this(?: one)?|why those|why these|how exactly|why exactly|really|why (?:so|only|such an?|that) [\p{L}-]+|why not [\p{L}-]+|when exactly|where exactly|in which year|what for|how (?:well|good|big|large|old|far|deep|soon)|(?:in|on|at|for|with|by|from|to|since|under) (?:which|what|whom|whose)(?: [\p{L}-]+){0,2})(?: (?:though|then|exactly))?$/iu;
/** What "why" goes with: "Why so late?" asks for the reason of all that was said, and of that word. */
const whyDegree = /^why ((?:so|only|such an?|that|not) [\p{L}-]+)$/iu;
const asWhy =
  /^(?:how so|how come|why so|why is that|why was that|why that(?: one)?|why this(?: one)?|why those|why these|why exactly|what for|really)$/i;

/** The previous question as a clause that a question word can go in front of: "What database does X use" -> "does X use the database". */
function clauseOf(previous: string): string | undefined {
  if (startsWithAuxiliary.test(previous)) return previous;
  const match = auxiliaryQuestion.exec(previous);
  if (match?.[2] === undefined) return undefined;
  const noun = (match[1] ?? '').trim();
  const passive = /^(?:is|are|was|were)\b/i.test(match[2]);
  if (noun === '') return match[2];
  if (passive) return match[2].replace(/^(\S+) /, `$1 the ${noun} `);
  return `${match[2]} the ${noun}`;
}

/** "Why?" after "Does X use Y?" -> "why does X use Y". */
function fillBare(text: string, previous: string): string | undefined {
  const match = bare.exec(text);
  if (match === null) return undefined;
  const word = asWhy.test(match[0]) ? 'Why' : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  const clause = clauseOf(previous);
  const extent = whyDegree.exec(match[0])?.[1];
  if (extent !== undefined && !/^that one$/i.test(extent) && clause !== undefined)
    return `Why ${clause} ${extent}`;
  if (clause === undefined) return `${word}: ${previous}`;
  return `${word} ${clause.charAt(0).toLowerCase()}${clause.slice(1)}`;
}

const wantsMore =
  /^(?:(?:can|could|would) you (?:please )?|please )?(?:tell me more|say more|more(?: (?:details?|info|information|on that|about that))?|go on|continue|elaborate(?: (?:on|about) (?:that|this|it))?|expand(?: on (?:that|this|it))?|give me more(?: details?)?|(?:explain|describe)(?: (?:that|this|it))?(?: (?:more|further|please|in (?:more )?detail))*|any (?:more )?(?:[\p{L}-]+ )?[\p{L}-]+|pros and cons|advantages|drawbacks|limits|(?:(?:can|could) you |please )?(?:give|show|name)(?: me)? (?:an? |some )?(?:[\p{L}-]+ )?examples?|(?:an |for |some )?examples?|such as|like what|in (?:more )?detail|anything else|what else|numbers|details)(?: please)?$/iu;

const plainMore =
  /\b(?:more|go on|continue|elaborate|expand|explain|describe|details?|anything else|what else)\b/i;

/** "any numbers?" -> "<previous question>, any numbers"; "tell me more" -> "<previous question> in detail". */
function askMore(text: string, previous: string): string | undefined {
  if (!wantsMore.test(text)) return undefined;
  if (plainMore.test(text) && !/\bany\b/i.test(text)) return `${previous} in detail`;
  return `${previous}, ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

interface Element {
  readonly preposition: string | undefined;
  readonly text: string;
}

const elementForm = new RegExp(
  `^(?:(what|how) (?:about|of)|and|or|but|same (?:question )?for|same (?:thing )?(?:with|in)|one(?= (?:for|of|in|with|about) ))?\\b[ ,]*(?:(in|on|at|for|with|from|under|during|by|to|of|about) )?(.+?)(?: (?:too|as well|also|then|please))?$`,
  'i',
);

/** The new element of a follow-up without a verb; undefined when it is a question of its own. */
function readElement(question: string): Element | undefined {
  const rest = question.replace(opening, '');
  const opened =
    rest.length < question.length ||
    /^(?:what|how) (?:about|of)\b|^same\b|^or\b|^one (?:for|of|in|with|about)\b/i.test(rest);
  const match = elementForm.exec(rest);
  const text = match?.[3];
  if (text === undefined) return undefined;
  const words = readWords(text);
  const first = words[0]?.lower ?? '';
  if (words.length === 0 || words.length > 6) return undefined;
  if (new RegExp(`^(?:${questionWords})$`).test(first) || auxiliarySet.has(first)) return undefined;
  if (words.some((word) => auxiliarySet.has(word.lower))) return undefined;
  if (!opened && match?.[2] === undefined) return undefined;
  return { preposition: match?.[2]?.toLowerCase(), text };
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

/** A name takes the place of a name: of the one that is no place ("in Orbit") when there are several. */
function replaceName(previous: string, element: Element, names: NameFinder): string | undefined {
  const isKnown = names.find(element.text).length > 0;
  if (!isKnown && !/[A-Z]/.test(element.text)) return undefined;
  const unknown = isKnown ? undefined : writtenNames(previous).at(-1);
  const found = names.find(previous);
  if (unknown !== undefined && !found.some((name) => name.text.includes(unknown))) {
    const start = previous.lastIndexOf(unknown);
    return splice(previous, start, start + unknown.length, element.text);
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

function fillElement(element: Element, previous: string, names: NameFinder): string {
  const first = readWords(previous).map((word) => word.lower);
  const personal = first.some(
    (word, index) => auxiliarySet.has(first[index - 1] ?? '') && /^(?:you|i|we|one)$/.test(word),
  );
  const isName = names.find(element.text).length > 0 || /[A-Z]/.test(element.text);
  const objectFirst = !isName && names.find(previous).length > 0 && element.preposition === undefined;
  const result =
    replaceAfterPreposition(previous, element, names) ??
    replaceLastPlace(previous, element, names) ??
    replaceName(previous, element, names) ??
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

/** The follow-up put into the previous question; undefined when nothing was left out. `previous` stands alone. */
export function fillEllipsis(question: string, previous: string, names: NameFinder): string | undefined {
  const text = trimQuestion(question);
  const before = trimQuestion(previous);
  const plain = text.replace(opening, '');
  const filled =
    fillBare(plain, before) ??
    (names.find(plain).length > 0 ? undefined : askMore(plain, before)) ??
    otherCircumstance(text, before) ??
    repeatFrame(text, before, names);
  if (filled !== undefined) return `${filled}?`;
  const element = readElement(text);
  if (element === undefined) return undefined;
  return `${fillElement(element, before, names)}?`;
}
