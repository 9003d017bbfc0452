/**
 * Measures the router on questions that nothing was fitted on: intents per class, per way of asking (short, long, mistyped, without a
 * mark, imperative, indirect) with calibration and stability, kinds, parts, follow-ups, and time per question. `fresh/` is never trained on.
 *   npx tsx scripts/bench/router.ts [--wrong] [--beir FOLDER]    (FOLDER: over-splitting of the answerable questions of a BEIR set)
 */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { intents } from '../../src/domain/plan.js';
import { createIntentModel, topIntent } from '../../src/router/intent-model.js';
import { createRouter, type Router } from '../../src/router/router.js';
import { readWords } from '../../src/router/words.js';
import { createRandom, readLines } from '../router/examples.js';

const folder = new URL('../router/data/', import.meta.url);
const showWrong = process.argv.includes('--wrong');

function readJsonLines<T>(file: URL | string, schema: z.ZodType<T>): T[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => schema.parse(JSON.parse(line)));
}

function report(name: string, wrong: readonly string[], total: number): void {
  const right = total - wrong.length;
  console.log(`${name}: ${right}/${total} = ${((100 * right) / total).toFixed(1)} %`);
  if (showWrong) for (const line of wrong) console.log(`    ${line}`);
}

/** Expected calibration error over ten bins of the top probability. */
function calibrationError(results: readonly { right: boolean; confidence: number }[]): number {
  return Array.from({ length: 10 }, (_, bin) =>
    results.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === bin),
  ).reduce((sum, bin) => {
    const right = bin.filter((result) => result.right).length;
    const confidence = bin.reduce((total, result) => total + result.confidence, 0);
    return sum + Math.abs(right - confidence) / results.length;
  }, 0);
}

const wordsIn = (text: string): number => text.trim().split(/\s+/).length;
const polite =
  /^(?:(?:i(?:'m| am)? (?:just )?(?:wonder|curious|hoping)|i(?:'d| would) (?:like|love)|(?:can|could|would|will) you|do you know|any idea|mind telling|happen to know|tell me|please)\b)/i;
const requesting =
  /^(?:please )?(?:explain|describe|list|compare|contrast|tell|show|give|walk|name|summari[sz]e|write|outline|define|draft|compose|create|pitch|turn|make|invent|imagine|pretend|let)\b/i;

/** One letter of a longer word doubled, dropped or swapped with the next: the same for the same question. */
function mistyped(text: string, seed: number): string {
  const random = createRandom(seed);
  const words = [...text.matchAll(/[a-z]{5,}/g)];
  const word = words[Math.floor(random() * words.length)];
  if (word === undefined) return text;
  const at = word.index + 1 + Math.floor(random() * (word[0].length - 2));
  const slips = [text.slice(at, at + 1).repeat(2), '', text.charAt(at + 1) + text.charAt(at)];
  const slip = Math.floor(random() * slips.length);
  return text.slice(0, at) + (slips[slip] ?? '') + text.slice(at + (slip === 2 ? 2 : 1));
}

interface Slice {
  readonly name: string;
  holds(text: string): boolean;
  change?(text: string, index: number): string;
}

/** Ways of asking: questions that are asked so, and all questions written so. */
const slices: readonly Slice[] = [
  { name: 'short (up to 6 words)', holds: (text) => wordsIn(text) <= 6 },
  { name: 'long (12 words and more)', holds: (text) => wordsIn(text) >= 12 },
  { name: 'without a question mark', holds: (text) => !text.includes('?') },
  { name: 'imperative', holds: (text) => requesting.test(text) },
  { name: 'indirect', holds: (text) => polite.test(text) },
  { name: 'all, one typing error', holds: () => true, change: mistyped },
  { name: 'all, the mark cut off', holds: () => true, change: (text) => text.replace(/[?.!]+$/, '') },
  { name: 'all, "I wonder:" in front', holds: () => true, change: (text) => `I wonder: ${text}` },
];

