/** Turns that repeat the frame of the previous question with something else in it: "and the second one?", "does Orbit?", "how many for the cache?", "and update it?". */
import { auxiliaries, auxiliarySet, determinerSet, prepositions, pronounSet } from './grammar.js';
import { subjectOfProVerb } from './parallel.js';
import { subjectOf, type NameFinder } from './subjects.js';
import { readWords } from './words.js';

const lead = /^(?:(?:and|but|so|or|also|then|ok|okay)[ ,]+)*(?:(?:what|how) about )?/i;
const ordinal = 'first|second|third|fourth|fifth|last|next|previous|old|new|former|latter';
const ordinalTurn = new RegExp(`^the (${ordinal})(?: (?:one|ones))?$`, 'i');
const ordinalWord = new RegExp(`\\b(${ordinal})\\b`, 'i');

/** "... the first limiter ..." + "the second one" -> "... the second limiter ...". */
function otherOrdinal(text: string, previous: string): string | undefined {
  const wanted = ordinalTurn.exec(text)?.[1];
  const word = ordinalWord.exec(previous)?.[1];
  if (wanted === undefined || word === undefined || word.toLowerCase() === wanted.toLowerCase()) return undefined;
  return previous.replace(ordinalWord, wanted);
} // prettier-ignore

const bareSubject = new RegExp(`^(?:${auxiliaries}) ((?:(?:the|your|my|this|a|an) )?[^\\s,]+(?: [^\\s,]+){0,3}?)(?: (?:too|as well|also|either))?$`, 'i'); // prettier-ignore
const frame = new RegExp(`^((?:.*? )?(?:${auxiliaries}) )`, 'i');

/** "Does Orbit limit traffic" + "does Ferrite", or "how does Ferrite do" -> "Does Ferrite limit traffic". */
function otherSubject(text: string, previous: string, names: NameFinder): string | undefined {
  const subject = subjectOfProVerb(text, previous) ?? bareSubject.exec(text)?.[1];
  const before = subjectIn(previous, names);
  if (subject === undefined || before === undefined || pronounSet.has(readWords(subject)[0]?.lower ?? '')) return undefined;
  const known = names.find(subject)[0];
  const isName = known !== undefined && known.end === subject.length;
  const plain = /^(?:the|your) [^\s]+(?: [^\s]+){0,2}$/i.test(subject) || /^[^\s]+$/.test(subject);
  if (!isName && !plain) return undefined;
  return previous.slice(0, before.start) + subject + previous.slice(before.end);
} // prettier-ignore

/** Place of the subject behind the auxiliary; a name with its article, or the noun phrase. */
function subjectIn(previous: string, names: NameFinder): { start: number; end: number } | undefined {
  const head = frame.exec(previous)?.[1];
  if (head === undefined) return undefined;
  const name = names
    .find(previous)
    .find(({ start }) => /^(?:the |your )?$/i.test(previous.slice(head.length, start)));
  if (name !== undefined) return { start: head.length, end: name.end };
  const subject = subjectOf(previous);
  const start = subject === undefined ? -1 : previous.indexOf(subject);
  return subject === undefined || start < 0 ? undefined : { start, end: start + subject.length };
}

const degree = '(?:how (?:many|much)|which|what)';
const nounLess = new RegExp(`^(${degree}) ((?!of\\b)(?:${prepositions}|${auxiliaries})\\b.+)$`, 'i');
const countedNoun = new RegExp(`^(?:.*\\b)?${degree} ((?:[\\p{L}-]+ ){1,3}?)(?=(?:${prepositions}|${auxiliaries})\\b)`, 'iu'); // prettier-ignore

/** "How many days for pagination" + "how many for the cache" -> "how many days for the cache". */
function sameNoun(text: string, previous: string): string | undefined {
  const match = nounLess.exec(text);
  const noun = countedNoun.exec(previous)?.[1]?.trim();
  if (match?.[2] === undefined || noun === undefined) return undefined;
  if (!/^how/i.test(match[1] ?? '') && auxiliarySet.has(readWords(match[2])[0]?.lower ?? '')) return undefined;
  return `${match[1] ?? ''} ${noun} ${match[2]}`;
} // prettier-ignore

