/**
 * A follow-up into a question that needs no history: pronouns and "the other one" become names, what was left out comes from
 * the previous question. No language model. A question that stands alone comes back unchanged.
 */
import type { Turn } from '../domain/plan.js';
import { fillEllipsis } from './ellipsis.js';
import { findReferents, namesOf, type Referents } from './referents.js';
import { hasLoosePronoun, replacePronouns, type NameFinder } from './subjects.js';
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
  /\b(?:that|this|the same|said) (?:project|app|application|system|service|tool|technology|one|product|site|library|framework|database|language|platform|approach|guide|document|place|job|company|role)\b/i;
const there =
  /(?<!\b(?:is|are|was|were|be|been|isn't|aren't|if|that|and|has|have|will|can|could) )\b(?:in |over )?there(?=\s*(?:[?.!,]|$|too|as well|instead|and\b))(?! (?:is|are|was|were|any|a)\b)/i;
const demonstrative =
  /(?<=\b(?:does|did|do|is|was|are|were|of|about|with|for|in|on|by|use|used|like|to|than|from|how|why|handle|built|build|build|choose|chose) )(?:that|this|those|these)(?=\s*(?:[?.!,]|$)|\s+(?:work|works|compare|mean|means|handle|scale|use|run|differ|perform|help|need|store|look|fit|cost|built|made|written|hosted|done|implemented|used|deployed|fast|slow|hard|better|faster|secure|reliable|open|still|in|with|for|on)\b)/i;
const comparative =
  /^(?:and |so |but )*(?:which|what|who)(?: one| of (?:them|those|these|the two))?(?: is| was| are| were|'s| do you| did you| would you| performs| scales| has| uses| needs)(?: (?:the|a|an|it))?(?:(?: [\w-]+){0,4})?$/i;
const hasBetter =
  /\b(?:better|worse|best|worst|faster|slower|cheaper|simpler|easier|harder|older|newer|bigger|smaller|larger|safer|prefer|recommend|choose|pick|more|less|\w{3,}er|\w{3,}est)\b/i;

const replaceWith = (text: string, pattern: RegExp, by: string): string => text.replace(pattern, () => by);

function replaceOrdinals(text: string, referents: Referents): string {
  const word = ordinalForm.exec(text)?.[1]?.toLowerCase();
  if (word === undefined) return text;
  const named =
    referents.names.length > 1
      ? referents.names
      : referents.answered.length > 1
        ? referents.answered
        : referents.all;
  const name = named.length > 1 ? named.at(ordinals[word] ?? 0) : undefined;
  return name === undefined ? text : replaceWith(text, ordinalForm, name);
}

function replaceOther(text: string, referents: Referents): string {
  if (!otherForm.test(text)) return text;
  const [first, second] = referents.names;
  const current = referents.names.length > 1 ? first : (first ?? referents.focus);
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

/** Names the sides of "which is faster?" */
function completeComparison(text: string, referents: Referents, finder: NameFinder): string {
  const plain = trimQuestion(text);
  if (!comparative.test(plain) || !hasBetter.test(plain) || namesOf(plain, finder).length > 0) return text;
  const sides = referents.names.length > 1 ? referents.names : referents.all.slice(0, 2).toReversed();
  if (sides.length < 2) return text;
  const cleaned = plain.replace(/ of (?:them|those|these|the two)\b/i, '');
  return `${cleaned}, ${sides.slice(0, -1).join(', ')} or ${sides.at(-1) ?? ''}?`;
}

function resolveReferences(question: string, referents: Referents, finder: NameFinder): string {
  let text = completeComparison(question, referents, finder);
  text = replacePlural(replaceOther(replaceOrdinals(text, referents), referents), referents);
  const { focus } = referents;
  if (focus === undefined || text !== question) return text;
  text = replaceWith(text, namedKind, focus);
  text = text.replace(there, () => `in ${focus}`);
  if (hasLoosePronoun(text, finder)) text = replacePronouns(text, focus, finder);
  else if (text === question && namesOf(text, finder).length === 0)
    text = replaceWith(text, demonstrative, focus);
  return text;
}

function resolve(
  question: string,
  earlier: readonly string[],
  history: readonly Turn[],
  finder: NameFinder,
): string {
  const previous = earlier.at(-1);
  if (previous === undefined) return question;
  const referents = findReferents(earlier, history, finder);
  const resolved = resolveReferences(question, referents, finder);
  if (resolved !== question) return resolved.replace(/^(?:and|but|so)[ ,]+(?=\S+ )/i, '');
  return fillEllipsis(question, previous, finder) ?? question;
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
