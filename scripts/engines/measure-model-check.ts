/** Measures the check of model answers on labelled sentences: `tsx scripts/engines/measure-model-check.ts [--show] [--all]`. Exit 1 below the aims. */
import { createSentenceCheck } from '../../src/composer/model-check.js';
import { readSources } from '../../src/composer/model-sources.js';
import type { Chunk } from '../../src/domain/chunk.js';
import { generationOf } from './corpus-sentences.js';
import { handWritten, planted, plants, reworded, secondSet } from './model-check-data.js';

const shows = process.argv.includes('--show');
const { chunks } = generationOf('corpus');
const byHand = handWritten(chunks);
const byRule = reworded(chunks, 600, 11);

/** The chunk among nine others of the corpus, as an answer has them; cited by its number. */
function verdictOn(chunk: Chunk, text: string): string {
  const at = chunks.indexOf(chunk);
  const packed = [chunk, ...chunks.slice(at + 1, at + 5), ...chunks.slice(Math.max(0, at - 4), at)];
  const check = createSentenceCheck({ sources: readSources(packed), question: '', prompt: '' });
  const verdict = check(`${text.replace(/[.]$/, '')} [1].`);
  return verdict.isSupported ? 'kept' : verdict.reason;
}

function share(count: number, total: number): string {
  return `${count} of ${total} (${total === 0 ? 'none' : ((100 * count) / total).toFixed(1)} %)`;
}

let isGood = true;
for (const isHeldOut of [false, true]) {
  console.log(isHeldOut ? 'held out' : 'development');
  for (const [name, list] of [
    ['paraphrases by hand', byHand],
    ['rewordings by rule', byRule],
  ] as const) {
    const half = list.filter((sentence) => sentence.isHeldOut === isHeldOut);
    const lost = half
      .map((sentence) => ({ sentence, verdict: verdictOn(sentence.chunk, sentence.text) }))
      .filter(({ verdict }) => verdict !== 'kept');
    console.log(`  lost of ${name}: ${share(lost.length, half.length)}`);
    if (isHeldOut && lost.length > 0.03 * half.length) isGood = false;
    if (shows && (!isHeldOut || process.argv.includes('--all')))
      for (const { sentence, verdict } of lost) console.log(`    ${verdict}: ${sentence.text}`);
  }
  const wrong = planted([...byHand, ...byRule], 5).filter((sentence) => sentence.isHeldOut === isHeldOut);
  for (const kind of plants) {
    const half = wrong.filter((sentence) => sentence.planted === kind).slice(0, 250);
    const passed = half.filter((sentence) => verdictOn(sentence.chunk, sentence.text) === 'kept');
    console.log(`  dropped with a wrong ${kind}: ${share(half.length - passed.length, half.length)}`);
    if (isHeldOut && passed.length > 0.05 * half.length) isGood = false;
    if (shows && (!isHeldOut || process.argv.includes('--all')))
      for (const { text } of passed.slice(0, 15)) console.log(`    passed: ${text}`);
  }
}
console.log('second set');
const second = secondSet(chunks);
for (const kind of [undefined, ...plants]) {
  const all = second.filter(({ planted: own }) => own === kind);
  const wrong = all.filter(({ chunk, text }) => (verdictOn(chunk, text) === 'kept') !== (kind === undefined));
  const told =
    kind === undefined
      ? `lost of faithful: ${share(wrong.length, all.length)}`
      : `dropped with a wrong ${kind}: ${share(all.length - wrong.length, all.length)}`;
  console.log(`  ${told}`);
  if (wrong.length > (kind === undefined ? 0.03 : 0.05) * all.length) isGood = false;
  if (shows && process.argv.includes('--all'))
    for (const { chunk, text } of wrong) console.log(`    ${verdictOn(chunk, text)}: ${text}`);
}
process.exitCode = isGood ? 0 : 1;
