/** What a question that was asked before is about: its thing (a whole noun phrase), the name in focus, and the name that it all happens in. */
import { escapePattern } from '../text/escape-pattern.js';
import { auxiliaries, auxiliarySet, commonVerbs, determinerSet, questionWordSet } from './grammar.js';
import { wordClass } from './intent-lexicon.js';
import { askedPlural, subjectOf, type NameFinder } from './subjects.js';
import { readWords, trimQuestion, type Word } from './words.js';

export interface Topic {
  /** The noun phrase asked about, with what hangs on it ("the budget of the vineyard project"). */
  readonly thing: string | undefined;
  /** What "it" stands for: a name, or else the thing. */
  readonly focus: string | undefined;
  /** Another name of the question, in which the focus lives ("Redis" in "the chat system"). */
  readonly anchor: string | undefined;
  /** What "they" stands for when something plural was asked for, or when the thing itself is plural. */
  readonly plural: string | undefined;
}

const opening =
  /^(?:(?:and|but|so|ok|okay|also|then|thanks|great|hi|hello|hey|please|well)[ ,.!]+)*(?:(?:can|could|would) you (?:please )?)?/i;
const about =
  /^(?:(?:please )?(?:tell (?:me|us)(?: (?:more|something))?(?: about)?|talk (?:me )?(?:about|through)|explain|describe|summari[sz]e|outline|define|walk (?:me|us) through|give (?:me|us) an overview of|introduce)|(?:what|how) about|what do you know about|what did you do (?:at|in|for|with)|i(?:'d| would) like to (?:know|hear) (?:more )?about) (.+)$/i;
const copular = /^(?:what|who)(?:'s|’s|s| is| are| was| were| exactly is) (.+)$/i;
const looseEnd = / (?:for|about|like|exactly|written in|made of|built with|used for|all about|good for)$/i;
const relative = /,? (?:that|which|who|whose|when|where|used to|in order to)\b.*$/i;
const attached = /^(?:of|in|on|at|for|behind|from)$/;

/** What somebody does something with, when the doer is a pronoun: "How do I request *a badge*". */
const object =
  /^(?:.* )?(?:you|i|we|one) [\p{L}]+ ((?:(?:an?|the|your|my|this) )?[\p{L}\p{N}-]+(?: [\p{L}\p{N}-]+){0,4})$/iu;

const hasVerb = (words: readonly Word[]): boolean =>
  words.some(
    ({ lower }, index) => index > 0 && (auxiliarySet.has(lower) || /^(?:that|which|who)$/.test(lower)),
  );

/** The rest of the clause when it is one noun phrase. */
function nounPhraseAfter(rest: string): string | undefined {
  const plain = (rest.replace(relative, '') || rest).replace(looseEnd, '').trim();
  const words = readWords(plain);
  const [first] = words;
  if (first === undefined || words.length > 9 || questionWordSet.has(first.lower)) return undefined;
  return hasVerb(words) || /^(?:it|they|that|this|you|i|we|he|she|there)$/.test(first.lower)
    ? undefined
    : plain;
}

/** "the top priority" -> "the top priority on the roadmap": the phrases that hang on a subject. */
function withAttached(text: string, subject: string): string {
  const start = text.indexOf(subject);
  const words = readWords(text).filter((word) => word.start >= start + subject.length);
  let end = start + subject.length;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    const opens = word !== undefined && attached.test(word.lower);
    if (word === undefined || (index === 0 && !opens) || word.before !== '') break;
    const isVerb = auxiliarySet.has(word.lower) || commonVerbs.has(word.lower);
    if (!opens && (isVerb || /(?:ed|ing)$/.test(word.lower))) break;
    end = word.end;
  }
  return text.slice(start, end).replace(/ (?:of|in|on|at|for|behind|from)$/i, '');
}

const undergoer =
  /^what (?:(?:happens|happened|becomes|became|goes wrong|went wrong|is (?:planned|done|known|left to do)) (?:to|of|with|for|about)|(?:happens|happened|goes wrong|went wrong|broke|failed) (?:in|during|at) (?=the |your )) ?((?:(?!(?:when|if|once|after|before|while)\b)[^\s,]+ ?){1,8})/i;

/** The noun phrase that a question is about; undefined when its form does not tell. */
export function thingOf(question: string): string | undefined {
  const text = trimQuestion(question).replace(opening, '');
  const asked = about.exec(text)?.[1] ?? undergoer.exec(text)?.[1];
  const whole = nounPhraseAfter(asked ?? '') ?? nounPhraseAfter(copular.exec(text)?.[1] ?? '');
  if (whole !== undefined) return whole;
  const subject = subjectOf(text);
  if (subject !== undefined) return withAttached(text, subject);
  return object.exec(text)?.[1];
}

/** True for a question that is about one thing and says nothing of it ("What is Orbit?", "Tell me about the backup"). */
export function isAboutThing(question: string): boolean {
  const text = trimQuestion(question).replace(opening, '');
  const asked = about.exec(text)?.[1] ?? copular.exec(text)?.[1];
  return nounPhraseAfter(asked ?? '') !== undefined;
}

/** The name as it stood, with its article ("the chat system"). */
export function withArticle(text: string, name: { readonly text: string; readonly start: number }): string {
  const article = /(?:^|\s)((?:the|your|this|our) )$/i.exec(text.slice(0, name.start))?.[1];
  return `${article?.toLowerCase() ?? ''}${name.text}`;
}

const placed = /\b(?:of|in|for|on|at|behind|about|by) (?:the |your |this |our )?$/i;
const between = /\b(?:us(?:e|es|ed|ing)|choose|chose|pick|picked|need|needs|run|runs|store|cho?sen) $/i;
const asked = new RegExp(`^(?:what|which|how many|how much) [^?]{0,40}?$`, 'i');

interface Placed {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** True for a name that only qualifies what is asked for ("Which *CI* tool builds ..."). */
const qualifies = (text: string, name: Placed): boolean =>
  asked.test(text.slice(0, name.start)) && /^ [\p{L}-]+/u.test(text.slice(name.end)) &&
  !new RegExp(`^ (?:${auxiliaries}|vs|or|and)\\b`, 'i').test(text.slice(name.end)); // prettier-ignore

function focusAmong(text: string, names: readonly Placed[]): { focus: Placed; anchor: Placed | undefined } | undefined {
  const free = names.filter((name) => !qualifies(text, name));
  const [first, second] = free.length > 0 ? free : names;
  if (first === undefined) return undefined;
  if (second === undefined) return { focus: first, anchor: undefined };
  const inBetween = text.slice(first.end, second.start).replace(/(?:the|your) $/i, '');
  if (between.test(inBetween)) return { focus: second, anchor: first };
  if (placed.test(text.slice(0, second.start))) return { focus: first, anchor: second };
  return { focus: first, anchor: undefined };
} // prettier-ignore

/** True for "the main risk of Orbit" or "Orbit's front end", which is a thing that can be spoken of; "the latency of Orbit" is said of Orbit. */
function standsForItself(thing: string, name: string): boolean {
  const head = readWords(thing.split(/ (?:of|in|on|at|for|behind|from) /i)[0] ?? '').at(-1);
  const isBare = /^\p{Ll}[\p{L}-]+ (?:in|of|for) /u.test(thing);
  const isOwned = new RegExp(`${escapePattern(name)}['’]s? \\S`, 'i').test(thing);
  if (
    head === undefined ||
    (!isOwned && !isBare && (!/^(?:the|an?|your) /i.test(thing) || head.end >= thing.length))
  )
    return false;
  return (
    !name.toLowerCase().includes(head.lower) && !/^(?:MEASURE|PLACEWORD)$/.test(wordClass(head.lower) ?? '')
  );
}

const isPluralPhrase = (thing: string | undefined): boolean =>
  /[^sui]s$/.test((thing ?? '').split(/ (?:of|in|on|at|for|from|with|to) /i)[0] ?? '');

const hasThing =
  /^ (?:have|has|had|use|support|offer|need|provide|include|do) (?<object>(?:[\p{L}\p{N}-]+ ?){1,4})$/iu;

/** "Does *Orbit* have *rate limiting*": the thing that a yes-or-no question asks after. */
function ownedThing(text: string, name: Placed, names: NameFinder): string | undefined {
  if (!auxiliarySet.has(readWords(text)[0]?.lower ?? '')) return undefined;
  const object = hasThing.exec(text.slice(name.end))?.groups?.['object']?.trim();
  if (object === undefined || names.find(object).length > 0 || /^(?:you|it|they|that)\b/i.test(object)) return undefined;
  return `${object.replace(/^(?:any|an?|some) /i, '')} in ${withArticle(text, name)}`;
} // prettier-ignore

/** What the question is about. `names` decides what is a name. */
export function topicOf(question: string, names: NameFinder): Topic {
  const text = trimQuestion(question);
  const thing = thingOf(text);
  const plural = askedPlural(text);
  const found = focusAmong(text, names.find(text));
  if (found === undefined) {
    const place = / (?:of|in|at|for|on) ((?:the|your|this) .+)$/i.exec(thing ?? '')?.[1];
    return {
      thing,
      focus: thing,
      anchor: place,
      plural: plural ?? (isPluralPhrase(thing) ? thing : undefined),
    };
  }
  const owned = found.anchor === undefined ? ownedThing(text, found.focus, names) : undefined;
  if (owned !== undefined) {
    const anchor = withArticle(text, found.focus);
    return {
      thing: owned,
      focus: owned,
      anchor,
      plural: plural ?? (isPluralPhrase(owned) ? owned : undefined),
    };
  }
  const inThing = thing?.includes(found.focus.text) === true;
  const name = withArticle(text, found.focus);
  const many = inThing && thing !== name && isPluralPhrase(thing) ? thing : undefined;
  return {
    thing: inThing ? thing : name,
    focus: inThing && thing !== undefined && standsForItself(thing, found.focus.text) ? thing : name,
    anchor: found.anchor === undefined ? undefined : withArticle(text, found.anchor),
    plural: plural ?? many,
  };
}

const anchoredHeads = new Set([
  'MEASURE',
  'REASON',
  'EFFECT',
  'ACCOUNT',
  'PLACEWORD',
  'KINDWORD',
  'TIMEWORD',
]);
const relational =
  /^(?:client|customer|sponsor|users?|team|members?|judges?|results?|outcome|aim|goals?|budget|deadline|roadmap|status|future|next|plans?|demo|repo|repository|source|test|tests|backend|frontend|api|code|docs|stakeholders?|lead|supervisor|winner|biggest|hardest|main|database|cache|queue|features?|requirements?)$/;

/** True for a noun that belongs to something ("the client", "the budget"): without "of X" it leans on what was said. */
export const isRelational = (word: string): boolean =>
  relational.test(word) || anchoredHeads.has(wordClass(word) ?? '');

/** True when a word of the clause is a determiner or a name word that the phrase may begin with. */
export const opensPhrase = (word: string): boolean => determinerSet.has(word);
