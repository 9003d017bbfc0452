/** Training questions of the intent model: templates filled with words, hand-written ones, and copies with typing errors. Seeded. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { intents, type Intent } from '../../src/domain/plan.js';
import { stopWords } from '../../src/text/stop-words.js';
import { readWords } from '../../src/router/words.js';

export interface Example {
  readonly intent: Intent;
  readonly text: string;
  /** Examples of one template or one hand-written question share it, so that they fall into the same fold. */
  readonly group: number;
}

const folder = new URL('./data/', import.meta.url);
const lineSchema = z.object({ intent: z.enum(intents), text: z.string() });

/** Labelled lines of a file in `data/`. */
export function readLines(name: string): { intent: Intent; text: string }[] {
  const lines = readFileSync(new URL(name, folder), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => lineSchema.parse(JSON.parse(line)));
}

/** Words for the slots of the templates. */
export function readFillers(): Record<string, string[]> {
  const text = readFileSync(new URL('fillers.json', folder), 'utf8');
  return z.record(z.string(), z.array(z.string())).parse(JSON.parse(text));
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = <T>(items: readonly T[], random: () => number): T =>
  items[Math.floor(random() * items.length)] as T;

function fill(template: string, fillers: Record<string, string[]>, random: () => number): string {
  const used = new Set<string>();
  return template.replace(/\{(\w+)\}/g, (_slot, name: string) => {
    const choices = (fillers[name] ?? []).filter((choice) => !used.has(choice));
    if (choices.length === 0) throw new Error(`fillers.json has no words for the slot {${name}}`);
    const choice = pick(choices, random);
    used.add(choice);
    return choice;
  });
}

/** One letter swapped, dropped or doubled in one word of four letters or more. */
function misspell(text: string, random: () => number): string {
  const words = readWords(text).filter((word) => /^[a-z]{4,}$/.test(word.lower));
  if (words.length === 0) return text;
  const word = pick(words.slice(0, 4), random);
  const place = word.start + 1 + Math.floor(random() * (word.text.length - 2));
  const kind = random();
  if (kind < 0.5) {
    return text.slice(0, place) + text.charAt(place + 1) + text.charAt(place) + text.slice(place + 2);
  }
  return kind < 0.8
    ? text.slice(0, place) + text.slice(place + 1)
    : text.slice(0, place) + text.charAt(place) + text.slice(place);
}

const openings = ['hi, ', 'hello, ', 'ok, ', 'so ', 'please ', 'quick question: ', 'hey ', 'and ', 'one more thing: ', 'sorry, ', 'thanks. ', 'great, ']; // prettier-ignore

/** All training questions: 14 per template, 12 per hand-written question, about one in six with a typing error. */
export function buildExamples(seed: number): Example[] {
  const random = createRandom(seed);
  const fillers = readFillers();
  const templates = readLines('templates.jsonl').map((line) => ({ ...line, copies: 14 }));
  const handwritten = readLines('handwritten.jsonl').map((line) => ({ ...line, copies: 12 }));
  return [...templates, ...handwritten].flatMap(({ intent, text, copies }, group) =>
    Array.from({ length: copies }, (_, copy): Example => {
      let question = fill(text, fillers, random);
      if (copy > 0 && random() < 0.06) question = pick(openings, random) + question;
      if (copy > 0 && random() < 0.17) question = misspell(question, random);
      return { intent, text: question, group };
    }),
  );
}

/** Small words of the training questions. All other words speak through their class or their letters, so that no topic is learned. */
export function buildVocabulary(): string[] {
  const texts = [...readLines('templates.jsonl'), ...readLines('handwritten.jsonl')].map((line) => line.text);
  const words = texts.flatMap((text) => readWords(text.replace(/\{\w+\}/g, ' , '))).map((word) => word.lower);
  return [...new Set(words.filter((word) => stopWords.has(word)))].sort();
}
