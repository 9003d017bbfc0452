/**
 * Labelled sentences for the check of model answers: faithful ones (paraphrases written by hand, and others made by rule from sentences of the
 * corpus), and the same with one wrong number, name, negation or invention planted. Everything is seeded; halves are by document.
 */
import { readFileSync } from 'node:fs';
import type { Chunk } from '../../src/domain/chunk.js';
import { createSeededRandom } from '../../src/index/testing/generation-content.js';
import { technologies } from '../../src/text/aliases.js';
import { plainText } from '../../src/text/markdown.js';
import { proseSentences } from './corpus-sentences.js';

export const plants = ['number', 'name', 'negation', 'invention'] as const;
export type Plant = (typeof plants)[number];

export interface LabelledSentence {
  readonly chunk: Chunk;
  /** Without a citation. */
  readonly text: string;
  /** Undefined: faithful. */
  readonly planted: Plant | undefined;
  readonly isHeldOut: boolean;
}

interface Faithful {
  readonly chunk: Chunk;
  readonly text: string;
  readonly isHeldOut: boolean;
}

type Random = () => number;

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)] as T;
}

const rewordings: readonly (readonly [RegExp, string])[] = [
  [/\bmust\b/g, 'has to'],
  [/\bonly\b/g, 'just'],
  [/\bseveral\b/g, 'multiple'],
  [/\bbecause\b/g, 'since'],
  [/\bkeeps?\b/g, 'stores'],
  [/\bdo not\b/g, "don't"],
  [/\bdoes not\b/g, "doesn't"],
  [/\bis not\b/g, "isn't"],
  [/\bbut\b/g, 'although'],
  [/\bgives?\b/g, 'provides'],
  [/\bsends?\b/g, 'delivers'],
  [/\bpostgresql\b/gi, 'Postgres'],
  [/\bKubernetes\b/g, 'k8s'],
  [/\bwhile\b/g, 'whereas'],
  [/\bremoves?\b/g, 'deletes'],
  [/\bquick(?:ly)?\b/g, 'fast'],
  [/\bthree\b/g, '3'],
  [/\btwo\b/g, '2'],
  [/\bchosen\b/g, 'picked'],
  [/\bbuilt\b/g, 'developed'],
];
const openings = [
  'In this project, ',
  'According to my notes, ',
  'As I described, ',
  'Specifically, ',
  'Overall, ',
  'In short, ',
  '',
  '',
  '',
];