/** Other writings that must change nothing, not even a score. */
const writings: readonly ((text: string) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => `  ${text.replace(/ /g, '   ')} `,
  (text) => `${text.replace(/[?.!]+$/, '')}??`,
];

/** Accuracy per way of asking, and how many questions keep their scores in other writings. */
function benchSlices(file: string): void {
  const model = createIntentModel();
  const lines = readLines(file);
  for (const { name, holds, change } of slices) {
    const items = lines.filter(({ text }) => holds(text));
    const right = items.filter(({ intent, text }, index) => topIntent(model(change?.(text, index) ?? text)) === intent);
    console.log(`    ${name.padEnd(26)} ${right.length}/${items.length} = ${((100 * right.length) / Math.max(1, items.length)).toFixed(1)} %`);
  }
  const stable = lines.filter(({ text }) => writings.every((write) => JSON.stringify(model(write(text))) === JSON.stringify(model(text))));
  console.log(`    same scores in any casing, spacing and end mark: ${stable.length}/${lines.length}`);
} // prettier-ignore

function benchIntents(file: string): void {
  const model = createIntentModel();
  const results = readLines(file).map(({ intent, text }) => {
    const scores = model(text);
    const top = topIntent(scores);
    return { intent, text, top, right: top === intent, confidence: scores[top] };
  });
  const wrong = results
    .filter((result) => !result.right)
    .map(({ intent, top, confidence, text }) => `${intent} as ${top} (${confidence.toFixed(2)}): ${text}`);
  report(`intents, ${file}`, wrong, results.length);
  console.log(`    calibration error ${calibrationError(results).toFixed(3)}; rows are true, columns told:`);
  for (const intent of intents) {
    const row = intents.map((top) => results.filter((r) => r.intent === intent && r.top === top).length);
    const share = (100 * (row[intents.indexOf(intent)] ?? 0)) / row.reduce((sum, count) => sum + count, 0);
    console.log(
      `    ${intent.padEnd(12)} ${row.map((count) => String(count).padStart(4)).join('')}   ${share.toFixed(1)} %`,
    );
  }
}

const plain = (text: string): string => text.toLowerCase().replace(/[\s?.!]+$/, '');

function benchParts(router: Router): void {
  const schema = z.object({
    question: z.string(),
    parts: z.array(z.string()).optional(),
    operands: z.array(z.string()).optional(),
  });
  const cases = readJsonLines(new URL('decomposition.jsonl', folder), schema);
  const wrong = cases.flatMap(({ question, parts, operands }) => {
    const plan = router.route(question);
    const told = plan.parts.map((part) => (operands === undefined ? part.text : (part.operand ?? part.text)));
    const right = told.map(plain).join('|') === (operands ?? parts ?? []).map(plain).join('|');
    return right ? [] : [`${question} -> ${told.join(' | ')}`];
  });
  report('parts, exact', wrong, cases.length);
}

