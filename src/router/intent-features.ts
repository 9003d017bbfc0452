/**
 * A question as the numbered features of the intent model: cue words, pairs and triples of them, how it begins and ends,
 * and letter groups of the words that are no cue (they carry typing errors). Topic words all look alike ("*"), so the model
 * learns how people ask, not what about. Shared by training and use; keeps no state.
 */
import { wordClass } from './intent-lexicon.js';
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

function letterGroups(question: string, vocabulary: ReadonlySet<string>): string[] {
  const groups: string[] = [];
  for (const word of readWords(question).slice(0, longestQuestion)) {
    if (vocabulary.has(word.lower) || word.lower.length > 16) continue;
    const padded = `<${word.lower}>`;
    for (let start = 0; start + 3 <= padded.length; start++) {
      groups.push(`3${padded.slice(start, start + 3)}`);
      if (start + 4 <= padded.length) groups.push(`4${padded.slice(start, start + 4)}`);
    }
    const sorted = [...word.lower].sort().join('');
    groups.push(`s${padded.charAt(1)}${sorted}`); // the same letters in another order
  }
  return groups;
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

/** Bucket numbers of a question's features, ascending, without repetition. The same for any casing and end punctuation. */
export function intentFeatures(question: string, vocabulary: ReadonlySet<string>): number[] {
  const buckets = new Set<number>();
  const known = (word: string): string | undefined => (vocabulary.has(word) ? word : undefined);
  const classed = (word: string): string | undefined => wordClass(word) ?? known(word);
  for (const name of namesOf(cueSequence(question, known), 'w')) buckets.add(bucketOf(name));
  for (const name of namesOf(cueSequence(question, classed), 'c')) buckets.add(bucketOf(name));
  for (const name of letterGroups(question, vocabulary)) buckets.add(bucketOf(name));
  return [...buckets].sort((a, b) => a - b);
}
