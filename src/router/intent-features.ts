/**
 * A question as the numbered features of the intent model: cue words, pairs and triples of them, how it begins and ends,
 * and the endings of the words that are no cue. Typing errors in cues are undone. Topic words all look alike ("*"), so the model
 * learns how people ask, not what about. Shared by training and use; keeps no state.
 */
import { classedWords, wordClass } from './intent-lexicon.js';
import { readWords } from './words.js';

/** Number of hash buckets; a power of two. */
export const featureBuckets = 1 << 14;

const longestQuestion = 48; // words read from the start; a longer question has shown its intent by then

/** FNV-1a over UTF-16 units, folded into the buckets. */
function bucketOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < feature.length; index++) {
    hash = Math.imul(hash ^ feature.charCodeAt(index), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) & (featureBuckets - 1);
}

/** Cues of the question in order: neighbouring topic words folded into one "*", commas and colons kept as signs. */
export function cueSequence(question: string, cueOf: (word: string) => string | undefined): string[] {
  const sequence: string[] = [];
  for (const word of readWords(question).slice(0, longestQuestion)) {
    const mark = /[,:;?]/.exec(word.before)?.[0];
    if (mark !== undefined && sequence.length > 0) sequence.push(mark === ';' ? ',' : mark);
    const cue = cueOf(word.lower) ?? (/^\d/.test(word.lower) ? '0' : '*');
    if (cue !== '*' || sequence.at(-1) !== '*') sequence.push(cue);
  }
  return sequence;
}

/** Every form of a word with one letter left out, and the word itself. */
function deletions(word: string): string[] {
  return [word, ...Array.from(word, (_, index) => word.slice(0, index) + word.slice(index + 1))];
}

const sorted = (word: string): string => [...word].sort().join('');

/** A letter too many, one missing, two in the wrong order; another letter only in long words, where it makes no other word. */
function isSlip(word: string, cue: string): boolean {
  if (cue.charAt(0) !== word.charAt(0)) return false;
  if (cue.length !== word.length) return true;
  return sorted(cue) === sorted(word) || word.length >= 7;
}

/** The cue that a mistyped word stands for; undefined for words that are no slip of one. */
function createCorrector(cues: Iterable<string>): (word: string) => string | undefined {
  const index = new Map<string, string>();
  for (const cue of cues) {
    if (cue.length < 4) continue;
    for (const form of deletions(cue)) if (!index.has(form)) index.set(form, cue);
  }
  return (word) => {
    if (word.length < 4 || word.length > 16) return undefined;
    for (const form of deletions(word)) {
      const cue = index.get(form);
      if (cue !== undefined && Math.abs(cue.length - word.length) <= 1 && isSlip(word, cue)) return cue;
    }
    return undefined;
  };
}

/** Single cues, pairs, triples, pairs over a topic, the beginning, the first cue with each later one, and the length. */
function namesOf(cues: readonly string[], prefix: string): string[] {
  const names: string[] = [];
  const padded = ['<', ...cues, '>'];
  for (let index = 0; index < padded.length; index++) {
    const [first, second, third] = [padded[index] ?? '', padded[index + 1], padded[index + 2]];
    if (first !== '<' && first !== '>') names.push(`${prefix}1${first}`);
    if (second !== undefined) names.push(`${prefix}2${first} ${second}`);
    if (third !== undefined) names.push(`${prefix}${second === '*' ? 's' : 't'}${first} ${second} ${third}`);
  }
  for (let count = 1; count <= 4 && count <= cues.length; count++) {
    names.push(`${prefix}b${cues.slice(0, count).join(' ')}`);
  }
  for (const cue of new Set(cues.slice(1))) names.push(`${prefix}f${cues[0] ?? ''}|${cue}`);
  names.push(`${prefix}n${Math.min(cues.length, 8)}`);
  return names;
}

/** Groups of three and four letters of a word. */
function letterGroups(word: string): string[] {
  const padded = `<${word}>`;
  const groups: string[] = [];
  for (let start = 0; start + 3 <= padded.length; start++) {
    groups.push(`3${padded.slice(start, start + 3)}`);
    if (start + 4 <= padded.length) groups.push(`4${padded.slice(start, start + 4)}`);
  }
  return groups;
}

export type FeatureReader = (question: string) => number[];

/**
 * Reader of a question's features: bucket numbers, ascending, without repetition. The same for any casing and end
 * punctuation. A word that is neither cue nor classed speaks through its ending alone.
 */
export function createFeatureReader(vocabulary: ReadonlySet<string>): FeatureReader {
  const correct = createCorrector([...vocabulary, ...classedWords()]);
  const read = (word: string): string => {
    if (vocabulary.has(word) || wordClass(word) !== undefined) return word;
    return correct(word) ?? word;
  };
  const known = (word: string): string | undefined => (vocabulary.has(word) ? word : undefined);
  const classed = (word: string): string | undefined => wordClass(word) ?? known(word);
  return (question) => {
    const buckets = new Set<number>();
    const add = (name: string): void => void buckets.add(bucketOf(name));
    const words = new Map(readWords(question).map(({ lower }) => [lower, read(lower)]));
    const as = (word: string): string => words.get(word) ?? word;
    namesOf(
      cueSequence(question, (word) => known(as(word))),
      'w',
    ).forEach(add);
    namesOf(
      cueSequence(question, (word) => classed(as(word))),
      'c',
    ).forEach(add);
    for (const word of [...words.values()].slice(0, longestQuestion)) {
      if (!vocabulary.has(word) && word.length <= 16) letterGroups(word).forEach(add);
    }
    return [...buckets].sort((a, b) => a - b);
  };
}
