/** Joined heads that share what follows or precedes: "which X and which Y does Z use", "when and why ...", "... when A fails and when B fails". */
import { auxiliaries, auxiliarySet, commonVerbs, determinerSet, questionWords } from './grammar.js';
import { sliceMasked, type Masked } from './phrases.js';
import { readWords } from './words.js';

const bare = 'how|why|when|where|who|by whom|with whom|since when|what';
const joinedQuestions = new RegExp(
  `^(?<heads>(?:${bare})(?:(?:,| and| or|, and) (?:${bare}))+) (?<rest>(?:${auxiliaries}) .+)$`,
  'd',
);

/** "When and why did you leave?" */
function splitQuestionWords(whole: Masked): string[] | undefined {
  const match = joinedQuestions.exec(whole.mask);
  const [heads, rest] = [match?.indices?.groups?.['heads'], match?.indices?.groups?.['rest']];
  if (heads === undefined || rest === undefined) return undefined;
  const words = whole.text.slice(...heads).split(/,? and |,? or |, /i);
  return words.map((word) => `${word} ${whole.text.slice(...rest)}`);
}

const nounHead = '(?:which|what|how many|how much|whose)';
const nounJoint = new RegExp(`(?:,? (?:and|or) |, )(?=${nounHead} )`, 'g');
const degreeHead = /^how [\p{L}]+$/u;

/** Where the predicate of "which port does X use" begins; undefined when there is none. */
function predicateStart(mask: string): number | undefined {
  const words = readWords(mask);
  const at = words.findIndex(({ lower }, index) => {
    if (index < 2) return auxiliarySet.has(lower) && index > 0;
    const base = lower.replace(/(?:es|s|ed|d)$/, '');
    return auxiliarySet.has(lower) || (index === 2 && (commonVerbs.has(base) || commonVerbs.has(`${base}e`)));
  });
  return words[at]?.start;
}

function piecesAt(whole: Masked, joint: RegExp): Masked[] {
  const pieces: Masked[] = [];
  let start = 0;
  for (const match of whole.mask.matchAll(joint)) {
    pieces.push(sliceMasked(whole, start, match.index));
    start = match.index + match[0].length;
  }
  return [...pieces, sliceMasked(whole, start, whole.text.length)];
}

/** "which X, which Y and which Z does W use": the predicate of the last goes to all. "tools and libraries" stay one list. */
function splitNounHeads(whole: Masked): string[] | undefined {
  if (!new RegExp(`^${nounHead} `).test(whole.mask)) return undefined;
  const pieces = piecesAt(whole, nounJoint);
  const last = pieces.at(-1);
  const isShort = ({ mask }: Masked): boolean =>
    predicateStart(mask) === undefined && mask.split(' ').length <= 4 && !readWords(mask).some((word) => determinerSet.has(word.lower)); // prettier-ignore
  if (last === undefined || pieces.length < 2 || !pieces.slice(0, -1).every(isShort)) return undefined;
  const start = predicateStart(last.mask);
  const rest = start === undefined ? '' : ` ${last.text.slice(start)}`;
  return pieces.map((piece, index) => (index < pieces.length - 1 ? piece.text + rest : piece.text));
}

const nounPair = new RegExp(`^(what|which) ([^\\s,]+) and ([^\\s,]+) ((?:${auxiliaries}) .+)$`);

/** "Which database and cache does X use?" */
function splitNounPair(whole: Masked): string[] | undefined {
  const match = nounPair.exec(whole.mask);
  const [first, second] = [match?.[2] ?? '', match?.[3] ?? ''];
  if (match?.[4] === undefined || auxiliarySet.has(first)) return undefined;
  if (/s$/.test(first) && /s$/.test(second)) return undefined; // "what tools and libraries" is one list
  const rest = whole.text.slice(whole.text.length - match[4].length);
  const words = readWords(whole.text);
  const head = words[0]?.text ?? '';
  return [`${head} ${words[1]?.text ?? ''} ${rest}`, `${head} ${words[3]?.text ?? ''} ${rest}`];
}

const markers = 'when|if|in|at|on|for|with|during|under|by|from|after|before';
const markerJoint = new RegExp(`(?:,? (?:and|or) |, )(?=(?:${markers}) )`, 'g');

/** "What happens when A fails and when B fails", "at the bank and at the clinic": the same small word begins each side. */
function splitRepeatedMarker(whole: Masked): string[] | undefined {
  const pieces = piecesAt(whole, markerJoint);
  const marker = pieces[1]?.mask.split(' ')[0];
  const first = pieces[0];
  if (marker === undefined || first === undefined || pieces.length > 5) return undefined;
  const isQuestion = new RegExp(`^(?:${questionWords}|${auxiliaries}|tell|explain|describe)\\b`);
  const follows = pieces.slice(1).every((piece) => piece.mask.startsWith(`${marker} `) && !isQuestion.test(piece.mask.slice(marker.length + 1))); // prettier-ignore
  const at = first.mask.lastIndexOf(` ${marker} `);
  if (!follows || at < 4 || !isQuestion.test(first.mask)) return undefined;
  const head = first.text.slice(0, at);
  return pieces.map((piece, index) => (index === 0 ? piece.text : `${head} ${piece.text}`));
}

/** Clauses that leave their verb to the one before: "how tall is X" + "how wide" -> "how wide is X". */
export function lendPredicate(pieces: readonly string[]): string[] {
  let rest: string | undefined;
  return pieces.map((piece) => {
    const mask = piece.toLowerCase();
    const words = readWords(mask);
    const at = words.findIndex(({ lower }, index) => index > 0 && auxiliarySet.has(lower));
    if (degreeHead.test(mask) && rest !== undefined && !/^how (?:so|come|much|many)$/.test(mask)) return `${piece} ${rest}`; // prettier-ignore
    if (at === 2 && /^how /.test(mask)) rest = piece.slice(words[at]?.start ?? 0);
    return piece;
  });
}

/** One question per head, or undefined. */
export function splitJoinedHeads(whole: Masked): string[] | undefined {
  return (
    splitQuestionWords(whole) ?? splitNounHeads(whole) ?? splitNounPair(whole) ?? splitRepeatedMarker(whole)
  );
}
