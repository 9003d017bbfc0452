/**
 * Measures the router on data that it was not made on: intents (accuracy, confusion, calibration) and time per question.
 *   npx tsx scripts/bench/router.ts
 */
import { intents } from '../../src/domain/plan.js';
import { createIntentModel, topIntent } from '../../src/router/intent-model.js';
import { readLines } from '../router/examples.js';

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

function benchIntents(): void {
  const model = createIntentModel();
  const lines = readLines('dev.jsonl');
  const results = lines.map(({ intent, text }) => {
    const scores = model(text);
    const top = topIntent(scores);
    return { intent, text, top, right: top === intent, confidence: scores[top] };
  });
  const right = results.filter((result) => result.right).length;
  console.log(`intents, held out: ${right}/${lines.length} = ${((100 * right) / lines.length).toFixed(1)} %`);
  console.log(`  calibration error ${calibrationError(results).toFixed(3)}`);
  for (const intent of intents) {
    const row = intents.map((top) => results.filter((r) => r.intent === intent && r.top === top).length);
    console.log(`  ${intent.padEnd(12)} ${row.map((count) => String(count).padStart(4)).join('')}`);
  }
  for (const result of results.filter((r) => !r.right)) {
    console.log(
      `  ${result.intent} taken for ${result.top} (${result.confidence.toFixed(2)}): ${result.text}`,
    );
  }
}

benchIntents();