/** Other words, another opening, sometimes only the first clause: what a model does to a sentence without changing what it says. */
function reword(sentence: string, random: Random): string {
  let text = plainText(sentence);
  for (const [pattern, replacement] of rewordings) text = text.replace(pattern, replacement);
  const [first = '', ...rest] = text.split(/(?<=[a-z`]), (?=(?:and|but|so|which|although|whereas) )/);
  if (rest.length > 0 && first.split(' ').length > 6 && random() < 0.4) text = `${first}.`;
  const opening = pick(openings, random);
  const isNamed =
    /^(?:[A-Z]{2,}|\S*[a-z][A-Z]|I\b)/.test(text) || technologies.some(({ name }) => text.startsWith(name));
  return opening === '' || isNamed ? opening + text : opening + text.charAt(0).toLowerCase() + text.slice(1);
}

const otherNames = technologies
  .filter(({ isAmbiguous, name }) => !isAmbiguous && /^[A-Z][A-Za-z.]+$/.test(name))
  .map(({ name }) => name);

function plantNumber(text: string, random: Random): string | undefined {
  const found = [
    ...text.matchAll(
      /(?<![\p{L}\p{N}.,])\d+(?:[.,]\d+)*(?![\p{L}\p{N}])|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b/gu,
    ),
  ];
  if (found.length === 0) return undefined;
  const match = pick(found, random);
  const isWord = /^[a-z]/.test(match[0]);
  const number = Number(match[0].replace(/,/g, ''));
  const options = isWord
    ? ['two', 'three', 'four', 'five', 'six', 'seven', 'nine'].filter((word) => word !== match[0])
    : [
        String(Math.round((number || 3) * 2)),
        String(Math.round(number || 3) + 1),
        String(Math.round(number || 3) + 10),
      ].filter((value) => value !== match[0]);
  return text.slice(0, match.index) + pick(options, random) + text.slice(match.index + match[0].length);
}

function plantName(text: string, chunk: Chunk, random: Random, near: readonly string[]): string | undefined {
  const named = technologies.filter(
    ({ name, isAmbiguous }) =>
      !isAmbiguous &&
      new RegExp(
        `(?<![\\p{L}\\p{N}])${name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\p{L}\\p{N}])`,
        'u',
      ).test(text),
  );
  if (named.length === 0) return undefined;
  const { name } = pick(named, random);
  // Half of the wrong names come from the same corpus, where they are likeliest to be confused.
  const pool = (random() < 0.5 ? near : otherNames).filter(
    (other) => !text.includes(other) && other !== name,
  );
  return pool.length === 0 ? undefined : text.replace(name, pick(pool, random));
}

const removals: readonly (readonly [RegExp, string])[] = [
  [/\bcannot\b|\bcan't\b/, 'can'],
  [/\b(is|are|was|were|has|have|can|does|do|did|will|would|could|should)(?: not|n't)\b/, '$1'],
  [/\bnever\b/, 'always'],
  [/\bwithout\b/, 'with'],
  [/\bno longer\b/, 'still'],
  [/\bno\b/, 'a'],
  [/\bnot\b/, ''],
];

/** Takes the negation out of a sentence that has one, or puts one behind its verb. */
function plantNegation(text: string): string | undefined {
  if (/\b(?:not|no|never|without|cannot|nor|neither|none|nothing|nobody)\b|n't\b/.test(text)) {
    const removal = removals.find(([pattern]) => pattern.test(text));
    return removal && text.replace(removal[0], removal[1]).replace(/ {2,}/g, ' ');
  }
  const denied = text.replace(
    /\b(?:is|are|was|were|can|may|must|will|would|could|should|has to)\b/,
    (word) => (word === 'has to' ? 'must not' : `${word} not`),
  );
  if (denied !== text) return denied;
  const verb =
    /\b(I|it|they|which|that|service|notes|system|client|server|worker|job|table|handler|Redis|MySQL|Flink) (stores|keeps|uses|sends|reads|writes|takes|gives|needs|holds|knows|works|adds|returns|runs|provides|delivers|deletes|loses|waits|makes|has|names|use|store|send|read)\b/.exec(
      text,
    );
  if (verb === null) return undefined;
  return text.replace(verb[0], `${verb[1]} never ${verb[2]}`);
}

const inventions = [
  'and it won a national innovation award', 'which cut the monthly bill by a third', 'together with a team of engineers in Berlin', 'and the code was audited by an external security firm',
  'and it is used by airlines and hospitals', 'after a workshop with the marketing department', 'and I presented it at a conference in Lisbon', 'which attracted venture capital', 'because the client insisted on blockchain',
  'and it has been translated into Japanese', 'which made it the fastest product on the market', 'and a patent is pending', 'after months of night shifts', 'and it later became an open standard',
  'with support from a university laboratory', 'which impressed the board of directors', 'and the whole thing was rewritten during a weekend hackathon', 'and customers praised its elegant dashboard', 'thanks to a quantum random generator',
  'and it predicts stock prices with neural networks', 'which was later sold to a competitor', 'and an intern maintained it alone afterwards', 'and it saved the company from bankruptcy', 'with voice control for drivers',
]; // prettier-ignore

function plantInvention(text: string, random: Random, isHeldOut: boolean): string {
  const half = inventions.filter((_, i) => i % 2 === (isHeldOut ? 1 : 0));
  if (random() < 0.2) {
    const invented = pick(half, random).replace(
      /^(?:and|which|after|because|with|thanks to|together with)\b\s*/,
      '',
    );
    return `I am proud that ${invented}.`;
  }
  return `${text.replace(/[.:;]$/, '')}, ${pick(half, random)}.`;
}

interface HandWritten {
  readonly source: string;
  readonly answer: string;
}

/** Paraphrases written by hand, as a model would word them. */
export function handWritten(chunks: readonly Chunk[]): Faithful[] {
  const lines = readFileSync(new URL('data/paraphrases.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.flatMap((line, i): Faithful[] => {
    const { source, answer } = JSON.parse(line) as HandWritten;
    const chunk = chunks.find((candidate) => candidate.text.includes(source));
    return chunk === undefined ? [] : [{ chunk, text: answer, isHeldOut: i % 2 === 1 }];
  });
}

/** The second set, faithful and planted by hand: written after the check was last changed, and never tuned on. */
export function secondSet(chunks: readonly Chunk[]): LabelledSentence[] {
  const lines = readFileSync(new URL('data/paraphrases-second.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.flatMap((line): LabelledSentence[] => {
    const { source, answer, ...wrong } = JSON.parse(line) as HandWritten & Partial<Record<Plant, string>>;
    const chunk = chunks.find((candidate) => candidate.text.includes(source));
    if (chunk === undefined) throw new Error(`the corpus no longer says "${source}"`);
    const own = { chunk, isHeldOut: true };
    return [
      { ...own, text: answer, planted: undefined },
      ...plants.flatMap((planted) => {
        const text = wrong[planted];
        return text === undefined ? [] : [{ ...own, text, planted }];
      }),
    ];
  });
}

/** Sentences of the corpus, reworded by rule. */
export function reworded(chunks: readonly Chunk[], count: number, seed: number): Faithful[] {
  const random = createSeededRandom(seed);
  const documents = [...new Set(chunks.map(({ documentId }) => documentId))];
  const order = proseSentences(chunks)
    .filter(({ text }) => !/[:?]$/.test(text) && /[.!]$/.test(text))
    .map((sentence) => ({ sentence, key: random() }))
    .sort((a, b) => a.key - b.key);
  return order.slice(0, count).map(({ sentence: { chunk, text } }) => ({
    chunk,
    text: reword(text, random),
    isHeldOut: documents.indexOf(chunk.documentId) % 2 === 1,
  }));
}

/** Each faithful sentence with one fault of each kind that can be planted in it. */
export function planted(faithful: readonly Faithful[], seed: number): LabelledSentence[] {
  const random = createSeededRandom(seed);
  const near = otherNames.filter((name) => faithful.some(({ text }) => text.includes(name)));
  return faithful.flatMap(({ chunk, text, isHeldOut }) => {
    const made: Record<Plant, string | undefined> = {
      number: plantNumber(text, random),
      name: plantName(text, chunk, random, near),
      negation: plantNegation(text),
      invention: plantInvention(text, random, isHeldOut),
    };
    return plants.flatMap((kind): LabelledSentence[] => {
      const wrong = made[kind];
      return wrong === undefined || wrong === text ? [] : [{ chunk, text: wrong, planted: kind, isHeldOut }];
    });
  });
}
