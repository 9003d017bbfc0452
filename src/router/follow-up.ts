/**
 * A follow-up into a question that needs no history: pronouns and "the other one" become names, what was left out comes from
 * the previous question. No language model. A question that stands alone comes back unchanged.
 */
import type { Turn } from '../domain/plan.js';
import { leansOnTopic, leavesObjectOpen, putTopicBehind } from './anchor.js';
import { spellOutClaim, spellOutSum, spellOutThat, statementOf } from './demonstrative.js';
import { fillEllipsis } from './ellipsis.js';
import { fillOne, singularOf } from './fragments.js';
import { auxiliaries } from './grammar.js';
import { findReferents, namesOf, type Referents } from './referents.js';
import { hasLoosePronoun, replacePronouns, type NameFinder } from './subjects.js';
import { withArticle } from './topic.js';
import { trimQuestion } from './words.js';

/** Questions of the visitor that are looked at, the newest ones. */
const rememberedQuestions = 6;

const ordinals: Readonly<Record<string, number>> = {
  first: 0,
  former: 0,
  second: 1,
  latter: 1,
  third: 2,
  fourth: 3,
  last: -1,
};
const ordinalForm =
  /\bthe (first|second|third|fourth|last|former|latter)(?: (?:one|project|app|option|tool|database|side|system|technology|approach))?(?=$|[\s,;:?!.']+(?!(?:release|version|time|step|year|part|request|day|thing|place|half|attempt|write|read|line|message|job|language)\b))/i;
const otherForm =
  /\b(?:the|that) other (?:one|project|app|option|tool|side|system|technology)\b|\bthe other(?=\s*[?.!]*$)/i;
const pluralForm = /\b(?:both(?: of them)?|the two(?: of them)?|these two|those two)\b(?! [\p{L}-]*s\b)/iu;
const namedKind =
  /\b(?:that|this|said) (?:project|app|application|system|service|tool|technology|one|product|site|library|framework|database|language|platform|approach|guide|document|place|job|company|role)\b/i;
const there =
  /(?<!\b(?:is|are|was|were|be|been|isn't|aren't|if|that|and|has|have|will|can|could) )\b(?:in |over )?there(?=\s*(?:[?.!,]|$|too|as well|instead|and\b))(?! (?:is|are|was|were|any|a)\b)/i;
const comparative =
  /^(?:and |so |but )*(?:which|what|who)(?: one| of (?:them|those|these|the two))?(?: is| was| are| were|'s| do you| did you| would you| performs| scales| has| uses| needs)(?: (?:the|a|an|it))?(?:(?: [\w-]+){0,4})?$|^(?:and |so |but )*which (?:one|side)(?: of (?:them|those|these|the two))?(?: [\w-]+){1,6}$/i;
const hasBetter =
  /\b(?:better|worse|best|worst|faster|slower|cheaper|simpler|easier|harder|older|newer|bigger|smaller|larger|safer|prefer|recommend|choose|pick|more|less|default|usual|(?!other\b|never\b|ever\b|number\b|order\b|server\b|user\b|layer\b|cluster\b|worker\b|counter\b|filter\b)\w{3,}er|(?!test\b|request\b|interest\b)\w{3,}est)\b/i;

const replaceWith = (text: string, pattern: RegExp, by: string): string => text.replace(pattern, () => by);

function replaceOrdinals(text: string, referents: Referents): string {
  const word = ordinalForm.exec(text)?.[1]?.toLowerCase();
  if (word === undefined) return text;
  const { names, sides, several } = referents;
  if (several !== undefined && sides.length === 0 && names.length < 2)
    return replaceWith(text, ordinalForm, `the ${word} ${oneOf(several)}`);
  const lists = [names, referents.told, referents.answered];
  const named = lists.find((list) => list.length > 1) ?? referents.all;
  const name = named.length > 1 ? named.at(ordinals[word] ?? 0) : undefined;
  return name === undefined ? text : replaceWith(text, ordinalForm, name);
}

/** "cache layers of Orbit" -> "cache layer of Orbit". */
function oneOf(several: string): string {
  const [head = '', ...rest] = several.replace(/^(?:the|your|\d+) /i, '').split(/(?= (?:of|for|in|on|with|from) )/i);
  return singularOf(head) + rest.join('');
} // prettier-ignore

const ofThose = /\bof (?:those|these|them)\b/i;
const thoseAlone =
  /(?<=^(?:(?:and|but|so) )?(?:how|why|when|where|what) (?:are|were|do|did|can|will) )(?:those|these|they)\b/i;
const whichOne = /^((?:and |but |so )?which) ones?(?= (?!of\b)\S+)/i;

/** "Which of those would you fix first?" after "What are the weaknesses of X". */
function replaceSeveral(text: string, { several, sides, names }: Referents): string {
  if (several === undefined || sides.length > 0 || names.length > 1) return text;
  const all = `the ${several.replace(/^(?:the|your) /i, '')}`;
  if (ofThose.test(text)) return replaceWith(text, ofThose, `of ${all}`);
  if (whichOne.test(text)) return text.replace(whichOne, (_one, head: string) => `${head} ${oneOf(several)}`);
  return replaceWith(text, thoseAlone, all);
}

function replaceOther(text: string, referents: Referents): string {
  if (!otherForm.test(text)) return text;
  const [first, second] = referents.names;
  const current = referents.names.length > 1 ? first : (first ?? referents.topic.focus);
  const name =
    referents.names.length > 1
      ? second
      : referents.all.find((other) => other.toLowerCase() !== current?.toLowerCase());
  return name === undefined ? text : replaceWith(text, otherForm, name);
}

function replacePlural(text: string, referents: Referents): string {
  if (referents.names.length < 2) return text;
  const joined = `${referents.names.slice(0, -1).join(', ')} and ${referents.names.at(-1) ?? ''}`;
  const withBoth = replaceWith(text, pluralForm, joined);
  return withBoth.replace(
    /(?<![\p{L}'])(?:they|them|those|these)(?![\p{L}'])(?! [\p{L}-]+s\b)/iu,
    () => joined,
  );
}

/** " in the chat system": where the sides that were compared are found. */
function placeOf({ previous, sides }: Referents, finder: NameFinder): string {
  const place = finder.find(previous).find(({ text, start }) => {
    const isSide = sides.some((side) => side.toLowerCase().includes(text.toLowerCase()));
    return !isSide && /\b(?:in|of|for|at) (?:the |your )?$/i.test(previous.slice(0, start));
  });
  return place === undefined ? '' : ` in ${withArticle(previous, place)}`;
}

/** Names the sides of "which is faster?" */
function completeComparison(text: string, referents: Referents, finder: NameFinder): string {
  const plain = trimQuestion(text);
  if (!comparative.test(plain) || !hasBetter.test(plain) || namesOf(plain, finder).length > 0) return text;
  const { told, names, all, sides: compared, several } = referents;
  if (several !== undefined && compared.length === 0 && told.length < 2 && names.length < 2) return text;
  const known = told.length > 1 ? told : names.length > 1 ? names : all.slice(0, 2).toReversed();
  const sides = compared.length > 1 ? compared : known;
  if (sides.length < 2) return text;
  const cleaned = plain.replace(/ of (?:them|those|these|the two)\b/i, '');
  const place = compared.length > 1 ? placeOf(referents, finder) : '';
  return `${cleaned}, ${sides.slice(0, -1).join(', ')} or ${sides.at(-1) ?? ''}${place}?`;
}

const singularPerson = /(?<![\p{L}'])(?:he|she|him|his|her)(?![\p{L}'])/iu;
const aboutTheChoice =
  /\b(?:cho(?:ose|sen)|chose|pick(?:ed)?|prefer(?:red)?|instead|alternatives?|elsewhere|else|before|again|like|better|works?|help(?:s|ed)?|learn(?:ed)?|replace[ds]?)\b/i;
const asksForSubject = new RegExp(
  `^(?:which|what|who)(?: (?!(?:${auxiliaries})\\b)[\\p{L}\\d-]+){1,4}`,
  'iu',
);
const auxiliaryEarly = new RegExp(
  `^(?:which|what|who)(?: [^\\s,]+){0,3}? (?:do|does|did|have|has|had|can|could)\\b`,
  'i',
);

/** What "it" means: the name that the last answer gave, when the turn is about that choice, else the topic. */
function meantByIt(text: string, { told, previous, topic }: Referents): string | undefined {
  const [name] = told;
  const askedSubject = asksForSubject.test(previous) && !auxiliaryEarly.test(previous);
  if (name !== undefined && told.length === 1 && (askedSubject || aboutTheChoice.test(text))) return name;
  const isPlural = /(?:[^s]s)$/i.test((topic.focus ?? '').split(/ (?:of|in|on|at|for) /)[0] ?? '');
  const single = isPlural && topic.focus === topic.thing && /\bit\b/i.test(text);
  return single ? (topic.anchor ?? topic.focus) : topic.focus;
}

function meantByThey(text: string, { told, previous, topic }: Referents): string | undefined {
  if (!/\b(?:they|them|their)\b/i.test(text)) return undefined;
  if (told.length === 1 && /^who\b/i.test(previous)) return told[0];
  return (
    topic.plural ?? /^(?:the|an?) [\p{L} -]+ (?:at|of) (\p{Lu}[\p{L}.-]+)$/u.exec(topic.thing ?? '')?.[1]
  );
}

/** The place of what was talked of goes with it: "is Redis down" -> "is Redis down in the chat system". */
function withAnchor(text: string, before: string, { topic }: Referents, finder: NameFinder): string {
  const candidates = [topic.anchor, topic.focus].filter((name) => name !== undefined);
  const place = candidates.find(
    (name) => finder.find(name).length > 0 && !text.toLowerCase().includes(name.toLowerCase()),
  );
  if (place === undefined || finder.find(before).length > 0) return text;
  return `${trimQuestion(text)} in ${place}?`;
}

const sameNoun = /\bthe same ((?!for|in|on|as|with|to)[\p{L}-]+(?: [\p{L}-]+)?)(?=\s*[?.!]*$)/iu;

/** "Does Y use the same database?" -> "... the same database as X". */
const sameAs = (text: string, focus: string | undefined): string =>
  focus === undefined || text.toLowerCase().includes(focus.toLowerCase())
    ? text
    : text.replace(sameNoun, (phrase) => `${phrase} as ${focus}`);

function resolveReferences(question: string, referents: Referents, finder: NameFinder): string {
  const { topic, told } = referents;
  const compared = completeComparison(question, referents, finder);
  const one = replaceSeveral(replaceOrdinals(compared, referents), referents);
  const named = replacePlural(replaceOther(one, referents), referents);
  if (named !== question) return named;
  if (told[0] !== undefined && singularPerson.test(question))
    return replacePronouns(question, told[0], finder);
  const claimed = spellOutClaim(question, referents);
  if (claimed !== question) return claimed;
  const summed = namesOf(question, finder).length > 0 ? question : spellOutSum(question, referents);
  if (summed !== question) return summed;
  const same = sameAs(question, topic.focus);
  if (same !== question) return same;
  const filled = fillOne(question, topic.thing ?? topic.focus);
  if (filled !== question) return withAnchor(filled, question, referents, finder);
  const focus = meantByIt(filled, referents);
  if (focus === undefined) return filled;
  let text = replaceWith(filled, namedKind, topic.focus ?? focus);
  text = text.replace(there, () => `in ${topic.focus ?? focus}`);
  if (hasLoosePronoun(text, finder))
    text = replacePronouns(text, meantByThey(text, referents) ?? focus, finder);
  else if (text === question && namesOf(text, finder).length === 0) text = spellOutThat(text, referents);
  return text === question ? text : withAnchor(text, question, referents, finder);
}

const leavesTopic =
  /\b(?:(?:different|another|other|new|next|unrelated) (?:topic|question|subject|thing)|something (?:else|different)|changing (?:the )?(?:topic|subject)|by the way)\b/i;

/** A turn made to stand alone; `earlier` holds the questions before it in that form. */
function resolve(
  question: string,
  earlier: readonly string[],
  history: readonly Turn[],
  finder: NameFinder,
): string {
  const previous = earlier.at(-1);
  if (previous === undefined || leavesTopic.test(question)) return question;
  const referents = findReferents(earlier, history, finder);
  const framed = fillEllipsis(question, previous, finder);
  const turn = framed ?? question;
  const resolved = resolveReferences(turn, referents, finder);
  if (resolved !== question) return resolved.replace(/^(?:and|but|so)[ ,]+(?=\S+ )/i, '');
  const { focus } = referents.topic;
  const known = focus !== undefined && focus.split(' ').length <= 8;
  if (!known || !leansOnTopic(question, finder)) return question;
  const statement = leavesObjectOpen(question) ? statementOf(previous) : undefined;
  return statement === undefined
    ? putTopicBehind(question, focus)
    : `${trimQuestion(question).replace(/^(?:and|but|so|then)[ ,]+/i, '')}: ${statement}?`;
}

/** The question in its stand-alone form. `history` is oldest first; earlier follow-ups are made to stand alone on the way. */
export function standAloneQuestion(question: string, history: readonly Turn[], finder: NameFinder): string {
  const earlier: string[] = [];
  const starts = history
    .flatMap((turn, index) => (turn.role === 'user' ? [index] : []))
    .slice(-rememberedQuestions);
  for (const index of starts) {
    const content = (history[index]?.content ?? '').slice(0, 1000).replace(/\s+/g, ' ').trim();
    if (content !== '') earlier.push(resolve(content, earlier, history.slice(0, index), finder));
  }
  return resolve(question, earlier, history, finder);
}
