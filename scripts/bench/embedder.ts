/**
 * The budgets of the bundled embedder on one core, beside plain baselines in the same run. Prints a table.
 * Usage: `tsx scripts/bench/embedder.ts`
 */
import { readFile } from 'node:fs/promises';
import { createEncoder } from '../../src/embedding/encoder.js';
import { startKernel } from '../../src/embedding/kernel/kernel.js';
import { bundledModelPath } from '../../src/embedding/model-memory-node.js';

const question = 'How did you reduce the latency of the search?'; // 10 words and marks, 12 tokens with the control tokens
const sentence = 'The service reads events from a queue, checks them and writes them to the store.';
const sentences = Array.from({ length: 7 }, () => sentence);

interface Times {
  readonly median: number;
  readonly best: number;
  /** Processor time, which other work on the machine does not lengthen. */
  readonly processor: number;
}

/** `count` runs, in milliseconds each. */
function measure(count: number, work: () => void): Times {
  const before = process.cpuUsage();
  const times = Array.from({ length: count }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const { user, system } = process.cpuUsage(before);
  return { median: times[count >> 1] ?? 0, best: times[0] ?? 0, processor: (user + system) / 1000 / count };
}

function print(name: string, value: string, budget = ''): void {
  console.log(`${name.padEnd(46)}${value.padStart(46)}  ${budget}`);
}

function printTimes(name: string, { median, best, processor }: Times, budget = ''): void {
  const figures = [
    `median ${median.toFixed(1)}`,
    `best ${best.toFixed(1)}`,
    `processor ${processor.toFixed(1)} ms`,
  ];
  print(name, figures.join(', '), budget);
}

/** The same product as the kernel's, one multiplication at a time. */
function multiplyPlainly(x: Int16Array, w: Int8Array, out: Int32Array, size: { n: number; k: number }): void {
  const rows = x.length / size.k;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < size.n; column++) {
      let sum = 0;
      for (let i = 0; i < size.k; i++) sum += (x[row * size.k + i] ?? 0) * (w[column * size.k + i] ?? 0);
      out[row * size.n + column] = sum;
    }
  }
}

async function benchMatmul(): Promise<void> {
  const [rows, n, k] = [128, 1536, 384];
  const memory = new WebAssembly.Memory({ initial: 64 });
  const kernel = await startKernel(memory, { shared: false });
  const x = new Int16Array(memory.buffer, 0, rows * k).map((_, index) => (index * 7919) % 8191);
  const w = new Int8Array(n * k).map((_, index) => ((index * 31) % 255) - 127);
  new Int16Array(memory.buffer, 0, rows * k).set(x);
  new Int8Array(memory.buffer, 1 << 20, n * k).set(w);
  const out = new Int32Array(rows * n);
  const speed = (milliseconds: number): string =>
    `${((rows * n * k) / milliseconds / 1e6).toFixed(2)} G multiply-adds/s`;
  const fast = measure(30, () => kernel.matmul(0, 3 << 19, rows, 1 << 20, 7 << 18, 15 << 17, 1 << 21, n, k));
  const plain = measure(5, () => multiplyPlainly(x, w, out, { n, k }));
  print('matrix 128x384 by 384x1536, kernel', speed(fast.processor));
  print('the same, plain JavaScript loop', speed(plain.processor));
}

const before = process.memoryUsage().rss;
const start = performance.now();
const startProcessor = process.cpuUsage();
const encoder = await createEncoder(await readFile(bundledModelPath()));
const used = process.cpuUsage(startProcessor);
print(
  'load',
  `${(performance.now() - start).toFixed(0)}, processor ${((used.user + used.system) / 1000).toFixed(0)} ms`,
  'budget 250 ms',
);
const first = measure(1, () => encoder.encode(question));
printTimes('first question', first);
printTimes(
  'question of 12 tokens',
  measure(60, () => encoder.encode(question)),
  'budget 15 ms',
);
printTimes(
  'passage of about 128 tokens, 7 sentence vectors',
  measure(20, () => encoder.encodePassage({ context: 'Event store', sentences })),
  'budget 130 ms',
);
print(
  'resident memory added',
  `${((process.memoryUsage().rss - before) / 1e6).toFixed(0)} MB`,
  'budget 90 MB',
);
await benchMatmul();