const actsOn = /^((?:also )?[\p{L}-]+) (it|them|that|those)\b(.*)$/iu;

/** "How do I install X" + "and update it" -> "How do I update it"; the pronoun is filled later. */
function otherVerb(text: string, previous: string): string | undefined {
  const verb = actsOn.exec(text)?.[1];
  if (verb === undefined || auxiliarySet.has(verb.toLowerCase())) return undefined;
  const past = /(?:ed|[aeou]n|lt|t)$/i.test(verb);
  const words = readWords(previous);
  const at = words.findIndex(({ lower }, index) => index > 0 && auxiliarySet.has(lower));
  const isWho = /^who\b/i.test(previous) && !auxiliarySet.has(words[1]?.lower ?? '');
  if (isWho && past) return `${words[0]?.text ?? ''} ${text}`;
  if (at < 0 || !pronounSet.has(words[at + 1]?.lower ?? '')) return undefined;
  return `${previous.slice(0, words[at + 1]?.end ?? 0)} ${text}`;
}

const compared =
  /^(?:(?:much |far )?(?:more|less|[\p{L}]{2,}er|better|worse) (?:[\p{L}-]+ )?than|compared (?:to|with)|versus|vs\.?|in comparison (?:to|with)) .+$/iu;

/** "How fast is Orbit" + "compared to Ferrite?" -> "How fast is Orbit compared to Ferrite". */
function comparedWith(text: string, previous: string): string | undefined {
  return compared.test(text) ? `${previous}, ${text}` : undefined;
}

/** The turn in the frame of the previous question; undefined when it is no such turn. Both without end marks. */
export function repeatFrame(turn: string, previous: string, names: NameFinder): string | undefined {
  const text = turn.replace(lead, '');
  const opens = text.length < turn.length;
  return (
    otherOrdinal(text, previous) ??
    sameNoun(text, previous) ??
    otherSubject(text, previous, names) ??
    comparedWith(text, previous) ??
    (opens ? otherVerb(text, previous) : undefined)
  );
}

const one =
  /\b((?:this|the|that|any) (?:(?:old|new|broken|good|bad|big|small|simple|free|better|similar|different|expired|lost|second|[\p{L}]{3,}ed) ){0,2}|(?:an?|another|each|every) (?:(?!(?:of|in|for|on|with|is|are|was|that)\b)\p{L}+ ){0,2})one\b(?! (?:of|day|time))|\b((?:use|used|have|need|get|got|make|made|build|built|create|try|find|run|want) )one\b/iu;

/** "how do I fix an old one" after a badge -> "how do I fix an old badge"; `thing` is the noun phrase that was talked of. */
export function fillOne(text: string, thing: string | undefined): string {
  const head = thing === undefined ? undefined : headOf(thing);
  if (head === undefined || !one.test(text)) return text;
  return text.replace(one, (_match, before: string | undefined, verb: string | undefined) =>
    before === undefined ? `${verb ?? ''}a ${head}` : `${before}${head}`,
  );
}

/** "threads" -> "thread", "layers" -> "layer", "entries" -> "entry". */
export function singularOf(noun: string): string {
  if (/(?:ss|us|is)$/i.test(noun)) return noun;
  return noun.replace(/ies$/i, 'y').replace(/(?<=ch|sh|x|ss)es$/i, '').replace(/s$/i, '');
} // prettier-ignore

/** The noun phrase without its determiner and what hangs on it: "a badge of the office" -> "badge". */
function headOf(thing: string): string | undefined {
  const words = readWords(thing);
  const stop = words.findIndex(({ lower }, index) => index > 0 && /^(?:of|in|on|at|for|with|from|to)$/.test(lower));
  const core = words.slice(0, stop < 0 ? words.length : stop).filter((word) => !determinerSet.has(word.lower) && !/^\d/.test(word.lower));
  const isMany = core.length < words.length && /^\d/.test(words[0]?.lower ?? '');
  const head = core.map((word) => word.text).join(' ');
  return head === '' ? undefined : isMany ? singularOf(head) : head;
} // prettier-ignore