const keyWords = (text: string): ReadonlySet<string> =>
  new Set(
    readWords(text)
      .map(({ lower }) => lower.replace(/['’]s$/, ''))
      .filter((word) => !/^(?:the|a|an|is|are|was|were|do|does|did|it|they|in|of|at|on|to|for)$/.test(word)),
  );

/** Parts that hold the key words of what was expected, in order and in number; how they are worded is free. */
function benchKeyWords(router: Router, file: string): void {
  const schema = z.object({ question: z.string(), parts: z.array(z.string()) });
  const cases = readJsonLines(new URL(file, folder), schema);
  const wrong = cases.flatMap(({ question, parts }) => {
    const told = router.route(question).parts.map((part) => part.text);
    const holds = (part: string, index: number): boolean => {
      const words = keyWords(told[index] ?? '');
      return [...keyWords(part)].every((word) => words.has(word));
    };
    return told.length === parts.length && parts.every(holds) ? [] : [`${question} -> ${told.join(' | ')}`];
  });
  report(`parts by key words, ${file}`, wrong, cases.length);
}

/** A question as plain text, or a turn. */
const turnSchema = z.union([
  z.string().transform((content) => ({ role: 'user' as const, content })),
  z.object({ role: z.enum(['user', 'assistant']), content: z.string() }),
]);

function benchFollowUps(router: Router, file: string): void {
  const schema = z.object({
    history: z.array(turnSchema),
    question: z.string(),
    needs: z.array(z.string()).default([]),
    lacks: z.array(z.string()).default([]),
    unchanged: z.boolean().default(false),
  });
  const cases = readJsonLines(new URL(file, folder), schema);
  const holds = (text: string, term: string): boolean =>
    new RegExp(`(?<![\\p{L}\\p{N}])${term}(?![\\p{L}\\p{N}])`, 'iu').test(text);
  const wrong = cases.flatMap((item) => {
    const history = item.history;
    const told = router.standAlone(item.question, history);
    const right = item.unchanged
      ? told === item.question
      : item.needs.every((term) => holds(told, term)) && !item.lacks.some((term) => holds(told, term));
    return right
      ? []
      : [`${item.history.map((turn) => turn.content).join(' / ')} | ${item.question} -> ${told}`];
  });
  report(`follow-ups, ${file}`, wrong, cases.length);
}

const refused = ['credentials', 'instructions', 'injection', 'language', 'off_topic', 'smalltalk'];

function benchKinds(router: Router): void {
  const schema = z.object({
    question: z.string(),
    kind: z.string().optional(),
    safe: z.boolean().optional(),
  });
  const cases = readJsonLines(new URL('kinds.jsonl', folder), schema);
  const told = cases.map((item) => ({ ...item, told: router.route(item.question).kind }));
  const ordinary = told.filter((item) => item.safe === true);
  const kinds = told.filter((item) => item.kind !== undefined);
  const describe = (item: { question: string; told: string }): string => `${item.told}: ${item.question}`;
  report(
    'ordinary questions let through',
    ordinary.filter((item) => refused.includes(item.told)).map(describe),
    ordinary.length,
  );
  report('kinds', kinds.filter((item) => item.kind !== item.told).map(describe), kinds.length);
}

function benchSplitting(router: Router, beir: string): void {
  const schema = z.object({ text: z.string(), answerable: z.boolean().default(true) });
  const questions = readJsonLines(`${beir}/queries.jsonl`, schema).filter((question) => question.answerable);
  const split = questions.flatMap(({ text }) => {
    const { parts } = router.route(text.replace(/\s+/g, ' ').trim());
    return parts.length > 1 ? [`${text} -> ${parts.map((part) => part.text).join(' | ')}`] : [];
  });
  report(`left whole, ${beir}`, split, questions.length);
}

function benchTime(router: Router): void {
  const questions = [...readLines('dev.jsonl'), ...readLines('handwritten.jsonl')].map((line) => line.text);
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    for (const question of questions) {
      const start = performance.now();
      router.route(question);
      if (round > 0) times.push(performance.now() - start);
    }
  }
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(3);
  console.log(`time: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`);
}

function readNames(file: string): string[] {
  return z.array(z.string()).parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
}

function main(): void {
  const router = createRouter({ entities: readNames('names.json') });
  benchIntents('dev.jsonl');
  if (existsSync(new URL('heldout.jsonl', folder))) benchIntents('heldout.jsonl');
  benchIntents('fresh/intents.jsonl');
  benchSlices('fresh/intents.jsonl');
  benchKinds(router);
  benchParts(router);
  const fresh = createRouter({ entities: readNames('fresh/names.json') });
  benchKeyWords(fresh, 'fresh/parts.jsonl');
  benchFollowUps(router, 'follow-ups.jsonl');
  benchFollowUps(fresh, 'fresh/follow-ups.jsonl');
  const at = process.argv.indexOf('--beir');
  if (at > 0) benchSplitting(createRouter({}), process.argv[at + 1] ?? '');
  benchTime(router);
}

main();
