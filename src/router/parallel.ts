/**
 * A turn without a verb put where its match stands in the previous question: a plural for a plural, an object for an object, a
 * noun for the noun asked for, a state for a state, a circumstance for a circumstance. Rules of form only.
 */
import { auxiliaries, auxiliarySet, determinerSet, prepositionSet, pronounSet } from './grammar.js';
import { subjectOf, type NameFinder } from './subjects.js';
import { readWords, type Word } from './words.js';

const isPlural = (word: string | undefined): boolean => word !== undefined && /[^sui']s$/i.test(word);
const splice = (text: string, start: number, end: number, by: string): string =>
  `${text.slice(0, start)}${by}${text.slice(end)}`;

const definite = /^(?:the|your) /i;

/** "Which port does *the broker* use" + "the dashboard" -> "Which port does *the dashboard* use". */
function forDefinite(previous: string, element: string): string | undefined {
  const subject = subjectOf(previous);
  if (subject === undefined || !definite.test(subject) || !definite.test(element)) return undefined;
  const start = previous.indexOf(subject);
  return start < 0 ? undefined : splice(previous, start, start + subject.length, element);
}

/** "Where do *iOS clients* of X keep ..." + "browsers" -> "Where do *browsers* of X keep ...". */
function forPlural(previous: string, element: string, names: NameFinder): string | undefined {
  const subject = subjectOf(previous);
  const start = subject === undefined ? -1 : previous.indexOf(subject);
  if (subject === undefined || start < 0 || names.find(subject)[0]?.text === subject) return undefined;
  const last = readWords(subject).at(-1)?.lower;
  if (!isPlural(last) || !isPlural(readWords(element).at(-1)?.lower)) return undefined;
  return splice(previous, start, start + subject.length, element);
}

const askedNoun = new RegExp(
  `^(?:(?:in|on|at|with|for|by) )?(?<head>which|what|how many) (?<noun>(?:[\\p{L}\\p{N}-]+ ){1,3}?)(?=(?:${auxiliaries}) )`,
  'diu',
);

/** "Which *database* does X use" + "queue" -> "Which *queue* does X use". */
function forAskedNoun(previous: string, element: string): string | undefined {
  const match = askedNoun.exec(previous);
  const span = match?.indices?.groups?.['noun'];
  if (match === null || span === undefined) return undefined;
  const words = readWords(element);
  const isCount = /^how/i.test(match.groups?.['head'] ?? '');
  const isVerb = readWords(match.groups?.['noun'] ?? '').some(({ lower }) => auxiliarySet.has(lower));
  if (isVerb || words.length > 3 || determinerSet.has(words[0]?.lower ?? '')) return undefined;
  return isCount && !isPlural(words.at(-1)?.lower)
    ? undefined
    : splice(previous, span[0], span[1] - 1, element);
}

/** Words from `from` up to a preposition, a comma or the end. */
function phraseEnd(words: readonly Word[], from: number): number {
  const stop = words.findIndex((word, index) => index > from && (prepositionSet.has(word.lower) || word.before !== ''));
  return (stop < 0 ? words.length : stop) - 1;
} // prettier-ignore

/** "... did Docker cut *deployment time* in X" + "errors" -> "... did Docker cut *errors* in X". */
function forObject(previous: string, element: string, names: NameFinder): string | undefined {
  const words = readWords(previous);
  const at = words.findIndex(({ lower }) => auxiliarySet.has(lower));
  const subject = names.find(previous).find(({ start }) => {
    const between = words.filter((word) => word.start > (words[at]?.start ?? 0) && word.end <= start);
    return at >= 0 && start > (words[at]?.start ?? 0) && between.every((word) => determinerSet.has(word.lower));
  });
  const verb = words.findIndex((word) => subject !== undefined && word.start >= subject.end);
  const first = words[verb + 1];
  if (verb < 0 || first === undefined || prepositionSet.has(first.lower) || pronounSet.has(first.lower)) return undefined;
  const isState = /^(?:is|are|was|were)$/.test(words[at]?.lower ?? '');
  if (isState || names.find(previous).some(({ start }) => start === first.start)) return undefined;
  return splice(previous, first.start, words[phraseEnd(words, verb + 1)]?.end ?? first.end, element);
} // prettier-ignore

const state = /(?:able|ible|ed|ing|ive|ful|less|ic|al)$/;

/** "Is X *readable*" + "searchable" -> "Is X *searchable*": words of the same form. */
function forState(previous: string, element: string): string | undefined {
  const [word, ...more] = readWords(element);
  const last = readWords(previous).at(-1);
  if (word === undefined || last === undefined || more.length > 0) return undefined;
  const form = state.exec(word.lower)?.[0];
  return form !== undefined && last.lower.endsWith(form)
    ? splice(previous, last.start, last.end, word.text)
    : undefined;
}

/** The previous question with the element in the place of its match; undefined when nothing matches it. */
export function putInParallel(previous: string, element: string, names: NameFinder): string | undefined {
  return (
    forState(previous, element) ??
    forDefinite(previous, element) ??
    forPlural(previous, element, names) ??
    forAskedNoun(previous, element) ??
    forObject(previous, element, names)
  );
}

const circumstance = '(?:when|if|once|after|before|while|until|unless|without|during|as soon as)';
const opened = new RegExp(
  `^(?:and|but|or|so|what)[ ,]+(?=(?:only |even )?${circumstance} (?!(?:${auxiliaries})\\b)\\S+ \\S)`,
  'i',
);
const trailing = new RegExp(`,? (?:only |even )?(${circumstance}) .+$`, 'i');

/** "... when A fails" + "and when B fails" -> "... when B fails"; another circumstance ("and once A is back") is put behind. */
export function otherCircumstance(turn: string, previous: string): string | undefined {
  if (!opened.test(turn)) return undefined;
  const clause = turn.replace(opened, '');
  const match = trailing.exec(previous);
  const isOther = match?.[1] !== undefined && clause.toLowerCase().startsWith(`${match[1].toLowerCase()} `);
  const main = isOther ? previous.slice(0, match.index) : previous;
  return readWords(main).length < 3 ? undefined : `${main} ${clause}`;
}

const proVerb = new RegExp(
  `^(?:(?:and|but|so|then),? )*how (?:does|do|did|is|are|would) (?<subject>[^,?]{2,60}?) (?:do|fare|doing|compare|perform|behave)(?: (?:there|then|here|in comparison))?$`,
  'i',
);

/** "How does the Go service do?": the subject of a question that repeats all the rest of the one before. */
export function subjectOfProVerb(turn: string, previous: string): string | undefined {
  const subject = proVerb.exec(turn)?.groups?.['subject'];
  const first = readWords(subject ?? '')[0]?.lower ?? '';
  if (subject === undefined || pronounSet.has(first)) return undefined;
  return new RegExp(`\\b(?:${auxiliaries})\\b`, 'i').test(previous) ? subject : undefined;
}
