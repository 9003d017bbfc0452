/** Questions that leave out what was just said: "and for iOS?", "why?", "what about Redis?". Puts them into the previous question. */
import { fillElement, type Element } from './elements.js';
import { auxiliaries, auxiliarySet, questionWords } from './grammar.js';
import { repeatFrame } from './fragments.js';
import { otherCircumstance } from './parallel.js';
import type { NameFinder } from './subjects.js';
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
